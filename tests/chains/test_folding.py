"""Folding: what is hidden, and where its links go."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from chains.chain import Chain, Segment, Stage, SupplyLink
from chains.folding import folded_chain, hidden_in, parents_of
from chains.kinds import Tier

CODES = "abcdefghijkl"


def _chain(parents: dict[str, str | None], links: list[tuple[str, str]]) -> Chain:
    return Chain(
        "t",
        "链",
        stages=(Stage("s", "阶段", Tier.MIDSTREAM),),
        segments=tuple(Segment("t", code, code, "s", code, parent=above) for code, above in parents.items()),
        links=tuple(SupplyLink(one, two, one) for one, two in links),
    )


@st.composite
def cases(draw: st.DrawFn) -> tuple[Chain, frozenset[str]]:
    """Chains with parents in trees, circles and to nowhere, links of any kind, and anything folded."""
    codes = CODES[: draw(st.integers(1, len(CODES)))]
    parents = {code: draw(st.none() | st.sampled_from(CODES)) for code in codes}
    ends = st.tuples(st.sampled_from(codes), st.sampled_from(codes))
    links = [(one, two) for one, two in draw(st.lists(ends, max_size=20, unique=True)) if one != two]
    return _chain(parents, links), frozenset(draw(st.sets(st.sampled_from(CODES))))


@given(cases())
def test_what_is_hidden_is_not_in_the_folded_chain(case: tuple[Chain, frozenset[str]]) -> None:
    chain, folded = case
    hidden = {code for codes in hidden_in(chain, folded).values() for code in codes}
    shown = {segment.code for segment in folded_chain(chain, folded).segments}

    assert shown | hidden == {segment.code for segment in chain.segments}
    assert not shown & hidden


@given(cases())
def test_no_link_is_lost_but_those_within_one_box(case: tuple[Chain, frozenset[str]]) -> None:
    chain, folded = case
    box_of = {code: box for box, codes in hidden_in(chain, folded).items() for code in codes}
    wanted = {
        (box_of.get(link.source, link.source), box_of.get(link.target, link.target)) for link in chain.links
    }

    links = [(link.source, link.target) for link in folded_chain(chain, folded).links]

    assert set(links) == {(one, two) for one, two in wanted if one != two}
    assert len(links) == len(set(links))


@given(cases())
def test_every_link_of_a_folded_chain_ends_at_a_box_that_is_shown(case: tuple[Chain, frozenset[str]]) -> None:
    chain, folded = case
    result = folded_chain(chain, folded)
    shown = {segment.code for segment in result.segments}

    assert {link.source for link in result.links} | {link.target for link in result.links} <= shown
    assert set(hidden_in(chain, folded)) <= shown & folded


@given(cases())
def test_folding_what_is_folded_changes_nothing(case: tuple[Chain, frozenset[str]]) -> None:
    chain, folded = case
    once = folded_chain(chain, folded)

    assert folded_chain(once, folded) == once


def test_a_chain_with_nothing_folded_stays_as_it_is() -> None:
    chain = _chain({"a": None, "b": "a"}, [("a", "b")])

    assert folded_chain(chain, frozenset()) is chain


def test_the_outermost_folded_segment_hides_all_below_it() -> None:
    chain = _chain({"a": None, "b": "a", "c": "b", "d": None}, [("c", "d")])

    assert hidden_in(chain, frozenset("ab")) == {"a": ("b", "c")}
    assert [(link.source, link.target) for link in folded_chain(chain, frozenset("ab")).links] == [("a", "d")]


def test_only_segments_with_sub_segments_can_be_folded() -> None:
    assert parents_of(_chain({"a": None, "b": "a", "c": "nowhere"}, [])) == {"a"}


def test_merged_links_keep_the_largest_share() -> None:
    chain = _chain({"a": None, "b": "a", "c": None}, [])
    links = (SupplyLink("a", "c", "x", 0.2), SupplyLink("b", "c", "y", 0.7))
    merged = folded_chain(
        Chain("t", "链", stages=chain.stages, segments=chain.segments, links=links), frozenset("a")
    )

    assert merged.links == (SupplyLink("a", "c", "x", 0.7),)
