"""Chains out of rows: names, places, parents, and what was there before."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chains.chain import Chain, Segment, Stage, SupplyLink
from chains.chain_import import NOT_FOUND, SEVERAL, NameIndex
from chains.company import CompanyName
from chains.company_words import company_keys, split_companies
from chains.errors import AlreadyThere, InvalidValue, NotFound
from chains.kinds import Tier
from chains.outline import OutlineRow, grown
from chains.whole_structure import checked_structure
from tests.builders import a_chain

EMPTY = Chain("c", "链")


def _rows(*paths: tuple[str, ...], tier: Tier | None = Tier.UPSTREAM) -> list[OutlineRow]:
    return [OutlineRow(number, "链", path, tier) for number, path in enumerate(paths, 2)]


def test_levels_become_stage_segment_and_parts_with_the_parts_folded() -> None:
    found = grown(EMPTY, _rows(("材料", "激光器", "光纤激光器"), ("材料", "激光器", "气体激光器")))

    chain = found.chain
    laser = next(one for one in chain.segments if one.name == "激光器")
    assert [(one.name, one.tier) for one in chain.stages] == [("材料", Tier.UPSTREAM)]
    assert [one.name for one in chain.segments if one.parent == laser.code] == ["光纤激光器", "气体激光器"]
    assert found.folded == (laser.code,)
    assert checked_structure(chain) == chain


def test_a_name_in_several_places_says_where_it_stands() -> None:
    found = grown(EMPTY, _rows(("甲", "方案", "金融"), ("乙", "应用", "金融"), ("乙", "应用", "物流")))

    names = [one.name for one in found.chain.segments]
    assert names == ["方案", "金融（方案）", "应用", "金融（应用）", "物流"]


def test_what_the_chain_has_by_that_name_stays_where_it_is() -> None:
    old = Chain(
        "c",
        "链",
        stages=(Stage("s", "制造", Tier.MIDSTREAM),),
        segments=(Segment("c", "own", "激光器", "s", "laser"),),
    )

    found = grown(old, _rows(("材料", "激光器", "光纤激光器")))

    assert found.chain.segments[0] == old.segments[0]
    assert found.chain.segments[1].parent == "own" and found.chain.segments[1].stage == "s"
    assert found.codes[2] == found.chain.segments[1].code


def test_the_same_rows_again_change_nothing() -> None:
    rows = _rows(("甲", "方案", "金融"), ("乙", "应用", "金融"), ("乙", "应用"))
    once = grown(EMPTY, rows).chain

    assert grown(once, rows).chain == once
    assert grown(once, rows).folded == ()


def test_a_parent_named_in_a_column_is_taken_unless_it_leads_in_a_circle() -> None:
    rows = [
        OutlineRow(2, "链", ("阶段", "甲"), None, parent="乙"),
        OutlineRow(3, "链", ("阶段", "乙"), None, parent="甲"),
    ]

    found = grown(EMPTY, rows)

    assert found.circular == ("乙",)
    assert [bool(one.parent) for one in found.chain.segments] == [True, False]
    assert found.untiered == ("阶段",)


def test_new_stages_stand_behind_those_of_their_tier() -> None:
    old = replace(EMPTY, stages=(Stage("u", "上", Tier.UPSTREAM), Stage("d", "下", Tier.DOWNSTREAM)))

    found = grown(old, _rows(("中间", "甲"), tier=Tier.MIDSTREAM))

    assert [one.name for one in found.chain.stages] == ["上", "中间", "下"]


LEVEL = st.sampled_from(["甲", "乙", "丙", "丁（乙）"])


@given(st.lists(st.tuples(st.sampled_from(Tier), st.lists(LEVEL, min_size=2, max_size=4)), max_size=12))
def test_any_rows_make_a_sound_chain_with_a_segment_for_each(paths: list[tuple[Tier, list[str]]]) -> None:
    rows = [OutlineRow(at, "链", tuple(path), tier) for at, (tier, path) in enumerate(paths)]
    found = grown(EMPTY, rows)

    codes = {one.code for one in found.chain.segments}
    assert set(found.codes) == {row.number for row in rows}
    assert set(found.codes.values()) <= codes
    assert all(one.parent is None or one.parent in codes for one in found.chain.segments)
    assert len({one.name for one in found.chain.segments}) == len(found.chain.segments)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("甲公司、乙公司；丙公司", ("甲公司", "乙公司", "丙公司")),
        ("阿勒格尼技术 (Allegheny, ATI)", ("阿勒格尼技术 (Allegheny, ATI)",)),
        ("Apple, Inc., Google", ("Apple, Inc.", "Google")),
        ("甲公司,甲公司 ,—", ("甲公司",)),
        ("无", ()),
        (" \t\n", ()),
    ],
)
def test_a_cell_holds_several_companies(text: str, parts: tuple[str, ...]) -> None:
    assert split_companies(text) == parts


def test_a_foreign_name_in_brackets_is_another_way_to_look_and_a_place_is_not() -> None:
    assert company_keys("锐科激光 (Raycus)") == ("锐科激光(raycus)", "锐科激光", "raycus")
    assert company_keys("TSMC（台积电）") == ("tsmc(台积电)", "台积电", "tsmc")
    assert company_keys("中科三环(天津)") == ("中科三环(天津)",)


def test_names_are_found_by_name_then_short_name_then_former_name_and_never_guessed() -> None:
    index = NameIndex(["锐科激光 (Raycus)", "甲甲", "老乙", "不在库中"])
    index.take(
        [
            CompanyName(
                1,
                "武汉锐科光纤激光技术股份有限公司",
                "武汉锐科光纤激光技术股份有限公司",
                "",
                "锐科激光",
                (),
                "",
            ),
            CompanyName(2, "某公司", "某公司", "", "甲甲", (), ""),
            CompanyName(3, "另一公司", "另一公司", "", "甲甲", (), ""),
            CompanyName(4, "新乙", "新乙", "", "", ("老乙",), ""),
        ]
    )

    assert index.find("锐科激光 (Raycus)") == (1, "")
    assert index.find("甲甲") == (None, SEVERAL)
    assert index.find("老乙") == (4, "")
    assert index.find("不在库中") == (None, NOT_FOUND)


def test_a_whole_structure_is_refused_when_it_does_not_hold_together() -> None:
    chain = a_chain("a>b")
    a, b = chain.segments
    with pytest.raises(AlreadyThere):
        checked_structure(replace(chain, segments=(a, replace(b, name="a"))))
    with pytest.raises(NotFound):
        checked_structure(replace(chain, segments=(a, replace(b, stage="nowhere"))))
    with pytest.raises(InvalidValue):
        checked_structure(replace(chain, segments=(replace(a, parent="b"), replace(b, parent="a"))))
    with pytest.raises(InvalidValue):
        checked_structure(replace(chain, links=(SupplyLink("a", "a", "g"),)))
    with pytest.raises(InvalidValue):
        checked_structure(replace(chain, links=(*chain.links, SupplyLink("b", "a", "g", 1.5))))
