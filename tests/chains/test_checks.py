"""待核对, worked by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from chains.checks import Check, check_rows, open_checks, shared_group
from chains.gaps import ImpactCache
from chains.kinds import Coverage
from chains.marking import Assessment
from chains.name_stem import name_stem
from chains.state import ChainState
from tests.builders import TODAY, a_chain, a_state, a_supplier


def _state() -> ChainState:
    state = a_state(
        a_chain("a>b", "b>c", "c>d"),
        {
            "a": (a_supplier("威海光威复材有限公司", company_id=1),),
            "b": (
                a_supplier("威海光威机械有限公司", company_id=2),
                a_supplier("光威精密有限公司", company_id=3),
            ),
        },
        a=Coverage.MISSING,
        c=Coverage.STRONG,
    )
    stale = Assessment(Coverage.WEAK, review_on=date(2026, 1, 1))
    return replace(state, assessments={**state.assessments, "d": stale})


def test_every_reason_is_found_and_what_can_be_settled_stands_first() -> None:
    rows = check_rows([_state()], ImpactCache(), TODAY)

    assert [(row.ref.segment, row.check) for row in rows] == [
        ("a", Check.MISSING_BUT_SUPPLIED),
        ("c", Check.STRONG_BUT_EMPTY),
        ("d", Check.STALE),
        ("a", Check.ONE_SUPPLIER),
        ("b", Check.ONE_GROUP),
    ]
    assert rows[0].impact == pytest.approx(1.0)


def test_a_chain_counts_each_segment_to_check_once() -> None:
    assert open_checks(_state(), TODAY) == 3
    assert open_checks(a_state(a_chain("a>b")), TODAY) == 0


def test_one_person_makes_a_group_whatever_the_names() -> None:
    suppliers = (a_supplier("甲有限公司", company_id=1), a_supplier("乙丙有限公司", company_id=2))

    assert shared_group(suppliers, {1: "张三", 2: "张三"}) == "同一法定代表人：张三"
    assert shared_group(suppliers, {1: "张三", 2: "李四"}) == ""
    assert shared_group(suppliers, {}) == ""
    assert shared_group(suppliers[:1], {1: "张三"}) == ""


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("威海光威复合材料股份有限公司", "光威"),
        ("山东省威海市光威集团有限公司", "光威"),
        ("荣成市华泰汽车有限公司", "华泰"),
        ("华信(威海)有限公司", "华信"),
        ("有限公司", ""),
    ],
)
def test_the_stem_of_a_name_is_without_place_and_form(name: str, stem: str) -> None:
    assert name_stem(name) == stem
