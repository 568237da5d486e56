"""A short tour: one place of the window after the other is framed and told of in two sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from widgets.panels.labels import PlainLabel, WrappedLabel
from widgets.style.palette import colour
from widgets.style.shades import Shade

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_CARD_WIDTH, _GAP, _FRAME = 320, 12, 3
_SHADE = QColor(10, 22, 40, 110)


@dataclass(frozen=True, slots=True)
class TourStop:
    """A place of the window; `show` brings it into view first."""

    title: str
    text: str
    place: QWidget
    show: Callable[[], object] | None = None


class Tour(QWidget):
    """Lies over the window and takes its clicks; Esc ends it, arrows and Enter move on."""

    ended = Signal()

    def __init__(self, window: QWidget, stops: Sequence[TourStop]) -> None:
        super().__init__(window)
        self._window = window
        self._stops, self._at = tuple(stops), 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.card = QFrame(self)
        self.card.setProperty("popup", "true")
        self.card.setAutoFillBackground(True)
        self.card.setFixedWidth(_CARD_WIDTH)
        self.title, self.text = PlainLabel("", "title"), WrappedLabel("")
        self.step = PlainLabel("", "faint")
        self.back, self.forward = QPushButton("上一步"), QPushButton("下一步")
        self.leave = QPushButton("结束")
        self.forward.setProperty("primary", "true")
        self._lay_out()
        window.installEventFilter(self)

    def begin(self) -> None:
        """Show the first stop."""
        self.setGeometry(self._window.rect())
        self._go(0)
        self.show()
        self.raise_()
        self.setFocus()

    @property
    def at(self) -> int:
        """Which stop is shown, from 0."""
        return self._at

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay over the whole window, and end with it."""
        if event.type() == QEvent.Type.Close and watched is self._window:
            self._end()
            return False
        if event.type() == QEvent.Type.Resize and watched is self._window:
            self.setGeometry(self._window.rect())
            self._place_card()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc ends, arrows and Enter move."""
        if event.key() == Qt.Key.Key_Escape:
            self._end()
        elif event.key() in {Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._next()
        elif event.key() in {Qt.Key.Key_Left, Qt.Key.Key_Up}:
            self._previous()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Everything but the place is shaded; the place has a frame."""
        if not self._stops:
            return
        painter = QPainter(self)
        hole = self._hole()
        for part in _around(self.rect(), hole):
            painter.fillRect(part, _SHADE)
        painter.setPen(QPen(colour(Shade.ACCENT), _FRAME))
        painter.drawRect(hole)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self.card)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addWidget(self.text)
        row = QHBoxLayout()
        row.addWidget(self.step)
        row.addStretch(1)
        for button in (self.leave, self.back, self.forward):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            row.addWidget(button)
        column.addLayout(row)
        self.leave.clicked.connect(self._end)
        self.back.clicked.connect(self._previous)
        self.forward.clicked.connect(self._next)

    def _go(self, at: int) -> None:
        self._at = at
        stop = self._stops[at]
        if stop.show is not None:
            stop.show()
            # A panel that is brought to the front would lie over it; it comes when events are heard.
            QTimer.singleShot(0, self, self.raise_)
        self.title.setText(stop.title)
        self.text.setText(stop.text)
        self.step.setText(f"{at + 1} / {len(self._stops)}")
        self.back.setVisible(at > 0)
        is_last = at == len(self._stops) - 1
        self.forward.setText("开始使用" if is_last else "下一步")
        self.leave.setVisible(not is_last)
        self._place_card()
        self.update()

    def _hole(self) -> QRect:
        place = self._stops[self._at].place
        corner = place.mapTo(self._window, QPoint(0, 0))
        return QRect(corner, place.size()).intersected(self.rect())

    def _place_card(self) -> None:
        """Beside the place where there is room: to the right, to the left, below, above, else inside it."""
        self.card.adjustSize()
        hole, size, whole = self._hole(), self.card.size(), self.rect()
        middle = hole.center().y() - size.height() // 2
        beside = (
            QPoint(hole.right() + _GAP, max(_GAP, middle)),
            QPoint(hole.left() - _GAP - size.width(), max(_GAP, middle)),
            QPoint(hole.left(), hole.bottom() + _GAP),
            QPoint(hole.left(), hole.top() - _GAP - size.height()),
        )
        inside = hole.center() - QPoint(size.width() // 2, size.height() // 2)
        place = next((one for one in beside if whole.contains(QRect(one, size))), inside)
        y = max(_GAP, min(place.y(), whole.height() - size.height() - _GAP))
        self.card.move(place.x(), y)

    @Slot()
    def _next(self) -> None:
        if self._at + 1 < len(self._stops):
            self._go(self._at + 1)
        else:
            self._end()

    @Slot()
    def _previous(self) -> None:
        if self._at:
            self._go(self._at - 1)

    @Slot()
    def _end(self) -> None:
        self._window.removeEventFilter(self)
        self.hide()
        self._stops = ()  # what the stops show must not be kept alive by a tour that is over
        self.ended.emit()
        self.deleteLater()


def _around(whole: QRect, hole: QRect) -> tuple[QRect, ...]:
    return (
        QRect(whole.left(), whole.top(), whole.width(), hole.top() - whole.top()),
        QRect(whole.left(), hole.bottom() + 1, whole.width(), whole.bottom() - hole.bottom()),
        QRect(whole.left(), hole.top(), hole.left() - whole.left(), hole.height()),
        QRect(hole.right() + 1, hole.top(), whole.right() - hole.right(), hole.height()),
    )
