"""Seeing: what the map's colours tell, what is filtered, followed and marked; through the window."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from chains.chain import SegmentRef
from chains.commands import AssessSegment, PlaceCompany, TakeSnapshot
from chains.filters import MapFilter, Only
from chains.kinds import Coverage, Decision
from chains.shade_classes import Mode, ShadeClass
from chains.ways import Reach
from tests.flows.conftest import DesktopProbe
from widgets.map.looks import Looks
from widgets.panels.found_bar import FoundBar

MOULD, TYRE = SegmentRef("tyre", "mould"), SegmentRef("tyre", "tyre")


def _looks(desktop: DesktopProbe) -> Looks:
    return desktop.session.seeing.looks


def _click(desktop: DesktopProbe, widget: object) -> None:
    desktop.qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)  # type: ignore[arg-type]
    desktop.settle()


def _choose(desktop: DesktopProbe, mode: Mode) -> None:
    modes = desktop.session.page.bar.modes
    modes.setFocus()
    modes.setCurrentIndex(modes.findData(mode.value))
    modes.activated.emit(modes.currentIndex())
    desktop.settle()


def _company(desktop: DesktopProbe, name: str) -> int:
    with desktop.session.workspace.read() as reader:
        return reader.companies_named(name)[0].id


def _shade(desktop: DesktopProbe, code: str) -> ShadeClass:
    return _looks(desktop).boxes[code].shade


def _places(desktop: DesktopProbe) -> list[str]:
    return [place.text for place in desktop.session.page.found.places()]


def _press(desktop: DesktopProbe, found: FoundBar, number: int) -> None:
    button = next(one for one in found.findChildren(QPushButton) if one.property("place") == number)
    _click(desktop, button)


def test_the_map_is_coloured_by_coverage_at_first(desktop: DesktopProbe) -> None:
    assert _shade(desktop, "mould") is ShadeClass.COVERAGE_MISSING
    assert desktop.session.page.legend.entries()[3].text == "缺失 4"


def test_a_key_colours_the_map_by_source_and_the_legend_follows(desktop: DesktopProbe) -> None:
    desktop.session.window.action("mode_source").trigger()
    desktop.settle()

    assert _looks(desktop).mode is Mode.SOURCE
    assert [entry.word for entry in desktop.session.page.legend.entries()][:2] == ["市内", "省内"]


def test_a_placed_supplier_counts_in_the_colours_at_once(desktop: DesktopProbe) -> None:
    _choose(desktop, Mode.SUPPLIERS)
    assert _shade(desktop, "mould") is ShadeClass.SUPPLIERS_NONE

    desktop.session.desk.submit(PlaceCompany(MOULD, _company(desktop, "甲模具股份有限公司")))
    desktop.settle()

    assert _shade(desktop, "mould") is ShadeClass.SUPPLIERS_ONE


def test_by_gap_index_each_gap_shows_the_index_of_the_list(desktop: DesktopProbe) -> None:
    _choose(desktop, Mode.GAP)

    index = desktop.session.workspace.gap(MOULD)
    assert index is not None
    assert _looks(desktop).boxes["mould"].chip == f"{index.gap_index:.2f}"


def test_without_a_snapshot_change_says_how_to_take_one(desktop: DesktopProbe) -> None:
    _choose(desktop, Mode.CHANGE)
    assert desktop.session.page.found.title() == "还没有快照可比较"

    _press(desktop, desktop.session.page.found, 0)
    dialog = desktop.session.snapshots.dialog()
    assert dialog is not None
    dialog.put("年初")
    dialog.agree.click()
    desktop.settle()
    desktop.settle()

    assert _looks(desktop).mode is Mode.CHANGE
    assert _shade(desktop, "mould") is ShadeClass.CHANGE_SAME
    assert desktop.session.page.found.isHidden()


def test_what_got_better_since_the_snapshot_says_from_what_to_what(desktop: DesktopProbe) -> None:
    desktop.session.desk.submit(TakeSnapshot("年初"))
    desktop.session.desk.submit(AssessSegment(MOULD, coverage=Coverage.ADEQUATE))
    desktop.settle()
    _choose(desktop, Mode.CHANGE)

    look = _looks(desktop).boxes["mould"]
    assert (look.shade, look.note) == (ShadeClass.CHANGE_BETTER, "缺失 → 具备")


def test_only_gaps_fades_the_rest_and_says_how_many_stay(desktop: DesktopProbe) -> None:
    bar = desktop.session.page.bar
    bar.filter_menu.only_action(Only.GAPS).trigger()

    assert "mould" not in _looks(desktop).faded
    assert len(_looks(desktop).faded) == 13
    assert bar.line() == "筛选：只看缺口 · 6/19 个环节"


def test_filters_are_combined_and_cleared_with_a_click(desktop: DesktopProbe) -> None:
    bar = desktop.session.page.bar
    bar.filter_menu.only_action(Only.GAPS).trigger()
    bar.filter_menu.only_action(Only.TARGETED).trigger()
    assert bar.line() == "筛选：只看缺口、只看有目标企业的 · 0/19 个环节"

    _click(desktop, bar.clear)

    assert _looks(desktop).faded == frozenset()
    assert bar.line() == ""
    assert not bar.filter_menu.only_action(Only.GAPS).isChecked()


def test_a_district_that_supplies_can_be_chosen(desktop: DesktopProbe) -> None:
    desktop.session.desk.submit(PlaceCompany(MOULD, _company(desktop, "丙威海模具有限公司")))
    desktop.settle()
    bar = desktop.session.page.bar
    assert [action.text() for action in bar.filter_menu.district_actions()] == ["不限", "环翠区（1 个环节）"]

    bar.filter_menu.district_actions()[1].trigger()

    assert bar.line() == "筛选：只看环翠区供给 · 1/19 个环节"
    assert "mould" not in _looks(desktop).faded


def test_mode_and_filter_stay_in_another_chain(desktop: DesktopProbe) -> None:
    _choose(desktop, Mode.SOURCE)
    desktop.session.seeing.choose_filter(MapFilter(frozenset({Only.GAPS})))

    desktop.session.place.go_to_chain("motor")
    desktop.settle()

    assert _looks(desktop).mode is Mode.SOURCE
    assert desktop.session.page.bar.line().startswith("筛选：只看缺口")
    assert _looks(desktop).faded


def test_upstream_by_one_step_lights_the_direct_suppliers_of_what_is_picked(desktop: DesktopProbe) -> None:
    desktop.session.place.go_to_segment(TYRE)
    desktop.session.seeing.choose_reach(Reach(up=1))

    chain = desktop.session.workspace
    with chain.read() as reader:
        links = reader.chain_state("tyre").chain.links
    assert _looks(desktop).path == {"tyre"} | {link.source for link in links if link.target == "tyre"}
    assert desktop.session.page.bar.line().startswith("轮胎 上游 1 层")


def test_the_ways_between_two_boxes_are_lit_and_listed(desktop: DesktopProbe) -> None:
    desktop.session.place.go_to_segment(MOULD)
    desktop.settle()
    desktop.session.window.action("way").trigger()
    assert "请点击另一个环节" in desktop.session.page.bar.line()

    canvas = desktop.session.canvas
    canvas.fit()
    desktop.qtbot.mouseClick(
        canvas, Qt.MouseButton.LeftButton, pos=canvas.screen_box("tyre").center().toPoint()
    )
    desktop.settle()

    assert {"mould", "tyre"} <= _looks(desktop).path
    assert desktop.session.page.found.title().startswith("轮胎模具 → 轮胎：1 条路径")
    assert _places(desktop) == ["轮胎模具 → 轮胎"]


def test_a_company_is_marked_in_its_boxes_with_a_jump_to_each(desktop: DesktopProbe) -> None:
    company = _company(desktop, "甲模具股份有限公司")
    other = SegmentRef("motor", _first(desktop, "motor"))
    for ref in (MOULD, other):
        desktop.session.desk.submit(PlaceCompany(ref, company))
    desktop.settle()

    desktop.session.seeing.mark_company(company)
    desktop.settle()

    assert _looks(desktop).marked == {"mould"}
    assert desktop.session.page.found.title() == "甲模具股份有限公司：在 2 条链的 2 个环节"
    _press(desktop, desktop.session.page.found, _places(desktop).index(_place_name(desktop, other)))
    assert desktop.session.place.segment == other
    assert _looks(desktop).marked == {other.segment}


def test_a_rejected_company_is_not_marked(desktop: DesktopProbe) -> None:
    company = _company(desktop, "甲模具股份有限公司")
    desktop.session.desk.submit(PlaceCompany(MOULD, company, decision=Decision.REJECTED))
    desktop.settle()

    desktop.session.seeing.mark_company(company)
    desktop.settle()

    assert _looks(desktop).marked == frozenset()
    assert desktop.session.page.found.title().endswith("还没有标注到任何环节")


def test_the_legend_is_hidden_and_shown_with_a_click(desktop: DesktopProbe) -> None:
    page = desktop.session.page
    _click(desktop, page.bar.legend)
    assert page.legend.isHidden()
    _click(desktop, page.bar.legend)
    assert page.legend.isVisible()


def test_the_bar_and_the_map_fit_beside_the_open_panels(desktop: DesktopProbe) -> None:
    bar = desktop.session.page.bar
    for widget in (bar.modes, bar.filters, bar.ways, bar.legend):
        assert widget.width() >= widget.sizeHint().width()
        assert bar.rect().contains(widget.geometry())


def _first(desktop: DesktopProbe, chain: str) -> str:
    with desktop.session.workspace.read() as reader:
        return reader.chain_state(chain).chain.segments[0].code


def _place_name(desktop: DesktopProbe, ref: SegmentRef) -> str:
    with desktop.session.workspace.read() as reader:
        chain = reader.chain_state(ref.chain).chain
    return f"{chain.name} · {chain.segment(ref.segment).name}"


def test_the_overview_shows_every_chain_and_a_click_goes_there(desktop: DesktopProbe) -> None:
    page, overview = desktop.session.page, desktop.session.overview
    _click(desktop, page.bar.overview)
    picture = overview.picture()
    with desktop.session.workspace.read() as reader:
        codes = set(reader.chain_codes())
    assert picture is not None
    assert set(picture.layout.boxes) == codes

    desktop.qtbot.mouseClick(
        overview, Qt.MouseButton.LeftButton, pos=overview.screen_box("motor").center().toPoint()
    )
    desktop.settle()

    assert desktop.session.place.chain == "motor"
    assert not page.shows_overview()


def test_the_overview_is_walked_with_the_keys_and_left_with_escape(desktop: DesktopProbe) -> None:
    page, overview = desktop.session.page, desktop.session.overview
    _act(desktop, "overview")
    picture = overview.picture()
    assert picture is not None
    desktop.qtbot.keyClick(overview, Qt.Key.Key_Right)
    desktop.qtbot.keyClick(overview, Qt.Key.Key_Right)
    assert overview.light().chain == picture.layout.order[1]

    desktop.qtbot.keyClick(overview, Qt.Key.Key_Escape)
    assert not page.shows_overview()

    _act(desktop, "overview")
    desktop.qtbot.keyClick(overview, Qt.Key.Key_Return)
    assert desktop.session.place.chain == picture.layout.order[1]


def test_a_link_of_the_overview_says_what_is_shared_and_lists_it(desktop: DesktopProbe) -> None:
    overview = desktop.session.overview
    _act(desktop, "overview")
    picture = overview.picture()
    assert picture is not None
    link = picture.overview.links[0]

    overview.link_picked.emit(link)

    assert desktop.session.page.found.title().endswith(f"共享 {len(link.products)} 个产品")
    _press(desktop, desktop.session.page.found, 0)
    assert desktop.session.place.segment == link.products[0].segments[0]
    assert not desktop.session.page.shows_overview()


def test_a_mark_changes_the_overview_at_once(desktop: DesktopProbe) -> None:
    _act(desktop, "overview")
    before = desktop.session.overview.picture()

    desktop.session.desk.submit(AssessSegment(MOULD, coverage=Coverage.STRONG))
    desktop.settle()

    assert desktop.session.overview.picture() != before


def _act(desktop: DesktopProbe, action: str) -> None:
    desktop.session.window.action(action).trigger()
    desktop.settle()
