"""填报: rows that a district deleted, contacts that go out on request, cells that are locked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from app.cli import main
from app.exchange.form_layout import COMPANIES, SEGMENTS
from app.form_exports import FormRequest, export_form
from app.form_imports import plan_form_import, take_in_forms
from app.services.workspace import Workspace
from chains.chain import SegmentRef
from chains.commands import CompanyArrival, ImportCompanies, PlaceCompany
from chains.company import Contact
from chains.kinds import Decision
from tests.builders import a_company

MOULD = SegmentRef("tyre", "mould")


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    """A workspace with two companies of 环翠区 as suppliers of moulds, one with contacts."""
    contacts = (Contact("person", "张某"), Contact("phone", "13800000000"), Contact("email", "z@x.cn"))
    arrivals = (
        CompanyArrival(a_company("环翠甲模具有限公司", region="371002"), contacts),
        CompanyArrival(a_company("环翠乙模具有限公司", region="371002"), ()),
    )
    workspace.execute(ImportCompanies("名单", arrivals, {}))
    for company_id in (1, 2):
        workspace.execute(PlaceCompany(MOULD, company_id))
    return workspace


def a_form(workspace: Workspace, path: Path, **request: Any) -> Path:
    export_form(workspace, FormRequest("371002", chains=("tyre",), **request), path)
    return path


def delete_row(path: Path, sheet: str, key: str) -> None:
    book = openpyxl.load_workbook(path)
    page = book[sheet]
    row = next(one for one in range(3, page.max_row + 1) if page.cell(one, 1).value == key)
    page.delete_rows(row)
    book.save(path)


def decision_of(workspace: Workspace, company_id: int) -> Decision:
    with workspace.read() as reader:
        some = reader.chain_state("tyre").suppliers_of("mould")
    return next(one.placement.decision for one in some if one.placement.company_id == company_id)


def headings(page: Worksheet) -> list[object]:
    return [cell.value for cell in page[2]]


def test_a_company_whose_row_was_deleted_is_asked_about_and_stays_until_decided(
    filled: Workspace, tmp_path: Path
):
    path = a_form(filled, tmp_path / "f.xlsx")
    delete_row(path, COMPANIES, "tyre/mould#2")

    found = plan_form_import(filled, [path])

    (gone,) = found.plan.deleted
    assert (gone.company, gone.place, gone.theirs) == ("环翠乙模具有限公司", "轮胎/轮胎模具", "剔除")
    assert found.plan.changes == ()
    assert take_in_forms(filled, found, {}) == ()
    before = decision_of(filled, 2)
    assert before is not Decision.REJECTED
    take_in_forms(filled, found, {}, rejected=(0,))
    assert decision_of(filled, 2) is Decision.REJECTED
    assert plan_form_import(filled, [path]).plan.deleted == ()
    with filled.read() as reader:
        assert reader.change_log(1)[0].author == "环翠区"


def test_a_row_written_over_with_another_company_is_asked_about_too(filled: Workspace, tmp_path: Path):
    path = a_form(filled, tmp_path / "f.xlsx")
    book = openpyxl.load_workbook(path)
    book[COMPANIES]["C4"] = "环翠丙模具有限公司"
    book.save(path)

    plan = plan_form_import(filled, [path]).plan

    assert plan.forms[0].newcomers == ("环翠丙模具有限公司",)
    assert [one.company for one in plan.deleted] == ["环翠乙模具有限公司"]


def test_a_deleted_row_of_a_segment_is_told_and_changes_nothing(filled: Workspace, tmp_path: Path):
    path = a_form(filled, tmp_path / "f.xlsx")
    delete_row(path, SEGMENTS, "tyre/mould")

    plan = plan_form_import(filled, [path]).plan

    assert (plan.changes, plan.deleted) == ((), ())
    ((sheet, row, cause),) = plan.forms[0].problems
    assert (sheet, row) == (SEGMENTS, 0) and "轮胎/轮胎模具" in cause and "保持不变" in cause


def test_a_deleted_row_that_we_rejected_or_removed_meanwhile_is_no_question(
    filled: Workspace, tmp_path: Path
):
    path = a_form(filled, tmp_path / "f.xlsx")
    delete_row(path, COMPANIES, "tyre/mould#2")
    filled.execute(PlaceCompany(MOULD, 2, decision=Decision.REJECTED))

    assert plan_form_import(filled, [path]).plan.deleted == ()


def test_contacts_go_out_only_with_a_purpose_and_the_log_says_so(filled: Workspace, tmp_path: Path):
    plain = openpyxl.load_workbook(a_form(filled, tmp_path / "f.xlsx"))
    texts = {str(cell.value) for page in plain for row in page.iter_rows() for cell in row}
    assert not any("13800000000" in text or "张某" in text for text in texts)
    with filled.read() as reader:
        assert reader.change_log(1)[0].action != "export_contacts"

    path = a_form(filled, tmp_path / "含联系人.xlsx", purpose="请区市核对")

    page = openpyxl.load_workbook(path)[COMPANIES]
    person, phone = headings(page).index("联系人"), headings(page).index("联系电话")
    assert (page.cell(3, person + 1).value, page.cell(3, phone + 1).value) == ("张某", "13800000000")
    assert page.cell(3, phone + 1).protection.locked
    with filled.read() as reader:
        entry = reader.change_log(1)[0]
    assert entry.action == "export_contacts"
    assert "含联系人.xlsx" in entry.subject and "1 家" in entry.subject and "请区市核对" in entry.subject
    assert plan_form_import(filled, [path]).plan.changes == ()


def test_what_is_not_to_be_filled_in_is_locked_without_a_password(filled: Workspace, tmp_path: Path):
    book = openpyxl.load_workbook(a_form(filled, tmp_path / "f.xlsx"))

    for sheet in (SEGMENTS, COMPANIES):
        page = book[sheet]
        assert page.protection.sheet and not page.protection.password
        free = {str(page.cell(2, cell.column).value) for cell in page[3] if not cell.protection.locked}
        assert "依据" in free and not free & {
            "行标识（勿改）", "产业链", "环节", "产业链/环节", "企业名称", "统一社会信用代码",
        }  # fmt: skip
    new = {
        str(book[COMPANIES].cell(2, cell.column).value)
        for cell in book[COMPANIES][5]
        if not cell.protection.locked
    }
    assert {"产业链/环节", "企业名称", "统一社会信用代码", "角色"} <= new


def test_the_command_line_writes_contacts_and_decides_deleted_rows(
    filled: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    where, path = str(filled.database.path), tmp_path / "f.xlsx"
    form = ["export", "form", str(path), "-w", where, "--district", "371002", "--chain", "轮胎"]
    assert main([*form, "--contacts", "核对"]) == 0
    delete_row(path, COMPANIES, "tyre/mould#2")
    capsys.readouterr()

    assert main(["import", "forms", str(path), "-w", where, "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["deleted"][0]["company"] == "环翠乙模具有限公司"
    assert main(["import", "forms", str(path), "-w", where, "--deleted", "reject"]) == 0
    assert "结论改为剔除" in capsys.readouterr().out
    assert decision_of(filled, 2) is Decision.REJECTED
