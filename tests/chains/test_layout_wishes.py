"""A drawing heeds what was done by hand and what was shown before."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from chains.catalogue_reader import built_in_catalogue
from chains.chain import Chain, Segment, Stage, SupplyLink
from chains.folding import folded_chain
from chains.kinds import Tier
from chains.layout import Box, Effort, Layout, Point, Route, Wishes, lay_out
from chains.layout_labels import label_places
from tests.chains.drawn import Case, apart, assert_sound, chains, staged

SIZE = (120.0, 40.0)


def _orders(layout: Layout, chain: Chain) -> dict[str, list[str]]:
    by_height = sorted(chain.segments, key=lambda segment: layout.boxes[segment.code].y)
    return {stage.code: [one.code for one in by_height if one.stage == stage.code] for stage in chain.stages}


def _drawn(chain: Chain, **wishes: object) -> Layout:
    sizes = {segment.code: SIZE for segment in chain.segments}
    return lay_out(chain, sizes, wishes=Wishes(**wishes))  # type: ignore[arg-type]


@settings(max_examples=80)
@given(chains(), st.data())
def test_pins_anywhere_cause_no_overlap_and_no_link_through_a_box(case: Case, data: st.DataObject) -> None:
    chain, sizes = case
    codes = [segment.code for segment in chain.segments]
    where = st.builds(Point, st.floats(-100, 1500), st.floats(-300, 2500))
    pins = data.draw(st.dictionaries(st.sampled_from(codes), where, max_size=6))

    layout = lay_out(chain, sizes, wishes=Wishes(pins=pins))

    assert_sound(chain, layout)
    assert all(box.y >= 0 and box.bottom <= layout.height for box in layout.boxes.values())


@settings(max_examples=40)
@given(chains(), st.data())
def test_a_drawing_after_another_is_sound_too(case: Case, data: st.DataObject) -> None:
    chain, sizes = case
    before = lay_out(chain, sizes)
    gone = data.draw(st.sampled_from([segment.code for segment in chain.segments]))
    less = replace(
        chain,
        segments=tuple(one for one in chain.segments if one.code != gone),
        links=tuple(link for link in chain.links if gone not in {link.source, link.target}),
    )

    assert_sound(less, lay_out(less, sizes, wishes=Wishes(before=before)))


def test_a_pinned_box_stands_where_it_was_put_and_others_make_room() -> None:
    chain = staged(["abcde", "fgh"], ["af", "bf", "cg", "dg", "eh"])
    free = _drawn(chain).boxes
    put = Point(free["a"].x, free["d"].y + 10.0)

    boxes = _drawn(chain, pins={"a": put}).boxes

    assert boxes["a"].y == put.y
    assert all(apart(boxes["a"], boxes[code]) for code in "bcde")
    assert boxes["a"].x == free["a"].x


def test_two_boxes_pinned_to_one_place_stand_next_to_each_other_there() -> None:
    chain = staged(["abc"], [])

    boxes = _drawn(chain, pins={"a": Point(0, 400), "c": Point(0, 400)}).boxes

    assert apart(boxes["a"], boxes["c"])
    assert min(abs(boxes[code].y - 400) for code in "ac") < 1.0
    assert max(abs(boxes[code].y - 400) for code in "ac") <= SIZE[1] + 15.0


def test_a_box_of_support_pinned_to_a_column_stands_there() -> None:
    stages = (*(Stage(f"s{at}", "阶段", Tier.MIDSTREAM) for at in range(4)), Stage("b", "支撑", Tier.SUPPORT))
    segments = tuple(
        Segment("t", code, code, stage, code)
        for code, stage in zip("abcdxy", ["s0", "s1", "s2", "s3", "b", "b"], strict=True)
    )
    chain = Chain("t", "链", stages=stages, segments=segments, links=(SupplyLink("x", "b", "x"),))
    free = _drawn(chain).boxes

    pinned = _drawn(chain, pins={"x": Point(free["d"].x + 5, free["x"].y)}).boxes

    assert free["x"].x != free["d"].x
    assert pinned["x"].x == pinned["d"].x


def test_removing_one_segment_keeps_the_order_of_the_others() -> None:
    for entry in built_in_catalogue().chains[:6]:
        chain = entry.chain
        before = _drawn(chain)
        gone = chain.segments[len(chain.segments) // 2].code
        less = replace(
            chain,
            segments=tuple(one for one in chain.segments if gone not in {one.code, one.parent}),
            links=tuple(one for one in chain.links if gone not in {one.source, one.target}),
        )
        less = replace(
            less,
            links=tuple(
                one
                for one in less.links
                if {one.source, one.target} <= {segment.code for segment in less.segments}
            ),
        )

        after = _drawn(less, before=before)

        kept = {code for code in after.boxes if code in before.boxes}
        was = {
            stage: [code for code in codes if code in kept] for stage, codes in _orders(before, chain).items()
        }
        inverted = sum(
            codes.index(one) > codes.index(two)
            for stage, codes in _orders(after, less).items()
            for at, one in enumerate(was[stage])
            for two in was[stage][at + 1 :]
        )
        alone = _drawn(less)
        # What is turned round pays: one crossing for each pair.
        assert inverted <= max(0, before.crossings - after.crossings), chain.name
        assert after.crossings <= before.crossings or alone.crossings > 0


def test_a_better_drawing_turns_nothing_round_for_nothing() -> None:
    chain = staged(["abcd", "efgh"], ["ae", "bf"])
    sizes = {segment.code: SIZE for segment in chain.segments}
    pins = {code: Point(0, 100.0 + 60 * at) for at, code in enumerate("dbca")}
    shown = lay_out(chain, sizes, wishes=Wishes(pins=pins))

    after = _drawn(chain, before=shown, effort=Effort.BETTER)

    assert after.crossings == 0
    assert _orders(after, chain)["s0"] == ["d", "b", "c", "a"]


def test_boxes_hardly_move_when_one_is_added_elsewhere() -> None:
    chain = staged(["abcde", "fghij", "klmno"], ["af", "bg", "ch", "di", "ej", "fk", "gl", "hm", "in", "jo"])
    before = _drawn(chain)
    more = replace(chain, segments=(*chain.segments, Segment("t", "z", "z", "s2", "z")))

    after = _drawn(more, before=before)

    assert max(abs(after.boxes[code].y - before.boxes[code].y) for code in before.boxes) < 30.0


@settings(max_examples=60)
@given(chains(), st.floats(10, 60), st.floats(8, 20))
def test_labels_cover_no_box_where_there_is_room(case: Case, width: float, height: float) -> None:
    chain, sizes = case
    labels = {(link.source, link.target): (width, height) for link in chain.links}

    layout = lay_out(chain, sizes, wishes=Wishes(labels=labels))

    places = [Box(at.x - width / 2, at.y - height / 2, width, height) for at in layout.labels.values()]
    assert set(layout.labels) == set(labels)
    assert all(apart(place, box) for place in places for box in layout.boxes.values())


def test_two_turning_links_never_run_on_one_track_unless_they_share_an_end() -> None:
    for entry in built_in_catalogue().chains:
        chain = entry.chain
        layout = _drawn(chain)
        uprights = [
            (route, one, two)
            for route in layout.routes
            for one, two in pairwise(route.points)
            if one.x == two.x and one.y != two.y
        ]
        for at, (route, one, two) in enumerate(uprights):
            for other, three, four in uprights[at + 1 :]:
                if {route.source, route.target} & {other.source, other.target} or one.x != three.x:
                    continue
                low, high = sorted((one.y, two.y))
                low_too, high_too = sorted((three.y, four.y))
                assert high <= low_too or high_too <= low, f"{route} and {other} in {chain.name}"


def test_a_pinned_box_moves_others_only_where_it_needs_room() -> None:
    chain = staged(["abcde", "fghij", "klmno"], ["af", "bg", "ch", "di", "ej", "fk", "gl", "hm", "in", "jo"])
    before = _drawn(chain)

    after = _drawn(chain, pins={"k": Point(0, before.boxes["o"].y + 60.0)}, before=before)

    assert all(abs(after.boxes[code].y - before.boxes[code].y) < 1.0 for code in "abcdefghijlmno")


def test_what_is_drawn_after_itself_does_not_move_for_nothing() -> None:
    for entry in built_in_catalogue().chains[:8]:
        first = _drawn(entry.chain)

        again = _drawn(entry.chain, before=first)

        still = all(abs(again.boxes[code].y - box.y) < 20.0 for code, box in first.boxes.items())
        assert still or again.crossings < first.crossings, entry.chain.name


def test_folding_leaves_no_hole_and_unfolding_no_taller_drawing() -> None:
    chain = staged(["aABCDEFGb", "cd"], ["ac", "bd"])
    parents = dict.fromkeys("ABCDEFG", "a")
    chain = replace(
        chain, segments=tuple(replace(one, parent=parents.get(one.code)) for one in chain.segments)
    )
    opened = _drawn(chain)
    folded_away = folded_chain(chain, frozenset("a"))

    folded = _drawn(folded_away, before=opened)
    again = _drawn(chain, before=folded)

    assert folded.height < opened.height - 5 * SIZE[1]
    assert again.height <= opened.height + SIZE[1]
    assert _orders(again, chain) == _orders(opened, chain)


def test_what_is_framed_together_stands_together_though_links_pull_it_apart() -> None:
    chain = staged(["aABbCD", "cxyzuvwd"], ["ac", "Bz", "bd"])
    parents = {"A": "a", "B": "a", "C": "b", "D": "b"}
    chain = replace(
        chain, segments=tuple(replace(one, parent=parents.get(one.code)) for one in chain.segments)
    )

    boxes = _drawn(chain).boxes

    for codes in ("aAB", "bCD"):
        column = sorted((boxes[code] for code in codes), key=lambda box: box.y)
        assert all(lower.y - upper.bottom <= 15.0 for upper, lower in pairwise(column))


def test_an_order_shown_is_kept_where_another_saves_too_little() -> None:
    chain = staged(["pqrx", "ys"], ["xy", "qs"])
    put = {"p": 100, "q": 200, "r": 300, "x": 400, "y": 150, "s": 350}
    shown = _drawn(chain, pins={code: Point(0, float(y)) for code, y in put.items()})

    after = _drawn(chain, before=shown)

    assert (shown.crossings, after.crossings, _drawn(chain).crossings) == (1, 1, 0)
    assert _orders(after, chain) == _orders(shown, chain)


def test_a_label_keeps_off_the_boxes_that_its_link_passes() -> None:
    passed = [Box(100, 0, 100, 45), Box(100, 55, 100, 45)]
    route = Route("a", "b", (Point(0, 50), Point(300, 50)))

    at = label_places((route,), passed, {("a", "b"): (44.0, 30.0)})[("a", "b")]

    label = Box(at.x - 22.0, at.y - 15.0, 44.0, 30.0)
    assert all(apart(label, box) for box in passed)
    assert at.y == 50
