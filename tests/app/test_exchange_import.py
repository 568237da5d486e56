import multiprocessing
import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.exchange import apart
from app.exchange.company_import import plan_import
from app.exchange.headings import find_header
from app.exchange.sheet_in import read_table
from app.exchange.table import Table, TableRow, Value
from chains.commands import ImportCompanies
from chains.company import Company, Contact, Qualification
from chains.errors import Cancelled, FileRefused
from chains.kinds import RegistrationState
from chains.rows import ImportPlan

SHARED = Path(__file__).parents[2].parent / "shared"
LISTED = SHARED / "data" / "listed-companies.csv"
GOOD = SHARED / "bad-inputs" / "xlsx" / "good_20_rows.xlsx"


def a_table(*header: str, rows: Sequence[Sequence[Value]]):
    return Table(header, tuple(TableRow(number, tuple(cells)) for number, cells in enumerate(rows, 2)))


def plan_of(
    table: Table,
    existing: Sequence[Company] = (),
    known_contacts: Mapping[int, tuple[Contact, ...]] | None = None,
) -> tuple[ImportPlan, ImportCompanies]:
    return plan_import(table, existing, "a.xlsx", known_contacts=known_contacts)


def only_company(table: Table, existing: Sequence[Company] = ()) -> Company:
    _, command = plan_of(table, existing)
    return command.arrivals[0].company


def test_a_notice_above_the_header_is_skipped_and_the_first_name_column_wins():
    rows = [["企查查导出，仅供参考"], ["原文件导入名称", "系统匹配企业名称", "公司 ", "企业(机构)类型"]]

    header = find_header(rows)
    table = a_table(*header.names, rows=[["甲", "甲有限公司", "x", "有限责任公司"]])

    assert header.index == 1
    assert only_company(table).name == "甲有限公司"
    assert only_company(table).company_type == "有限责任公司"


def test_a_repeated_heading_gets_a_number_and_is_not_read():
    header = find_header([["企业名称", "企业名称", "信用代码", ""]])

    plan, command = plan_of(a_table(*header.names, rows=[["甲", "乙", "", ""]]))

    assert header.names == ("企业名称", "企业名称(2)", "信用代码")
    assert plan.columns == {"企业名称": "企业名称", "企业名称(2)": "", "信用代码": "统一社会信用代码"}
    assert command.arrivals[0].company.name == "甲"


def test_a_row_is_read_whole():
    table = a_table(
        "公司名称", "信用代码", "注册资本(万元)", "成立日期", "登记状态",
        "所属城市", "企业规模", "参保人数", "证券代码", "主要产品",
        rows=[[
            "甲公司 ", "'91110108551385082q", "13,400", 43832, "存续",
            "威海市", "M(中型)", "1,234人", "000001.SZ", "轮胎；炭黑",
        ]],
    )  # fmt: skip

    company = only_company(table)

    assert company == Company(
        id=0,
        name="甲公司",
        credit_code="91110108551385082Q",
        stock_code="000001.SZ",
        region="371000",
        region_basis="stated",
        products=("轮胎", "炭黑"),
        state=RegistrationState.ACTIVE,
        state_text="存续",
        size="中型",
        capital_wan=Decimal(13400),
        founded_on=date(2020, 1, 2),
        insured_count=1234,
        qualifications=(Qualification("上市"),),
        origin="a.xlsx",
    )


def test_phones_and_people_are_contacts_and_never_part_of_the_company():
    table = a_table(
        "企业名称", "电话", "邮箱", "联系人", rows=[["甲", "13800000000；0631-1234567", "a@b.cn", "张三"]]
    )

    _, command = plan_of(table)

    assert set(command.arrivals[0].contacts) == {
        Contact("phone", "13800000000"),
        Contact("phone", "0631-1234567"),
        Contact("email", "a@b.cn"),
        Contact("person", "张三"),
    }
    assert "13800000000" not in repr(command.arrivals[0].company)


@pytest.mark.parametrize("nothing", ["-", "--", "—", "无", "暂无", "/", " ", ""])
def test_marks_of_nothing_leave_a_field_blank_without_a_note(nothing: str):
    plan, command = plan_of(a_table("企业名称", "地址", "成立日期", rows=[["甲", nothing, nothing]]))

    assert command.arrivals[0].company.address == ""
    assert plan.notes == ()


