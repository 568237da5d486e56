"""The map's canvas beside a plain QGraphicsScene with one item a box and a link, in one run.

    python -m tests.benchmarks.drawing [--boxes 1000 10000 50000]

Software rendering at 1920×1080. Prints milliseconds of a frame while panning and while zooming with the whole
map in view, of a crisp redraw, of a hit test for boxes and one for links, seconds to build; then of a crisp
redraw at several zooms in the middle of the map, and how many times faster the canvas pans. Our links have
swings of 17 points, the reference's are straight lines.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import time
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainterPath, QPen
from PySide6.QtWidgets import QApplication, QGraphicsScene, QGraphicsView, QWidget

from chains.chain import Chain, Segment, Stage, SupplyLink
from chains.kinds import Coverage, Tier
from chains.layout import Box, Layout, Point, Route
from chains.marking import Assessment
from chains.state import ChainState
from widgets.map.canvas import MapCanvas
from widgets.map.scene import MapPicture
from widgets.map.scene_index import SceneIndex

if TYPE_CHECKING:
    from collections.abc import Callable

FRAMES = 30
REFERENCE_FRAMES = 5
NEAR_LINKS = 0.75
"""So many links go to a box of the next column nearby, the others anywhere."""

ZOOMS = (0.1, 0.21, 0.3, 0.61, 0.8, 1.0)
REFERENCE_UP_TO = 20_000
"""With more boxes the reference takes minutes and many GB."""


def picture(boxes: int) -> MapPicture:
    """So many boxes in a grid, with twice as many links to the next columns."""
    chance = random.Random(boxes)
    columns = max(4, int((boxes / 4) ** 0.5))
    places = {f"n{at}": Box(at % columns * 210.0, at // columns * 90.0, 150.0, 70.0) for at in range(boxes)}
    codes = list(places)
    links, routes = [], []
    for _ in range(2 * boxes):
        source = chance.randrange(boxes)
        near = min(boxes - 1, source + 1 + columns * chance.randrange(-4, 12))
        target = near if chance.random() < NEAR_LINKS else chance.randrange(boxes)
        if target < 0 or source == target:
            continue
        links.append(SupplyLink(codes[source], codes[target], codes[source]))
        routes.append(_swing(codes[source], codes[target], places))
    segments = tuple(Segment("t", code, code, "s", code) for code in codes)
    chain = Chain(
        "t", "链", stages=(Stage("s", "阶段", Tier.MIDSTREAM),), segments=segments, links=tuple(links)
    )
    marks = {code: Assessment(coverage=list(Coverage)[at % 5]) for at, code in enumerate(codes)}
    width, height = columns * 210.0, (boxes // columns + 1) * 90.0
    return MapPicture(ChainState(chain, marks), Layout((), (), places, tuple(routes), width, height))


def _swing(source: str, target: str, places: dict[str, Box]) -> Route:
    start, end = places[source], places[target]
    way = QPainterPath(QPointF(start.right, start.y + 35))
    way.cubicTo(start.right + 30, start.y + 35, end.x - 30, end.y + 35, end.x, end.y + 35)
    points = [way.pointAtPercent(part / 16) for part in range(17)]
    return Route(source, target, tuple(Point(point.x(), point.y()) for point in points))


def _median(frames: int, draw: Callable[[int], None]) -> float:
    times = []
    for frame in range(frames):
        begun = time.thread_time()
        draw(frame)
        times.append((time.thread_time() - begun) * 1000)
    return statistics.median(times)


def measure(boxes: int) -> float:
    """Print the canvas's figures; returns milliseconds of a frame while panning."""
    shown = picture(boxes)
    canvas = MapCanvas()
    canvas.resize(1920, 1080)
    canvas.show()
    QApplication.processEvents()
    begun = time.thread_time()
    canvas.show_map(shown)
    canvas.fit()
    canvas.grab()
    build = time.thread_time() - begun

    def pan(frame: int) -> None:
        canvas.camera.pan(QPointF(3 if frame % 2 else -3, 2))
        canvas.repaint()

    def zoom(frame: int) -> None:
        canvas.camera.zoom_about(1.02 if frame % 2 else 1 / 1.02, QPointF(900, 500))
        canvas.repaint()

    def crisp(_frame: int) -> None:
        canvas._moving.stop()
        canvas.repaint()

    def hit(frame: int) -> None:
        canvas._hand.ground.hit(QPointF(frame * 37 % 1920, frame * 53 % 1080))

    figures = (_median(FRAMES, pan), _median(FRAMES, zoom), _median(9, crisp), _median(300, hit))
    print(f"{boxes:7} canvas  pan {figures[0]:7.2f}  zoom {figures[1]:7.2f}  crisp {figures[2]:8.1f}", end="")
    print(
        f"  hit {figures[3]:6.3f} ms  link hit {_link_hit(shown):6.3f} ms  build {build:5.2f} s", flush=True
    )
    near = []
    for wanted in ZOOMS:
        canvas.camera.zoom_about(wanted / canvas.camera.zoom, QPointF(960, 540))
        near.append(f"{wanted:g}: {_median(5, crisp):.1f}")
    print(f"{boxes:7} crisp at zoom  {'  '.join(near)} ms", flush=True)
    canvas.close()
    return figures[0]


def _link_hit(shown: MapPicture) -> float:
    """Milliseconds of a hit test for links, at a zoom at which single links can be told apart."""
    index = SceneIndex(shown.layout)
    points = [QPointF(at * 379 % shown.layout.width, at * 977 % shown.layout.height) for at in range(301)]
    index.link_at(points[0], 6.0)
    return _median(300, lambda frame: index.link_at(points[frame + 1], 6.0 / 0.42))


def reference(boxes: int) -> float:
    """Print the reference's figures; returns milliseconds of a frame while panning."""
    shown = picture(boxes)
    begun = time.thread_time()
    scene = QGraphicsScene()
    for box in shown.layout.boxes.values():
        scene.addRect(QRectF(box.x, box.y, box.width, box.height), QPen(QColor("#888888")), QColor("#ffffff"))
    for route in shown.layout.routes:
        path = QPainterPath(QPointF(*route.points[0]))
        path.lineTo(QPointF(*route.points[-1]))
        scene.addPath(path, QPen(QColor("#aaaaaa")))
    view = QGraphicsView(scene)
    view.resize(1920, 1080)
    view.show()
    QApplication.processEvents()
    view.fitInView(scene.sceneRect())
    view.grab()
    build = time.thread_time() - begun

    def pan(frame: int) -> None:
        bar = view.horizontalScrollBar()
        bar.setValue(bar.value() + (3 if frame % 2 else -3))
        view.viewport().update()
        _repaint(view.viewport())

    frame = _median(REFERENCE_FRAMES, pan)
    print(f"{boxes:7} QGraphicsScene  pan {frame:7.1f} ms  build {build:5.2f} s", flush=True)
    view.close()
    return frame


def _repaint(widget: QWidget) -> None:
    widget.repaint()


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--boxes", type=int, nargs="*", default=[1_000, 10_000])
    wanted = parser.parse_args()
    application = QApplication.instance() or QApplication([])
    for boxes in wanted.boxes:
        ours = measure(boxes)
        if boxes > REFERENCE_UP_TO:
            continue
        theirs = reference(boxes)
        print(f"{boxes:7} the canvas pans {theirs / ours:.0f} times faster", flush=True)
    application.processEvents()
    return 0


if __name__ == "__main__":
    sys.exit(main())
