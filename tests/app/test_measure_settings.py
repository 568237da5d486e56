"""口径与权重 of a workspace: kept, logged, taken back, told before they are saved."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from app.services.settings_preview import preview_settings
from app.services.workspace import measure_settings
from app.wording import gap_basis, rate_basis
from chains.chain import SegmentRef
from chains.commands import PlaceCompany
from chains.errors import Conflict
from chains.kinds import RateRule
from chains.measure_settings import DEFAULTS, SetMeasureSettings
from tests.builders import a_company, bring_in
from tests.stores import FILE, SERVER

if TYPE_CHECKING:
    from app.services.workspace import Workspace

STORES = (FILE, SERVER)

OTHERS = replace(DEFAULTS, credit_weak=0.2, rate_rule=RateRule.BY_SEGMENT)


def _held(workspace: Workspace) -> object:
    with workspace.read() as reader:
        return measure_settings(reader)


def test_weights_are_kept_and_logged_by_their_words(workspace: Workspace) -> None:
    workspace.execute(SetMeasureSettings(OTHERS, DEFAULTS))

    with workspace.read() as reader:
        entry = reader.change_log(1)[0]
    assert _held(workspace) == OTHERS
    assert entry.action == "set_measures"
    assert [(one.field, one.before, one.after) for one in entry.fields] == [
        ("setting.measures.credit_weak", "0.5", "0.2")
    ]


def test_weights_can_be_taken_back(workspace: Workspace) -> None:
    workspace.execute(SetMeasureSettings(OTHERS))
    workspace.undo_last()

    assert _held(workspace) == DEFAULTS


def test_weights_that_changed_meanwhile_are_not_written_over(workspace: Workspace) -> None:
    workspace.execute(SetMeasureSettings(OTHERS))

    with pytest.raises(Conflict):
        workspace.execute(SetMeasureSettings(replace(DEFAULTS, credit_weak=0.4), DEFAULTS))


def test_a_preview_tells_what_saving_then_does(workspace: Workspace) -> None:
    preview = preview_settings(workspace, OTHERS)
    before = {one.name: one.local_supply_rate for one in workspace.overviews()}

    workspace.execute(SetMeasureSettings(OTHERS))

    after = {one.name: one.local_supply_rate for one in workspace.overviews()}
    assert {one.chain_name: (one.before, one.after) for one in preview.rates} == {
        name: (before[name], after[name]) for name in before
    }
    assert preview.rates_changed > 0


def test_a_preview_saves_nothing(workspace: Workspace) -> None:
    preview_settings(workspace, OTHERS)

    assert _held(workspace) == DEFAULTS


def test_the_rule_of_the_rate_reaches_every_figure(workspace: Workspace) -> None:
    (company,) = bring_in(workspace, a_company("丙威海模具有限公司", "轮胎模具", region="371002"))
    workspace.execute(PlaceCompany(SegmentRef("tyre", "mould"), company))
    workspace.execute(SetMeasureSettings(replace(DEFAULTS, rate_rule=RateRule.BY_COMPANY)))

    (measures,) = workspace.measures("tyre")

    assert measures.overview.local_supply_rate == 1.0
    assert "按企业" in rate_basis(measures.settings)


def test_the_basis_says_the_weights_that_hold() -> None:
    assert "薄弱计 0.2" in rate_basis(OTHERS)
    assert "薄弱 0.7" in gap_basis(replace(DEFAULTS, depth_weak=0.7))
