"""A scenario on the map: what lights up, what goes dark, in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chains import words
from chains.scenario_outcome import Turn
from chains.shade_classes import Mode, ShadeClass
from chains.shading import BoxShade, Shading

if TYPE_CHECKING:
    from chains.scenario_outcome import ChainOutcome, Step
    from chains.state import ChainState


def by_scenario(state: ChainState, outcome: ChainOutcome) -> Shading:
    """变好 is what lights up, 变差 what goes dark; a segment that does both is shown as dark."""
    turns = {step.ref.segment: step for step in outcome.steps if step.turn is Turn.LIT}
    turns |= {step.ref.segment: step for step in outcome.steps if step.turn is Turn.DARK}
    boxes = {}
    for segment in state.chain.segments:
        step = turns.get(segment.code)
        coverage = words.COVERAGE[state.assessment(segment.code).coverage]
        boxes[segment.code] = (
            BoxShade(ShadeClass.CHANGE_SAME, "不变", coverage) if step is None else _turned(step)
        )
    lit = sum(step.turn is Turn.LIT for step in outcome.steps)
    dark = len(outcome.steps) - lit
    return Shading(Mode.CHANGE, boxes, f"推演：点亮 {lit}，停摆 {dark}")


def turn_text(step: Step) -> str:
    """What becomes of a segment, as its chip says it."""
    if step.turn is Turn.LIT:
        return "补上" if step.order == 0 else "点亮"
    return f"{'断供' if step.order == 0 else '停摆'} {step.after:.0%}"


def _turned(step: Step) -> BoxShade:
    shade = ShadeClass.CHANGE_BETTER if step.turn is Turn.LIT else ShadeClass.CHANGE_WORSE
    return BoxShade(shade, turn_text(step), f"第 {step.order + 1} 步")
