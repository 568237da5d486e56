"""Layered layout beside Graphviz dot, on the same stages, in one run.

    python -m tests.benchmarks.layout [--graphs FOLDER] [--only NAME] [--effort 400] [--nodes 30 200]

Prints crossings and seconds of both, and crossings as a ratio to dot (ours ÷ dot: below 1 is better), per
graph and as geometric means per family. Graphs are read from ../shared/bench/layout where it is
there, and generated in the shape of an industry chain. Needs the `dot` program; says so and measures
nothing without it.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import shutil
import subprocess
import sys
import time
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from chains.layout_order import QUICK, Layers, best_order, crossings

SHARED = Path(__file__).parents[3] / "shared" / "bench" / "layout"
DOT_SECONDS = 120


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
    by_layer: dict[int, list[int]] = defaultdict(list)
    for node, layer in enumerate(layers):
        by_layer[layer].append(node)
    edges = set()
    for node, layer in enumerate(layers):
        later = [one for step in (1, 1, 1, 2) for one in by_layer.get(layer + step, ())]
        own = [one for one in later if cluster[one] == cluster[node]]
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


def dot_crossings(graph: Graph) -> tuple[int, float] | None:
    """Crossings of dot's drawing on the same stages, and its seconds; None when it gave up."""
    begun = time.perf_counter()
    try:
        done = subprocess.run(
            ["dot", "-Tjson0"],
            input=_dot_text(graph),
            capture_output=True,
            text=True,
            timeout=DOT_SECONDS,
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        return None
    seconds = time.perf_counter() - begun
    return _crossings_in_drawing(graph, json.loads(done.stdout)), seconds


def _dot_text(graph: Graph) -> str:
    lines = ['digraph { rankdir=TB; node [shape=box,width=1,height=0.4,label=""];']
    stages = range(max(graph.layers) + 1)
    lines += [f"r{stage} [style=invis];" for stage in stages]
    lines += [f"r{stage} -> r{stage + 1} [style=invis];" for stage in stages[:-1]]
    for stage in stages:
        members = " ".join(f"n{node};" for node, layer in enumerate(graph.layers) if layer == stage)
        lines.append(f"{{ rank=same; r{stage}; {members} }}")
    lines += [f"n{u} -> n{v};" for u, v in graph.edges]
    return "\n".join([*lines, "}"])


def _crossings_in_drawing(graph: Graph, drawing: dict) -> int:
    """Inversions between neighbouring stages; a long link passes a stage where its spline does."""
    where: dict[str, tuple[float, float]] = {}
    for one in drawing["objects"]:
        if "pos" in one:
            x, y = one["pos"].split(",")[:2]
            where[one["name"]] = (float(x), float(y))
    names = [one.get("name", "") for one in drawing["objects"]]
    heights = [where[f"r{stage}"][1] for stage in range(max(graph.layers) + 1)]
    gaps: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for edge in drawing["edges"]:
        tail, head = names[edge["tail"]], names[edge["head"]]
        if not tail.startswith("n"):
            continue
        u, v = int(tail[1:]), int(head[1:])
        spline = _points(edge["pos"])
        xs = [where[tail][0]]
        xs += [_x_at(spline, heights[layer]) for layer in range(graph.layers[u] + 1, graph.layers[v])]
        xs.append(where[head][0])
        for offset, pair in enumerate(pairwise(xs)):
            gaps[graph.layers[u] + offset].append(pair)
    return sum(_inversions(pairs) for pairs in gaps.values())


def _points(text: str) -> list[tuple[float, float]]:
    points = []
    end = None
    for part in text.split():
        if part.startswith(("e,", "s,")):
            end = tuple(map(float, part[2:].split(",")))
            continue
        x, y = map(float, part.split(",")[:2])
        points.append((x, y))
    return [*points, *([points[-1], end, end] if end else [])]  # type: ignore[list-item]


def _x_at(spline: list[tuple[float, float]], height: float) -> float:
    """Where the spline passes a height, by halving each cubic piece."""
    best = min(spline, key=lambda point: abs(point[1] - height))
    for start in range(0, len(spline) - 3, 3):
        piece = spline[start : start + 4]
        if min(point[1] for point in piece) - 0.5 <= height <= max(point[1] for point in piece) + 0.5:
            tried = min(
                (_cubic(piece, step / 64) for step in range(65)), key=lambda point: abs(point[1] - height)
            )
            best = tried if abs(tried[1] - height) < abs(best[1] - height) else best
    return best[0]


def _cubic(piece: list[tuple[float, float]], t: float) -> tuple[float, float]:
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    return (
        sum(weight * point[0] for weight, point in zip(weights, piece, strict=True)),
        sum(weight * point[1] for weight, point in zip(weights, piece, strict=True)),
    )


def _inversions(pairs: list[tuple[float, float]]) -> int:
    count = 0
    for index, (a, b) in enumerate(pairs):
        for c, d in pairs[index + 1 :]:
            count += (a - c) * (b - d) < -1e-9
    return count


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--graphs", type=Path, default=SHARED)
    parser.add_argument("--only", default="")
    parser.add_argument("--effort", type=int, default=QUICK)
    parser.add_argument("--nodes", type=int, nargs="*", default=[30, 200])
    wanted = parser.parse_args()
    if shutil.which("dot") is None:
        print("dot is not installed: nothing to measure against")
        return 0
    graphs = [generated(nodes, seed) for nodes in wanted.nodes for seed in range(5)]
    if wanted.graphs.is_dir():
        graphs += [read_graph(path) for path in sorted(wanted.graphs.glob("*.json"))]
    else:
        print(f"{wanted.graphs} is not there: generated graphs only")
    ratios: dict[str, list[float]] = defaultdict(list)
    heads = ("nodes", "edges", "dot", "ours", "ratio", "dot s", "ours s")
    print(f"{'graph':28}", *(f"{head:>7}" for head in heads))
    for graph in graphs:
        if wanted.only in graph.name:
            _measure(graph, wanted.effort, ratios)
    for family, found in sorted(ratios.items()):
        mean = math.exp(sum(math.log(ratio) for ratio in found) / len(found))
        print(f"{family:28} {len(found):3} graphs, crossings {mean:.3f} × dot (geometric mean)")
    return 0


def _measure(graph: Graph, effort: int, ratios: dict[str, list[float]]) -> None:
    layers = as_layers(graph)
    begun = time.perf_counter()
    count = crossings(best_order(layers, effort), layers.edges)
    seconds = time.perf_counter() - begun
    reference = dot_crossings(graph)
    if reference is None:
        print(f"{graph.name:28} dot gave up; ours {count} in {seconds:.2f} s")
        return
    dot, dot_seconds = reference
    ratio = (count + 1) / (dot + 1)
    ratios[graph.family].append(ratio)
    sizes = f"{graph.name:28} {len(graph.layers):7} {len(graph.edges):7} {dot:7} {count:7}"
    print(f"{sizes} {ratio:7.2f} {dot_seconds:7.3f} {seconds:7.3f}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
