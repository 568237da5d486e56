"""How a map is set on paper, and what part of it goes out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF

from chains.chain import Chain, Segment, Stage, SupplyLink
from chains.kinds import Tier
from tests.builders import a_state
from tests.widgets.laid_out import a_built_in, a_picture
from tests.widgets.map_export_builders import HEAD, a_drawing
from widgets.map.export_options import MILLIMETRES, MapExportOptions, PageSetup, Paper
from widgets.map.glyphs import missing_signs
from widgets.map.page import LEAST_NAME_POINTS, PagePlan, advised, plan_pages
from widgets.map.page_marks import page_mark
from widgets.map.part import selected_part
from widgets.map.picture import MapDrawing, image_of, pixel_size, plan_of
from widgets.map.title_block import TitleBlock

pytestmark = pytest.mark.usefixtures("qapp")

SIZES = st.tuples(st.floats(50, 20_000), st.floats(50, 20_000))
SETUPS = st.builds(
    PageSetup,
    paper=st.sampled_from(Paper),
    landscape=st.sampled_from([None, True, False]),
    margin_mm=st.floats(5, 40),
    across=st.integers(1, 6),
    down=st.integers(1, 6),
    percent=st.one_of(st.none(), st.floats(10, 300)),
    overlap_mm=st.floats(0, 20),
)


def _heights(width: float) -> tuple[float, float]:
    """A title block that takes more lines where it is narrow."""
    return 60 + 22 * (900 // max(width, 90)), 50


@given(setup=SETUPS, size=SIZES)
def test_the_pages_together_hold_the_whole_sheet(setup: PageSetup, size: tuple[float, float]) -> None:
    plan = plan_pages(setup, size, _heights)

    assert len(plan.tiles) == plan.rows * plan.columns
    assert plan.tiles[-1].x + plan.tiles[-1].width == pytest.approx(plan.sheet_width)
    assert plan.tiles[-1].y + plan.tiles[-1].height == pytest.approx(plan.sheet_height)
    for one, two in zip(plan.tiles, plan.tiles[1:], strict=False):
        if one.row == two.row:
            assert one.x + one.width - two.x == pytest.approx(setup.overlap_mm, abs=1e-6)


@given(setup=SETUPS, size=SIZES)
def test_the_map_fits_between_head_and_foot(setup: PageSetup, size: tuple[float, float]) -> None:
    plan = plan_pages(setup, size, lambda _width: (60.0, 40.0))

    assert size[0] * plan.scale <= plan.sheet_width + 0.1
    if plan.head + plan.foot < plan.sheet_height * 0.8:
        assert plan.head + size[1] * plan.scale + plan.foot <= plan.sheet_height + 0.1


@given(setup=SETUPS, size=SIZES)
def test_a_fitted_map_takes_no_more_pages_than_asked(setup: PageSetup, size: tuple[float, float]) -> None:
    plan = plan_pages(replace(setup, percent=None), size, _heights)

    assert plan.columns <= setup.across
    assert plan.rows <= setup.down


def test_the_page_lies_down_for_a_wide_map_and_stands_for_a_high_one() -> None:
    wide = plan_pages(PageSetup(Paper.A4), (3_000, 1_000), _heights)
    high = plan_pages(PageSetup(Paper.A4), (1_000, 3_000), _heights)

    assert (wide.width, wide.height) == MILLIMETRES[Paper.A4][::-1]
    assert (high.width, high.height) == MILLIMETRES[Paper.A4]


def test_at_100_percent_a_name_is_ten_and_a_half_points_high() -> None:
    plan = plan_pages(PageSetup(Paper.A4, percent=100), (3_000, 2_000), _heights)

    assert plan.name_points == pytest.approx(10.5)
    assert plan.pages > 4


def test_names_too_small_to_read_are_told_with_a_page_that_is_big_enough() -> None:
    size = (4_000.0, 3_000.0)
    small = PageSetup(Paper.A4)

    better = advised(small, size, _heights)

    assert not plan_pages(small, size, _heights).is_readable
    assert better is not None
    assert (better.paper, better.across, better.down) == (Paper.A1, 1, 1)
    assert plan_pages(better, size, _heights).name_points >= LEAST_NAME_POINTS


def test_where_no_paper_is_big_enough_more_pages_are_advised() -> None:
    better = advised(PageSetup(Paper.A0), (20_000.0, 12_000.0), _heights)

    assert better is not None
    assert (better.across, better.down) != (1, 1)


def test_a_page_that_can_be_read_needs_no_advice() -> None:
    assert advised(PageSetup(Paper.A3), (900.0, 700.0), _heights) is None


def test_each_page_says_which_it_is() -> None:
    plan = plan_of(a_drawing(), MapExportOptions(page=PageSetup(Paper.A4, landscape=True, percent=250)))
    tile = plan.tiles[plan.columns + 1]

    assert (tile.row, tile.column) == (2, 2)
    assert page_mark(plan, tile).startswith(f"第 2 行 第 2 列（{plan.rows} 行 × {plan.columns} 列）")
    assert f"第 {plan.columns + 2} 页　共 {plan.pages} 页" in page_mark(plan, tile)


def test_the_selection_holds_only_the_selected_boxes_and_the_links_between_them(qapp: object) -> None:
    picture = a_picture(a_built_in())
    chosen = frozenset({"natural_rubber", "compound", "mould"})

    part = selected_part(picture, chosen)

    assert part.layout.boxes.keys() == chosen
    assert {(one.source, one.target) for one in part.layout.routes} == {("natural_rubber", "compound")}
    stages = {picture.segments[code].stage for code in chosen}
    assert {panel.stage for panel in part.layout.columns} == stages


def test_the_selection_lies_in_its_panels_and_all_on_the_sheet(qapp: object) -> None:
    part = selected_part(
        a_picture(a_built_in()), frozenset({"natural_rubber", "compound", "mould", "tyre"})
    ).layout

    panels = {panel.stage: panel.box for panel in part.columns}
    whole = QRectF(0, 0, part.width, part.height)
    for code, box in part.boxes.items():
        panel = panels[a_built_in().chain.segment(code).stage]
        assert QRectF(panel.x, panel.y, panel.width, panel.height).contains(
            QRectF(box.x, box.y, box.width, box.height)
        )
    for box in (*panels.values(), *(band.box for band in part.bands)):
        assert whole.contains(QRectF(box.x, box.y, box.width, box.height))
    assert all(whole.contains(point.x, point.y) for route in part.routes for point in route.points)


def test_the_image_has_the_pixels_that_were_told(qapp: object) -> None:
    drawing = a_drawing()

    assert image_of(drawing, 3.0).size() == pixel_size(drawing, 3.0)
    assert pixel_size(drawing, 3.0).width() == pytest.approx(3 * pixel_size(drawing, 1.0).width(), abs=3)


def test_a_huge_map_is_made_smaller_rather_than_refused(qapp: object) -> None:
    stages = tuple(Stage(f"s{at}", f"阶段{at}", Tier.MIDSTREAM) for at in range(2))
    segments = tuple(Segment("c", f"n{at}", f"环节{at}", f"s{at % 2}", "p") for at in range(1_200))
    links = tuple(SupplyLink(f"n{at}", f"n{at + 1}", "g") for at in range(0, 1_200, 2))
    drawing = MapDrawing(
        a_picture(a_state(Chain("c", "大", stages=stages, segments=segments, links=links))), HEAD
    )

    size = pixel_size(drawing, 4.0)

    assert max(size.width(), size.height()) <= 32_767
    assert size.width() * size.height() <= 250_100_000


def test_a_narrow_title_block_takes_more_lines(qapp: object) -> None:
    picture = a_picture(a_built_in())

    assert TitleBlock(HEAD, picture, 300).head_height > TitleBlock(HEAD, picture, 1_200).head_height


def test_signs_that_no_font_has_are_named(qapp: object) -> None:
    assert missing_signs(["轮胎", "\U000f1234甲\U000f1234"]) == ("\U000f1234",)
    assert missing_signs(["轮胎 ABC", "·（）"]) == ()


def test_a_plan_is_a_value() -> None:
    assert isinstance(plan_pages(PageSetup(), (100, 100), _heights), PagePlan)
