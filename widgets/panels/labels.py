"""Labels that take every text as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QLabel, QLayout, QSizePolicy, QWidget

from widgets.style.text import cut, seen, tip

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent


class PlainLabel(QLabel):
    """A label without markup. `kind` is its look in the sheet: faint, soft, title, heading, strong, bad."""

    def __init__(self, text: str = "", kind: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        if kind:
            self.setProperty("kind", kind)
        self.setIndent(0)  # else a heading, which has padding, stands three pixels off its field
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show the text, and what in it cannot be seen."""
        super().setText(seen(text))


class WrappedLabel(PlainLabel):
    """A plain label of several lines whose text can be selected with mouse and keyboard."""

    def __init__(self, text: str = "", kind: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, kind, parent)
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)


class ElidedLabel(PlainLabel):
    """A plain label that cuts its text with an ellipsis; the whole of it is its tooltip."""

    def __init__(self, text: str = "", kind: str = "", parent: QWidget | None = None) -> None:
        self._whole = ""
        super().__init__("", kind, parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.show_text(text)

    def show_text(self, text: str) -> None:
        """Show the text, cut to the width there is."""
        self._whole = cut(text)
        self.setToolTip(tip(text))
        self.setAccessibleName(self._whole)
        self._elide()
        self.updateGeometry()

    def whole_text(self) -> str:
        """The text before it was cut to the width."""
        return self._whole

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut again."""
        super().resizeEvent(event)
        self._elide()

    def sizeHint(self) -> QSize:
        """As wide as the whole text, if there is room."""
        self.ensurePolished()
        hint = super().sizeHint()
        return QSize(QFontMetrics(self.font()).horizontalAdvance(self._whole) + 4, hint.height())

    def minimumSizeHint(self) -> QSize:
        """Any width will do."""
        return QSize(20, super().minimumSizeHint().height())

    def _elide(self) -> None:
        metrics = QFontMetrics(self.font())
        self.setText(metrics.elidedText(self._whole, Qt.TextElideMode.ElideRight, max(20, self.width())))


def card(kind: str = "true") -> QFrame:
    """A framed field of the sheet: true, warning, error, empty, drop."""
    frame = QFrame()
    frame.setProperty("card", kind)
    return frame


def rule() -> QFrame:
    """A thin line."""
    line = QFrame()
    line.setProperty("rule", "true")
    line.setFixedHeight(1)
    return line


def restyle(widget: QWidget) -> None:
    """Let the sheet look at the widget's properties again."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def set_look(widget: QWidget, name: str, value: str) -> None:
    """Set a property that the sheet looks at."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        restyle(widget)


def clear_layout(layout: QLayout) -> None:
    """Take every widget out of the layout and let it go."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
