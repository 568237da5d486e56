"""Ways along the links of a chain: upstream and downstream to a depth, and between two segments."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import networkx as nx

from chains.graph import link_graph

if TYPE_CHECKING:
    from chains.chain import Chain

MOST_WAYS = 10


@dataclass(frozen=True, slots=True)
class Reach:
    """How far to follow the links from a segment: steps upstream and downstream, None for to the end."""

    up: int | None = 0
    down: int | None = 0

    @property
    def text(self) -> str:
        """In words: `上游 2 层、下游全部`."""
        parts = [
            f"{word}全部" if depth is None else f"{word} {depth} 层"
            for word, depth in (("上游", self.up), ("下游", self.down))
            if depth != 0
        ]
        return "、".join(parts)


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways from one segment to another.

    `on` holds every segment on some way, both ends included; empty where no way leads there. `shortest` are
    the shortest ways that go through no segment twice, at most MOST_WAYS; `count` how many there are in all,
    None where a cycle lies between and counting would take for ever.
    """

    source: str
    target: str
    on: frozenset[str] = frozenset()
    shortest: tuple[tuple[str, ...], ...] = ()
    count: int | None = 0

    @property
    def count_text(self) -> str:
        """How many, in words."""
        if self.count is not None:
            return f"{self.count:,} 条"
        return (
            f"{len(self.shortest)} 条以上" if len(self.shortest) == MOST_WAYS else f"{len(self.shortest)} 条"
        )


def within_reach(chain: Chain, segment: str, reach: Reach) -> frozenset[str]:
    """The segment, and every other that the reach takes in."""
    graph = link_graph(chain)
    if segment not in graph:
        return frozenset()
    up = nx.single_source_shortest_path_length(graph.reverse(copy=False), segment, reach.up)
    down = nx.single_source_shortest_path_length(graph, segment, reach.down)
    return frozenset(up) | frozenset(down)


def ways_between(chain: Chain, source: str, target: str) -> Ways:
    """The ways from source to target along the links; never lists more than MOST_WAYS of them."""
    graph = link_graph(chain)
    if source == target or source not in graph or target not in graph:
        return Ways(source, target)
    after = nx.descendants(graph, source) | {source}
    before = nx.ancestors(graph, target) | {target}
    if target not in after:
        return Ways(source, target)
    between = graph.subgraph(after & before)
    # A way ends where it arrives: what leads on from the target, or back into the source, is on no way.
    between = nx.DiGraph((one, two) for one, two in between.edges if one != target and two != source)
    between.add_nodes_from((source, target))
    on = (nx.descendants(between, source) | {source}) & (nx.ancestors(between, target) | {target})
    between = between.subgraph(on)
    shortest = tuple(
        tuple(way) for way in islice(nx.shortest_simple_paths(between, source, target), MOST_WAYS)
    )
    return Ways(source, target, frozenset(on), shortest, _count(between, source, target))


def either_way(chain: Chain, one: str, other: str) -> Ways:
    """The ways between two segments, whichever of them supplies the other."""
    there = ways_between(chain, one, other)
    return there if there.on else ways_between(chain, other, one)


def _count(between: nx.DiGraph, source: str, target: str) -> int | None:
    """How many ways there are: counted along the order of supply, so in one pass."""
    if not nx.is_directed_acyclic_graph(between):
        return None
    counts = dict.fromkeys(between, 0)
    counts[source] = 1
    for node in nx.topological_sort(between):
        for follower in between.successors(node):
            counts[follower] += counts[node]
    return counts[target]