def test_an_unreadable_value_is_left_blank_and_noted_with_its_row():
    plan, command = plan_of(a_table("企业名称", "成立日期", rows=[["甲", "2020-02-30"]]))

    assert command.arrivals[0].company.founded_on is None
    assert plan.notes == ("第 2 行 成立日期“2020-02-30”无法识别，已留空。",)


@pytest.mark.parametrize(
    ("cells", "word"),
    [
        (["", "91110108551385082Q"], "没有企业名称"),
        (["甲", "9.11E+17"], "科学计数"),
        (["甲", 9.1e17], "B2"),
        (["甲\x00乙", ""], "NUL"),
        (["未匹配到相关企业", ""], "没有查到"),
        (["合计", ""], "合计"),
        (["#N/A", ""], "错误值"),
    ],
)
def test_a_row_that_is_no_company_is_rejected_with_its_reason(cells: list[Value], word: str):
    plan, command = plan_of(a_table("企业名称", "信用代码", rows=[cells]))

    assert plan.rejected[0][0] == 2
    assert word in plan.rejected[0][1]
    assert command.arrivals == ()


def test_a_later_row_fills_the_blanks_of_an_earlier_one_and_replaces_nothing():
    table = a_table(
        "企业名称", "地址", "经营范围", rows=[["甲（威海）", "旧址", ""], ["甲(威海)", "新址", "轮胎"]]
    )

    plan, command = plan_of(table)

    assert (plan.added, plan.unchanged) == (1, 1)
    assert command.arrivals[0].company.address == "旧址"
    assert command.arrivals[0].company.scope == "轮胎"


def test_companies_of_one_name_with_two_codes_stay_two():
    table = a_table("企业名称", "证券代码", rows=[["甲", "000001.SZ"], ["甲", "600001.SH"]])

    plan, _ = plan_of(table)

    assert plan.added == 2


def test_a_blank_in_the_file_never_erases_what_is_known():
    known = Company(7, "甲", address="威海", capital_wan=Decimal(5), version=3)

    plan, command = plan_of(a_table("企业名称", "地址", "经营范围", rows=[["甲", "", "轮胎"]]), [known])

    assert command.arrivals[0].company == replace(known, scope="轮胎")
    assert command.seen_versions == {7: 3}
    assert [change.field for change in plan.changes[0][1]] == ["经营范围"]


def test_a_company_found_by_code_takes_the_new_name_and_keeps_the_old_one():
    known = Company(7, "旧名", credit_code="91110108551385082Q")
    table = a_table("企业名称", "信用代码", rows=[["新名", "91110108551385082Q"]])

    company = only_company(table, [known])

    assert (company.id, company.name, company.former_names) == (7, "新名", ("旧名",))
    assert plan_of(table, [company])[0].unchanged == 1


def test_a_row_that_was_renamed_joins_the_row_with_its_old_name_under_the_new_one():
    table = a_table("企业名称", "曾用名", rows=[["旧名", ""], ["新名", "旧名"], ["新名", ""]])

    plan, command = plan_of(table)

    assert (plan.added, plan.unchanged) == (1, 2)
    assert (command.arrivals[0].company.name, command.arrivals[0].company.former_names) == ("新名", ("旧名",))


def test_rows_that_update_two_known_companies_are_never_joined():
    known = [Company(1, "甲", former_names=("乙",)), Company(2, "乙丙", former_names=("甲旧",))]
    table = a_table("企业名称", "曾用名", "经营范围", rows=[["甲", "", "轮胎"], ["乙丙", "甲", "模具"]])

    plan, command = plan_of(table, known)

    assert plan.updated == 2
    assert [arrival.company.scope for arrival in command.arrivals] == ["轮胎", "模具"]


def test_a_former_name_in_the_file_finds_the_company_and_changes_nothing():
    known = Company(7, "新名", former_names=("旧名",))

    plan, _ = plan_of(a_table("企业名称", "信用代码", rows=[["旧名", ""]]), [known])

    assert (plan.added, plan.updated, plan.unchanged) == (0, 0, 1)


def test_new_contacts_of_a_known_company_arrive_when_they_can_be_compared():
    known = Company(7, "甲")
    table = a_table("企业名称", "电话", rows=[["甲", "13800000000"]])

    assert plan_of(table, [known])[0].unchanged == 1
    assert plan_of(table, [known], known_contacts={})[0].updated == 1
    assert plan_of(table, [known], known_contacts={7: (Contact("phone", "13800000000"),)})[0].unchanged == 1


