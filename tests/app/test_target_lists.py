"""The target list as a person wants it: filters, orders, columns, templates; from the command line too."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from app.cli import cli
from app.services.visit import gather_visit
from app.services.workspace import Workspace
from app.transfers import export_targets
from app.visit_sheet import export_visit_sheet, visit_report
from chains.chain import SegmentRef
from chains.commands import (
    AddFollowUp,
    AddTarget,
    CompanyArrival,
    ImportCompanies,
    PlaceCompany,
    UpdateTarget,
)
from chains.company import Contact
from chains.errors import InvalidValue, NotFound
from chains.kinds import Phase
from chains.rows import TargetRow
from chains.target_lists import (
    DEFAULT_COLUMNS,
    TEMPLATE_PREFIX,
    RemoveTargetTemplate,
    SaveTargetTemplate,
    TargetColumn,
    TargetFilter,
    TargetList,
    TargetSort,
    arranged,
    is_overdue,
    template_from_text,
    template_text,
    templates_from_settings,
)
from db.places import without_password
from tests.builders import TODAY, a_company, bring_in
from tests.stores import FILE, SERVER
from tests.widgets.builders import a_target

STORES = (FILE, SERVER)

MOULD = SegmentRef("tyre", "mould")
SHORT = TargetList(
    TargetFilter(phases=(Phase.TALKING,)),
    TargetSort.COMPANY,
    columns=(TargetColumn.COMPANY, TargetColumn.PHASE),
)


@pytest.fixture
def workspace(workspace: Workspace) -> Workspace:
    made = workspace
    bring_in(
        made,
        a_company("甲模具厂", "轮胎模具", region="440500"),
        a_company("乙模具厂", "活络轮胎模具", region="370200"),
    )
    for number, phase in ((1, Phase.TALKING), (2, Phase.LEAD)):
        target = made.execute(made.target_command(MOULD, number)).created
        made.execute(UpdateTarget(target, phase=phase, responsible_unit="市投资促进局"))
    return made


def names(rows: tuple[TargetRow, ...]) -> list[int]:
    return [row.id for row in rows]


def some_targets() -> list[TargetRow]:
    return [
        a_target(1, score=0.5),
        a_target(2, score=0.9, next_on=date(2026, 11, 20)),
        a_target(3, score=0.7, next_on=date(2026, 11, 1)),
        a_target(4, score=None, next_on=date(2026, 10, 1), phase=Phase.LANDED),
    ]


def test_overdue_first_the_longest_overdue_at_the_top_and_ended_ones_last() -> None:
    assert names(arranged(some_targets(), TargetList(sort=TargetSort.OVERDUE), TODAY, {})) == [3, 2, 1, 4]


def test_targets_without_the_value_stand_last_in_either_direction() -> None:
    by_score = TargetList(sort=TargetSort.SCORE)
    assert names(arranged(some_targets(), by_score, TODAY, {})) == [2, 3, 1, 4]
    assert names(arranged(some_targets(), replace(by_score, descending=True), TODAY, {})) == [1, 3, 2, 4]


def test_the_gravest_gap_stands_first_by_default() -> None:
    rows = [a_target(1), a_target(2, ref=SegmentRef("tyre", "tyre"))]
    order = arranged(rows, TargetList(), TODAY, {SegmentRef("tyre", "tyre"): 0.9, rows[0].ref: 0.1})
    assert names(order) == [2, 1]


@pytest.mark.parametrize(
    ("wanted", "kept"),
    [
        (TargetFilter(), [1, 2, 3, 4]),
        (TargetFilter(overdue=True), [2, 3]),
        (TargetFilter(phases=(Phase.LANDED,)), [4]),
        (TargetFilter(chains=("none",)), []),
        (TargetFilter(units=("谁也不是",)), []),
        (TargetFilter(text="找不到的字"), []),
    ],
)
def test_a_filter_keeps_what_fits_all_its_parts(wanted: TargetFilter, kept: list[int]) -> None:
    assert sorted(names(arranged(some_targets(), TargetList(wanted), TODAY, {}))) == kept


def test_what_landed_or_was_lost_is_never_overdue() -> None:
    assert not is_overdue(a_target(1, next_on=date(2020, 1, 1), phase=Phase.LOST), TODAY)


def test_a_template_is_read_as_it_was_written_and_unknown_parts_are_left_out() -> None:
    how = TargetList(
        TargetFilter(("tyre",), (Phase.SIGNED,), ("甲局", ""), overdue=True, text='"字"'),
        TargetSort.UNIT,
        descending=True,
        columns=(TargetColumn.COMPANY,),
    )
    assert template_from_text(template_text(how)) == how
    newer = json.loads(template_text(how)) | {"columns": ["company", "of_later"], "sort": "of_later"}
    read = template_from_text(json.dumps(newer))
    assert read is not None
    assert (read.columns, read.sort) == ((TargetColumn.COMPANY,), TargetSort.GAP_INDEX)
    assert template_from_text("no json") is None


def test_a_template_is_kept_replaced_forgotten_and_all_of_it_undone(workspace: Workspace) -> None:
    def kept() -> dict[str, TargetList]:
        with workspace.read() as reader:
            return templates_from_settings(reader.settings_under(TEMPLATE_PREFIX))

    workspace.execute(SaveTargetTemplate("周报", SHORT))
    assert kept() == {"周报": SHORT}
    workspace.execute(SaveTargetTemplate("周报", TargetList()))
    assert kept()["周报"].columns == DEFAULT_COLUMNS
    workspace.undo_last()
    assert kept() == {"周报": SHORT}
    workspace.execute(RemoveTargetTemplate("周报"))
    assert kept() == {}
    workspace.undo_last()
    assert kept() == {"周报": SHORT}


def test_a_template_without_the_company_is_refused(workspace: Workspace) -> None:
    with pytest.raises(InvalidValue):
        workspace.execute(SaveTargetTemplate("空", TargetList(columns=(TargetColumn.PHASE,))))
    with pytest.raises(NotFound):
        workspace.execute(RemoveTargetTemplate("没有"))


def test_the_workbook_has_the_columns_and_rows_that_were_picked(workspace: Workspace, tmp_path: Path) -> None:
    assert export_targets(workspace, tmp_path / "a.xlsx", how=SHORT) == 1

    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    rows = [tuple(cell for cell in row if cell is not None) for row in sheet.iter_rows(values_only=True)]
    assert ("目标企业", "招商阶段") in rows
    assert ("甲模具厂", "洽谈") in rows
    assert any("洽谈" in str(cell) and "2 列" in str(cell) for row in rows for cell in row)


def run(*arguments: str) -> str:
    result = CliRunner().invoke(cli, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_the_command_line_pursues_a_target_and_keeps_a_template(workspace: Workspace, tmp_path: Path) -> None:
    file = without_password(workspace.database.place)
    workspace.database.close()
    who = ("轮胎", "轮胎模具", "甲模具厂")
    run("target", "set", *who, "-w", file, "--phase", "签约", "--next", "签协议", "--next-on", "2026-01-05")
    run("target", "follow-up", *who, "电话联系", "-w", file, "--on", "2026-11-20")
    shown = json.loads(run("target", "list", "-w", file, "--overdue", "--json"))
    assert [(one["company"], one["phase"], one["overdue"]) for one in shown] == [("甲模具厂", "signed", True)]
    told = json.loads(run("target", "history", *who, "-w", file, "--json"))
    assert told["follow_ups"][0]["text"] == "电话联系"
    assert [one["action"] for one in told["changes"]][:2] == ["follow_up", "update_target"]
    run(
        "target",
        "template",
        "save",
        "周报",
        "-w",
        file,
        "--phase",
        "签约",
        "--columns",
        "目标企业，下一步日期",
    )
    assert "周报" in run("target", "template", "list", "-w", file)
    out = tmp_path / "b.xlsx"
    assert "1 家" in run("export", "targets", str(out), "-w", file, "--template", "周报")
    run("target", "template", "remove", "周报", "-w", file)
    assert "还没有模板" in run("target", "template", "list", "-w", file)


def test_the_history_of_a_target_tells_its_steps_and_changes(workspace: Workspace) -> None:
    with workspace.read() as reader:
        target = reader.targets()[0]
    workspace.execute(AddFollowUp(target.id, date(2026, 11, 20), "电话联系"))
    workspace.execute(UpdateTarget(target.id, investment_yi=Decimal(3)))

    with workspace.read() as reader:
        found = reader.target_history(target.id)
        with pytest.raises(NotFound):
            reader.target_history(999)

    assert [one.text for one in found.follow_ups] == ["电话联系"]
    assert [one.action for one in found.changes] == [
        "update_target", "follow_up", "update_target", "add_target",
    ]  # fmt: skip
    assert found.changes[0].fields[0].after == "3"


def test_the_sheet_says_who_is_here_and_why_it_fits(workspace: Workspace) -> None:
    bring_in(workspace, a_company("威海轮胎厂", "轮胎", region="371002"))
    workspace.execute(PlaceCompany(SegmentRef("tyre", "tyre"), 3))

    told = gather_visit(workspace, MOULD, 1)

    assert [(one.segment_name, one.companies) for one in told.downstream] == [("轮胎", ("威海轮胎厂",))]
    assert told.upstream == ()
    assert told.candidate is not None and told.candidate.why[0].word == "轮胎模具"
    text = str(visit_report(told, "王五"))
    assert "威海轮胎厂" in text and "产品就是它" in text and "市投资促进局" in text


def test_contacts_stay_out_of_the_sheet_unless_asked_and_are_written_down(
    workspace: Workspace, tmp_path: Path
) -> None:
    arrival = CompanyArrival(a_company("丁厂", "轮胎模具"), (Contact("phone", "13800000000"),))
    workspace.execute(ImportCompanies("a.csv", (arrival,), {}))
    workspace.execute(AddTarget(MOULD, 3))

    export_visit_sheet(workspace, tmp_path / "a.docx", MOULD, 3)
    export_visit_sheet(workspace, tmp_path / "b.docx", MOULD, 3, "赴深圳对接")

    assert "13800000000" not in words_of(tmp_path / "a.docx")
    assert "13800000000" in words_of(tmp_path / "b.docx")
    with workspace.read() as reader:
        assert [row.action for row in reader.change_log(2)] == ["export_contacts", "add_target"]


def words_of(path: Path) -> str:
    from docx import Document

    document = Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def test_a_company_without_any_fact_gives_a_sheet_that_claims_nothing(
    workspace: Workspace, tmp_path: Path
) -> None:
    bring_in(workspace, a_company("空白厂"))
    export_visit_sheet(workspace, tmp_path / "a.docx", SegmentRef("tyre", "steel_cord"), 3)
    text = words_of(tmp_path / "a.docx")
    assert "没有命中该环节的词" in text
    assert "对接进展" not in text
