"""Layered layout beside Graphviz dot, on the same stages, in one run.

    python -m tests.benchmarks.layout [--graphs FOLDER] [--only NAME] [--nodes 30 200 2000 20000]
                                      [--seeds 5] [--exact SECONDS] [--dot SECONDS]

Draws each graph with ours, at first and better, and with dot; boxes and spaces are of the same size. Prints
crossings, length of the links along the stages, area (extent along the stages, as columns lie equally far
apart), and time: each as a ratio to dot, where below 1 is better, per graph and as geometric means per
family and over all. Seconds are of the clock, those in brackets of the processor. Graphs are read from
../shared/bench/layout where it is there, and generated in the shape of an industry chain. With `--exact`,
which needs scipy, the fewest crossings of each 30-node graph are proved. Needs the `dot` program; says so
and measures nothing without it.
"""

from __future__ import annotations

import argparse
import math
import shutil
import sys
import time
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from chains.layout import Effort, Layout, Spacing, Wishes, lay_out
from tests.benchmarks.layout_dot import BOX, GAP, Drawn, dot_drawing
from tests.benchmarks.layout_graphs import Graph, as_chain, as_layers, generated, read_graph

if TYPE_CHECKING:
    from collections.abc import Iterable

SHARED = Path(__file__).parents[3] / "shared" / "bench" / "layout"
SMALL = 35
"""Graphs of so many nodes are proved with `--exact`."""


@dataclass(frozen=True)
class Ratios:
    """Ours to dot."""

    crossings: float
    length: float
    area: float
    seconds: float


def our_drawing(graph: Graph, effort: Effort) -> tuple[Drawn, float]:
    """Our drawing in figures, and the processor's seconds."""
    chain = as_chain(graph)
    sizes = {segment.code: (100.0, BOX) for segment in chain.segments}
    begun, worked = time.perf_counter(), time.process_time()
    layout = lay_out(chain, sizes, Spacing(row_gap=GAP), wishes=Wishes(effort=effort))
    seconds, processor = time.perf_counter() - begun, time.process_time() - worked
    return Drawn(layout.crossings, _length(layout), _extent(layout), seconds), processor


def _length(layout: Layout) -> float:
    return sum(abs(two.y - one.y) for route in layout.routes for one, two in pairwise(route.points))


def _extent(layout: Layout) -> float:
    tops = [box.y for box in layout.boxes.values()] + [
        point.y for route in layout.routes for point in route.points
    ]
    bottoms = [box.bottom for box in layout.boxes.values()] + [
        point.y for route in layout.routes for point in route.points
    ]
    return max(bottoms) - min(tops)


def ratios(ours: Drawn, dot: Drawn) -> Ratios:
    """One more crossing on both sides, as many graphs have none."""
    return Ratios(
        (ours.crossings + 1) / (dot.crossings + 1),
        (ours.length + 1) / (dot.length + 1),
        ours.extent / dot.extent,
        ours.seconds / dot.seconds,
    )


def geometric_mean(values: Iterable[float]) -> float:
    """The mean of ratios."""
    logs = [math.log(value) for value in values]
    return math.exp(sum(logs) / len(logs))


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--graphs", type=Path, default=SHARED)
    parser.add_argument("--only", default="")
    parser.add_argument("--nodes", type=int, nargs="*", default=[30, 200, 2_000])
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--exact", type=float, default=0.0)
    parser.add_argument("--dot", type=float, default=60.0)
    wanted = parser.parse_args()
    if shutil.which("dot") is None:
        print("dot is not installed: nothing to measure against")
        return 0
    graphs = [generated(nodes, seed) for nodes in wanted.nodes for seed in range(wanted.seeds)]
    if wanted.graphs.is_dir():
        graphs += [read_graph(path) for path in sorted(wanted.graphs.glob("*.json"))]
    else:
        print(f"{wanted.graphs} is not there: generated graphs only")
    print("ours to dot: crossings (ratio) · length · area · seconds (processor)")
    found: dict[tuple[str, Effort], list[tuple[str, int, Ratios]]] = defaultdict(list)
    for graph in graphs:
        if wanted.only in graph.name:
            _measure(graph, wanted.dot, found)
            if wanted.exact and len(graph.layers) <= SMALL and graph.family.endswith("-30"):
                _prove(graph, wanted.exact)
    _print_means(found)
    return 0


def _measure(
    graph: Graph, dot_seconds: float, found: dict[tuple[str, Effort], list[tuple[str, int, Ratios]]]
) -> None:
    dot = dot_drawing(graph, dot_seconds)
    name = f"{graph.name:29} {len(graph.layers):5} nodes {len(graph.edges):5} links"
    print(
        f"{name}  dot gave up after {dot_seconds:.0f} s"
        if dot is None
        else f"{name}  dot {dot.crossings} crossings, {dot.seconds:.2f} s"
    )
    for effort in Effort:
        ours, processor = our_drawing(graph, effort)
        took = f"{ours.seconds:.2f} s ({processor:.2f})"
        if dot is None:
            print(f"    {effort.value:7} {ours.crossings:7}  {took}", flush=True)
            continue
        to_dot = ratios(ours, dot)
        found[(graph.family, effort)].append((graph.name, dot.crossings, to_dot))
        print(
            f"    {effort.value:7} {ours.crossings:7} ({to_dot.crossings:.2f}) · {to_dot.length:.2f}"
            f" · {to_dot.area:.2f} · {took}",
            flush=True,
        )


def _prove(graph: Graph, seconds: float) -> None:
    try:
        from tests.benchmarks.layout_exact import fewest_crossings

        fewest = fewest_crossings(as_layers(graph), seconds)
    except ImportError:
        print("    scipy is not installed: nothing proved")
        return
    if fewest is None:
        print(f"    the fewest crossings were not proved in {seconds:.0f} s")
        return
    reached = {effort: our_drawing(graph, effort)[0].crossings for effort in Effort}
    said = ", ".join(
        f"{effort.value} {'reached' if count == fewest else f'{count - fewest} more'}"
        for effort, count in reached.items()
    )
    print(f"    fewest possible: {fewest}; {said}")


def _print_means(found: dict[tuple[str, Effort], list[tuple[str, int, Ratios]]]) -> None:
    print("\ngeometric means, ours to dot: crossings · length · area · seconds")
    groups: dict[tuple[str, Effort], list[tuple[str, int, Ratios]]] = defaultdict(list)
    for (family, effort), measured in sorted(found.items(), key=lambda item: (item[0][0], item[0][1].value)):
        groups[(family, effort)] += measured
        groups[("over all", effort)] += measured
    for (family, effort), measured in groups.items():
        some = [ratio for _, _, ratio in measured]
        means = (
            geometric_mean(getattr(ratio, kind) for ratio in some)
            for kind in ("crossings", "length", "area", "seconds")
        )
        print(
            f"{family:29} {effort.value:7} {len(some):3} graphs  "
            + " · ".join(f"{mean:.3f}" for mean in means)
        )
    for effort in Effort:
        worst = max(
            ((ratio.crossings, name) for name, dot, ratio in groups[("over all", effort)] if dot > 50),
            default=(0.0, "-"),
        )
        print(f"worst where dot has more than 50: {effort.value} {worst[0]:.3f} ({worst[1]})")


if __name__ == "__main__":
    sys.exit(main())
