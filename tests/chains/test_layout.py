"""A chain drawn: what holds for every chain, however it is linked."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chains.catalogue_reader import built_in_catalogue
from chains.chain import Chain, Segment, Stage
from chains.kinds import Tier
from chains.layout import Effort, Wishes, lay_out
from chains.layout_layers import Layers, crossings
from chains.layout_order import best_order
from tests.chains.drawn import Case, assert_sound, chains

WORK = 5_000_000


@settings(max_examples=150)
@given(chains())
def test_no_boxes_overlap_and_no_link_runs_through_a_box(case: Case) -> None:
    chain, sizes = case
    assert_sound(chain, lay_out(chain, sizes))


@settings(max_examples=30)
@given(chains())
def test_the_same_chain_is_drawn_the_same(case: Case) -> None:
    chain, sizes = case

    assert lay_out(chain, sizes) == lay_out(chain, sizes)


@settings(max_examples=60)
@given(chains())
def test_everything_lies_inside_the_drawing(case: Case) -> None:
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

    assert_sound(chain, lay_out(chain, {segment.code: (150.0, 70.0) for segment in chain.segments}))


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
    assert crossings(best_order(layers, WORK), layers.edges) == 0


def test_parents_change_places_with_all_that_stands_below_them() -> None:
    layers = Layers(((0, 1, 2, 3), (4, 5, 6, 7)), ((0, 6), (1, 7), (2, 4), (3, 5)), {1: 0, 3: 2, 5: 4, 7: 6})

    order = best_order(layers, WORK)

    assert crossings(order, layers.edges) == 0
    assert all(
        column.index(1 + at) == column.index(at) + 1 for column in order for at in column if at % 2 == 0
    )


def test_an_order_that_cannot_be_bettered_is_kept() -> None:
    layers = Layers(((0, 1), (2, 3)), ((0, 2), (1, 3)), {})

    assert best_order(layers, WORK) == [[0, 1], [2, 3]]


@pytest.mark.parametrize("effort", list(Effort))
def test_laying_out_tells_how_far_it_is_and_can_be_stopped(effort: Effort) -> None:
    chain = built_in_catalogue().chains[0].chain
    told: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> None:
        told.append((done, total))
        if done > total // 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        lay_out(chain, {}, step=stop, wishes=Wishes(effort=effort))
    assert told == sorted(told)


@settings(max_examples=60)
@given(st.integers(2, 5), st.integers(2, 6), st.data())
def test_a_better_order_never_has_more_crossings_than_the_given_one(
    columns: int, height: int, data: st.DataObject
) -> None:
    nodes = [tuple(range(at * height, (at + 1) * height)) for at in range(columns)]
    near = st.tuples(st.integers(0, columns - 2), st.integers(0, height - 1), st.integers(0, height - 1))
    edges = tuple(
        (column * height + one, (column + 1) * height + two)
        for column, one, two in data.draw(st.lists(near, max_size=25))
    )
    layers = Layers(tuple(nodes), edges, {})

    order = best_order(layers, WORK)

    assert [sorted(column) for column in order] == [list(column) for column in nodes]
    assert crossings(order, layers.edges) <= crossings(layers.columns, layers.edges)
    assert best_order(layers, WORK) == order
