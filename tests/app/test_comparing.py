"""Snapshots compared in a real workspace, on the command line and as a workbook."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from app.cli import main
from app.services.comparing import NOW, find_comparison, suggested_name
from chains.chain import SegmentRef
from chains.commands import AssessSegment, PlaceCompany, RemovePlacement, TakeSnapshot
from chains.comparison import SegmentTurn
from chains.errors import NotFound
from chains.kinds import Coverage
from tests.builders import a_company, a_workspace, bring_in

if TYPE_CHECKING:
    from pathlib import Path

    from app.services.workspace import Workspace

MOULD = SegmentRef("tyre", "mould")


def _lived(path: Path) -> Workspace:
    """A workspace with two snapshots: before the mould was marked and placed, and after."""
    workspace = a_workspace(path)
    (company,) = bring_in(workspace, a_company("<b>甲</b>=1+1", "轮胎模具", region="371002"))
    workspace.execute(AssessSegment(MOULD, coverage=Coverage.MISSING))
    workspace.execute(TakeSnapshot("2026年第三季度"))
    workspace.execute(AssessSegment(MOULD, coverage=Coverage.ADEQUATE, evidence="投产"))
    workspace.execute(PlaceCompany(MOULD, company))
    workspace.execute(TakeSnapshot("2026年第四季度"))
    workspace.execute(RemovePlacement(MOULD, company))
    return workspace


def test_two_snapshots_and_now_are_compared_in_order_of_time(tmp_path: Path) -> None:
    workspace = _lived(tmp_path / "威海.lianpu")

    compared = find_comparison(workspace, "2026年第四季度", "2026年第三季度")
    later = find_comparison(workspace, "2026年第四季度")

    assert (compared.before.name, compared.after.name) == ("2026年第三季度", "2026年第四季度")
    (change,) = compared.found.segments
    assert (change.turn, change.detail, change.evidence) == (SegmentTurn.FILLED, "缺失 → 具备", "投产")
    assert [move.came for move in compared.found.companies] == [True]
    assert later.after.name == NOW
    assert [move.came for move in later.found.companies] == [False]
    assert later.found.segments == ()


def test_a_snapshot_compared_with_itself_shows_nothing(tmp_path: Path) -> None:
    workspace = _lived(tmp_path / "威海.lianpu")

    found = find_comparison(workspace, "2026年第三季度", "2026年第三季度").found

    assert not any(chain.changed for chain in found.chains)


def test_an_unknown_snapshot_names_those_there_are(tmp_path: Path) -> None:
    workspace = _lived(tmp_path / "威海.lianpu")

    with pytest.raises(NotFound) as refused:
        find_comparison(workspace, "去年")

    assert "2026年第三季度" in str(refused.value.facts["near"])


def test_a_snapshot_is_called_by_its_quarter_then_by_its_day() -> None:
    assert suggested_name(date(2026, 11, 27), ()) == "2026年第四季度"
    assert suggested_name(date(2027, 3, 31), ("2026年第四季度",)) == "2027年第一季度"
    assert suggested_name(date(2026, 11, 27), ("2026年第四季度",)) == "2026-11-27"


def test_the_command_line_takes_lists_compares_and_removes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, out = str(tmp_path / "威海.lianpu"), tmp_path / "变化.xlsx"
    _lived(tmp_path / "威海.lianpu").database.close()

    assert main(["snapshot", "年底", "-w", file]) == 0
    assert main(["snapshot", "-w", file]) == 0
    assert "年底" in capsys.readouterr().out
    assert main(["compare", "2026年第三季度", "年底", "-w", file, "--out", str(out), "--json"]) == 0
    whole = json.loads(capsys.readouterr().out)
    tyre = next(one for one in whole["chains"] if one["chain"] == "tyre")
    assert [one["turn"] for one in tyre["segments"]] == ["filled"]
    assert out.exists()
    assert main(["snapshot", "--remove", "年底", "-w", file]) == 0
    assert main(["compare", "年底", "-w", file]) == 2


def test_the_workbook_holds_every_change_as_text(tmp_path: Path) -> None:
    file, out = tmp_path / "威海.lianpu", tmp_path / "变化.xlsx"
    _lived(file).database.close()

    assert main(["compare", "2026年第三季度", "2026年第四季度", "-w", str(file), "--out", str(out)]) == 0

    book = load_workbook(out)
    assert book.sheetnames == ["各链前后", "环节变化", "企业进出"]
    last = [cell.value for cell in list(book["企业进出"].rows)[-1]]
    assert last[3:] == ["新进", "<b>甲</b>=1+1", "本地"]
    assert "2026年第三季度" in str(book["环节变化"]["A1"].value)
    assert any(str(row[0].value or "").startswith("口径") for row in book["各链前后"].iter_rows(max_row=5))
