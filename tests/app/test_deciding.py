"""补链优先级 and 链间配套 of a workspace, on the command line and in files."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from app.cli import main
from app.services.deciding import find_cross_matches, find_priorities
from app.transfers_deciding import export_matches, export_priorities
from chains.chain import SegmentRef
from chains.commands import PlaceCompany
from tests.builders import a_company, a_workspace, bring_in

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "威海.lianpu"
    workspace = a_workspace(path)
    (company,) = bring_in(workspace, a_company("威海芯片有限公司", region="371002"))
    workspace.execute(PlaceCompany(SegmentRef("office_automation", "printer_chip"), company))
    workspace.database.close()
    return path


def test_priorities_on_the_command_line_are_those_of_the_workspace(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = main(["priorities", "-w", str(path), "--best", "3", "--json"])

    told = json.loads(capsys.readouterr().out)
    gains = [one["gain"] for one in told["gaps"]]
    assert status == 0
    assert gains == pytest.approx(sorted(gains, reverse=True))
    assert told["best"]["products"] == [one["product"] for one in told["gaps"][:3]]
    assert told["best"]["exact"] is True
    assert told["best"]["gain"] == pytest.approx(sum(gains[:3]))


def test_matches_on_the_command_line_name_both_sides(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["matches", "-w", str(path), "--json"]) == 0

    told = json.loads(capsys.readouterr().out)
    assert ("integrated_circuit/ic", "office_automation/printer_chip") in [
        (one["gap"], one["maker"]) for one in told
    ]
    assert [each["name"] for each in told[0]["makers"]] == ["威海芯片有限公司"]


def test_lists_that_help_to_decide_go_into_workbooks(tmp_path: Path) -> None:
    workspace = a_workspace(tmp_path / "威海.lianpu")
    gaps = export_priorities(workspace, tmp_path / "优先级.xlsx", 3)
    matches = export_matches(workspace, tmp_path / "配套.xlsx")

    book = load_workbook(tmp_path / "优先级.xlsx")
    assert gaps == len(find_priorities(workspace, 3).found)
    assert book.sheetnames == ["全部", "最优 3 项组合"]
    assert "精确" in str(book["全部"]["A4"].value)
    assert matches == len(find_cross_matches(workspace))
    workspace.database.close()
