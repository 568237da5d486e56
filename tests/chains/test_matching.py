"""Which companies could fill a gap."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from chains.chain import Product, Segment
from chains.company import Qualification
from chains.kinds import RegistrationState
from chains.matching import find_fits, match_companies, match_words, qualification_worth
from chains.rows import MatchResult
from chains.state import ChainState
from tests.builders import TODAY, a_chain, a_company, a_state, a_supplier

HOME = "371000"


def _state(
    name: str, aliases: tuple[str, ...] = (), exclude: tuple[str, ...] = ()
) -> tuple[ChainState, Segment]:
    chain = a_chain(f"{name}>成品")
    segment = replace(chain.segments[0], aliases=aliases, exclude=exclude)
    chain = replace(chain, segments=(segment, *chain.segments[1:]))
    return a_state(chain), segment


def _match(name: str, *companies: object, **words: tuple[str, ...]) -> MatchResult:
    state, segment = _state(name, **words)
    return match_companies(state, segment, companies, HOME, TODAY)  # type: ignore[arg-type]


def test_a_product_that_is_the_word_beats_one_that_holds_it() -> None:
    found = _match("轮胎模具", a_company("乙", "活络轮胎模具", id=2), a_company("甲", "轮胎模具", id=1))

    assert [one.company_name for one in found.targets] == ["甲", "乙"]
    assert found.targets[0].hits == ("轮胎模具",)
    assert found.targets[1].hits == ("活络轮胎模具",)


def test_a_namesake_is_ruled_out_by_its_own_product() -> None:
    found = _match(
        "血管支架",
        a_company("光伏", "光伏支架", id=1),
        a_company("医疗", "心脏支架", id=2),
        aliases=("支架",),
        exclude=("光伏支架",),
    )

    assert [one.company_name for one in found.targets] == ["医疗"]


def test_a_ruled_out_product_does_not_hide_the_companys_other_product() -> None:
    found = _match(
        "血管支架", a_company("两样", "光伏支架", "血管支架", id=1), aliases=("支架",), exclude=("光伏支架",)
    )

    assert found.targets[0].hits == ("血管支架",)


@pytest.mark.parametrize(
    "state", [RegistrationState.CANCELLED, RegistrationState.REVOKED, RegistrationState.WITHDRAWN]
)
def test_a_company_that_is_gone_is_never_offered(state: RegistrationState) -> None:
    assert _match("炭黑", a_company("甲", "炭黑", id=1, state=state)).targets == ()


def test_a_company_already_here_is_offered_as_local_supplier_and_not_as_target() -> None:
    found = _match("炭黑", a_company("威海甲", "炭黑", id=1, region="371082"), a_company("乙", "炭黑", id=2))

    assert [one.company_name for one in found.targets] == ["乙"]
    assert [one.company_name for one in found.local] == ["威海甲"]


def test_companies_placed_on_the_segment_are_left_out_rejected_ones_too() -> None:
    state, segment = _state("炭黑")
    state = replace(state, suppliers={segment.code: (a_supplier("甲", company_id=1),)})

    found = match_companies(state, segment, [a_company("甲", "炭黑", id=1)], HOME, TODAY)

    assert found.targets == ()


def test_business_scope_says_less_than_main_products() -> None:
    found = _match(
        "炭黑",
        a_company("范围", id=1, scope="炭黑生产、销售"),
        a_company("主营", "炭黑", id=2),
        a_company("无", "钢材", id=3),
    )

    assert [one.company_name for one in found.targets] == ["主营", "范围"]
    assert found.targets[1].parts["product"] is None
    assert found.targets[1].parts["scope"] == 1.0


def test_parts_without_data_are_left_out_of_the_score() -> None:
    found = _match("炭黑", a_company("甲", "炭黑", id=1))

    assert found.targets[0].score == pytest.approx(1.0)
    assert found.targets[0].parts["qualification"] is None


def test_an_expired_honour_counts_for_nothing() -> None:
    expired = (Qualification("制造业单项冠军", valid_until=date(2020, 1, 1)),)
    valid = (Qualification("高新技术企业", valid_until=date(2030, 1, 1)),)

    assert qualification_worth(expired, TODAY) is None
    assert qualification_worth(valid, TODAY) == pytest.approx(0.6)


def test_words_of_the_shared_product_count_in_every_chain() -> None:
    state, segment = _state("关键电机")
    state = replace(state, products={segment.product: Product("关键电机", "电机", ("马达",), ("马达维修",))})

    words = match_words(state, segment)

    assert words.wanted == ("关键电机", "电机", "马达")
    assert words.unwanted == ("马达维修",)


def test_many_segments_are_matched_in_one_pass_as_one_by_one() -> None:
    companies = [a_company("甲", "炭黑", "白炭黑", id=1), a_company("乙", "轮胎模具", id=2)]
    state = a_state(a_chain("炭黑>轮胎", "轮胎模具>轮胎"))
    words = [match_words(state, segment) for segment in state.chain.segments]

    together = find_fits(companies, words)

    for one in words:
        assert together.get(one.ref, []) == find_fits(companies, [one]).get(one.ref, [])
