"""A chain compared with an edited copy of it: what is ticked comes in, whole chains stay sound."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from chains.chain import Chain, Segment, Stage, SupplyLink
from chains.kinds import Tier
from chains.state import ChainState
from chains.structure_cells import cells_of_chain, structure_items, with_items, woven
from chains.whole_structure import checked_structure

CODES = ("a", "b", "c", "d")


@st.composite
def chains(draw: st.DrawFn) -> Chain:
    """A sound chain of up to four segments in up to two stages."""
    stages = [
        Stage(code, f"阶段{draw(st.sampled_from('12'))}{code}", draw(st.sampled_from(Tier))) for code in "st"
    ]
    codes = draw(st.permutations(CODES).map(lambda some: some[: draw(st.integers(1, 4))]))
    segments: list[Segment] = []
    for code in codes:
        parent = draw(st.none() | st.sampled_from([one.code for one in segments])) if segments else None
        name = f"{draw(st.sampled_from('甲乙'))}{code}"
        segments.append(Segment("链", code, name, draw(st.sampled_from("st")), code, parent=parent))
    pairs = [(one, two) for one in codes for two in codes if one != two]
    some = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=4)) if pairs else []
    links = tuple(SupplyLink(one, two, one) for one, two in some)
    return Chain(
        "链", "链", stages=tuple(draw(st.permutations(stages))), segments=tuple(segments), links=links
    )


def _sorted(chain: Chain) -> Chain:
    return replace(chain, links=tuple(sorted(chain.links, key=lambda one: (one.source, one.target))))


@given(chain=chains(), ours=chains())
def test_an_unedited_copy_has_nothing_to_tick(chain: Chain, ours: Chain) -> None:
    cells = cells_of_chain(ChainState(chain))

    assert structure_items(cells, cells, cells_of_chain(ChainState(ours))) == ()


@given(base=chains(), theirs=chains(), ours=chains())
def test_ticking_nothing_leaves_our_chain(base: Chain, theirs: Chain, ours: Chain) -> None:
    assert with_items(ChainState(ours), cells_of_chain(ChainState(theirs)), ()) == ours
    assert with_items(ChainState(base), cells_of_chain(ChainState(theirs)), ()) == base


@given(base=chains(), theirs=chains())
def test_ticking_all_where_nobody_else_worked_gives_their_chain(base: Chain, theirs: Chain) -> None:
    told = cells_of_chain(ChainState(theirs))
    items = structure_items(cells_of_chain(ChainState(base)), told, cells_of_chain(ChainState(base)))

    after = with_items(ChainState(base), told, items)

    assert {one.code: one for one in after.segments} == {one.code: one for one in theirs.segments}
    assert _sorted(after).links == _sorted(theirs).links
    assert set(after.stages) == set(theirs.stages)
    if any(one.action == "reorder" and one.kind == "segment" for one in items):
        assert after.segments == theirs.segments


@given(base=chains(), theirs=chains(), ours=chains(), ticks=st.lists(st.booleans(), min_size=30, max_size=30))
def test_any_ticks_leave_a_chain_whose_parts_hang_together(
    base: Chain, theirs: Chain, ours: Chain, ticks: list[bool]
) -> None:
    told = cells_of_chain(ChainState(theirs))
    items = structure_items(cells_of_chain(ChainState(base)), told, cells_of_chain(ChainState(ours)))

    after = with_items(ChainState(ours), told, [one for one, tick in zip(items, ticks, strict=False) if tick])

    stages, codes = {one.code for one in after.stages}, {one.code for one in after.segments}
    assert all(one.stage in stages for one in after.segments)
    assert all(one.parent is None or one.parent in codes for one in after.segments)
    assert all({one.source, one.target} <= codes for one in after.links)


@given(chain=chains())
def test_chains_made_here_are_sound(chain: Chain) -> None:
    assert checked_structure(chain) == chain


def test_what_is_new_stands_behind_what_it_follows() -> None:
    assert woven(("a", "b", "c"), ("a", "x", "c", "y")) == ("a", "x", "b", "c", "y")
    assert woven(("a",), ("x", "a")) == ("x", "a")
