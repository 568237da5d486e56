"""Before and after of a scenario: one row a chain, and the segments that turn, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chains import words
from chains.scenario_outcome import Turn
from chains.scenario_shading import turn_text
from widgets.style.drawing import Chip
from widgets.style.shades import Shade
from widgets.tables.cells import Align, Cell, Column, Row, text_cell
from widgets.tables.listed import ListedTable

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from chains.scenario_outcome import ChainOutcome, ScenarioOutcome, Step

_CHAIN_COLUMNS = (
    Column("产业链", 130, stretches=True),
    Column("本地配套率", 100),
    Column("链条完整度", 100),
    Column("缺口牵连", 100, tip="各缺口按所缺程度断供时全链停摆的比例"),
    Column("停摆", 88, tip="假设的断供使全链停摆的比例"),
    Column("缺失", 66),
    Column("薄弱", 66),
    Column("卡脖子", 66),
    Column("缺口指数合计", 112),
    Column("严重度合计", 112),
)
_STEP_COLUMNS = (
    Column("步", 44),
    Column("产业链", 130),
    Column("环节", 150, stretches=True),
    Column("结果", 104),
    Column("受影响程度", 120, tip="点亮：受缺口影响的部分；停摆：停摆的部分"),
)


class OutcomeTable(ListedTable):
    """`picked` carries the code of a chain."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            "推演前后", _CHAIN_COLUMNS, "加入假设后，这里列出每条链每个指标的前后变化", parent=parent
        )

    def show_outcome(self, outcome: ScenarioOutcome) -> None:
        """Show every chain, those that change first."""
        chains = sorted(outcome.chains, key=lambda one: not one.changed)
        changed = sum(one.changed for one in chains)
        self.show_rows([_chain(one) for one in chains], f"{changed} 条链有变化" if chains else "")


class StepTable(ListedTable):
    """`picked` carries (SegmentRef, Turn) of a row."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("亮灭顺序", _STEP_COLUMNS, "没有环节点亮或停摆", parent=parent)

    def show_outcome(self, outcome: ScenarioOutcome) -> None:
        """Show every segment that turns, what is supposed first."""
        steps = [(chain.name, step) for chain in outcome.chains for step in chain.steps]
        steps.sort(key=lambda pair: (pair[1].order, pair[1].turn is Turn.LIT))
        lit = sum(step.turn is Turn.LIT for _, step in steps)
        line = f"点亮 {lit} 个环节，停摆 {len(steps) - lit} 个环节" if steps else ""
        self.show_rows([_step(name, step) for name, step in steps], line)


def _chain(one: ChainOutcome) -> Row:
    before, after = one.before, one.after
    cells = (
        text_cell(one.name, strong=one.changed),
        _moved(before.local_supply_rate, after.local_supply_rate, words.rate_text, better=1),
        _moved(before.completeness, after.completeness, words.rate_text, better=1),
        _moved(before.exposure, after.exposure, words.rate_text, better=-1),
        _moved(before.standstill, after.standstill, words.rate_text, better=-1),
        _moved(before.missing, after.missing, _count, better=-1),
        _moved(before.weak, after.weak, _count, better=0),
        _moved(before.chokepoints, after.chokepoints, _count, better=-1),
        _moved(before.index_sum, after.index_sum, words.index_text, better=-1),
        _moved(before.severity_sum, after.severity_sum, words.index_text, better=-1),
    )
    return Row(one.code, cells)


def _moved(
    before: float | None, after: float | None, text: Callable[[float | None], str], *, better: int
) -> Cell:
    """`50% → 67%`; the value alone where both read the same. `better` says which way is good."""
    order = (after or 0.0) - (before or 0.0)
    if text(before) == text(after):
        return Cell(text(after), ink=Shade.TEXT_FAINT, order=0.0)
    ink = None if not better else Shade.STRONG if order * better > 0 else Shade.MISSING
    return Cell(f"{text(before)} → {text(after)}", ink=ink, order=order, strong=True)


def _count(value: float | None) -> str:
    return f"{value:.0f}" if value is not None else ""


def _step(chain: str, step: Step) -> Row:
    shade = Shade.STRONG if step.turn is Turn.LIT else Shade.MISSING
    cells = (
        Cell(str(step.order + 1), align=Align.LEFT, order=step.order),
        text_cell(chain),
        text_cell(step.name, strong=step.order == 0),
        Cell("", chips=(Chip(turn_text(step), shade, filled=True),), order=step.turn.value),
        Cell(f"{step.before:.0%} → {step.after:.0%}", order=step.after - step.before),
    )
    return Row((step.ref, step.turn), cells)
