"""What lies upstream and downstream, by the quick way and by the graph."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from chains.chain import Chain, Segment, SupplyLink
from chains.reach import Reach, downstream_of, upstream_of

CODES = "abcdefgh"
LINKS = st.sets(
    st.tuples(st.sampled_from(CODES), st.sampled_from(CODES)).filter(lambda ends: ends[0] != ends[1])
)


@given(LINKS, st.sampled_from(CODES))
def test_the_way_through_a_segment_is_what_the_graph_says(links: set[tuple[str, str]], code: str) -> None:
    segments = tuple(Segment("t", one, one, "s", one) for one in CODES)
    chain = Chain("t", "链", segments=segments, links=tuple(SupplyLink(*ends, ends[0]) for ends in links))

    assert Reach(chain).through(code) == upstream_of(chain, code) | downstream_of(chain, code) | {code}
