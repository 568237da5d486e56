"""What Graphviz `dot` makes of a graph on given stages: crossings, length and extent along the stages."""

from __future__ import annotations

import json
import subprocess
import time
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.benchmarks.layout_graphs import Graph

BOX, GAP = 72.0, 18.0
"""A box's extent along its stage, and the least space between two, in points; dot gets them in inches."""


@dataclass(frozen=True)
class Drawn:
    """A drawing in figures. `length` and `extent` are along the stages, in points."""

    crossings: int
    length: float
    extent: float
    seconds: float


def dot_drawing(graph: Graph, seconds: float) -> Drawn | None:
    """dot's drawing on the same stages; None when it gave up or was not done after so many seconds."""
    begun = time.perf_counter()
    try:
        done = subprocess.run(
            ["dot", "-Tjson0"],
            input=_dot_text(graph),
            capture_output=True,
            text=True,
            timeout=seconds,
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        return None
    took = time.perf_counter() - begun
    return _measured(graph, json.loads(done.stdout), took)


def _dot_text(graph: Graph) -> str:
    size = f"width={BOX / 72},height=0.4"
    lines = [f'digraph {{ rankdir=TB; nodesep={GAP / 72}; node [shape=box,fixedsize=true,{size},label=""];']
    stages = range(max(graph.layers) + 1)
    lines += [f"r{stage} [style=invis];" for stage in stages]
    lines += [f"r{stage} -> r{stage + 1} [style=invis];" for stage in stages[:-1]]
    for stage in stages:
        members = " ".join(f"n{node};" for node, layer in enumerate(graph.layers) if layer == stage)
        lines.append(f"{{ rank=same; r{stage}; {members} }}")
    lines += [f"n{u} -> n{v};" for u, v in graph.edges]
    return "\n".join([*lines, "}"])


def _measured(graph: Graph, drawing: dict, seconds: float) -> Drawn:
    """A long link passes a stage where its spline does."""
    where: dict[str, tuple[float, float]] = {}
    for one in drawing["objects"]:
        if "pos" in one:
            x, y = one["pos"].split(",")[:2]
            where[one["name"]] = (float(x), float(y))
    names = [one.get("name", "") for one in drawing["objects"]]
    heights = [where[f"r{stage}"][1] for stage in range(max(graph.layers) + 1)]
    gaps: dict[int, list[tuple[float, float]]] = defaultdict(list)
    reached = [x for name, (x, _) in where.items() if name.startswith("n")]
    extent = [min(reached) - BOX / 2, max(reached) + BOX / 2]
    for edge in drawing["edges"]:
        tail, head = names[edge["tail"]], names[edge["head"]]
        if not tail.startswith("n"):
            continue
        u, v = int(tail[1:]), int(head[1:])
        spline = _points(edge["pos"])
        xs = [where[tail][0]]
        xs += [_x_at(spline, heights[layer]) for layer in range(graph.layers[u] + 1, graph.layers[v])]
        xs.append(where[head][0])
        extent = [min(extent[0], *xs), max(extent[1], *xs)]
        for offset, pair in enumerate(pairwise(xs)):
            gaps[graph.layers[u] + offset].append(pair)
    crossings = sum(_inversions(pairs) for pairs in gaps.values())
    length = sum(abs(a - b) for pairs in gaps.values() for a, b in pairs)
    return Drawn(crossings, length, extent[1] - extent[0], seconds)


def _points(text: str) -> list[tuple[float, float]]:
    points: list[tuple[float, float]] = []
    end = None
    for part in text.split():
        if part.startswith(("e,", "s,")):
            x, y = map(float, part[2:].split(",")[:2])
            end = (x, y)
            continue
        x, y = map(float, part.split(",")[:2])
        points.append((x, y))
    return [*points, *([points[-1], end, end] if end else [])]


def _x_at(spline: list[tuple[float, float]], height: float) -> float:
    """Where the spline passes a height."""
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
    pairs = sorted(pairs)
    count = 0
    for index, (a, b) in enumerate(pairs):
        for c, d in pairs[index + 1 :]:
            count += (a - c) * (b - d) < -1e-9
    return count
