"""Chains to draw, and what must hold of every drawing."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import strategies as st

from chains.chain import Chain, Segment, Stage, SupplyLink
from chains.kinds import Tier

if TYPE_CHECKING:
    from chains.layout import Box, Layout, Point

TIERS = (Tier.UPSTREAM, Tier.MIDSTREAM, Tier.DOWNSTREAM, Tier.SUPPORT)

Case = tuple[Chain, dict[str, tuple[float, float]]]


@st.composite
def chains(draw: st.DrawFn) -> Case:
    """Chains with any stages, sub-segments and links: backward, within a stage, in cycles, to 支撑."""
    tiers = draw(st.lists(st.sampled_from(TIERS), min_size=1, max_size=6))
    stages = tuple(Stage(f"s{i}", f"阶段{i}", tier) for i, tier in enumerate(tiers))
    count = draw(st.integers(1, 18))
    where = draw(st.lists(st.integers(0, len(stages) - 1), min_size=count, max_size=count))
    parents = draw(st.lists(st.integers(0, 3 * count), min_size=count, max_size=count))
    segments = tuple(
        Segment(
            "t",
            f"n{i}",
            f"环节{i}",
            f"s{stage}",
            f"p{i}",
            parent=f"n{parents[i]}" if parents[i] < i else None,
        )
        for i, stage in enumerate(where)
    )
    pairs = draw(
        st.lists(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)), max_size=30, unique=True)
    )
    links = tuple(SupplyLink(f"n{a}", f"n{b}", f"n{a}") for a, b in pairs if a != b)
    width, height = st.floats(40, 220), st.floats(20, 120)
    sizes = {segment.code: (draw(width), draw(height)) for segment in segments}
    return Chain("t", "链", stages=stages, segments=segments, links=links), sizes


def staged(columns: list[str], links: list[str]) -> Chain:
    """A chain of one-letter segments: a string for each stage, two letters for each link."""
    stages = tuple(Stage(f"s{at}", f"阶段{at}", Tier.MIDSTREAM) for at in range(len(columns)))
    segments = tuple(
        Segment("t", code, code, f"s{at}", code) for at, codes in enumerate(columns) for code in codes
    )
    return Chain(
        "t", "链", stages=stages, segments=segments, links=tuple(SupplyLink(a, b, a) for a, b in links)
    )


def apart(one: Box, two: Box) -> bool:
    """Whether two boxes do not overlap."""
    return one.right <= two.x or two.right <= one.x or one.bottom <= two.y or two.bottom <= one.y


def touches(start: Point, end: Point, box: Box) -> bool:
    """Whether the line from start to end meets the inside of the box (Liang–Barsky)."""
    low, high = 0.0, 1.0
    for origin, delta, least, most in (
        (start.x, end.x - start.x, box.x + 1e-6, box.right - 1e-6),
        (start.y, end.y - start.y, box.y + 1e-6, box.bottom - 1e-6),
    ):
        if abs(delta) < 1e-12:
            if not least < origin < most:
                return False
            continue
        near, far = sorted(((least - origin) / delta, (most - origin) / delta))
        low, high = max(low, near), min(high, far)
    return low < high


def assert_sound(chain: Chain, layout: Layout) -> None:
    """No boxes overlap, every link is drawn, from border to border, and none runs through a box."""
    boxes = layout.boxes
    assert set(boxes) == {segment.code for segment in chain.segments}
    codes = list(boxes)
    for index, one in enumerate(codes):
        for two in codes[index + 1 :]:
            assert apart(boxes[one], boxes[two]), f"{one} lies on {two}"
    assert [(route.source, route.target) for route in layout.routes] == [
        (link.source, link.target) for link in chain.links
    ]
    for route in layout.routes:
        _assert_ends(route.points, boxes[route.source], boxes[route.target])
        for code, box in boxes.items():
            if code in {route.source, route.target}:
                continue
            for start, end in pairwise(route.points):
                assert not touches(start, end, box), f"{route.source} → {route.target} runs through {code}"
    _assert_frames(chain, layout)


def _assert_ends(points: tuple[Point, ...], source: Box, target: Box) -> None:
    start, end = points[0], points[-1]
    assert start.x == pytest.approx(source.right)
    assert source.y <= start.y <= source.bottom
    assert min(abs(end.x - target.x), abs(end.x - target.right)) < 1e-6
    assert target.y <= end.y <= target.bottom
    for box in (source, target):
        for one, two in pairwise(points):
            assert not touches(one, two, box), "a link runs through its own end"


def _assert_frames(chain: Chain, layout: Layout) -> None:
    """A frame holds its parent and all below it, and no other box."""
    parents = {segment.code: segment.parent for segment in chain.segments}
    for frame in layout.frames:
        for code, box in layout.boxes.items():
            above, seen = code, set()
            while above is not None and above != frame.parent and above not in seen:
                seen.add(above)
                above = parents.get(above)
            if above != frame.parent:
                assert apart(frame.box, box), f"{code} stands in the frame of {frame.parent}"
        for other in layout.frames:
            assert (
                apart(frame.box, other.box) or _within(frame.box, other.box) or _within(other.box, frame.box)
            ), f"the frames of {frame.parent} and {other.parent} cross"


def _within(inner: Box, outer: Box) -> bool:
    return (
        outer.x <= inner.x + 1e-6
        and outer.y <= inner.y + 1e-6
        and inner.right <= outer.right + 1e-6
        and inner.bottom <= outer.bottom + 1e-6
    )
