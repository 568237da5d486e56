"""Companies of a file beside known ones, or others of it, that may be the same: a person says whether."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from chains.regions import region_name
from widgets.dialogs.frame import more_note
from widgets.dialogs.tick_table import TickTable
from widgets.panels.labels import WrappedLabel, clear_layout

if TYPE_CHECKING:
    from chains.company import Company
    from chains.rows import TwinPair

_HEADINGS = ("位置", "文件中的企业", "另一家的位置", "另一家")
_HINT = (
    "名称只差括号、省市或“有限公司/有限责任公司”，或一个是另一个的曾用名。勾选表示是同一企业：保留右边的名称，"
    "左边的记为曾用名，空缺处互相补充；不勾的作为不同企业新增，以后仍可合并。"
)
_WORDS = ("并入", "全部并入", "全部不并")


class ImportTwins(QWidget):
    """Pairs side by side; nothing is joined unless a person ticks it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 6, 0, 0)
        self._pairs: tuple[TwinPair, ...] = ()
        self.table: TickTable | None = None

    def show_pairs(self, pairs: tuple[TwinPair, ...], count: int) -> None:
        """Show the pairs, each taken for two companies until somebody says otherwise."""
        clear_layout(self._column)
        self._pairs = pairs
        rows = [
            (
                f"第 {one.row} 行",
                facts(one.told),
                f"本文件第 {one.other_row} 行" if one.in_file else "企业库",
                facts(one.known),
            )
            for one in pairs
        ]
        self.table = TickTable("可能是同一家的企业", _HEADINGS, rows, (), _WORDS)
        self._column.addWidget(WrappedLabel(_HINT, "faint"))
        self._column.addWidget(self.table, 1)
        self._column.addWidget(more_note(count))

    def answers(self) -> tuple[TwinPair, ...]:
        """Every pair that somebody called one company."""
        ticked = () if self.table is None else self.table.model.ticked
        return tuple(self._pairs[row] for row in ticked if row < len(self._pairs))


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
