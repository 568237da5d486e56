"""A chain drawn: what holds for every chain, however it is linked."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chains.catalogue_reader import built_in_catalogue
from chains.chain import Chain, Segment, Stage, SupplyLink
from chains.kinds import Tier
from chains.layout import Box, Layout, Point, lay_out
from chains.layout_order import Layers, best_order, crossings

TIERS = (Tier.UPSTREAM, Tier.MIDSTREAM, Tier.DOWNSTREAM, Tier.SUPPORT)


@st.composite
def chains(draw: st.DrawFn) -> tuple[Chain, dict[str, tuple[float, float]]]:
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


def _apart(one: Box, two: Box) -> bool:
    return one.right <= two.x or two.right <= one.x or one.bottom <= two.y or two.bottom <= one.y


def _touches(start: Point, end: Point, box: Box) -> bool:
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


def _check(chain: Chain, layout: Layout) -> None:
    boxes = layout.boxes
    assert set(boxes) == {segment.code for segment in chain.segments}
    codes = list(boxes)
    for index, one in enumerate(codes):
        for two in codes[index + 1 :]:
            assert _apart(boxes[one], boxes[two]), f"{one} lies on {two}"
    assert [(route.source, route.target) for route in layout.routes] == [
        (link.source, link.target) for link in chain.links
    ]
    for route in layout.routes:
        _check_ends(route.points, boxes[route.source], boxes[route.target])
        for code, box in boxes.items():
            if code in {route.source, route.target}:
                continue
            for start, end in pairwise(route.points):
                assert not _touches(start, end, box), f"{route.source} → {route.target} runs through {code}"


def _check_ends(points: tuple[Point, ...], source: Box, target: Box) -> None:
    start, end = points[0], points[-1]
    assert start.x == pytest.approx(source.right)
    assert source.y <= start.y <= source.bottom
    assert min(abs(end.x - target.x), abs(end.x - target.right)) < 1e-6
    assert target.y <= end.y <= target.bottom
    for box in (source, target):
        for one, two in pairwise(points):
            assert not _touches(one, two, box), "a link runs through its own end"


@settings(max_examples=150, deadline=None)
@given(chains())
def test_no_boxes_overlap_and_no_link_runs_through_a_box(
    case: tuple[Chain, dict[str, tuple[float, float]]],
) -> None:
    chain, sizes = case
    _check(chain, lay_out(chain, sizes))


@settings(max_examples=30, deadline=None)
@given(chains())
def test_the_same_chain_is_drawn_the_same(case: tuple[Chain, dict[str, tuple[float, float]]]) -> None:
    chain, sizes = case

    assert lay_out(chain, sizes) == lay_out(chain, sizes)


@settings(max_examples=60, deadline=None)
@given(chains())
def test_everything_lies_inside_the_drawing(case: tuple[Chain, dict[str, tuple[float, float]]]) -> None:
    chain, sizes = case
    layout = lay_out(chain, sizes)

    for box in [*layout.boxes.values(), *(column.box for column in layout.columns)]:
        assert box.x >= 0 and box.right <= layout.width + 1e-6
        assert box.y >= 0 and box.bottom <= layout.height + 1e-6
    for route in layout.routes:
        assert all(0 <= point.x <= layout.width and 0 <= point.y <= layout.height for point in route.points)


@pytest.mark.parametrize("code", [entry.chain.code for entry in built_in_catalogue().chains])
def test_every_built_in_chain_is_drawn_whole(code: str) -> None:
    chain = built_in_catalogue().chain(code).chain

    _check(chain, lay_out(chain, {segment.code: (150.0, 70.0) for segment in chain.segments}))


def test_a_sub_segment_stands_directly_below_its_parent() -> None:
    stage = Stage("s", "阶段", Tier.MIDSTREAM)
    segments = tuple(
        Segment("t", code, code, "s", code, parent=parent)
        for code, parent in (("a", None), ("b", None), ("a1", "a"), ("a2", "a"))
    )
    layout = lay_out(Chain("t", "链", stages=(stage,), segments=segments), dict.fromkeys("ab", (100.0, 40.0)))

    order = sorted(layout.boxes, key=lambda code: layout.boxes[code].y)
    assert order.index("a1") == order.index("a") + 1
    assert layout.boxes["a1"].x > layout.boxes["a"].x


def test_crossing_pairs_are_untangled() -> None:
    layers = Layers(((0, 1, 2), (3, 4, 5)), ((0, 5), (1, 4), (2, 3)), {})

    assert crossings(layers.columns, layers.edges) == 3
    assert crossings(best_order(layers), layers.edges) == 0


def test_an_order_that_cannot_be_bettered_is_kept() -> None:
    layers = Layers(((0, 1), (2, 3)), ((0, 2), (1, 3)), {})

    assert best_order(layers) == [[0, 1], [2, 3]]


def test_laying_out_can_be_stopped() -> None:
    chain = built_in_catalogue().chains[0].chain

    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        lay_out(chain, {}, step=stop)


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 5), st.integers(2, 6), st.data())
def test_a_better_order_never_has_more_crossings_than_the_given_one(
    columns: int, height: int, data: st.DataObject
) -> None:
    nodes = [tuple(range(at * height, (at + 1) * height)) for at in range(columns)]
    near = st.tuples(st.integers(0, columns - 2), st.integers(0, height - 1), st.integers(0, height - 1))
    edges = {
        (column * height + one, (column + 1) * height + two)
        for column, one, two in data.draw(st.lists(near, max_size=25))
    }
    layers = Layers(tuple(nodes), tuple(sorted(edges)), {})

    order = best_order(layers, 5)

    assert [sorted(column) for column in order] == [list(column) for column in nodes]
    assert crossings(order, layers.edges) <= crossings(layers.columns, layers.edges)
    assert best_order(layers, 5) == order
