"""推演 in the whole window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chains.chain import SegmentRef
from chains.scenario import Fill, Stop
from chains.shading import ShadeClass

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
    dialog.setTextValue("模具落地")
    dialog.accept()
    desktop.settle()
    panel.clear.click()
    desktop.settle()
    assert session.deciding.scenario.suppositions() == ()

    panel.kept.setCurrentIndex(panel.kept.findText("模具落地"))
    desktop.settle()

    assert session.deciding.scenario.suppositions() == (Fill(MOULD), Stop())
    assert panel.supposed.item(0).text() == "补上缺口：轮胎 · 轮胎模具"
