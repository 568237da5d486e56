"""清单资料: kept with undo and log, brought in from tables, written out and read again."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook, load_workbook

from app.cli import main
from app.record_transfers import export_records, export_rejected_records, plan_record_import
from chains.errors import Conflict, FileRefused, InvalidValue, NotFound
from chains.list_records import BringInRecords, ListRecord, RemoveRecord, SaveRecord
from chains.record_shapes import FIELDS, NAME_WORD, RECORD_FIELD, FieldKind, RecordKind
from chains.structure import AddChain, RemoveChain
from db.places import without_password
from tests.stores import FILE, SERVER

if TYPE_CHECKING:
    from pathlib import Path

    from app.services.workspace import Workspace
    from chains.record_shapes import Value

STORES = (FILE, SERVER)

_VALUES: dict[FieldKind, Value] = {
    FieldKind.LINE: "一行 <b>=1+1</b> 𠮷",
    FieldKind.TEXT: "第一行\n第二行",
    FieldKind.DAY: date(2026, 3, 1),
    FieldKind.AMOUNT: Decimal("12.5"),
    FieldKind.COUNT: 7,
}


def _full(kind: RecordKind, name: str = "甲") -> ListRecord:
    return ListRecord(kind, name, "tyre", {one.key: _VALUES[one.kind] for one in FIELDS[kind]})


def _all(workspace: Workspace, kind: RecordKind) -> tuple[ListRecord, ...]:
    with workspace.read() as reader:
        return reader.records(kind)


def _book(path: Path, rows: list[list[object]]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize("kind", RecordKind)
def test_a_record_of_every_kind_comes_back_as_it_was_kept(workspace: Workspace, kind: RecordKind) -> None:
    outcome = workspace.execute(SaveRecord(_full(kind)))

    (kept,) = _all(workspace, kind)
    assert kept == replace(_full(kind), id=outcome.created)


def test_every_step_is_logged_field_by_field_and_can_be_taken_back(workspace: Workspace) -> None:
    outcome = workspace.execute(SaveRecord(_full(RecordKind.PROJECT, "甲项目")))
    kept = _all(workspace, RecordKind.PROJECT)[0]
    changed = replace(kept, values={**kept.values, "state": "投产"})
    workspace.execute(SaveRecord(changed, kept.version))
    with workspace.read() as reader:
        entry = reader.change_log(1)[0]
    assert [(one.field, one.after) for one in entry.fields] == [("project.state", "投产")]
    workspace.execute(RemoveRecord(RecordKind.PROJECT, outcome.created))
    assert _all(workspace, RecordKind.PROJECT) == ()

    workspace.undo_last()
    workspace.undo_last()

    (back,) = _all(workspace, RecordKind.PROJECT)
    assert back.values == kept.values


def test_a_record_that_somebody_changed_meanwhile_is_not_overwritten(workspace: Workspace) -> None:
    outcome = workspace.execute(SaveRecord(_full(RecordKind.PARK)))
    kept = _all(workspace, RecordKind.PARK)[0]
    workspace.execute(SaveRecord(replace(kept, name="乙"), kept.version))

    with pytest.raises(Conflict):
        workspace.execute(SaveRecord(replace(kept, name="丙"), kept.version))
    with pytest.raises(Conflict):
        workspace.execute(RemoveRecord(RecordKind.PARK, outcome.created, kept.version))


@pytest.mark.parametrize(
    ("record", "error"),
    [
        (ListRecord(RecordKind.PROJECT, "  "), InvalidValue),
        (ListRecord(RecordKind.PROJECT, "甲", "nowhere"), NotFound),
        (ListRecord(RecordKind.PROJECT, "甲", values={"investment_yi": Decimal(-1)}), InvalidValue),
        (ListRecord(RecordKind.PROJECT, "甲", values={"investment_yi": Decimal("NaN")}), InvalidValue),
        (ListRecord(RecordKind.PARK, "甲", values={"companies": -1}), InvalidValue),
        (ListRecord(RecordKind.PARK, "甲", values={"place": "x" * 201}), InvalidValue),
    ],
)
def test_what_no_record_can_have_is_refused(
    workspace: Workspace, record: ListRecord, error: type[Exception]
) -> None:
    with pytest.raises(error):
        workspace.execute(SaveRecord(record))


def test_a_file_with_a_bad_record_is_kept_whole_or_not_at_all(workspace: Workspace) -> None:
    records = (ListRecord(RecordKind.POLICY, "甲"), ListRecord(RecordKind.POLICY, "乙", "nowhere"))

    with pytest.raises(NotFound):
        workspace.execute(BringInRecords(RecordKind.POLICY, "政策.xlsx", records))

    assert _all(workspace, RecordKind.POLICY) == ()


def test_a_record_of_a_chain_that_is_gone_can_still_be_edited(workspace: Workspace) -> None:
    workspace.execute(AddChain("new", "新链"))
    workspace.execute(SaveRecord(ListRecord(RecordKind.PARK, "甲园", "new")))
    workspace.execute(RemoveChain("new"))
    kept = _all(workspace, RecordKind.PARK)[0]

    workspace.execute(SaveRecord(replace(kept, name="乙园"), kept.version))

    assert [one.name for one in _all(workspace, RecordKind.PARK)] == ["乙园"]


@pytest.mark.parametrize("kind", RecordKind)
def test_what_is_written_out_reads_back_unchanged(
    workspace: Workspace, kind: RecordKind, tmp_path: Path
) -> None:
    workspace.execute(SaveRecord(_full(kind, "<b>甲</b>")))
    workspace.execute(SaveRecord(ListRecord(kind, "只有名称")))

    assert export_records(workspace, kind, tmp_path / "表.xlsx") == 2
    plan = plan_record_import(workspace, kind, tmp_path / "表.xlsx")

    assert (plan.added, plan.updated, plan.unchanged, plan.rejected) == ((), (), 2, ())


def test_a_list_from_elsewhere_is_read_with_its_own_headings_and_units(
    workspace: Workspace, tmp_path: Path
) -> None:
    file = _book(
        tmp_path / "项目.xlsx",
        [
            ["2026年重点项目表"],
            ["序号", "项目名称", "所属产业链", "投资额（万元）", "开工时间", "建设阶段", "陌生列"],
            [1, "轮胎模具二期", "轮胎产业链", 25000, "2026年3月1日", "在建", "x"],
            [2, "电机项目", "电机", "1.5亿元", 46023, "—", ""],
            [3, "公共平台", "", "", "", "", ""],
            ["合计", "", "", 40000, "", "", ""],
        ],
    )

    plan = plan_record_import(workspace, RecordKind.PROJECT, file)
    assert plan.command is not None
    workspace.execute(plan.command)

    first, second, third = _all(workspace, RecordKind.PROJECT)
    assert (first.chain, first.value("investment_yi")) == ("tyre", Decimal("2.5"))
    assert (first.value("start_on"), first.value("state")) == (date(2026, 3, 1), "在建")
    assert (second.chain, second.value("investment_yi")) == ("motor", Decimal("1.5"))
    assert (second.value("start_on"), second.value("state")) == (date(2026, 1, 1), "")
    assert third.chain == ""
    assert plan.columns["陌生列"] == ""
    assert plan.notes == ("1 行合计未导入。",)


def test_rows_that_cannot_be_taken_are_named_with_row_and_cause(workspace: Workspace, tmp_path: Path) -> None:
    file = _book(
        tmp_path / "项目.xlsx",
        [
            ["项目名称", "产业链", "总投资(亿元)", "开工日期"],
            ["", "轮胎", 1, ""],
            ["甲", "没有的链", 1, ""],
            ["乙", "轮胎", "很多", ""],
            ["丙", "轮胎", 1, "明年"],
            ["丁", "轮胎", "100万美元", ""],
            ["戊", "轮胎", 1, ""],
            ["戊 ", "轮胎", 2, ""],
        ],
    )

    plan = plan_record_import(workspace, RecordKind.PROJECT, file)

    assert [one.name for one in plan.added] == ["戊"]
    assert [one.number for one in plan.rejected] == [2, 3, 4, 5, 6, 8]
    reasons = [one.reason for one in plan.rejected]
    assert reasons[0] == "没有项目名称"
    assert "没有的链" in reasons[1]
    assert "总投资(亿元)" in reasons[2]
    assert "日期" in reasons[3]
    assert reasons[5] == "与第 7 行重复"
    assert export_rejected_records(plan, tmp_path / "未导入.xlsx") == 6
    again = plan_record_import(workspace, RecordKind.PROJECT, tmp_path / "未导入.xlsx")
    assert len(again.rejected) + len(again.added) == 6


def test_an_update_leaves_what_the_file_does_not_say(workspace: Workspace, tmp_path: Path) -> None:
    workspace.execute(SaveRecord(_full(RecordKind.PROJECT, "甲")))
    file = tmp_path / "项目.csv"
    file.write_text("项目名称,产业链,建设阶段,建设单位\n甲,轮胎,投产,\n", encoding="gb18030")

    plan = plan_record_import(workspace, RecordKind.PROJECT, file)
    assert plan.command is not None
    workspace.execute(plan.command)

    (kept,) = _all(workspace, RecordKind.PROJECT)
    assert kept.value("state") == "投产"
    assert kept.value("builder") == _VALUES[FieldKind.LINE]
    workspace.undo_last()
    assert _all(workspace, RecordKind.PROJECT)[0].value("state") == _VALUES[FieldKind.LINE]


def test_a_table_without_the_name_is_refused_with_the_words_to_use(
    workspace: Workspace, tmp_path: Path
) -> None:
    file = _book(tmp_path / "别的.xlsx", [["甲", "乙"], [1, 2]])

    with pytest.raises(FileRefused) as refused:
        plan_record_import(workspace, RecordKind.POLICY, file)

    assert refused.value.facts["name"] == NAME_WORD[RecordKind.POLICY]


def test_every_field_has_a_word_in_the_change_log() -> None:
    wanted = {f"{kind.value}.{one.key}" for kind in RecordKind for one in FIELDS[kind]}

    assert wanted <= set(RECORD_FIELD)


def test_the_command_line_brings_in_lists_and_writes_out(
    workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = without_password(workspace.database.place)
    file = tmp_path / "政策.csv"
    file.write_text("政策名称,发文字号,产业链\n甲办法,威政发〔2026〕1号,\n,无名,\n", encoding="utf-8")
    out, rejected = str(tmp_path / "政策.xlsx"), str(tmp_path / "未导入.xlsx")

    assert main(["import", "records", "政策", str(file), "-w", where, "--dry-run"]) == 1
    assert main(["records", "政策", "-w", where]) == 0
    assert "暂无政策" in capsys.readouterr().out
    assert main(["import", "records", "policy", str(file), "-w", where, "--rejected", rejected]) == 1
    capsys.readouterr()
    assert main(["records", "政策", "-w", where, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["number"] == "威政发〔2026〕1号"
    assert main(["export", "records", "政策", out, "-w", where]) == 0
    assert load_workbook(out).sheetnames == ["政策"]
    assert main(["records", "没有的", "-w", where]) == 2
