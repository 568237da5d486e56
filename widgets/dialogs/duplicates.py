"""Companies of the registry that may be one, side by side: a person merges them, pair by pair."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from widgets.dialogs.frame import FramedDialog, facts_table
from widgets.dialogs.import_twins import facts
from widgets.panels.labels import PlainLabel, WrappedLabel
from widgets.style.text import cut, tip

if TYPE_CHECKING:
    from chains.company import Company

    Pair = tuple[Company, Company]

_SOUGHT = "名称只差括号、省市或“有限公司/有限责任公司”，且代码不矛盾的企业"
_HINT = (
    f"{_SOUGHT}。合并后保留左边一家，"
    "右边一家的标注、目标与跟进、资质、联系方式都并入，其名称记为曾用名；可撤销。"
)


class DuplicatesDialog(FramedDialog):
    """`merge_asked` carries the company that stays and the one that goes."""

    merge_asked = Signal(object, object)

    def __init__(self, pairs: tuple[Pair, ...], parent: QWidget | None = None) -> None:
        super().__init__("查找重复企业", "可能是同一家的企业" if pairs else "没有找到疑似重复的企业", parent)
        self._pairs = list(pairs)
        self.body.addWidget(WrappedLabel(_HINT if pairs else f"找的是{_SOUGHT}。", "faint"))
        self.table = _table(pairs)
        self.table.setVisible(bool(pairs))
        self.body.addWidget(self.table, 1)
        self._count = PlainLabel("", "faint")
        self.body.addWidget(self._count)
        self.swap = self.add_button("左右交换", left=True)
        self.add_button("关闭", primary=not pairs).clicked.connect(self.reject)
        self.merge = self.add_button("合并这一对", primary=bool(pairs))
        self.swap.clicked.connect(self._swap)
        self.merge.clicked.connect(self._ask)
        self.table.itemSelectionChanged.connect(self._look)
        if pairs:
            self.table.selectRow(0)
            self.resize(980, 560)
        else:
            self.swap.hide()
            self.merge.hide()
            self.setMinimumWidth(560)
        self._look()

    def show_merged(self, kept_id: int, gone_id: int) -> None:
        """These two are one now: every pair with one of them goes, its versions are no longer true."""
        for row in reversed(range(len(self._pairs))):
            if {kept_id, gone_id} & {one.id for one in self._pairs[row]}:
                del self._pairs[row]
                self.table.removeRow(row)
        self._look()

    @Slot()
    def _look(self) -> None:
        chosen = self._chosen() is not None
        self.swap.setEnabled(chosen)
        self.merge.setEnabled(chosen)
        self._count.setText(f"共 {len(self._pairs):,} 对" if self._pairs else "")
        self._count.setVisible(bool(self._pairs))

    def _chosen(self) -> int | None:
        rows = self.table.selectionModel().selectedRows()
        return rows[0].row() if rows and rows[0].row() < len(self._pairs) else None

    @Slot()
    def _swap(self) -> None:
        row = self._chosen()
        if row is not None:
            self._pairs[row] = (self._pairs[row][1], self._pairs[row][0])
            for column, company in enumerate(self._pairs[row]):
                self.table.setItem(row, column, _item(company))

    @Slot()
    def _ask(self) -> None:
        row = self._chosen()
        if row is not None:
            self.merge_asked.emit(*self._pairs[row])


def _table(pairs: tuple[Pair, ...]) -> QTableWidget:
    table = facts_table(("保留的企业", "并入的企业"), [(facts(one), facts(other)) for one, other in pairs])
    table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
    table.setAccessibleName("可能是同一家的企业，每行一对")
    return table


def _item(company: Company) -> QTableWidgetItem:
    item = QTableWidgetItem(cut(facts(company)))
    item.setToolTip(tip(facts(company)))
    return item
