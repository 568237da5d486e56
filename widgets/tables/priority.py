"""补链优先级 and 链间配套 as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton, QSpinBox, QWidget

from chains import words
from chains.priorities import MOST_IN_SET
from widgets.panels.labels import PlainLabel
from widgets.style.drawing import Chip
from widgets.style.shades import FILL, Shade
from widgets.style.text import cut, tip
from widgets.tables.cells import DASH, Align, Cell, Column, Row, text_cell
from widgets.tables.listed import ListedTable

if TYPE_CHECKING:
    from chains.cross_matches import CrossMatch, NamedCompany
    from chains.priorities import BestSet, Priority

_PRIORITY_COLUMNS = (
    Column("#", 42),
    Column("组合", 50, tip="在最优组合中"),
    Column("缺口产品", 140),
    Column("提升合计", 92, tip="补上后各链本地配套率提升的百分点之和"),
    Column("受益产业链", 240, stretches=True),
    Column("缺口", 60, tip="一并补上的缺口环节数", align=Align.RIGHT),
    Column("缺口指数", 124),
)
_MATCH_COLUMNS = (
    Column("缺口环节", 170),
    Column("本地供给", 78),
    Column("可配套环节", 170),
    Column("可供应的本地企业", 180),
    Column("可能采购的本地企业", 180, stretches=True),
)


class PriorityTable(ListedTable):
    """`picked` carries the SegmentRef of the worst gap of a row, `most_chosen` how many gaps to fill."""

    most_chosen = Signal(object)
    basis_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            "补链优先级", _PRIORITY_COLUMNS, "没有标为缺失或薄弱的环节", exports=True, parent=parent
        )
        self.most = QSpinBox()
        self.most.setRange(1, MOST_IN_SET)
        self.most.setValue(5)
        self.most.setSuffix(" 项")
        self.most.setAccessibleName("最优组合取几项缺口")
        self.basis = QPushButton("怎么算的")
        self.basis.setProperty("small", "true")
        for at, widget in enumerate((PlainLabel("最优组合"), self.most)):
            self.bar.insertWidget(at, widget)
        self.bar.insertWidget(3, self.basis)
        self.most.valueChanged.connect(self._choose)
        self.basis.clicked.connect(self.basis_asked)

    @Slot(int)
    def _choose(self, most: int) -> None:
        self.most_chosen.emit(most)

    def show_priorities(self, found: tuple[Priority, ...], best: BestSet, line: str) -> None:
        """Show every gap with what filling it gains; those of the best set are marked."""
        chosen = {one.product for one in best.chosen}
        rows = [_priority(number, one, one.product in chosen) for number, one in enumerate(found, 1)]
        self.show_rows(rows, line)


class MatchTable(ListedTable):
    """`picked` carries (gap, maker), both SegmentRefs: of the row that was clicked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        empty = "没有链间配套：没有一条链的缺口在另一条链本地有供给"
        super().__init__("链间配套", _MATCH_COLUMNS, empty, exports=True, parent=parent)

    def show_matches(self, found: tuple[CrossMatch, ...]) -> None:
        """Show who could supply whom."""
        ready = sum(bool(one.makers and one.users) for one in found)
        line = f"{len(found)} 条，其中 {ready} 条双方都有企业可对接" if found else ""
        self.show_rows([_match(one) for one in found], line)


def _priority(number: int, one: Priority, chosen: bool) -> Row:
    gains = "；".join(f"{gain.chain_name} +{gain.gain * 100:.1f}" for gain in one.gains)
    gaps = "\n".join(f"{row.chain_name} · {row.name}（{words.COVERAGE[row.coverage]}）" for row in one.rows)
    cells = (
        Cell(str(number), order=number, ink=Shade.TEXT_FAINT),
        Cell("", chips=(Chip("选", Shade.ACCENT, filled=True),) if chosen else (), order=float(not chosen)),
        text_cell(one.name, strong=True),
        Cell(f"+{one.gain * 100:.1f}" if one.gain > 0 else DASH, order=one.gain),
        text_cell(gains) if gains else Cell(DASH, tip("补上后没有一条链的本地配套率改变"), order=""),
        Cell(str(len(one.rows)), tip(gaps), Align.RIGHT, order=len(one.rows)),
        Cell(words.index_text(one.gap_index), bar=one.gap_index, order=one.gap_index),
    )
    return Row(one.refs[0], cells)


def _match(one: CrossMatch) -> Row:
    cells = (
        text_cell(f"{one.name}（{one.chain_name}）", strong=True),
        Cell("", chips=(Chip(words.COVERAGE[one.coverage], FILL[one.coverage], filled=True),)),
        text_cell(f"{one.maker_name}（{one.maker_chain_name}）"),
        _companies(one.makers),
        _companies(one.users),
    )
    return Row((one.gap, one.maker), cells)


def _companies(companies: tuple[NamedCompany, ...]) -> Cell:
    if not companies:
        return Cell("尚未标注", ink=Shade.TEXT_FAINT, order="")
    names = [cut(one.name, 60) for one in companies]
    return Cell(cut("、".join(names), 80), tip("\n".join(names)))
