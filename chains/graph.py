"""A chain's supply links as a graph: what stands still with what, paths up- and downstream, cycles."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx

from chains.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chains.chain import Chain

_TOLERANCE = 1e-10
_MOST_ROUNDS = 10_000

InputGroup = tuple[tuple[str, float], ...]
"""The links of one group as (source, share)."""


@dataclass(frozen=True, slots=True)
class SupplyGraph:
    """Who needs what: for each segment its input groups, in an order that follows the links where it can."""

    order: tuple[str, ...]
    inputs: Mapping[str, tuple[InputGroup, ...]]

    @classmethod
    def of(cls, chain: Chain) -> SupplyGraph:
        """The graph of a chain's links."""
        groups: dict[str, dict[str, list[tuple[str, float]]]] = defaultdict(lambda: defaultdict(list))
        for link in chain.links:
            groups[link.target][link.group].append((link.source, link.share))
        inputs = {target: tuple(tuple(group) for group in by.values()) for target, by in groups.items()}
        return cls(_supply_order(chain), inputs)

    def losses_without(self, stopped: frozenset[str]) -> dict[str, float]:
        """Loss (0–1) of every segment when those stand still: the least fixed point.

        The loss of a segment is 1 − Π over its groups of (1 − Σ share·loss in the group). Rounds start from
        no loss and only ever rise, so that in a cycle (回收利用 feeds 原丝 again) nothing stands still
        merely because it would not have itself. Ends when no loss moves by 1e-10.

        Raises NotFound when a stopped segment is not in the graph.
        """
        return self.losses_given(dict.fromkeys(stopped, 1.0))

    def losses_given(self, own: Mapping[str, float]) -> dict[str, float]:
        """Loss (0–1) of every segment when some lose that part of their own supply (0–1).

        A segment's own loss counts like one more group of inputs. Raises NotFound.
        """
        for code in own:
            if code not in self.order:
                raise NotFound(kind="segment", name=code, near=())
        losses = {code: own.get(code, 0.0) for code in self.order}
        for _ in range(_MOST_ROUNDS):
            if self._raise_losses(losses, own) <= _TOLERANCE:
                break
        return losses

    def _raise_losses(self, losses: dict[str, float], own: Mapping[str, float]) -> float:
        """One round over all segments; returns the largest rise."""
        largest = 0.0
        for code in self.order:
            running = 1.0 - own.get(code, 0.0)
            if running <= 0.0:
                continue
            for group in self.inputs.get(code, ()):
                running *= 1.0 - min(1.0, sum(share * losses[source] for source, share in group))
            largest = max(largest, (1.0 - running) - losses[code])
            losses[code] = 1.0 - running
        return largest


def link_graph(chain: Chain) -> nx.DiGraph:
    """The chain's segments and links as a networkx graph."""
    graph = nx.DiGraph()
    graph.add_nodes_from(segment.code for segment in chain.segments)
    graph.add_edges_from((link.source, link.target) for link in chain.links)
    return graph


def cycles_of(chain: Chain) -> tuple[frozenset[str], ...]:
    """The groups of segments that feed each other round, largest first."""
    groups = (frozenset(group) for group in nx.strongly_connected_components(link_graph(chain)))
    return tuple(
        sorted((group for group in groups if len(group) > 1), key=lambda group: (-len(group), min(group)))
    )


def _supply_order(chain: Chain) -> tuple[str, ...]:
    """All segments, suppliers before what they supply; inside a cycle in the order of the chain."""
    condensed = nx.condensation(link_graph(chain))
    place = {segment.code: index for index, segment in enumerate(chain.segments)}
    order: list[str] = []
    for component in nx.lexicographical_topological_sort(
        condensed, key=lambda node: min(place[code] for code in condensed.nodes[node]["members"])
    ):
        order.extend(sorted(condensed.nodes[component]["members"], key=place.__getitem__))
    return tuple(order)
