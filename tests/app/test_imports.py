"""A company list on its way into a workspace: looked into, mapped, compared, written."""

from __future__ import annotations

import csv
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.company_exports import export_companies
from app.exchange.company_source import FileLook, SheetChoice
from app.imports import (
    best_sheet,
    choice_of,
    export_registry,
    export_rejects,
    look_into,
    prepare,
    with_header,
    write,
)
from app.services.workspace import Workspace
from chains.company import Company, Qualification
from chains.company_editing import EditCompany
from chains.errors import Cancelled, FileRefused
from chains.kinds import RegistrationState
from chains.registry import CompanyFilter
from chains.rows import FieldChange, ImportPlan
from tests.builders import a_company, a_workspace, bring_in

CODE, OTHER_CODE = "91371000MA272HD1T8", "91371001MAH3J9HTMC"
SHARED = Path(__file__).parents[2].parent / "shared"


def a_csv(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def looked(path: Path) -> tuple[FileLook, SheetChoice]:
    look = look_into(path)
    return look, choice_of(best_sheet(look))


def plan_of(workspace: Workspace, path: Path) -> ImportPlan:
    with closing(prepare(workspace, *looked(path))) as prepared:
        return prepared.plan()


def brought_in(workspace: Workspace, path: Path) -> ImportPlan:
    with closing(prepare(workspace, *looked(path))) as prepared:
        write(workspace, prepared)
        return prepared.plan()


def only(workspace: Workspace, name: str) -> Company:
    with workspace.read() as reader:
        return reader.companies_named(name)[0]


def test_what_staff_typed_stays_and_the_difference_is_shown(workspace: Workspace, tmp_path: Path):
    (company_id,) = bring_in(workspace, a_company("甲有限公司", address="旧址", legal_person="王一"))
    workspace.execute(EditCompany(replace(only(workspace, "甲有限公司"), address="人工改的地址")))
    path = a_csv(tmp_path / "a.csv", "企业名称,地址,法定代表人", "甲有限公司,文件地址,王二")

    plan = brought_in(workspace, path)

    assert plan.kept == (("甲有限公司", (FieldChange("地址", "人工改的地址", "文件地址"),)),)
    kept = only(workspace, "甲有限公司")
    assert (kept.id, kept.address, kept.legal_person) == (company_id, "人工改的地址", "王二")
    again = plan_of(workspace, path)
    assert (again.updated, again.unchanged, again.kept_count) == (0, 1, 1)


def test_an_edit_that_was_taken_back_no_longer_stays(workspace: Workspace, tmp_path: Path):
    bring_in(workspace, a_company("甲有限公司", address="旧址"))
    workspace.execute(EditCompany(replace(only(workspace, "甲有限公司"), address="人工改的地址")))
    workspace.undo_last()

    brought_in(workspace, a_csv(tmp_path / "a.csv", "企业名称,地址", "甲有限公司,文件地址"))

    assert only(workspace, "甲有限公司").address == "文件地址"


def test_rejected_rows_come_in_once_they_are_corrected(workspace: Workspace, tmp_path: Path):
    path = a_csv(
        tmp_path / "a.csv", "企业名称,统一社会信用代码,电话", "甲公司,9.11E+17,13800000000", "乙公司,,1"
    )
    rejects = tmp_path / "未导入.xlsx"
    with closing(prepare(workspace, *looked(path))) as prepared:
        assert export_rejects(prepared, rejects) == 1
        write(workspace, prepared)

    book = openpyxl.load_workbook(rejects)
    page = book.active
    assert [cell.value for cell in page[3]] == [
        "未导入原因",
        "原文件行号",
        "企业名称",
        "统一社会信用代码",
        "电话",
    ]
    assert "科学计数" in page["A4"].value
    assert page["B4"].value == 2
    assert plan_of(workspace, rejects).rejected_count == 1
    page["D4"].value = CODE
    book.save(rejects)
    corrected = brought_in(workspace, rejects)

    assert (corrected.added, corrected.rejected_count) == (1, 0)
    assert only(workspace, "甲公司").credit_code == CODE


def test_a_code_kept_as_a_number_stays_one_in_the_workbook_of_rejects(workspace: Workspace, tmp_path: Path):
    book = openpyxl.Workbook()
    book.active.append(["企业名称", "统一社会信用代码"])
    book.active.append(["甲公司", 911101085513850821])
    book.save(tmp_path / "a.xlsx")
    rejects = tmp_path / "b.xlsx"

    with closing(prepare(workspace, *looked(tmp_path / "a.xlsx"))) as prepared:
        export_rejects(prepared, rejects)

    assert plan_of(workspace, rejects).rejected_count == 1


def test_a_table_without_a_header_is_read_by_what_its_cells_look_like(workspace: Workspace, tmp_path: Path):
    path = a_csv(
        tmp_path / "a.csv",
        f"甲模具有限公司,{CODE},存续,王海,500万美元,2012年3月5日,0631-5651234,a@b.cn,山东省威海市环翠区某路1号",
        f'乙机械有限公司,{OTHER_CODE},注销,李四,"13,400万元",2010/1/2,13800000000,c@d.com,山东省威海市文登区某路2号',
    )

    _, choice = looked(path)
    plan = brought_in(workspace, path)

    assert choice.header_row is None
    assert choice.fields == (
        "name", "credit_code", "state", "", "capital", "founded_on", "phone", "email", "address",
    )  # fmt: skip
    assert plan.added == 2
    assert str(only(workspace, "甲模具有限公司").capital_wan) == "500"


def test_another_sheet_and_another_header_row_can_be_chosen(workspace: Workspace, tmp_path: Path):
    book = openpyxl.Workbook()
    book.active.title = "一"
    book.active.append(["企业名称", "地址"])
    book.active.append(["甲公司", "某路"])
    other = book.create_sheet("二")
    for row in (["公司名单", "公司"], ["名字", "在哪"], ["乙公司", "他路"]):
        other.append(row)
    book.save(tmp_path / "a.xlsx")
    look = look_into(tmp_path / "a.xlsx")

    assert best_sheet(look).name == "一"
    choice = replace(with_header(look.sheets[1], 2), fields=("name", "address"))
    with closing(prepare(workspace, look, choice)) as prepared:
        write(workspace, prepared)

    assert choice.header == ("名字", "在哪")
    assert only(workspace, "乙公司").address == "他路"


@pytest.mark.parametrize(
    ("heading", "form"),
    [
        ("原文件导入名称,系统匹配企业名称,登记状态,法定代表人", "企查查·批量查询"),
        ("企业名称,登记状态,统一社会信用代码,注册资本", "企查查·企业列表"),
        ("原文件导入名称,公司名称,经营状态,注册资本", "天眼查·批量查询"),
        ("公司名称,经营状态,统一社会信用代码,曾用名", "天眼查·企业列表"),
        ("公司名称,企业法人,注册金额,成立时间", "天眼查·简表"),
        ("企业名称,去向", ""),
    ],
)
def test_the_forms_of_the_field_are_known_by_their_headings(heading: str, form: str, tmp_path: Path):
    assert looked(a_csv(tmp_path / "a.csv", heading, "甲公司,乙公司,存续,x"))[1].profile == form


def test_an_export_comes_in_again_without_a_change(workspace: Workspace, tmp_path: Path):
    bring_in(
        workspace,
        a_company(
            "=甲公司", "轮胎", "模具", credit_code=CODE, region="371002", region_basis="stated",
            former_names=("旧甲",), legal_person="@王", address="-某路", state_text="吊销，未注销",
        ),
        a_company("乙公司", credit_code="123456789012345678"),
    )  # fmt: skip
    for name in ("a.xlsx", "a.csv"):
        path = tmp_path / name
        assert export_registry(workspace, path) == 2

        plan = plan_of(workspace, path)

        assert (plan.read, plan.unchanged, plan.rejected) == (2, 2, ()), (name, plan.changes)
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        row = list(csv.reader(file))[1]
    assert row[0] == "\t=甲公司"
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert (sheet["A5"].data_type, sheet["A5"].value, sheet["B5"].number_format) == ("s", "=甲公司", "@")


def test_a_list_of_a_filter_comes_in_again_without_a_change(workspace: Workspace, tmp_path: Path):
    bring_in(
        workspace,
        a_company(
            "甲公司",
            "轮胎",
            stock_code="000001.SZ",
            region="371002",
            capital_wan=Decimal(500),
            currency="USD",
            qualifications=(Qualification("上市"),),
        ),
        a_company("乙公司", credit_code=CODE, state=RegistrationState.REVOKED, state_text="吊销，未注销"),
    )
    path = tmp_path / "名单.xlsx"
    export_companies(workspace, path, CompanyFilter())

    choice, plan = looked(path)[1], plan_of(workspace, path)

    assert choice.profile == "链谱·筛选名单"
    assert (plan.read, plan.unchanged, plan.rejected) == (2, 2, ()), plan.changes


def test_a_cancelled_look_leaves_the_workspace_as_it_was(workspace: Workspace, tmp_path: Path):
    path = a_csv(tmp_path / "a.csv", "企业名称", *(f"{n}号公司" for n in range(5_000)))

    def stop(done: int, _total: int, _text: str) -> None:
        if done:
            raise Cancelled

    with pytest.raises(Cancelled):
        prepare(workspace, *looked(path), stop)

    with workspace.read() as reader:
        assert reader.company_count("") == 0


def test_a_text_whose_encoding_cannot_be_told_is_read_as_a_person_says():
    path = SHARED / "bad-inputs" / "csv" / "big5.csv"
    if not path.exists():
        pytest.skip("the corpus of bad inputs is not beside the project")
    with pytest.raises(FileRefused):
        look_into(path)

    look = look_into(path, encoding="big5")

    assert choice_of(best_sheet(look)).header_row == 1


CELLS = st.text(alphabet="甲乙丙公司有限责任()（） ，。9EA=+'\t\"", max_size=9)
LINES = st.lists(
    st.tuples(CELLS, st.sampled_from(["", CODE, OTHER_CODE, "9.1E+17"]), CELLS, CELLS), max_size=25
)


@settings(max_examples=12)
@given(LINES)
def test_the_same_file_again_changes_nothing_in_the_workspace(
    tmp_path_factory: pytest.TempPathFactory, lines: list[tuple[str, str, str, str]]
):
    folder = tmp_path_factory.mktemp("again")
    with (folder / "a.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("企业名称", "信用代码", "曾用名", "地址"), *lines])
    workspace = a_workspace(folder / "w.lianpu")
    try:
        first = brought_in(workspace, folder / "a.csv")
        again = plan_of(workspace, folder / "a.csv")
    finally:
        workspace.database.close()

    assert (again.added, again.updated) == (0, 0)
    assert again.rejected == first.rejected
    assert again.read == again.unchanged + again.rejected_count
