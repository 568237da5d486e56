"""来源国（地区） of an assessment: kept, taken back, told, and through forms and workbooks."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from app.chain_imports import plan_of_chains
from app.chain_workbook_imports import WorkbookImport
from app.cli import main
from app.exchange.form_layout import SEGMENTS
from app.form_exports import FormRequest, export_form
from app.form_imports import plan_form_import
from app.services.change_log import restoration
from app.transfers import export_chain_file
from chains.chain import SegmentRef
from chains.commands import AssessSegment, RevertChange
from chains.errors import InvalidValue
from chains.kinds import Coverage, Degree, Source
from tests.builders import a_workspace

if TYPE_CHECKING:
    from app.services.workspace import Workspace
    from chains.marking import Assessment

MOULD = SegmentRef("tyre", "mould")
IMPORTED = AssessSegment(MOULD, Coverage.WEAK, Source.ABROAD, Degree.MAINLY, countries=("日本", "Germany"))
HEADING = "来源国（地区）"


def _mark(workspace: Workspace) -> Assessment:
    with workspace.read() as reader:
        return reader.chain_state("tyre").assessment("mould")


def _put(path: Path, sheet: str, header: int, **cells: Any) -> None:
    """Write cells of the row of 轮胎模具."""
    book = openpyxl.load_workbook(path)
    page = book[sheet]
    column = {cell.value: cell.column for cell in page[header]}
    rows = range(header + 1, page.max_row + 1)
    row = next(one for one in rows if page.cell(one, column["环节"]).value == "轮胎模具")
    for heading, value in cells.items():
        page.cell(row, column[heading]).value = value
    book.save(path)


def _drop_column(path: Path, sheet: str, header: int, heading: str) -> None:
    book = openpyxl.load_workbook(path)
    page = book[sheet]
    page.delete_cols(next(cell.column for cell in page[header] if cell.value == heading))
    book.save(path)


def test_countries_are_kept_by_their_names_logged_and_taken_back(workspace: Workspace) -> None:
    workspace.execute(IMPORTED)

    assert _mark(workspace).countries == ("日本", "德国")
    with workspace.read() as reader:
        fields = {one.field: one.after for one in reader.change_log(1)[0].fields}
    assert fields["assessment.countries"] == "日本；德国"
    workspace.undo_last()
    assert _mark(workspace).countries == ()


def test_countries_go_when_the_source_is_no_longer_abroad(workspace: Workspace) -> None:
    workspace.execute(IMPORTED)

    workspace.execute(AssessSegment(MOULD, source=Source.DOMESTIC))

    assert _mark(workspace).countries == ()
    workspace.undo_last()
    assert _mark(workspace).countries == ("日本", "德国")


@pytest.mark.parametrize(
    "command",
    [
        AssessSegment(MOULD, source=Source.DOMESTIC, countries=("日本",)),
        AssessSegment(MOULD, source=Source.ABROAD, countries=("中国",)),
    ],
)
def test_a_country_of_what_is_not_imported_is_refused(workspace: Workspace, command: AssessSegment) -> None:
    before = _mark(workspace)

    with pytest.raises(InvalidValue):
        workspace.execute(command)
    assert _mark(workspace) == before


def test_a_form_brings_countries_back(workspace: Workspace, tmp_path: Path) -> None:
    workspace.execute(IMPORTED)
    path = tmp_path / "表.xlsx"
    export_form(workspace, FormRequest("371002", chains=("tyre",)), path)
    assert plan_form_import(workspace, [path]).plan.changes == ()
    _put(path, SEGMENTS, 2, **{HEADING: "韩国；日本"})

    found = plan_form_import(workspace, [path])

    assert [(one.field, one.base, one.theirs) for one in found.plan.changes] == [
        (HEADING, "日本、德国", "韩国、日本")
    ]
    for _unit, command in found.commands({}):
        workspace.execute(command)
    assert _mark(workspace).countries == ("韩国", "日本")


def test_a_form_whose_source_is_not_abroad_brings_no_country(workspace: Workspace, tmp_path: Path) -> None:
    workspace.execute(IMPORTED)
    path = tmp_path / "表.xlsx"
    export_form(workspace, FormRequest("371002", chains=("tyre",)), path)
    _put(path, SEGMENTS, 2, **{HEADING: "韩国", "当前来源": "国内"})

    found = plan_form_import(workspace, [path])

    assert [one.field for one in found.plan.changes] == ["当前来源"]
    assert "来源国（地区）未采用" in found.plan.forms[0].problems[0][2]
    for _unit, command in found.commands({}):
        workspace.execute(command)
    assert (_mark(workspace).source, _mark(workspace).countries) == (Source.DOMESTIC, ())


def test_a_form_filled_in_before_the_source_changed_here_brings_no_country(
    workspace: Workspace, tmp_path: Path
) -> None:
    workspace.execute(IMPORTED)
    path = tmp_path / "表.xlsx"
    export_form(workspace, FormRequest("371002", chains=("tyre",)), path)
    _put(path, SEGMENTS, 2, **{HEADING: "韩国", "依据": "走访"})
    workspace.execute(AssessSegment(MOULD, source=Source.LOCAL))

    for _unit, command in plan_form_import(workspace, [path]).commands({}):
        workspace.execute(command)

    assert (_mark(workspace).source, _mark(workspace).countries) == (Source.LOCAL, ())


def test_a_form_without_the_column_says_nothing_of_countries(workspace: Workspace, tmp_path: Path) -> None:
    workspace.execute(IMPORTED)
    path = tmp_path / "表.xlsx"
    request = FormRequest("371002", chains=("tyre",), fields=frozenset({"share"}))
    export_form(workspace, request, path)
    assert HEADING not in [cell.value for cell in openpyxl.load_workbook(path)[SEGMENTS][2]]
    _put(path, SEGMENTS, 2, 本地供给="具备")

    for _unit, command in plan_form_import(workspace, [path]).commands({}):
        workspace.execute(command)

    assert _mark(workspace).countries == ("日本", "德国")


def test_a_chain_workbook_carries_countries_both_ways(workspace: Workspace, tmp_path: Path) -> None:
    workspace.execute(IMPORTED)
    path = tmp_path / "轮胎.xlsx"
    export_chain_file(workspace, "tyre", path)
    same = plan_of_chains(workspace, path)
    assert isinstance(same, WorkbookImport) and same.plan.changes == ()
    _put(path, "环节", 1, **{HEADING: "USA，法国"})

    found = plan_of_chains(workspace, path)

    assert isinstance(found, WorkbookImport)
    assert [(one.field, one.before, one.after) for one in found.plan.changes] == [
        (HEADING, "日本；德国", "美国；法国")
    ]
    command = found.command()
    assert command is not None
    workspace.execute(command)
    assert _mark(workspace).countries == ("美国", "法国")


def test_a_chain_workbook_of_before_has_no_such_column(workspace: Workspace, tmp_path: Path) -> None:
    workspace.execute(IMPORTED)
    path = tmp_path / "轮胎.xlsx"
    export_chain_file(workspace, "tyre", path)
    _drop_column(path, "环节", 1, HEADING)

    found = plan_of_chains(workspace, path)

    assert isinstance(found, WorkbookImport) and found.plan.changes == ()


def test_the_command_line_marks_lists_and_stops_a_country(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "威海.lianpu"
    a_workspace(path).database.close()
    place = ["mark", "轮胎", "轮胎模具", "-w", str(path)]
    assert main([*place, "--source", "国外", "--country", "日本", "--country", "DE"]) == 0
    capsys.readouterr()

    assert main(["scenario", "-w", str(path), "--countries", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["countries"] == [{"name": "德国", "segments": 1}, {"name": "日本", "segments": 1}]
    assert main(["scenario", "-w", str(path), "--stop-country", "Japan", "--save", "甲", "--json"]) == 0
    outcome = json.loads(capsys.readouterr().out)
    assert main(["scenario", "-w", str(path), "--use", "甲"]) == 0
    words = capsys.readouterr().out

    tyre = next(one for one in outcome["chains"] if one["chain"] == "tyre")
    assert outcome["supposed"] == ["stop * abroad :日本"]
    assert (tyre["steps"][0]["segment"], tyre["steps"][0]["after"]) == ("mould", 0.375)
    assert outcome["imports"] == {key: told[key] for key in ("imported", "without_country")}
    assert f"其中 {told['without_country']} 个未填来源国（地区），不计入任何一国" in words
    assert main([*place, "--no-country"]) == 0
    assert main([*place, "--country", "中国"]) == 2
    assert main(["mark", "轮胎", "轮胎", "-w", str(path), "--source", "国内", "--country", "日本"]) == 2
    assert "只在当前来源为国外时填写" in capsys.readouterr().err


def _forget_the_column_in_the_log(workspace: Workspace) -> None:
    """Leave the log as a program of before the column wrote it."""
    with closing(sqlite3.connect(workspace.database.path)) as file:
        for side in ("before", "after"):
            file.execute(f"UPDATE change_item SET {side} = json_remove({side}, '$.countries')")  # noqa: S608
        file.commit()


def test_what_was_logged_before_there_were_countries_is_taken_back_and_looked_at(
    workspace: Workspace, tmp_path: Path
) -> None:
    workspace.execute(AssessSegment(MOULD, Coverage.WEAK, Source.ABROAD))
    path = tmp_path / "表.xlsx"
    export_form(workspace, FormRequest("371002", chains=("tyre",)), path)
    workspace.undo_last()
    _forget_the_column_in_the_log(workspace)

    # The form's base is what held then: rolled back from entries that know no countries.
    assert plan_form_import(workspace, [path]).plan.changes == ()
    with workspace.read() as reader:
        undone = reader.change_log(1)[0].number
    workspace.execute(RevertChange(undone))

    assert (_mark(workspace).source, _mark(workspace).countries) == (Source.ABROAD, ())


def test_older_countries_are_put_back_from_the_log_alone(workspace: Workspace) -> None:
    workspace.execute(IMPORTED)
    number = workspace.execute(AssessSegment(MOULD, countries=("法国",))).number
    assert number is not None
    workspace.execute(AssessSegment(MOULD, coverage=Coverage.MISSING))

    with workspace.read() as reader:
        fact = next(one for one in reader.changes.facts(number) if one.field == "assessment.countries")
        found = restoration(reader, fact)
    assert (found.now, found.before.text) == ("法国", "日本；德国")
    assert found.before.command is not None
    workspace.execute(found.before.command)

    assert (_mark(workspace).countries, _mark(workspace).coverage) == (("日本", "德国"), Coverage.MISSING)
