"""The graphs that layouts are compared on: those of ../shared/bench/layout, and generated stage graphs."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from chains.chain import Chain, Segment, Stage, SupplyLink
from chains.kinds import Tier
from chains.layout_layers import Layers

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Graph:
    """A graph on fixed stages: `layers[i]` is the stage of node i, edges lead to a later stage."""

    name: str
    layers: tuple[int, ...]
    edges: tuple[tuple[int, int], ...]

    @property
    def family(self) -> str:
        """Graphs of one kind and size are summed up together."""
        return self.name.rpartition("-s")[0] or self.name.partition("-")[0]


def read_graph(path: Path) -> Graph:
    """A graph of the bench; links within a stage are left out, as several references cannot take them."""
    data = json.loads(path.read_text(encoding="utf-8"))
    layers = data["layers"]
    edges = {(u, v) for u, v in data["edges"] if layers[u] < layers[v]}
    return Graph(path.stem, tuple(layers), tuple(sorted(edges)))


def generated(nodes: int, seed: int) -> Graph:
    """A stage graph in the shape of an industry chain: clusters over neighbouring stages, a few hubs."""
    chance = random.Random(seed)
    stages = max(4, min(12, nodes // 12))
    layers = sorted(chance.randrange(stages) for _ in range(nodes))
    cluster = [chance.randrange(max(2, nodes // 14)) for _ in range(nodes)]
    pools: dict[tuple[int, int], list[int]] = defaultdict(list)
    by_layer: dict[int, list[int]] = defaultdict(list)
    for node, layer in enumerate(layers):
        by_layer[layer].append(node)
        pools[(layer, cluster[node])].append(node)
    edges = set()
    for node, layer in enumerate(layers):
        steps = (1, 1, 1, 2)
        later = [one for step in steps for one in by_layer.get(layer + step, ())]
        own = [one for step in steps for one in pools.get((layer + step, cluster[node]), ())]
        for _ in range(1 + (chance.random() < 0.05) * 6 + (chance.random() < 0.5)):
            pool = own if own and chance.random() < 0.9 else later
            if pool:
                edges.add((node, chance.choice(pool)))
    return Graph(f"gen-{nodes}-s{seed}", tuple(layers), tuple(sorted(edges)))


def as_layers(graph: Graph) -> Layers:
    """The graph with a lane in each stage that a long link passes."""
    columns: list[list[int]] = [[] for _ in range(max(graph.layers) + 1)]
    for node, layer in enumerate(graph.layers):
        columns[layer].append(node)
    edges, lane = [], len(graph.layers)
    for u, v in graph.edges:
        path = [u]
        for layer in range(graph.layers[u] + 1, graph.layers[v]):
            columns[layer].append(lane)
            path.append(lane)
            lane += 1
        path.append(v)
        edges += pairwise(path)
    return Layers(tuple(map(tuple, columns)), tuple(edges), {})


def as_chain(graph: Graph) -> Chain:
    """The graph as a chain: a stage for each layer, a segment for each node."""
    stages = tuple(
        Stage(f"s{layer}", f"阶段{layer}", Tier.MIDSTREAM) for layer in range(max(graph.layers) + 1)
    )
    segments = tuple(
        Segment("bench", f"n{node}", f"环节{node}", f"s{layer}", f"p{node}")
        for node, layer in enumerate(graph.layers)
    )
    links = tuple(SupplyLink(f"n{u}", f"n{v}", f"p{u}") for u, v in graph.edges)
    return Chain("bench", graph.name, stages=stages, segments=segments, links=links)
