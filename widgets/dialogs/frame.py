"""What all dialogs share: a heading, a body, buttons with words, nothing from files taken as markup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLayout,
    QPushButton,
    QTableView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from widgets.panels.labels import PlainLabel, WrappedLabel, rule
from widgets.style.text import cut, on_button, tip

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent

MOST_TABLE_ROWS = 500
_TITLE_BAR = 38
"""Pixels of a window's title and frame, at most, on usual desktops."""


class FramedDialog(QDialog):
    """A modal dialog: put widgets in `body`, buttons by `add_button`."""

    def __init__(self, title: str, heading: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(cut(title, 60))
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(10)
        column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._least_height: int | None = None
        if heading:
            column.addWidget(WrappedLabel(cut(heading), "title"))
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        column.addLayout(self.body, 1)
        column.addWidget(rule())
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self._buttons.addStretch(1)
        column.addLayout(self._buttons)

    def showEvent(self, event: QShowEvent) -> None:
        """As high as its words need, where nothing else was wished for; never larger than the screen."""
        if self._least_height is None:
            self._least_height = self.minimumHeight()
        self._keep_least()
        column = self._column
        if not self.testAttribute(Qt.WidgetAttribute.WA_Resized) and column.hasHeightForWidth():
            self.resize(self.width(), column.totalHeightForWidth(self.width()))
        self.resize(self.size().boundedTo(self._room()))
        super().showEvent(event)  # it puts the dialog in the middle: by the size that it has by now

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, another least height."""
        super().resizeEvent(event)
        self._keep_least()

    def event(self, event: QEvent) -> bool:
        """What is in it has changed its size."""
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self._keep_least()
        return done

    def _keep_least(self) -> None:
        """Qt's own least height holds for lines wrapped at their narrowest: half a dialog of nothing."""
        column = self._column
        if self._least_height is None or not column.hasHeightForWidth():
            return
        room = self._room()
        width = max(self.minimumWidth(), column.totalMinimumSize().width())
        height = max(self._least_height, column.totalMinimumHeightForWidth(self.width()))
        self.setMinimumSize(min(width, room.width()), min(height, room.height()))

    def _room(self) -> QSize:
        """What the screen has for a dialog with its title: what is larger has its buttons out of reach."""
        return self.screen().availableSize() - QSize(8, _TITLE_BAR)

    def add_button(self, word: str, *, primary: bool = False, left: bool = False) -> QPushButton:
        """A button at the foot; the primary one is pressed by Enter."""
        button = QPushButton(on_button(word))
        button.setAutoDefault(True)
        button.setMinimumWidth(84)
        if primary:
            button.setProperty("primary", "true")
            button.setDefault(True)
        if left:
            self._buttons.insertWidget(0, button)
        else:
            self._buttons.addWidget(button)
        return button

    def add_field(self, word: str, widget: QWidget, hint: str = "") -> None:
        """A heading with its field below, and what the field is for."""
        self.body.addWidget(PlainLabel(word, "heading"))
        widget.setAccessibleName(word)
        self.body.addWidget(widget)
        if hint:
            self.body.addWidget(WrappedLabel(hint, "faint"))

    def add_choice(self, word: str) -> QPushButton:
        """取消 and the primary button that does what the dialog is for."""
        self.add_button("取消").clicked.connect(self.reject)
        return self.add_button(word, primary=True)

    def add_closing(self, word: str = "关闭") -> QPushButton:
        """The one button of a dialog that only shows."""
        button = self.add_button(word, primary=True)
        button.clicked.connect(self.reject)
        return button


def dress_table(table: QTableView) -> None:
    """The looks that all tables in dialogs share: rows to read, none to edit."""
    table.setProperty("boxed", "true")
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setTabKeyNavigation(False)
    table.setWordWrap(False)
    table.setShowGrid(False)
    table.setAlternatingRowColors(True)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(28)
    head = table.horizontalHeader()
    head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    head.setHighlightSections(False)


class FactsTable(QTableWidget):
    """A table to read. Where its rows open something, Enter does that and does not close the dialog."""

    _opens: Callable[[], None] | None = None

    def open_rows_with(self, opens: Callable[[], None]) -> None:
        """Enter and double click call this; the current row is the one meant."""
        self._opens = opens
        self.doubleClicked.connect(opens)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the current row."""
        enters = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if enters and self._opens is not None and self.currentRow() >= 0:
            self._opens()
        else:
            super().keyPressEvent(event)


def facts_table(headings: Sequence[str], rows: Sequence[Sequence[str]], stretch: int = -1) -> FactsTable:
    """A table to read; of many rows the first 500."""
    shown = list(rows[:MOST_TABLE_ROWS])
    table = FactsTable(len(shown), len(headings))
    table.setHorizontalHeaderLabels([cut(word, 40) for word in headings])
    dress_table(table)
    for number, row in enumerate(shown):
        for column, text in enumerate(row[: len(headings)]):
            item = QTableWidgetItem(cut(text))
            item.setToolTip(tip(text))
            table.setItem(number, column, item)
    table.resizeColumnsToContents()
    for column in range(len(headings)):
        table.setColumnWidth(column, min(table.columnWidth(column) + 8, 300))
    if headings:
        head = table.horizontalHeader()
        stretched = stretch if stretch >= 0 else len(headings) - 1
        head.setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)
    return table


def more_note(count: int) -> PlainLabel:
    """Says that a table shows only its first rows."""
    label = PlainLabel(f"仅列前 {MOST_TABLE_ROWS} 行，共 {count:,} 行", "faint")
    label.setVisible(count > MOST_TABLE_ROWS)
    return label
