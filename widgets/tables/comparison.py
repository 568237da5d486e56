"""快照比较 as tables: each chain before and after, segments that changed, companies that came and left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chains import words
from chains.comparison import TURN_WORD, SegmentTurn
from widgets.style.drawing import Chip
from widgets.style.shades import Shade
from widgets.tables.cells import DASH, Cell, Column, Row, text_cell
from widgets.tables.listed import ListedTable

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from chains.comparison import ChainComparison, CompanyMove, Comparison, SegmentChange
    from chains.rows import ChainOverview

_CHAIN_COLUMNS = (
    Column("产业链", 150, stretches=True),
    Column("本地配套率", 112),
    Column("变化", 112),
    Column("链条完整度", 112),
    Column("缺口", 84),
    Column("卡脖子", 84),
    Column("缺口补上", 76),
    Column("新增缺口", 76),
    Column("企业新进", 76),
    Column("企业退出", 76),
)
_SEGMENT_COLUMNS = (
    Column("变化", 96),
    Column("产业链", 140),
    Column("环节", 160),
    Column("前后", 150),
    Column("依据", 200, stretches=True),
)
_COMPANY_COLUMNS = (
    Column("变化", 76),
    Column("产业链", 140),
    Column("环节", 160),
    Column("企业", 240, stretches=True),
    Column("所在", 76),
)
_SHADE = {
    SegmentTurn.FILLED: Shade.STRONG,
    SegmentTurn.BETTER: Shade.STRONG,
    SegmentTurn.OPENED: Shade.MISSING,
    SegmentTurn.WORSE: Shade.MISSING,
    SegmentTurn.ADDED: Shade.ADEQUATE,
    SegmentTurn.REMOVED: Shade.UNASSESSED,
    SegmentTurn.OTHER: Shade.WEAK,
}
_LOCAL = {True: "本地", False: "市外", None: "不详"}


class ComparedChains(ListedTable):
    """`picked` carries the code of a chain."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            "各链前后",
            _CHAIN_COLUMNS,
            "还没有快照。点“生成快照…”给现在的状态命名，以后在这里与它比较",
            parent=parent,
        )

    def show_comparison(self, found: Comparison) -> None:
        """Show every chain, those that changed first."""
        chains = sorted(found.chains, key=lambda one: not one.changed)
        changed = sum(one.changed for one in chains)
        line = f"{changed} 条链有变化" if changed else "两个状态相同，没有变化"
        self.show_rows([_chain(one) for one in chains], line if chains else "")


class ChangedSegments(ListedTable):
    """`picked` carries the SegmentRef of a row."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("环节变化", _SEGMENT_COLUMNS, "没有环节变化", parent=parent)

    def show_comparison(self, found: Comparison) -> None:
        """Show every segment that changed."""
        rows = [_segment(one) for one in found.segments]
        self.show_rows(rows, f"{len(rows)} 个环节有变化" if rows else "")


class MovedCompanies(ListedTable):
    """`picked` carries (SegmentRef, company id) of a row."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("企业进出", _COMPANY_COLUMNS, "没有企业进出", parent=parent)

    def show_comparison(self, found: Comparison) -> None:
        """Show every supplier that came or left."""
        came = sum(one.came for one in found.companies)
        line = f"新进 {came} 家次，退出 {len(found.companies) - came} 家次" if found.companies else ""
        self.show_rows([_company(one) for one in found.companies], line)


def _chain(one: ChainComparison) -> Row:
    before, after = one.before, one.after
    came = sum(move.came for move in one.companies)
    cells = (
        text_cell(one.name, strong=one.changed),
        _rates(before, after, lambda each: each.local_supply_rate),
        _points(before, after),
        _rates(before, after, lambda each: each.completeness),
        _counts(before, after, lambda each: each.gaps),
        _counts(before, after, lambda each: each.chokepoints),
        _count(one.count(SegmentTurn.FILLED), Shade.STRONG),
        _count(one.count(SegmentTurn.OPENED), Shade.MISSING),
        _count(came, Shade.STRONG),
        _count(len(one.companies) - came, Shade.MISSING),
    )
    return Row(one.code, cells)


def _rates(
    before: ChainOverview | None,
    after: ChainOverview | None,
    of: Callable[[ChainOverview], float | None],
) -> Cell:
    values = [None if one is None else of(one) for one in (before, after)]
    texts = [words.rate_text(value) for value in values]
    if texts[0] == texts[1]:
        return Cell(texts[1], ink=Shade.TEXT_FAINT, order=values[1] or 0.0)
    ink = Shade.STRONG if (values[1] or 0.0) > (values[0] or 0.0) else Shade.MISSING
    return Cell(f"{texts[0]} → {texts[1]}", ink=ink, order=values[1] or 0.0, strong=True)


def _points(before: ChainOverview | None, after: ChainOverview | None) -> Cell:
    one = None if before is None else before.local_supply_rate
    other = None if after is None else after.local_supply_rate
    moved = 0.0 if one is None or other is None else other - one
    return Cell(words.points_text(one, other), order=moved)


def _counts(
    before: ChainOverview | None, after: ChainOverview | None, of: Callable[[ChainOverview], int]
) -> Cell:
    texts = [DASH if one is None else str(of(one)) for one in (before, after)]
    order = 0.0 if after is None else float(of(after))
    if texts[0] == texts[1]:
        return Cell(texts[1], ink=Shade.TEXT_FAINT, order=order)
    return Cell(f"{texts[0]} → {texts[1]}", order=order, strong=True)


def _count(number: int, shade: Shade) -> Cell:
    return Cell(str(number), ink=shade if number else Shade.TEXT_FAINT, order=float(number))


def _segment(one: SegmentChange) -> Row:
    order = list(SegmentTurn).index(one.turn)
    chip = Chip(TURN_WORD[one.turn], _SHADE[one.turn], filled=True)
    cells = (
        Cell("", chips=(chip,), order=order),
        text_cell(one.chain_name),
        text_cell(one.name, strong=True),
        text_cell(one.detail),
        text_cell(one.evidence),
    )
    return Row(one.ref, cells)


def _company(one: CompanyMove) -> Row:
    word, shade = ("新进", Shade.STRONG) if one.came else ("退出", Shade.MISSING)
    cells = (
        Cell("", chips=(Chip(word, shade, filled=True),), order=word),
        text_cell(one.chain_name),
        text_cell(one.segment_name),
        text_cell(one.company_name, strong=True),
        text_cell(_LOCAL[one.local]),
    )
    return Row((one.ref, one.company_id), cells)
