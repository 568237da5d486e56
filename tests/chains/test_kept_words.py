"""The change log says in words what the workspace keeps as a text of its own making."""

from __future__ import annotations

from decimal import Decimal

import pytest

from chains.chain import SegmentRef
from chains.column_memory import columns_from_text
from chains.field_words import field_value
from chains.kinds import Source
from chains.list_presets import SHANDONG, content_as_text
from chains.registry import CompanyFilter, CompanySort, SortColumn, filter_as_text, sort_as_text
from chains.scenario import Fill, Gone, Settle, Stop
from chains.scenario_text import as_text
from chains.target_lists import (
    TEMPLATE_PREFIX,
    TargetColumn,
    TargetFilter,
    TargetList,
    template_text,
    templates_from_settings,
)

MOULD = SegmentRef("tyre", "mould")


def test_a_filter_of_companies() -> None:
    wanted = CompanyFilter(text="轮胎", capital_from=Decimal(1000), chains=("tyre", "rv"))

    told = field_value("company_list.wanted", filter_as_text(wanted))

    assert told == "含“轮胎”；注册资本不低于 1,000 万元；在产业链：2 条产业链"


def test_a_sort_of_companies() -> None:
    told = field_value("company_list.sort", sort_as_text(CompanySort(SortColumn.CAPITAL, descending=True)))

    assert told == "按注册资本从高到低"


def test_a_template_of_targets() -> None:
    how = TargetList(TargetFilter(overdue=True), columns=(TargetColumn.CHAIN, TargetColumn.COMPANY))

    told = field_value("setting.target_list", template_text(how))

    assert told == "已逾期；缺口指数高的在前；2 列：产业链、目标企业"


def test_a_preset_of_lists() -> None:
    told = field_value("list_preset.lists", content_as_text(SHANDONG))

    assert told.startswith("领航龙头企业")
    assert told.endswith("图：图谱")
    assert "{" not in told


def test_suppositions() -> None:
    supposed = (
        Fill(MOULD), Settle(MOULD, 0, "甲公司"), Gone(3, "乙公司"), Stop(Source.ABROAD, None, "日本"),
        Stop(None, MOULD),
    )  # fmt: skip

    told = field_value("scenario.suppositions", "；".join(as_text(one) for one in supposed))

    assert told == (
        "补上一个缺口；企业落户：甲公司；企业退出：乙公司；断供：日本 → 全部环节；"
        "停止供应：市外来源 → 一个环节"
    )


@pytest.mark.parametrize(
    "field",
    [
        "company_list.wanted",
        "setting.target_list",
        "list_preset.lists",
        "scenario.suppositions",
    ],
)
@pytest.mark.parametrize(
    "broken", ["{", "[" * 9_999, "[1]", "别的", '{"wanted": 3, "lists": 5, "placed": "x"}']
)
def test_what_cannot_be_read_is_shown_as_it_is(field: str, broken: str) -> None:
    told = field_value(field, broken)

    assert told == broken or field == "setting.target_list"
    assert told


@pytest.mark.parametrize(
    "broken", ['{"columns": 5}', '{"sort": []}', '{"wanted": {"chains": 3}}', "[" * 9_999]
)
def test_a_template_of_another_clients_making_is_none(broken: str) -> None:
    """Who may fill in may write one: it must not end everybody's window."""
    assert templates_from_settings({f"{TEMPLATE_PREFIX}坏的": broken}) == {}
    assert columns_from_text(broken) == ()
