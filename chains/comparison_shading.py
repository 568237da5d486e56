"""A comparison on the map: what was filled, what opened, what came."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chains import words
from chains.comparison import TURN_WORD, SegmentTurn
from chains.shade_classes import Mode, ShadeClass
from chains.shading import BoxShade, Shading

if TYPE_CHECKING:
    from chains.comparison import ChainComparison, SegmentChange
    from chains.state import ChainState

_SHADE = {
    SegmentTurn.FILLED: ShadeClass.CHANGE_BETTER,
    SegmentTurn.BETTER: ShadeClass.CHANGE_BETTER,
    SegmentTurn.OPENED: ShadeClass.CHANGE_WORSE,
    SegmentTurn.WORSE: ShadeClass.CHANGE_WORSE,
    SegmentTurn.ADDED: ShadeClass.CHANGE_NEW,
    SegmentTurn.OTHER: ShadeClass.CHANGE_OTHER,
}


def by_comparison(state: ChainState, chain: ChainComparison, between: str) -> Shading:
    """The chain as it is drawn now, coloured by what changed between the two states.

    `between` names them for the legend. Segments that are gone have no box: the remark counts them.
    """
    changes = {change.ref.segment: change for change in chain.segments}
    moved = {move.ref.segment for move in chain.companies}
    boxes = {}
    for segment in state.chain.segments:
        change = changes.get(segment.code)
        if change is not None and change.turn in _SHADE:
            boxes[segment.code] = BoxShade(_SHADE[change.turn], TURN_WORD[change.turn], change.detail)
        elif segment.code in moved:
            boxes[segment.code] = BoxShade(ShadeClass.CHANGE_OTHER, "企业变动", _moves(chain, segment.code))
        else:
            coverage = words.COVERAGE[state.assessment(segment.code).coverage]
            boxes[segment.code] = BoxShade(ShadeClass.CHANGE_SAME, "不变", coverage)
    gone = [change for change in chain.segments if change.turn is SegmentTurn.REMOVED]
    return Shading(Mode.CHANGE, boxes, "；".join([between, *_gone(gone)]))


def _moves(chain: ChainComparison, segment: str) -> str:
    came = sum(move.came for move in chain.companies if move.ref.segment == segment)
    left = sum(not move.came for move in chain.companies if move.ref.segment == segment)
    return "，".join([f"增 {came} 家"] * bool(came) + [f"减 {left} 家"] * bool(left))


def _gone(gone: list[SegmentChange]) -> list[str]:
    if not gone:
        return []
    named = "、".join(change.name[:12] for change in gone[:3])
    return [f"已删除 {len(gone)} 个环节：{named}{'…' if len(gone) > 3 else ''}"]
