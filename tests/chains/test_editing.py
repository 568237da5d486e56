"""A chain after a change of its structure: what moves along, what is refused, how shares keep their sum."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chains.chain import Chain, SegmentRef, Stage
from chains.editing import descendants, edited
from chains.errors import AlreadyThere, InvalidValue, NotFound, StillInUse
from chains.kinds import Tier
from chains.structure import (
    AddLink,
    AddSegment,
    AddStage,
    EditLink,
    EditSegment,
    EditStage,
    MergeSegments,
    MoveSegments,
    MoveStage,
    RemoveLinks,
    RemoveSegments,
    RemoveStage,
    RenameTier,
    SplitSegment,
)
from tests.builders import a_chain

STAGES = (
    Stage("raw", "原料", Tier.UPSTREAM),
    Stage("s", "零部件", Tier.MIDSTREAM),
    Stage("use", "应用", Tier.DOWNSTREAM),
)


def chain_of(*links: str) -> Chain:
    return replace(a_chain(*links), stages=STAGES)


def names(chain: Chain) -> list[str]:
    return [one.name for one in chain.segments]


def shares(chain: Chain, target: str) -> dict[str, tuple[str, float]]:
    return {link.source: (link.group, round(link.share, 3)) for link in chain.links if link.target == target}


def ref(code: str) -> SegmentRef:
    return SegmentRef("test", code)


def with_parents(chain: Chain, **parents: str) -> Chain:
    segments = tuple(replace(one, parent=parents.get(one.code)) for one in chain.segments)
    return replace(chain, segments=segments)


def test_a_new_stage_comes_last_in_its_tier() -> None:
    chain = edited(chain_of("a>b"), AddStage("test", "x", "部件二", Tier.MIDSTREAM))

    assert [one.name for one in chain.stages] == ["原料", "零部件", "部件二", "应用"]


def test_a_stage_is_renamed_moved_and_put_in_a_tier() -> None:
    chain = edited(chain_of("a>b"), EditStage("test", "raw", "材料", Tier.SUPPORT))
    chain = edited(chain, MoveStage("test", "raw", 99))

    assert chain.stages[-1] == Stage("raw", "材料", Tier.SUPPORT)


def test_a_stage_with_segments_stays() -> None:
    with pytest.raises(StillInUse) as refused:
        edited(chain_of("a>b"), RemoveStage("test", "s"))

    assert refused.value.facts["segments"] == 2
    assert [one.code for one in edited(chain_of("a>b"), RemoveStage("test", "use")).stages] == ["raw", "s"]


def test_names_are_cleaned_and_kept_apart() -> None:
    chain = edited(chain_of("a>b"), AddSegment(ref("x"), "  轮胎\n模具\x00 ", "raw"))

    assert chain.segment("x").name == "轮胎 模具"
    with pytest.raises(AlreadyThere):
        edited(chain, AddSegment(ref("y"), "轮胎 模具", "raw"))
    for bad in ("", " \n", "长" * 81):
        with pytest.raises(InvalidValue):
            edited(chain, AddSegment(ref("y"), bad, "raw"))


def test_a_segment_needs_a_stage_that_there_is() -> None:
    with pytest.raises(NotFound):
        edited(chain_of("a>b"), AddSegment(ref("x"), "模具", "nothing"))


def test_renaming_keeps_code_links_and_place() -> None:
    chain = edited(chain_of("a>b", "b>c"), EditSegment(ref("b"), name="乙"))

    assert names(chain) == ["a", "乙", "c"]
    assert chain.links == chain_of("a>b", "b>c").links


def test_no_segment_is_a_part_of_itself() -> None:
    chain = with_parents(chain_of("a>b", "b>c"), b="a", c="b")

    with pytest.raises(InvalidValue):
        edited(chain, EditSegment(ref("a"), parent="c"))
    assert descendants(chain, {"a"}) == {"b", "c"}


def test_parts_move_with_what_they_are_part_of() -> None:
    chain = with_parents(chain_of("a>b", "b>c"), b="a")

    moved = edited(chain, MoveSegments("test", ("a",), "use"))

    assert {one.code: one.stage for one in moved.segments} == {"a": "use", "b": "use", "c": "s"}


def test_moved_segments_stand_together_at_the_place_asked_for() -> None:
    moved = edited(chain_of("a>b", "c>d"), MoveSegments("test", ("d", "b"), "s", 0))

    assert names(moved) == ["b", "d", "a", "c"]


def test_what_goes_takes_its_links_and_hands_its_parts_to_the_one_above() -> None:
    chain = with_parents(chain_of("a>b", "b>c", "a>d"), b="a", c="b")

    left = edited(chain, RemoveSegments("test", ("b",)))

    assert names(left) == ["a", "c", "d"]
    assert left.segment("c").parent == "a"
    assert [(one.source, one.target) for one in left.links] == [("a", "d")]


def test_a_split_gives_every_part_the_links_and_keeps_the_first() -> None:
    chain = edited(chain_of("a>b", "b>c"), SplitSegment(ref("b"), "乙一", (("b2", "乙二"),)))

    assert names(chain) == ["a", "乙一", "乙二", "c"]
    assert shares(chain, "c") == {"b": ("b", 1.0), "b2": ("b2", 1.0)}, "both are needed"
    assert set(shares(chain, "b2")) == {"a"}


def test_a_merge_takes_links_and_parts_and_drops_those_between_the_merged() -> None:
    chain = with_parents(chain_of("a>b", "b>c", "a>c", "c>d"), d="b")

    one = edited(chain, MergeSegments(ref("c"), ("b",)))

    assert names(one) == ["a", "c", "d"]
    assert [(link.source, link.target) for link in one.links] == [("a", "c"), ("c", "d")]
    assert one.segment("d").parent == "c"


def test_a_link_of_its_own_group_is_needed_beside_the_others() -> None:
    chain = edited(chain_of("a>c", "b>c"), AddLink("test", "c", "a"))

    assert shares(chain, "a") == {"c": ("c", 1.0)}
    for bad in (AddLink("test", "a", "a"), AddLink("test", "b", "a", share=0.0)):
        with pytest.raises(InvalidValue):
            edited(chain, bad)
    with pytest.raises(AlreadyThere):
        edited(chain, AddLink("test", "a", "c"))


def test_inputs_that_replace_each_other_share_the_need_evenly_until_someone_says_otherwise() -> None:
    chain = edited(chain_of("a>d", "b>d", "c>d"), EditLink("test", "b", "d", group="a"))
    assert shares(chain, "d") == {"a": ("a", 0.5), "b": ("a", 0.5), "c": ("c", 1.0)}

    chain = edited(chain, EditLink("test", "c", "d", group="a"))
    assert shares(chain, "d") == {"a": ("a", 0.333), "b": ("a", 0.333), "c": ("a", 0.333)}

    left = edited(chain, EditLink("test", "c", "d", group=""))
    assert shares(left, "d") == {"a": ("a", 0.5), "b": ("a", 0.5), "c": ("c", 1.0)}

    gone = edited(chain, RemoveLinks("test", (("a", "d"),)))
    assert shares(gone, "d") == {"b": ("a", 0.5), "c": ("a", 0.5)}


def test_a_group_never_covers_more_than_the_need() -> None:
    chain = edited(chain_of("a>d:g:0.6", "b>d:g:0.4"), EditLink("test", "a", "d", share=0.5))
    assert shares(chain, "d")["a"] == ("g", 0.5)

    with pytest.raises(InvalidValue) as refused:
        edited(chain, EditLink("test", "a", "d", share=0.7))

    assert refused.value.facts["allowed"] == "≤ 60%"


def test_a_tier_has_the_chains_own_word_until_it_is_taken_back() -> None:
    chain = edited(chain_of("a>b"), RenameTier("test", Tier.UPSTREAM, " 原料端 "))
    assert chain.tier_name(Tier.UPSTREAM) == "原料端"

    assert edited(chain, RenameTier("test", Tier.UPSTREAM, "")).tier_names == ()
