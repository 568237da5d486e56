"""Asking the registry: each filter, sorts, named lists, history."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.services.workspace import Workspace
from chains.chain import SegmentRef
from chains.commands import PlaceCompany
from chains.company import Qualification
from chains.errors import NotFound
from chains.kinds import RegistrationState
from chains.registry import (
    ALL_COMPANIES,
    BEST_FIRST,
    CompanyFilter,
    CompanySort,
    Count,
    Placed,
    RemoveCompanyList,
    SaveCompanyList,
    SortColumn,
    filter_as_text,
    filter_from_text,
)
from chains.registry_words import filter_text, sort_text
from tests.builders import a_company, a_workspace, bring_in
from tests.stores import FILE, SERVER

STORES = (FILE, SERVER)

TYRE = a_company(
    "威海甲轮胎有限公司",
    "轮胎",
    region="371002",
    state=RegistrationState.ACTIVE,
    state_text="存续",
    capital_wan=Decimal(800),
    insured_count=120,
    founded_on=date(2001, 5, 6),
    industry="C2911 轮胎制造",
    qualifications=(Qualification("高新技术企业", valid_until=date(2030, 1, 1)),),
    legal_person="王五",
)
MOULD = a_company(
    "荣成乙模具股份公司",
    "轮胎模具",
    region="371082",
    state=RegistrationState.CANCELLED,
    state_text="注销",
    capital_wan=Decimal("10000"),
    insured_count=9,
    founded_on=date(2015, 1, 1),
    industry="制造业",
    qualifications=(
        Qualification("高新技术企业", valid_until=date(2020, 1, 1)),
        Qualification("瞪羚企业", valid_until=date(2021, 1, 1)),
    ),
    legal_person="李四",
    origin="名单A",
)
TRADE = a_company("济南丙贸易商行", region="370102", industry="批发业")


@pytest.fixture
def workspace(workspace: Workspace) -> Workspace:
    bring_in(workspace, TYRE, MOULD, TRADE)
    return workspace


def _names(workspace: Workspace, wanted: CompanyFilter, sort: CompanySort = BEST_FIRST) -> list[str]:
    with workspace.read() as reader:
        rows = reader.find_companies(wanted, sort, 0, 50)
        assert reader.count_companies(wanted) == Count(len(rows))
        assert reader.order_companies(wanted, sort) == len(rows)
        assert list(reader.company_ids(wanted, sort)) == [row.id for row in rows]
        assert reader.find_companies(wanted, sort, 1, 1) == rows[1:2]
        return [row.name[2] for row in rows]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (ALL_COMPANIES, "甲乙丙"),
        (CompanyFilter("轮胎"), "甲乙"),
        (CompanyFilter(regions=("371000",)), "甲乙"),
        (CompanyFilter(regions=("370000",)), "甲乙丙"),
        (CompanyFilter(regions=("371082", "370102")), "乙丙"),
        (CompanyFilter(industries=("C",)), "甲乙"),
        (CompanyFilter(industries=("C29",)), "甲"),
        (CompanyFilter(industries=("C29", "F51")), "甲丙"),
        (CompanyFilter(honours=("高新技术企业",)), "甲"),
        (CompanyFilter(honours=("高新技术企业",), valid_on=date(2019, 1, 1)), "甲乙"),
        (CompanyFilter(honours=("高新技术企业",), only_valid=False), "甲乙"),
        (CompanyFilter(honours=("瞪羚企业",)), ""),
        (CompanyFilter(states=(RegistrationState.CANCELLED,)), "乙"),
        (CompanyFilter(capital_from=Decimal(800)), "甲乙"),
        (CompanyFilter(capital_to=Decimal("9999.99")), "甲"),
        (CompanyFilter(insured_from=10, insured_to=120), "甲"),
        (CompanyFilter(founded_from=date(2001, 5, 7)), "乙"),
        (CompanyFilter(founded_to=date(2001, 5, 6)), "甲"),
        (CompanyFilter(origin="名单A"), "乙"),
        (CompanyFilter("轮胎", regions=("371082",), states=(RegistrationState.CANCELLED,)), "乙"),
    ],
)
def test_a_filter_finds_what_it_says(workspace: Workspace, wanted: CompanyFilter, found: str) -> None:
    assert _names(workspace, wanted) == list(found)


def test_placed_companies_can_be_told_from_others(workspace: Workspace) -> None:
    with workspace.read() as reader:
        segment = reader.chain_state("tyre").chain.segments[0].code
        company = reader.companies_named(TYRE.name)[0].id
    workspace.execute(PlaceCompany(SegmentRef("tyre", segment), company))

    assert _names(workspace, CompanyFilter(placed=Placed.PLACED)) == ["甲"]
    assert _names(workspace, CompanyFilter(placed=Placed.NOT_PLACED)) == ["乙", "丙"]
    assert _names(workspace, CompanyFilter(chains=("tyre",))) == ["甲"]
    assert _names(workspace, CompanyFilter(chains=("ship",))) == []
    assert _names(workspace, ALL_COMPANIES, CompanySort(SortColumn.PLACEMENTS, descending=True))[0] == "甲"


@pytest.mark.parametrize(
    ("column", "up", "down"),
    [
        (SortColumn.CAPITAL, "甲乙丙", "乙甲丙"),
        (SortColumn.INSURED, "乙甲丙", "甲乙丙"),
        (SortColumn.FOUNDED, "甲乙丙", "乙甲丙"),
        (SortColumn.REGION, "丙甲乙", "乙甲丙"),
        (SortColumn.ORIGIN, "乙甲丙", "乙甲丙"),
        (SortColumn.PRODUCTS, "甲乙丙", "乙甲丙"),
        (SortColumn.HONOURS, "甲乙丙", "乙甲丙"),
        (SortColumn.LEGAL_PERSON, "乙甲丙", "甲乙丙"),
    ],
)
def test_companies_without_the_value_come_last_both_ways(
    workspace: Workspace, column: SortColumn, up: str, down: str
) -> None:
    assert _names(workspace, ALL_COMPANIES, CompanySort(column)) == list(up)
    assert _names(workspace, ALL_COMPANIES, CompanySort(column, descending=True)) == list(down)


def test_companies_of_one_person_stand_together(tmp_path: Path) -> None:
    workspace = a_workspace(tmp_path / "x.lianpu")
    people = ("张伟", "章伟", "张伟", "", "章伟", "张伟国际有限公司", "张", "Zhang", "张卫")
    bring_in(workspace, *(a_company(f"第{n}家厂", legal_person=name) for n, name in enumerate(people)))

    with workspace.read() as reader:
        rows = reader.find_companies(ALL_COMPANIES, CompanySort(SortColumn.LEGAL_PERSON), 0, 9)

    assert [row.legal_person for row in rows] == [
        "Zhang", "张", "张伟", "张伟", "张卫", "章伟", "章伟", "张伟国际有限公司", "",
    ]  # fmt: skip


def test_counting_typed_text_stops_where_it_is_told_to(workspace: Workspace) -> None:
    with workspace.read() as reader:
        assert reader.count_companies(CompanyFilter("轮胎"), at_most=1) == Count(1, exact=False)
        assert reader.count_companies(ALL_COMPANIES, at_most=1) == Count(3)


def test_a_list_is_kept_replaced_forgotten_and_each_can_be_undone(workspace: Workspace) -> None:
    def lists() -> list[tuple[str, CompanyFilter]]:
        with workspace.read() as reader:
            return [(one.name, one.wanted) for one in reader.company_lists()]

    first = CompanyFilter("轮胎", capital_from=Decimal("1.5"), states=(RegistrationState.ACTIVE,))
    kept = workspace.execute(SaveCompanyList(" 轮胎\n企业 ", first)).created
    assert lists() == [("轮胎 企业", first)]

    second = replace(first, text="模具")
    assert workspace.execute(SaveCompanyList("轮胎 企业", second)).created == kept
    assert lists() == [("轮胎 企业", second)]
    assert workspace.execute(SaveCompanyList("轮胎 企业", second)).number is None

    workspace.execute(RemoveCompanyList(kept))
    assert lists() == []
    workspace.undo_last()
    assert lists() == [("轮胎 企业", second)]
    workspace.undo_last()
    assert lists() == [("轮胎 企业", first)]
    with pytest.raises(NotFound):
        workspace.execute(RemoveCompanyList(999))


def test_a_filter_comes_back_from_its_text_as_it_was() -> None:
    whole = CompanyFilter(
        "轮 胎", ("371000",), ("C29",), ("瞪羚",), False, date(2026, 1, 2), (RegistrationState.ACTIVE,),
        Decimal("1.5"), Decimal("2E+3"), 1, 2, date(2000, 1, 1), date(2001, 1, 1), Placed.PLACED, ("a",),
        7, "甲",
    )  # fmt: skip

    assert filter_from_text(filter_as_text(whole)) == whole
    assert filter_as_text(ALL_COMPANIES) == "{}"
    assert filter_from_text('{"text": "轮胎", "later": 1}') == CompanyFilter("轮胎")


def test_a_filter_can_be_read_by_a_person() -> None:
    wanted = CompanyFilter(
        "轮胎",
        regions=("371082", "371000-gq"),
        industries=("C29",),
        honours=("高新技术企业",),
        states=(RegistrationState.ACTIVE,),
        capital_from=Decimal(1000),
        insured_from=10,
        insured_to=20,
        founded_to=date(2020, 1, 1),
        placed=Placed.NOT_PLACED,
        chains=("tyre",),
    )

    assert filter_text(wanted, {"tyre": "轮胎"}) == (
        "含“轮胎”；区域：威海市荣成市或威海市高区；行业：C29 橡胶和塑料制品业；"
        "资质（今日有效）：高新技术企业；"
        "登记状态：存续；注册资本不低于 1,000 万元；参保人数 10 至 20 人；成立日期不晚于 2020-01-01；"
        "未标注；在产业链：轮胎"
    )
    assert filter_text(ALL_COMPANIES) == "全部企业"
    assert sort_text(CompanySort(SortColumn.CAPITAL, descending=True)) == "按注册资本从高到低"
