"""The wizard's page for sheet and header row, over the first rows of the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QBrush, QFont, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from widgets.panels.labels import PlainLabel, WrappedLabel
from widgets.style.text import cut, tip

if TYPE_CHECKING:
    from collections.abc import Mapping

    from widgets.dialogs.import_views import ChoiceView, FileView, SheetView

_NONE = "没有表头，按内容识别"
_HINT = "表头已自动识别；不对时点一下正确的那一行，或在上面选择。"
_ENCODING_HINT = "文字是乱码时，换一种文字编码。"
_WIDEST = 220
_MOST_COLUMNS = 60


class ImportHeaderPage(QWidget):
    """`sheet_picked` carries the place of a sheet, `header_picked` a row's number in the file or None.

    `encoding_picked` carries the key of an encoding of a text file, "" to find it.
    """

    sheet_picked = Signal(int)
    header_picked = Signal(object)
    encoding_picked = Signal(str)

    def __init__(self, encodings: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.encoding = QComboBox()
        self.encoding.setAccessibleName("文字编码")
        for key, word in {"": "自动识别", **encodings}.items():
            self.encoding.addItem(word, key)
        self._encoding_word = PlainLabel("文字编码")
        self.sheet = QComboBox()
        self.sheet.setAccessibleName("工作表")
        self.header = QComboBox()
        self.header.setAccessibleName("表头所在行")
        self.header.setMinimumWidth(180)
        self._sheet_word = PlainLabel("工作表")
        row = QHBoxLayout()
        row.setSpacing(8)
        for widget in (self._sheet_word, self.sheet, PlainLabel("表头"), self.header):
            row.addWidget(widget)
        for widget in (self._encoding_word, self.encoding):
            row.addWidget(widget)
        row.addStretch(1)
        self._total = PlainLabel("", "faint")
        row.addWidget(self._total)
        self.grid = QTableWidget()
        _dress(self.grid)
        self._notes = WrappedLabel("", "soft")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        self._hint = WrappedLabel("", "faint")
        column.addWidget(self._hint)
        column.addWidget(self.grid, 1)
        column.addWidget(self._notes)
        self._rows: tuple[int, ...] = ()
        self.sheet.activated.connect(self.sheet_picked)
        self.header.activated.connect(self._pick)
        self.encoding.activated.connect(self._pick_encoding)
        self.grid.cellClicked.connect(self._pick_row)

    def show_file(self, view: FileView, choice: ChoiceView) -> None:
        """Show the chosen sheet with its header row."""
        sheet = view.sheets[choice.sheet]
        is_workbook = any(one.name for one in view.sheets)
        for widget in (self.sheet, self._sheet_word):
            widget.setVisible(is_workbook)
        for widget in (self.encoding, self._encoding_word):
            widget.setVisible(view.is_text)
        self.encoding.setCurrentIndex(max(0, self.encoding.findData(view.encoding)))
        self._hint.setText(_HINT + (_ENCODING_HINT if view.is_text else ""))
        self.sheet.clear()
        self.sheet.addItems([cut(one.name, 40) for one in view.sheets])
        self.sheet.setCurrentIndex(choice.sheet)
        self._rows = tuple(number for number, _ in sheet.rows)
        self.header.clear()
        self.header.addItem(_NONE, None)
        for number in self._rows:
            self.header.addItem(f"第 {number} 行", number)
        at = 0 if choice.header_row is None else self._rows.index(choice.header_row) + 1
        self.header.setCurrentIndex(at)
        self._total.setText(f"约 {sheet.total:,} 行" if sheet.total else "")
        self._notes.setText("\n".join(cut(note) for note in view.notes[:4]))
        self._notes.setVisible(bool(view.notes))
        self._fill(sheet, choice)

    def _fill(self, sheet: SheetView, choice: ChoiceView) -> None:
        width = min(max((len(cells) for _, cells in sheet.rows), default=0), _MOST_COLUMNS)
        self.grid.clear()
        self.grid.setRowCount(len(sheet.rows))
        self.grid.setColumnCount(width)
        headings = [cut(word, 24) for word in choice.header[:width]]
        self.grid.setHorizontalHeaderLabels(headings + [""] * (width - len(headings)))
        self.grid.setVerticalHeaderLabels([str(number) for number, _ in sheet.rows])
        for row, (number, cells) in enumerate(sheet.rows):
            for column, text in enumerate(cells[:width]):
                item = QTableWidgetItem(cut(text, 80))
                item.setToolTip(tip(text))
                self._mark(item, number, choice.header_row)
                self.grid.setItem(row, column, item)
        self.grid.resizeColumnsToContents()
        for column in range(width):
            self.grid.setColumnWidth(column, min(self.grid.columnWidth(column) + 10, _WIDEST))
        if choice.header_row is not None:
            self.grid.scrollTo(self.grid.model().index(self._rows.index(choice.header_row), 0))

    def _mark(self, item: QTableWidgetItem, number: int, header: int | None) -> None:
        palette = self.palette()
        if header is not None and number == header:
            font = QFont(self.font())
            font.setBold(True)
            item.setFont(font)
            tint = palette.color(QPalette.ColorRole.Highlight)
            tint.setAlpha(60)
            item.setBackground(QBrush(tint))
        elif header is not None and number < header:
            item.setForeground(QBrush(palette.color(QPalette.ColorRole.PlaceholderText)))

    @Slot(int)
    def _pick(self, at: int) -> None:
        self.header_picked.emit(self.header.itemData(at))

    @Slot(int)
    def _pick_encoding(self, at: int) -> None:
        self.encoding_picked.emit(str(self.encoding.itemData(at)))

    @Slot(int, int)
    def _pick_row(self, row: int, _column: int) -> None:
        self.header_picked.emit(self._rows[row])


def _dress(grid: QTableWidget) -> None:
    grid.setProperty("boxed", "true")
    grid.setAccessibleName("文件的前几行，点一行作为表头")
    grid.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    grid.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
    grid.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    grid.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    grid.setTabKeyNavigation(False)
    grid.setWordWrap(False)
    grid.verticalHeader().setDefaultSectionSize(26)
    grid.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
    grid.horizontalHeader().setHighlightSections(False)