WORDS = st.sampled_from(
    ["", "甲", "乙公司", "甲 ", "合计", "-", "9.1E+17", "91110108551385082Q", "2020-02-30", 5, 1e18]
)


ROWS = st.lists(st.tuples(WORDS, WORDS, WORDS, WORDS), max_size=12)


@given(ROWS, ROWS)
def test_every_row_is_counted_once(first: list[tuple[Value, ...]], second: list[tuple[Value, ...]]):
    kept: list[Company] = []
    for rows in (first, second):
        plan, command = plan_of(a_table("企业名称", "信用代码", "曾用名", "成立日期", rows=rows), kept)
        kept = [replace(arrival.company, id=number) for number, arrival in enumerate(command.arrivals, 1)]

        assert plan.read == len(rows)
        assert plan.read == plan.added + plan.updated + plan.unchanged + len(plan.rejected)
        assert plan.added + plan.updated == len(command.arrivals)


COMPANIES = st.sampled_from(
    [("甲", "911", "旧甲"), ("乙（集团）", "912", ""), ("乙(集团)", "912", ""), ("丙", "", "旧丙")]
)


@given(st.lists(st.tuples(COMPANIES, st.booleans(), st.booleans(), WORDS), max_size=12))
def test_a_second_import_of_a_file_changes_nothing(
    lines: list[tuple[tuple[str, str, str], bool, bool, Value]],
):
    rows = [
        (name, code if with_code else "", former if with_former else "", day)
        for (name, code, former), with_code, with_former, day in lines
    ]
    table = a_table("企业名称", "信用代码", "曾用名", "成立日期", rows=rows)
    _, command = plan_of(table)
    kept = [replace(arrival.company, id=number) for number, arrival in enumerate(command.arrivals, 1)]

    again, _ = plan_of(table, kept)

    assert (again.added, again.updated) == (0, 0)


@pytest.mark.skipif(not LISTED.exists(), reason="the list of companies is not beside the project")
def test_every_listed_company_arrives_and_a_second_import_changes_nothing():
    table = read_table(LISTED)

    plan, command = plan_import(table, (), LISTED.name)
    kept = [replace(arrival.company, id=number) for number, arrival in enumerate(command.arrivals, 1)]
    again, _ = plan_import(table, kept, LISTED.name)

    assert (plan.read, plan.added, plan.rejected) == (4586, 4586, ())
    assert len({arrival.company.stock_code for arrival in command.arrivals}) == 4586
    assert (again.added, again.updated, again.unchanged) == (0, 0, 4586)


@pytest.mark.skipif(not GOOD.exists(), reason="the corpus of bad inputs is not beside the project")
def test_a_cancelled_reading_ends_its_child_process():
    def stop(_done: int, _total: int, _text: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        read_table(GOOD, stop)

    assert multiprocessing.active_children() == []


@pytest.mark.skipif(not GOOD.exists(), reason="the corpus of bad inputs is not beside the project")
def test_a_reading_that_lasts_too_long_is_ended(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(apart, "SECONDS", -1)

    with pytest.raises(FileRefused) as refused:
        read_table(GOOD)

    assert refused.value.facts["reason"] == "timeout"
    assert multiprocessing.active_children() == []


def _die(*_told: object) -> None:
    os.abort()  # before it says anything


@pytest.mark.skipif(not GOOD.exists(), reason="the corpus of bad inputs is not beside the project")
def test_a_child_process_that_dies_is_a_refusal_and_not_a_crash(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(apart, "run", _die)  # dies before it says anything

    with pytest.raises(FileRefused) as refused:
        read_table(GOOD)

    assert refused.value.facts["reason"] == "memory"


def test_a_file_without_known_headings_is_refused_with_the_headings_there_are(tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_text("甲,乙\n1,2\n", encoding="utf-8")

    with pytest.raises(FileRefused) as refused:
        read_table(path)

    assert refused.value.facts["reason"] == "no_header"
    assert "企业名称" in refused.value.facts["known"]


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path):
    for path, reason in ((tmp_path / "x.csv", "missing"), (tmp_path, "folder")):
        with pytest.raises(FileRefused) as refused:
            read_table(path)
        assert refused.value.facts["reason"] == reason
