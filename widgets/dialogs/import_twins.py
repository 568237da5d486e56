"""Companies of a file beside known ones, or others of it, that may be the same: a person says whether."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QHeaderView, QPushButton, QVBoxLayout, QWidget

from chains.regions import region_name
from widgets.dialogs.frame import facts_table, more_note
from widgets.panels.labels import WrappedLabel, clear_layout
from widgets.style.text import cut

if TYPE_CHECKING:
    from chains.company import Company
    from chains.rows import TwinPair

_HEADINGS = ("位置", "文件中的企业", "可能是这一家", "它在哪里", "您的决定")
_OTHER, _SAME = "不同企业，新增", "同一企业，并入"


class ImportTwins(QWidget):
    """Pairs side by side; nothing is joined unless a person says so."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 6, 0, 0)
        self._pairs: tuple[TwinPair, ...] = ()
        self.boxes: list[QComboBox] = []

    def show_pairs(self, pairs: tuple[TwinPair, ...], count: int) -> None:
        """Show the pairs, each taken for two companies until somebody says otherwise."""
        clear_layout(self._column)
        self._pairs, self.boxes = pairs, []
        hint = (
            "名称只差括号、省市或“有限公司/有限责任公司”，或一个是另一个的曾用名。不选就当作不同企业新增，以后仍可合并；"
            "并入时保留右边的名称，左边的记为曾用名，空缺处互相补充。"
        )
        top = QWidget()
        row = QHBoxLayout(top)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(WrappedLabel(hint, "faint"), 1)
        all_same = QPushButton("全部并入")
        all_same.setProperty("small", "true")
        all_same.clicked.connect(self._join_all)
        row.addWidget(all_same)
        self._column.addWidget(top)
        lines = [
            (
                f"第 {one.row} 行",
                facts(one.told),
                facts(one.known),
                f"本文件第 {one.other_row} 行" if one.in_file else "企业库",
                "",
            )
            for one in pairs
        ]
        table = facts_table(_HEADINGS, lines, stretch=2)
        table.verticalHeader().setDefaultSectionSize(34)
        table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        table.setColumnWidth(4, 160)
        for place in range(table.rowCount()):
            box = QComboBox()
            box.addItems([_OTHER, _SAME])
            box.setAccessibleName(f"{cut(pairs[place].told.name, 40)}与{cut(pairs[place].known.name, 40)}")
            table.setCellWidget(place, 4, box)
            self.boxes.append(box)
        self._column.addWidget(table, 1)
        self._column.addWidget(more_note(count))

    def answers(self) -> tuple[TwinPair, ...]:
        """Every pair that somebody called one company."""
        return tuple(
            pair for pair, box in zip(self._pairs, self.boxes, strict=False) if box.currentText() == _SAME
        )

    @Slot()
    def _join_all(self) -> None:
        for box in self.boxes:
            box.setCurrentText(_SAME)


def facts(company: Company) -> str:
    """A company in one line: name, code, region, legal person, former names."""
    parts = (
        company.name,
        company.credit_code,
        region_name(company.region),
        company.legal_person,
        f"曾用名 {'、'.join(company.former_names)}" if company.former_names else "",
    )
    return "　".join(part for part in parts if part)
