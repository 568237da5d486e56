"""清单资料: projects, platforms, research, policies, parks, resources; one table for all kinds."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from chains.record_shapes import ALL_CHAINS, FIELDS, NAME_WORD, RECORD_WORD, FieldKind, RecordKind
from widgets.dialogs.frame import FramedDialog
from widgets.panels.labels import WrappedLabel
from widgets.panels.segmented import SegmentedButtons
from widgets.style.text import cut, tip
from widgets.tables.cells import Align, Cell, Column, Row, date_cell, number_cell, text_cell
from widgets.tables.listed import ListedTable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from chains.list_records import ListRecord
    from chains.record_shapes import RecordField, Value

_PX_A_SIGN = 8


class RecordTable(ListedTable):
    """The records of one kind; `opened` carries a record's id."""

    def __init__(self, kind: RecordKind, parent: QWidget | None = None) -> None:
        columns = (
            Column(NAME_WORD[kind], 200, stretches=True),
            Column("产业链", 110),
            *(_column(one) for one in FIELDS[kind]),
        )
        word = RECORD_WORD[kind]
        super().__init__(word, columns, f"暂无{word}，可新增或从表格导入", parent=parent)
        self.kind = kind

    def show_records(self, records: Sequence[ListRecord], chains: Mapping[str, str], text: str) -> None:
        """Show those in which `text` stands."""
        shown = [one for one in records if not text or _holds(one, chains, text)]
        count = f"{len(shown)} 条" if len(shown) == len(records) else f"{len(shown)}/{len(records)} 条"
        self.show_rows([_row(one, chains) for one in shown], count if records else "")


class RecordsDialog(FramedDialog):
    """`edit_asked` carries (kind, id), id 0 for a new one; `remove_asked` (kind, id); the others the kind."""

    edit_asked = Signal(object)
    remove_asked = Signal(object)
    import_asked = Signal(object)
    export_asked = Signal(object)

    def __init__(self, kind: RecordKind = RecordKind.PROJECT, parent: QWidget | None = None) -> None:
        super().__init__("清单资料", "", parent)
        self._records: Mapping[RecordKind, Sequence[ListRecord]] = {}
        self._chains: Mapping[str, str] = {}
        self.which = SegmentedButtons("种类", [(one.value, word) for one, word in RECORD_WORD.items()])
        self.which.setMinimumWidth(520)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("筛选：任意文字")
        self.filter.setClearButtonEnabled(True)
        self.filter.setAccessibleName("筛选清单资料")
        self.add, self.edit = _small("新增…", "新增一条"), _small("修改…", "修改选中的一条，也可双击")
        self.remove = _small("删除", "删除选中的一条，可撤销")
        self.take = _small("导入…", "从 .xlsx、.xls、.csv 表格导入，先核对再写入")
        self.export = _small("导出…", "导出为 Excel 文件，可改好再导入")
        self.tables = {one: RecordTable(one) for one in RecordKind}
        self._said = WrappedLabel("", "faint")
        self._lay_out()
        self._tie()
        self.add_closing()
        self.resize(1080, 620)
        self.show_kind(kind)

    def show_records(
        self, records: Mapping[RecordKind, Sequence[ListRecord]], chains: Mapping[str, str]
    ) -> None:
        """Show all records; `chains` are names by code."""
        self._records, self._chains = records, chains
        self._fill()

    def say(self, text: str) -> None:
        """Say what was done."""
        self._said.setText(cut(text, 200))

    @property
    def kind(self) -> RecordKind:
        """The kind that is shown."""
        return self._kind

    @Slot(object)
    def show_kind(self, kind: str) -> None:
        """Show another kind."""
        self._kind = RecordKind(kind)
        self.which.show_value(self._kind.value)
        for one, table in self.tables.items():
            table.setVisible(one is self._kind)
        self._fill()

    def picked(self) -> int | None:
        """Id of the record that is selected."""
        table = self.tables[self._kind]
        rows = table.view.selectionModel().selectedRows()
        key = table.model.row(rows[0].row()).key if rows else None
        return key if isinstance(key, int) else None

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.filter, 1)
        for button in (self.add, self.edit, self.remove, self.take, self.export):
            row.addWidget(button)
        self.body.addWidget(self.which)
        self.body.addLayout(row)
        for table in self.tables.values():
            self.body.addWidget(table, 1)
        self.body.addWidget(self._said)

    def _tie(self) -> None:
        self.which.chosen.connect(self.show_kind)
        self.filter.textChanged.connect(self._filter)
        self.add.clicked.connect(self._ask_new)
        self.edit.clicked.connect(self._ask_edit)
        self.remove.clicked.connect(self._ask_remove)
        self.take.clicked.connect(self._ask_import)
        self.export.clicked.connect(self._ask_export)
        for button in (self.add, self.edit, self.remove, self.take, self.export):
            button.setAutoDefault(False)
        for table in self.tables.values():
            table.opened.connect(self._open)
            table.view.selectionModel().selectionChanged.connect(self._look)

    def _fill(self) -> None:
        text = self.filter.text().strip()
        self.tables[self._kind].show_records(self._records.get(self._kind, ()), self._chains, text)
        self._look()

    @Slot()
    def _look(self) -> None:
        for button in (self.edit, self.remove):
            button.setEnabled(self.picked() is not None)

    @Slot(str)
    def _filter(self, _text: str) -> None:
        self._fill()

    @Slot()
    def _ask_new(self) -> None:
        self.edit_asked.emit((self._kind, 0))

    @Slot()
    def _ask_edit(self) -> None:
        if (found := self.picked()) is not None:
            self.edit_asked.emit((self._kind, found))

    @Slot(object)
    def _open(self, key: int) -> None:
        self.edit_asked.emit((self._kind, key))

    @Slot()
    def _ask_remove(self) -> None:
        if (found := self.picked()) is not None:
            self.remove_asked.emit((self._kind, found))

    @Slot()
    def _ask_import(self) -> None:
        self.import_asked.emit(self._kind)

    @Slot()
    def _ask_export(self) -> None:
        self.export_asked.emit(self._kind)


def _column(one: RecordField) -> Column:
    right = one.kind in {FieldKind.AMOUNT, FieldKind.COUNT}
    width = max(one.width * _PX_A_SIGN, len(one.word) * 15 + 16)
    return Column(one.word, min(width, 220), align=Align.RIGHT if right else Align.LEFT)


def _row(one: ListRecord, chains: Mapping[str, str]) -> Row:
    cells = (
        text_cell(one.name, strong=True),
        text_cell(_chain(one, chains)),
        *(_cell(each, one.value(each.key)) for each in FIELDS[one.kind]),
    )
    return Row(one.id, cells)


def _cell(one: RecordField, value: Value) -> Cell:
    if one.kind is FieldKind.DAY:
        return date_cell(value if isinstance(value, date) else None)
    if one.kind in {FieldKind.AMOUNT, FieldKind.COUNT}:
        return number_cell(value if isinstance(value, Decimal | int) else None)
    return text_cell(str(value or ""))


def _chain(one: ListRecord, chains: Mapping[str, str]) -> str:
    return chains.get(one.chain, one.chain) if one.chain else ALL_CHAINS


def _holds(one: ListRecord, chains: Mapping[str, str], text: str) -> bool:
    told = (one.name, _chain(one, chains), *(str(value) for value in one.values.values() if value))
    return any(text.casefold() in part.casefold() for part in told)


def _small(word: str, told: str) -> QPushButton:
    button = QPushButton(word)
    button.setProperty("small", "true")
    button.setToolTip(tip(told))
    return button
