"""A layout that sets widgets in lines, as text is set."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget
from shiboken6 import isValid


class FlowLayout(QLayout):
    """Left to right, then the next line; each line is as high as its highest widget."""

    def __init__(self, parent: QWidget | None = None, across: int = 6, down: int = 4) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._across, self._down = across, down
        self.setContentsMargins(QMargins(0, 0, 0, 0))

    def addItem(self, item: QLayoutItem) -> None:
        """Take a widget at the end."""
        self._items.append(item)

    def count(self) -> int:
        """How many there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The widget's item at that place, None outside."""
        item = self._items[index] if 0 <= index < len(self._items) else None
        return item if item is not None and isValid(item) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        """Take the item out, None outside."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Takes no room that it does not need."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """The narrower, the higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """How high all lines are at that width."""
        return self._set(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, area: QRect) -> None:
        """Set the widgets into the area."""
        super().setGeometry(area)
        self._set(area, move=True)

    def sizeHint(self) -> QSize:
        """All on one line, when there is room."""
        widths = [item.sizeHint().width() for item in self._shown()]
        height = max((item.sizeHint().height() for item in self._shown()), default=0)
        return QSize(sum(widths) + self._across * max(0, len(widths) - 1), height)

    def minimumSize(self) -> QSize:
        """As wide as the widest widget."""
        size = QSize()
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        return size

    def _shown(self) -> list[QLayoutItem]:
        """Those that take room. While a window is taken down Qt asks for its sizes though items are gone."""
        return [item for item in self._items if isValid(item) and not item.isEmpty()]

    def _set(self, area: QRect, *, move: bool) -> int:
        line: list[tuple[QLayoutItem, QSize]] = []
        x, y, high = area.x(), area.y(), 0
        for item in self._shown():
            size = item.sizeHint().boundedTo(QSize(max(area.width(), 1), 10_000))
            if line and x + size.width() > area.right() + 1:
                self._place(line, QPoint(area.x(), y), high, move=move)
                line, x, y, high = [], area.x(), y + high + self._down, 0
            line.append((item, size))
            x += size.width() + self._across
            high = max(high, size.height())
        self._place(line, QPoint(area.x(), y), high, move=move)
        return y + high - area.y()

    def _place(self, line: list[tuple[QLayoutItem, QSize]], at: QPoint, high: int, *, move: bool) -> None:
        if not move:
            return
        x = at.x()
        for item, size in line:
            item.setGeometry(QRect(QPoint(x, at.y() + (high - size.height()) // 2), size))
            x += size.width() + self._across
