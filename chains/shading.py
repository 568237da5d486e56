"""Which class each box of a map falls in, by one of the modes, and what its chip says."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from chains import words
from chains.kinds import Coverage, Source
from chains.shade_classes import CLASS_WORD, COVERAGE_CLASS, SOURCE_CLASS, Mode, ShadeClass, classes_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from chains.marking import Assessment
    from chains.state import ChainState


_SUPPLIERS_FROM = (
    (10, ShadeClass.SUPPLIERS_MANY),
    (4, ShadeClass.SUPPLIERS_SOME),
    (2, ShadeClass.SUPPLIERS_FEW),
    (1, ShadeClass.SUPPLIERS_ONE),
    (0, ShadeClass.SUPPLIERS_NONE),
)
_GAP_FROM = (
    (0.6, ShadeClass.GAP_TOP),
    (0.4, ShadeClass.GAP_HIGH),
    (0.2, ShadeClass.GAP_MEDIUM),
    (0.0, ShadeClass.GAP_LOW),
)
_SUPPLY = (Coverage.MISSING, Coverage.WEAK, Coverage.ADEQUATE, Coverage.STRONG)
"""From worst to best; 未评估 is neither."""

_NEARNESS = (Source.ABROAD, Source.DOMESTIC, Source.PROVINCIAL, Source.LOCAL)


@dataclass(frozen=True, slots=True)
class BoxShade:
    """The class of one box, what its chip says and what stands beside the chip."""

    shade: ShadeClass
    chip: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Shading:
    """How a whole map is coloured. `remark` is what the boxes cannot say, for the legend; "" for nothing."""

    mode: Mode
    boxes: Mapping[str, BoxShade] = field(default_factory=dict)
    remark: str = ""

    def counts(self) -> dict[ShadeClass, int]:
        """How many boxes each class of the mode has, in the legend's order, 0 included."""
        found = Counter(box.shade for box in self.boxes.values())
        return {one: found[one] for one in classes_of(self.mode)}


def coverage_shade(assessment: Assessment) -> BoxShade:
    """A box by 本地供给, with its source beside it."""
    silent = assessment.coverage is Coverage.UNASSESSED and assessment.source is Source.UNKNOWN
    note = "" if silent else words.source_text(assessment.source, assessment.degree)
    return BoxShade(COVERAGE_CLASS[assessment.coverage], words.COVERAGE[assessment.coverage], note)


def by_coverage(state: ChainState) -> Shading:
    """By 本地供给."""
    boxes = {one.code: coverage_shade(state.assessment(one.code)) for one in state.chain.segments}
    return Shading(Mode.COVERAGE, boxes)


def by_source(state: ChainState) -> Shading:
    """By 当前来源."""
    boxes = {}
    for segment in state.chain.segments:
        mark = state.assessment(segment.code)
        chip = words.source_text(mark.source, mark.degree)
        boxes[segment.code] = BoxShade(SOURCE_CLASS[mark.source], chip, words.COVERAGE[mark.coverage])
    return Shading(Mode.SOURCE, boxes)


def by_suppliers(state: ChainState) -> Shading:
    """By how many confirmed suppliers a segment has (供应商数), here and elsewhere together."""
    boxes = {}
    for segment in state.chain.segments:
        count = sum(one.counts for one in state.suppliers_of(segment.code))
        coverage = words.COVERAGE[state.assessment(segment.code).coverage]
        boxes[segment.code] = BoxShade(suppliers_class(count), f"{count} 家", coverage)
    return Shading(Mode.SUPPLIERS, boxes)


def by_gap(state: ChainState, indices: Mapping[str, float]) -> Shading:
    """By 缺口指数; `indices` holds the index of each gap of the chain, by segment code."""
    boxes = {}
    for segment in state.chain.segments:
        coverage = state.assessment(segment.code).coverage
        index = indices.get(segment.code)
        if index is not None:
            chip, shade = words.index_text(index), gap_class(index)
        else:
            unknown = coverage is Coverage.UNASSESSED
            shade = ShadeClass.GAP_UNASSESSED if unknown else ShadeClass.GAP_NONE
            chip = CLASS_WORD[shade]
        note = "" if shade is ShadeClass.GAP_UNASSESSED else words.COVERAGE[coverage]
        boxes[segment.code] = BoxShade(shade, chip, note)
    return Shading(Mode.GAP, boxes)


