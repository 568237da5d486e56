"""Looks for ways along the links of a chain: upstream and downstream to a depth, and between two segments."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import networkx as nx

from chains.graph import link_graph
from chains.ways import MOST_WAYS, Reach, Ways

if TYPE_CHECKING:
    from chains.chain import Chain


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
