"""Whatever is typed is text: no input breaks the search, and none finds what its own letters do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chains.registry import BEST_FIRST, CompanyFilter, CompanySort, SortColumn
from chains.typed import SearchTexts, rank_of, typed_words
from tests.builders import a_company, a_workspace, bring_in

if TYPE_CHECKING:
    from app.services.workspace import Workspace
    from chains.company import Company

COMPANIES = (
    a_company("威海广泰空港设备股份有限公司", "空港装备", scope="消防车制造", region="371002"),
    a_company("重庆（渝北）OR NEAR 银行", "轮胎", former_names=("行长'; DROP TABLE company;--",)),
    a_company('"引号" * 100% - 甲_乙^2 (AND) 厂', credit_code="91371000166686606Q"),
    a_company("<b>加粗</b>&amp;\\n公司"),
    a_company("=1+1 ＮＯＴ 公司", "NEAR/3"),
    a_company("𠮷野家é中心"),
)
_OPERATORS = (
    "OR",
    "AND",
    "NOT",
    "NEAR",
    "NEAR/2",
    '"',
    "'",
    "*",
    "%",
    "_",
    "-",
    "(",
    ")",
    "^",
    ":",
    "\\",
    "\x00",
)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = a_workspace(tmp_path_factory.mktemp("text") / "x.lianpu")
    bring_in(workspace, *COMPANIES)
    return workspace


@pytest.fixture(scope="module")
def known(workspace: Workspace) -> list[Company]:
    return list(workspace.companies())


_PIECES = st.sampled_from(
    [name[start : start + 3] for one in COMPANIES for name in (one.name,) for start in range(len(name))]
)


@settings(max_examples=300)
@given(
    typed=st.one_of(
        st.text(max_size=30),
        st.lists(st.one_of(st.sampled_from(_OPERATORS), _PIECES)).map(" ".join),
        st.lists(st.one_of(st.sampled_from(_OPERATORS), _PIECES)).map("".join),
    )
)
def test_any_text_finds_the_companies_that_hold_it_and_no_others(
    workspace: Workspace, known: list[Company], typed: str
) -> None:
    words = typed_words(typed)
    ranked = [(rank_of(words, _texts(one)), one.id) for one in known]
    wanted = [one for _, one in sorted(pair for pair in ranked if pair[0] is not None)]

    with workspace.read() as reader:
        found = [row.id for row in reader.find_companies(CompanyFilter(typed), BEST_FIRST, 0, 99)]
        by_name = reader.find_companies(CompanyFilter(typed), CompanySort(SortColumn.NAME), 0, 99)
        count = reader.count_companies(CompanyFilter(typed))

    assert found == wanted
    assert sorted(row.id for row in by_name) == sorted(wanted)
    assert (count.number, count.exact) == (len(wanted), True)


def test_half_a_sign_that_a_keyboard_may_leave_finds_nothing_and_breaks_nothing(workspace: Workspace) -> None:
    with workspace.read() as reader:
        assert reader.find_companies(CompanyFilter("威\ud800海"), BEST_FIRST, 0, 9) == ()


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("威", "威海广泰空港设备股份有限公司"),
        ("港设", "威海广泰空港设备股份有限公司"),
        ("whgt", "威海广泰空港设备股份有限公司"),
        ("guangtai", "威海广泰空港设备股份有限公司"),
        ("消防车 环翠", "威海广泰空港设备股份有限公司"),
        ("行长", "重庆（渝北）OR NEAR 银行"),
        ("cq", "重庆（渝北）OR NEAR 银行"),
        ("near", "重庆（渝北）OR NEAR 银行"),
        ('"', '"引号" * 100% - 甲_乙^2 (AND) 厂'),
        ("0%", '"引号" * 100% - 甲_乙^2 (AND) 厂'),
        ("甲_", '"引号" * 100% - 甲_乙^2 (AND) 厂'),
        ("686606q", '"引号" * 100% - 甲_乙^2 (AND) 厂'),
    ],
)
def test_a_word_of_any_length_finds_its_company_first(workspace: Workspace, typed: str, name: str) -> None:
    with workspace.read() as reader:
        assert reader.find_companies(CompanyFilter(typed), BEST_FIRST, 0, 9)[0].name == name


def _texts(company: Company) -> object:
    return SearchTexts(
        (company.name, company.short_name, *company.former_names),
        (*company.products, company.scope, company.industry),
        company.region,
        (company.credit_code, company.stock_code),
    )
