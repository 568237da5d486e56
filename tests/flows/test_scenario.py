"""推演 in the whole window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from chains.chain import SegmentRef
from chains.commands import AssessSegment
from chains.kinds import Source
from chains.scenario import Fill, Stop
from chains.shade_classes import ShadeClass

if TYPE_CHECKING:
    from tests.flows.conftest import DesktopProbe

MOULD = SegmentRef("tyre", "mould")


def test_what_is_supposed_reaches_tables_and_map_and_nothing_else(desktop: DesktopProbe) -> None:
    session = desktop.session
    gaps = desktop.gap_names()
    session.place.go_to_segment(MOULD)
    desktop.settle()

    session.deciding.act("suppose_filled")
    desktop.settle()
    panel = session.deciding.scenario_panel
    panel.on_map.setChecked(True)
    desktop.settle()

    first = panel.outcome.model.row(0)
    assert first.key == "tyre"
    assert "→" in first.cells[1].text
    assert panel.steps.model.row(0).key[0] == MOULD
    assert session.seeing.looks.boxes["mould"].shade is ShadeClass.CHANGE_BETTER
    assert desktop.gap_names() == gaps
    panel.on_map.setChecked(False)
    assert session.seeing.looks.boxes["mould"].shade is ShadeClass.COVERAGE_MISSING


def test_a_scenario_is_kept_by_name_and_chosen_again(desktop: DesktopProbe) -> None:
    session = desktop.session
    session.place.go_to_segment(MOULD)
    session.deciding.scenario.add("fill")
    session.deciding.scenario.add("stop_abroad")
    desktop.settle()
    panel = session.deciding.scenario_panel

    panel.save.click()
    dialog = session.deciding.scenario.dialog()
    assert dialog is not None
    dialog.put("模具落地")
    dialog.agree.click()
    desktop.settle()
    panel.clear.click()
    desktop.settle()
    assert session.deciding.scenario.suppositions() == ()

    panel.kept.setCurrentIndex(panel.kept.findText("模具落地"))
    desktop.settle()

    assert session.deciding.scenario.suppositions() == (Fill(MOULD), Stop())
    assert panel.supposed.item(0).text() == "补上缺口：轮胎 · 轮胎模具"


def test_a_country_typed_in_the_panel_can_be_supposed_to_stop(desktop: DesktopProbe) -> None:
    session, left = desktop.session, Qt.MouseButton.LeftButton
    session.place.go_to_segment(MOULD)
    desktop.settle()
    assessing = session.panel.assessing
    desktop.qtbot.mouseClick(assessing.source.button(Source.ABROAD), left)
    desktop.settle()
    desktop.qtbot.mouseClick(assessing.countries.edit, left)
    desktop.qtbot.keyClicks(assessing.countries.edit, "JP, germany")
    desktop.qtbot.keyClick(assessing.countries.edit, Qt.Key.Key_Return)
    desktop.settle()

    assert assessing.countries.edit.text() == "日本、德国"
    session.deciding.act("suppose_filled")
    panel = session.deciding.scenario_panel
    desktop.settle()
    desktop.qtbot.mouseClick(panel.clear, left)
    desktop.settle()
    offered = [action for action in panel.countries.actions() if action.isEnabled() and action.data()]
    assert [action.text() for action in offered] == ["德国（1 个环节）", "日本（1 个环节）"]
    offered[1].trigger()
    desktop.settle()

    assert session.deciding.scenario.suppositions() == (Stop(Source.ABROAD, None, "日本"),)
    assert panel.supposed.item(0).text() == "断供：日本 → 全部环节"
    assert panel.steps.model.row(0).key[0] == MOULD
    assert "未填来源国（地区）" in panel.note.text()


def test_undo_brings_countries_back_that_another_source_took_away(desktop: DesktopProbe) -> None:
    session, left = desktop.session, Qt.MouseButton.LeftButton
    session.desk.submit(AssessSegment(MOULD, source=Source.ABROAD, countries=("日本",)))
    session.place.go_to_segment(MOULD)
    desktop.settle()
    assessing = session.panel.assessing
    desktop.qtbot.mouseClick(assessing.source.button(Source.DOMESTIC), left)
    desktop.settle()
    assert not assessing.countries.isVisible()

    session.desk.undo()
    desktop.settle()

    assert assessing.countries.isVisible() and assessing.countries.edit.text() == "日本"
