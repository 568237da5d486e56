"""Ways along the links: reach to a depth, and what lies between two segments."""

from __future__ import annotations

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from chains.chain import Chain
from chains.graph import link_graph
from chains.reach import downstream_of, upstream_of
from chains.way_search import either_way, ways_between, within_reach
from chains.ways import MOST_WAYS, Reach
from tests.builders import a_chain

NODES = "abcdefg"
PAIRS = st.sampled_from(NODES)
CHAINS = st.builds(
    lambda pairs: a_chain("a>b", *(f"{one}>{two}" for one, two in pairs if one != two)),
    st.lists(st.tuples(PAIRS, PAIRS), max_size=16, unique=True),
)


def test_reach_stops_at_its_depth() -> None:
    chain = a_chain("a>b", "b>c", "c>d", "d>e")

    assert within_reach(chain, "c", Reach(up=1, down=0)) == {"b", "c"}
    assert within_reach(chain, "c", Reach(up=1, down=2)) == {"b", "c", "d", "e"}
    assert within_reach(chain, "c", Reach(up=None, down=0)) == {"a", "b", "c"}


def test_reach_says_itself_in_words() -> None:
    assert Reach(up=2, down=None).text == "上游 2 层、下游全部"
    assert Reach(up=1).text == "上游 1 层"


@given(chain=CHAINS, code=PAIRS, depth=st.integers(0, 8))
def test_a_deeper_reach_takes_in_no_less_and_ends_with_everything(
    chain: Chain, code: str, depth: int
) -> None:
    if code not in {segment.code for segment in chain.segments}:
        assert within_reach(chain, code, Reach(depth, depth)) == frozenset()
        return
    whole = within_reach(chain, code, Reach(None, None))

    assert within_reach(chain, code, Reach(depth, depth)) <= within_reach(
        chain, code, Reach(depth + 1, depth + 1)
    )
    assert within_reach(chain, code, Reach(10, 10)) == whole
    assert whole == upstream_of(chain, code) | downstream_of(chain, code) | {code}


def test_all_ways_between_two_are_lit_and_the_shortest_is_first() -> None:
    chain = a_chain("a>b", "b>d", "a>c", "c>d", "a>d", "d>e", "x>b")

    ways = ways_between(chain, "a", "d")

    assert ways.on == {"a", "b", "c", "d"}
    assert ways.shortest[0] == ("a", "d")
    assert ways.count == 3
    assert ways.count_text == "3 条"


def test_no_way_leads_where_no_link_does() -> None:
    ways = ways_between(a_chain("a>b", "c>d"), "a", "d")

    assert (ways.on, ways.shortest, ways.count) == (frozenset(), (), 0)


def test_ways_are_found_whichever_end_was_picked_first() -> None:
    ways = either_way(a_chain("a>b", "b>c"), "c", "a")

    assert (ways.source, ways.target) == ("a", "c")


def test_through_a_cycle_ways_are_listed_but_not_counted() -> None:
    ways = ways_between(a_chain("a>b", "b>c", "c>b", "c>d"), "a", "d")

    assert ways.shortest == (("a", "b", "c", "d"),)
    assert ways.count is None
    assert ways.count_text == "1 条"


def test_a_million_ways_are_counted_at_once_and_ten_are_listed() -> None:
    links = [f"{a}{n}>{b}{n + 1}" for n in range(20) for a in "lr" for b in "lr"]

    ways = ways_between(a_chain("s>l0", "s>r0", *links, "l20>t", "r20>t"), "s", "t")

    assert ways.count == 2**21
    assert len(ways.shortest) == MOST_WAYS


@given(chain=CHAINS, one=PAIRS, two=PAIRS)
def test_the_ways_are_those_of_the_graph(chain: Chain, one: str, two: str) -> None:
    ways, graph = ways_between(chain, one, two), link_graph(chain)
    if one == two or one not in graph or two not in graph:
        assert not ways.on
        return
    found = [tuple(way) for way in nx.all_simple_paths(graph, one, two)]

    assert {code for way in found for code in way} <= ways.on
    assert bool(ways.on) == bool(found)
    assert set(ways.shortest) <= set(found)
    assert len(ways.shortest) == min(MOST_WAYS, len(found))
    assert ways.count in {None, len(found)}
    assert [len(way) for way in ways.shortest] == sorted(len(way) for way in found)[:MOST_WAYS]
