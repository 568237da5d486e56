"""The chain workbook both ways: what was edited comes back, and nothing else."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

from app.chain_imports import plan_of_chains
from app.chain_workbook_imports import WorkbookImport
from app.cli import main
from app.services.workspace import Workspace
from app.transfers import export_chain_file
from chains.chain import SegmentRef
from chains.commands import AssessSegment, PlaceCompany
from chains.errors import FileRefused
from chains.kinds import Coverage, Source
from chains.structure import AddSegment, EditSegment
from tests.builders import a_company, a_workspace, bring_in

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from chains.state import ChainState

SOFFICE = shutil.which("soffice")


def _export(workspace: Workspace, folder: Path) -> Path:
    path = folder / "轮胎.xlsx"
    export_chain_file(workspace, "tyre", path)
    return path


class _Edited:
    """The workbook open for editing; saved when left."""

    def __init__(self, path: Path) -> None:
        self.path, self.book = path, openpyxl.load_workbook(path)

    def __enter__(self) -> _Edited:
        return self

    def __exit__(self, *_: object) -> None:
        self.book.save(self.path)

    def page(self, sheet: str) -> Worksheet:
        return self.book[sheet]

    def put(self, sheet: str, name: str, heading: str, value: object, by: str = "环节") -> None:
        page = self.book[sheet]
        column = {cell.value: cell.column for cell in page[1]}
        row = next(r for r in range(2, page.max_row + 1) if page.cell(r, column[by]).value == name)
        page.cell(row, column[heading]).value = value  # type: ignore[assignment]

    def add(self, sheet: str, **cells: object) -> None:
        page = self.book[sheet]
        column = {cell.value: cell.column for cell in page[1]}
        row = page.max_row + 1
        for heading, value in cells.items():
            page.cell(row, column[heading]).value = value  # type: ignore[assignment]

    def drop(self, sheet: str, name: str, by: str = "环节") -> None:
        page = self.book[sheet]
        column = {cell.value: cell.column for cell in page[1]}
        page.delete_rows(
            next(r for r in range(2, page.max_row + 1) if page.cell(r, column[by]).value == name)
        )


def _plan(workspace: Workspace, path: Path) -> WorkbookImport:
    found = plan_of_chains(workspace, path)
    assert isinstance(found, WorkbookImport)
    return found


def _said(found: WorkbookImport) -> list[tuple[str, str, str]]:
    return [(one.action + one.kind, one.subject, one.after) for one in found.plan.changes]


def _state(workspace: Workspace) -> ChainState:
    with workspace.read() as reader:
        return reader.chain_state("tyre")


def test_every_chain_comes_back_unchanged(workspace: Workspace, tmp_path: Path) -> None:
    with workspace.read() as reader:
        codes = reader.chain_codes()
    for code in codes[::5]:
        path = tmp_path / f"{code}.xlsx"
        export_chain_file(workspace, code, path)
        found = _plan(workspace, path)
        assert (found.plan.changes, found.plan.problems, found.command()) == ((), (), None), code


def test_a_group_of_its_own_bears_no_code_and_can_be_said(workspace: Workspace, tmp_path: Path) -> None:
    path = _export(workspace, tmp_path)
    codes = {one.code for one in _state(workspace).chain.segments}
    with _Edited(path) as edited:
        page = edited.page("供应关系")
        column = {cell.value: cell.column for cell in page[1]}
        groups = [str(page.cell(row, column["投入组"]).value) for row in range(2, page.max_row + 1)]
        assert "单独" in groups and codes.isdisjoint(groups)
        shared = next(row for row, group in enumerate(groups, 2) if group != "单独")
        page.cell(shared, column["投入组"]).value = "单独"

    found = _plan(workspace, path)

    assert found.plan.problems == ()
    command = found.command()
    assert command is not None
    workspace.execute(command)
    (tmp_path / "再").mkdir()
    again = _export(workspace, tmp_path / "再")
    with _Edited(again) as edited:
        page = edited.page("供应关系")
        assert page.cell(shared, column["投入组"]).value == "单独"


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed: no real round trip")
def test_a_workbook_that_went_through_libreoffice_changes_nothing(
    workspace: Workspace, tmp_path: Path
) -> None:
    workspace.execute(AssessSegment(SegmentRef("tyre", "tyre"), Coverage.STRONG, evidence="行一\n行二"))
    path = _export(workspace, tmp_path)
    for kind in ("ods", "xlsx"):
        subprocess.run(
            [str(SOFFICE), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to",
             kind, "--outdir", str(tmp_path / "back"), str(path)],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        path = tmp_path / "back" / f"{path.stem}.{kind}"

    found = _plan(workspace, path)

    assert (found.plan.changes, found.plan.problems) == ((), ())


def _edit_much(path: Path, note: str) -> None:
    with _Edited(path) as book:
        book.put("环节", "轮胎模具", "环节", "轮胎成型模具")
        book.put("环节", "炭黑", "阶段", "新的阶段")
        book.put("环节", "合成橡胶", "本地供给", "具备")
        book.add("阶段", 阶段="新的阶段", 层级="上游")
        book.add("环节", 环节="天然乳胶", 阶段="新的阶段", 上级环节="天然橡胶", 本地供给="缺失")
        book.drop("环节", "轮胎检测")
        book.add("供应关系", 供方环节="天然乳胶", 需方环节="轮胎", 份额=1)
        book.put("链级事项", note, "内容", "新的问题", by="内容")


def test_edits_come_in_as_one_step_and_can_be_taken_back(workspace: Workspace, tmp_path: Path) -> None:
    before = _state(workspace)
    path = _export(workspace, tmp_path)
    _edit_much(path, before.chain.notes[0].text)

    found = _plan(workspace, path)
    assert found.plan.problems == ()
    assert {one.action + one.kind for one in found.plan.changes} >= {
        "改名环节", "移动环节", "评估环节", "新增阶段", "新增环节", "删除环节", "新增供应关系",
        "修改链级事项",
    }  # fmt: skip
    command = found.command()
    assert command is not None
    workspace.execute(command)

    after = _state(workspace)
    chain = after.chain
    stage = next(one for one in chain.stages if one.name == "新的阶段")
    latex = next(one for one in chain.segments if one.name == "天然乳胶")
    assert chain.segment("mould").name == "轮胎成型模具"
    assert chain.segment("carbon_black").stage == stage.code == latex.stage
    assert latex.parent == "natural_rubber" and after.assessment(latex.code).coverage is Coverage.MISSING
    assert "轮胎检测" not in {one.name for one in chain.segments}
    assert any((one.source, one.target) == (latex.code, "tyre") for one in chain.links)
    assert chain.notes[0].text == "新的问题"
    assert after.assessment("synthetic_rubber").coverage is Coverage.ADEQUATE
    again = _plan(workspace, path)
    assert _said(again) == []
    workspace.undo_last()
    assert [one.name for one in _state(workspace).chain.segments] == [
        one.name for one in before.chain.segments
    ]
    assert _state(workspace).chain.links == before.chain.links


def test_only_what_is_ticked_comes_in(workspace: Workspace, tmp_path: Path) -> None:
    path = _export(workspace, tmp_path)
    with _Edited(path) as book:
        book.put("环节", "轮胎模具", "环节", "甲")
        book.put("环节", "炭黑", "环节", "乙")

    found = _plan(workspace, path)
    only = next(at for at, one in enumerate(found.plan.changes) if one.after == "乙")
    workspace.execute(found.command([only]))  # type: ignore[arg-type]

    chain = _state(workspace).chain
    assert chain.segment("mould").name == "轮胎模具" and chain.segment("carbon_black").name == "乙"
    assert found.command([]) is None


def test_what_colleagues_changed_since_the_export_stays_unless_it_is_ticked(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = _export(workspace, tmp_path)
    workspace.execute(EditSegment(SegmentRef("tyre", "mould"), name="同事改的名"))
    workspace.execute(AddSegment(SegmentRef("tyre", "extra"), "同事加的", "materials"))
    with _Edited(path) as book:
        book.put("环节", "轮胎模具", "环节", "我改的名")
        book.put("环节", "轮胎", "当前来源", "国外")

    found = _plan(workspace, path)

    assert [(one.action, one.after, one.ours) for one in found.plan.changes] == [
        ("改名", "我改的名", "同事改的名"),
        ("评估", "国外", None),
    ]
    command = found.command()
    assert command is not None
    workspace.execute(command)
    state = _state(workspace)
    assert state.chain.segment("mould").name == "同事改的名"
    assert state.chain.segment("extra").name == "同事加的"
    assert state.assessment("tyre").source is Source.ABROAD


def test_a_removal_that_takes_companies_along_is_not_usual(workspace: Workspace, tmp_path: Path) -> None:
    (company,) = bring_in(workspace, a_company("某公司", "模具"))
    workspace.execute(PlaceCompany(SegmentRef("tyre", "mould"), company))
    path = _export(workspace, tmp_path)
    with _Edited(path) as book:
        book.drop("环节", "轮胎模具")
        for row in range(book.page("供应关系").max_row, 1, -1):
            if "轮胎模具" in {cell.value for cell in book.page("供应关系")[row]}:
                book.page("供应关系").delete_rows(row)

    found = _plan(workspace, path)

    going = next(at for at, one in enumerate(found.plan.changes) if one.action + one.kind == "删除环节")
    assert found.plan.changes[going].marks == 1 and going not in found.plan.usual
    workspace.execute(found.command(range(len(found.items))))  # type: ignore[arg-type]
    assert "mould" not in {one.code for one in _state(workspace).chain.segments}
    workspace.undo_last()
    assert _state(workspace).suppliers_of("mould")[0].company_name == "某公司"


def test_what_is_wrong_is_named_by_sheet_row_and_cause_and_removes_nothing(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = _export(workspace, tmp_path)
    with _Edited(path) as book:
        book.put("环节", "轮胎模具", "环节", "轮胎")
        book.put("环节", "炭黑", "阶段", "没有的阶段")
        book.put("环节", "合成橡胶", "本地供给", "挺好")
        book.put("环节", "天然橡胶", "权重", -3)
        book.put("环节", "内胎", "上级环节", "内胎")
        book.put("阶段", "原材料", "层级", "山上", by="阶段")
        book.add("供应关系", 供方环节="轮胎", 需方环节="轮胎", 份额=1)

    found = _plan(workspace, path)

    assert found.plan.changes == ()
    causes = [f"{sheet} {row} {cause}" for sheet, row, cause in found.plan.problems]
    for word in ("重名", "没有的阶段", "挺好", "权重", "不能是自己", "山上", "不能供应自己"):
        assert any(word in cause for cause in causes), word
    assert all(row > 1 for _, row, _ in found.plan.problems)


def test_a_sheet_or_column_that_is_missing_is_refused_by_name(workspace: Workspace, tmp_path: Path) -> None:
    path = _export(workspace, tmp_path)
    with _Edited(path) as book:
        book.page("环节")["B1"] = "名字"
    with pytest.raises(FileRefused) as refused:
        plan_of_chains(workspace, path)
    assert refused.value.facts == {
        "file": "轮胎.xlsx", "reason": "chain_column", "sheet": "环节", "column": "环节",
    }  # fmt: skip


def test_a_chain_of_another_workspace_arrives_whole(workspace: Workspace, tmp_path: Path) -> None:
    path = _export(workspace, tmp_path)
    with _Edited(path) as book:
        for row in book.page("说明").iter_rows():
            if row[0].value in {"产业链编号", "产业链"}:
                row[1].value = {"产业链编号": "other_tyre", "产业链": "别处的轮胎"}[str(row[0].value)]
    other = a_workspace(tmp_path / "另一个.lianpu")

    found = _plan(other, path)
    command = found.command()
    assert found.plan.is_new and command is not None
    other.execute(command)

    with other.read() as reader:
        copy, own = reader.chain_state("other_tyre"), _state(workspace)
    assert [one.name for one in copy.chain.segments] == [one.name for one in own.chain.segments]
    assert len(copy.chain.links) == len(own.chain.links)
    assert copy.assessment("mould").coverage is own.assessment("mould").coverage
    other.database.close()


def test_the_command_line_takes_an_edited_workbook(
    workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = str(tmp_path / "威海市产业链.lianpu")
    path = _export(workspace, tmp_path)
    with _Edited(path) as book:
        book.put("环节", "轮胎模具", "环节", "甲模具")

    assert main(["import", "chain", str(path), "-w", where, "--dry-run", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert [(one["action"], one["before"], one["after"]) for one in shown["changes"]] == [
        ("改名", "轮胎模具", "甲模具")
    ]
    assert main(["import", "chain", str(path), "-w", where]) == 0
    assert _state(workspace).chain.segment("mould").name == "甲模具"
