"""The wizard's page for columns: what each column of the file gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from widgets.panels.labels import WrappedLabel
from widgets.style.text import cut, tip

if TYPE_CHECKING:
    from collections.abc import Mapping

    from widgets.dialogs.import_views import ChoiceView, SheetView

_SAMPLES = 3


class _QuietBox(QComboBox):
    """A box that leaves the wheel to the table around it: scrolling must not change a column's meaning."""

    def wheelEvent(self, event: object) -> None:
        """Pass it on."""
        event.ignore()  # type: ignore[attr-defined]


class ImportColumnsPage(QWidget):
    """`fields_picked` carries a field per column, "" for one that is not read."""

    fields_picked = Signal(object)

    def __init__(self, words: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = {"": "（不导入）", **words}
        self._form = WrappedLabel("", "soft")
        self.table = QTableWidget(0, 3)
        self.table.setHorizontalHeaderLabels(["文件中的列", "导入为", "前几行的内容"])
        self.table.setProperty("boxed", "true")
        self.table.setAccessibleName("列的对应")
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.setWordWrap(False)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(34)
        head = self.table.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.table.setColumnWidth(0, 230)
        self.table.setColumnWidth(1, 200)
        self._warning = WrappedLabel("", "bad")
        self.remember = QCheckBox("记住这种表格的对应：写入时存进工作区，以后和同事导入时自动使用")
        self.remember.setChecked(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(8)
        for widget in (self._form, self._warning):
            column.addWidget(widget)
        column.addWidget(self.table, 1)
        column.addWidget(self.remember)
        self.boxes: list[QComboBox] = []

    def show_columns(self, sheet: SheetView, choice: ChoiceView) -> None:
        """Show every column with what it gives and what stands in it."""
        self._form.setText(_form_of(choice))
        self.remember.setVisible(choice.header_row is not None)
        below = [cells for number, cells in sheet.rows if number > (choice.header_row or 0)]
        self.table.setRowCount(len(choice.header))
        self.boxes = []
        for row, (heading, field) in enumerate(zip(choice.header, choice.fields, strict=True)):
            item = QTableWidgetItem(cut(heading, 60))
            item.setToolTip(tip(heading))
            self.table.setItem(row, 0, item)
            box = _QuietBox()
            box.setAccessibleName(f"“{cut(heading, 40)}”导入为")
            for name, word in self._words.items():
                box.addItem(word, name)
            box.setCurrentIndex(list(self._words).index(field))
            box.activated.connect(self._changed)
            self.boxes.append(box)
            self.table.setCellWidget(row, 1, box)
            seen = [cells[row] for cells in below if row < len(cells) and cells[row].strip()]
            samples = QTableWidgetItem(cut("　|　".join(seen[:_SAMPLES]), 160))
            samples.setToolTip(tip("\n".join(seen[:_SAMPLES])))
            self.table.setItem(row, 2, samples)
        self._warn(choice.fields)

    def fields(self) -> tuple[str, ...]:
        """A field per column, as the boxes stand."""
        return tuple(str(box.currentData()) for box in self.boxes)

    @Slot()
    def _changed(self) -> None:
        self._warn(self.fields())
        self.fields_picked.emit(self.fields())

    def _warn(self, fields: tuple[str, ...]) -> None:
        self._warning.setText(
            "" if "name" in fields else "还没有哪一列是“企业名称”：请在下面指定，否则不能继续。"
        )
        self._warning.setVisible("name" not in fields)


def _form_of(choice: ChoiceView) -> str:
    read = sum(map(bool, choice.fields))
    form = f"识别为：{choice.form}。" if choice.form else ""
    if choice.remembered:
        form += "已按上次的选择对应。"
    return f"{form}共 {len(choice.header)} 列，导入 {read} 列。几列对应同一项时，取第一个有内容的。"