def by_change(
    state: ChainState, before: ChainState | None, since: str = "", hidden: frozenset[str] = frozenset()
) -> Shading:
    """By what changed since a snapshot; `before` is None where the chain was not there yet.

    变好 and 变差 go by 本地供给, and by 当前来源 where that is as it was; 有变化 is every other change
    of an assessment, the first one included. `hidden` are segments that are there, but folded away.
    """
    known = {} if before is None else {one.code: one for one in before.chain.segments}
    boxes = {}
    for segment in state.chain.segments:
        if before is None or segment.code not in known:
            coverage = words.COVERAGE[state.assessment(segment.code).coverage]
            boxes[segment.code] = BoxShade(ShadeClass.CHANGE_NEW, "新增", coverage)
        else:
            boxes[segment.code] = _changed(before.assessment(segment.code), state.assessment(segment.code))
    gone = [one.name for code, one in known.items() if code not in boxes and code not in hidden]
    parts = [f"较快照“{since[:24]}”"] if since else []
    if gone:
        named = "、".join(name[:12] for name in gone[:3])
        parts.append(f"已删除 {len(gone)} 个环节：{named}{'…' if len(gone) > 3 else ''}")
    return Shading(Mode.CHANGE, boxes, "；".join(parts))


def suppliers_class(count: int) -> ShadeClass:
    """The class of a number of suppliers."""
    return next(shade for least, shade in _SUPPLIERS_FROM if count >= least)


def gap_class(index: float) -> ShadeClass:
    """The class of a 缺口指数 (0–1)."""
    # What is shown is rounded: 0.20 must not stand in the class "below 0.2".
    shown = round(index, 2)
    return next(shade for least, shade in _GAP_FROM if shown >= least)


def _changed(old: Assessment, new: Assessment) -> BoxShade:
    shade = change_class(old, new)
    if shade is ShadeClass.CHANGE_SAME:
        return BoxShade(shade, CLASS_WORD[shade], words.COVERAGE[new.coverage])
    return BoxShade(shade, CLASS_WORD[shade], before_and_after(old, new))


def change_class(old: Assessment, new: Assessment) -> ShadeClass:
    """Whether an assessment became better or worse, otherwise different, or stayed as it was."""
    supply = _step(_SUPPLY, old.coverage, new.coverage)
    step = supply or (_step(_NEARNESS, old.source, new.source) if old.coverage is new.coverage else 0)
    if step:
        return ShadeClass.CHANGE_BETTER if step > 0 else ShadeClass.CHANGE_WORSE
    facts = [(one.coverage, one.source, one.degree, one.chokepoint, one.countries) for one in (old, new)]
    return ShadeClass.CHANGE_SAME if facts[0] == facts[1] else ShadeClass.CHANGE_OTHER


def _step(order: Sequence[object], old: object, new: object) -> int:
    """How many places it went up; 0 where one of them has no place."""
    return order.index(new) - order.index(old) if old in order and new in order else 0


def before_and_after(old: Assessment, new: Assessment) -> str:
    """`缺失 → 具备`: the fact that changed, of several the weightiest."""
    if old.coverage is not new.coverage:
        return f"{words.COVERAGE[old.coverage]} → {words.COVERAGE[new.coverage]}"
    if (old.source, old.degree) != (new.source, new.degree):
        return f"{words.SOURCE[old.source]} → {words.SOURCE[new.source]}"
    if old.chokepoint == new.chokepoint and old.countries != new.countries:
        before, after = (words.countries_text(one.countries) or "未填来源国" for one in (old, new))
        return f"{before} → {after}"
    return f"{words.CHOKEPOINT}{'' if new.chokepoint else ' 已解除'}"
