"""GB/T 4754-2017: sections, divisions, and what texts of real lists mean."""

from __future__ import annotations

import pytest

from chains.industries import DIVISIONS, SECTIONS, divisions_of, industry_code, industry_name, section_of


def test_there_are_twenty_sections_and_ninety_seven_divisions_without_a_hole() -> None:
    assert "".join(SECTIONS) == "ABCDEFGHIJKLMNOPQRST"
    assert list(DIVISIONS) == [f"{number:02}" for number in range(1, 98)]
    assert sum(len(divisions_of(letter)) for letter in SECTIONS) == 97


@pytest.mark.parametrize(
    ("code", "name", "section"),
    [
        ("25", "石油、煤炭及其他燃料加工业", "C"),
        ("43", "金属制品、机械和设备修理业", "C"),
        ("44", "电力、热力生产和供应业", "D"),
        ("58", "多式联运和运输代理业", "G"),
        ("65", "软件和信息技术服务业", "I"),
        ("79", "土地管理业", "N"),
        ("97", "国际组织", "T"),
    ],
)
def test_divisions_are_those_of_2017(code: str, name: str, section: str) -> None:
    assert (DIVISIONS[code], section_of(code)) == (name, section)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("C2911", "2911"),
        ("3737 海洋工程装备制造", "3737"),
        ("橡胶和塑料制品业", "29"),
        ("C29橡胶和塑料制品业", "29"),
        ("制造业-橡胶和塑料制品业", "29"),
        ("C 制造业", "C"),
        ("制造业", "C"),
        ("Ｃ２９１１", "2911"),
        ("信息传输、软件和信息技术服务业", "I"),
        ("石油加工、炼焦和核燃料加工业", "25"),
        ("房地产业", "70"),
        ("制造业 > 汽车制造业 > 汽车零部件及配件制造", "36"),
        ("D29", ""),
        ("C是一种语言", ""),
        ("轮胎", ""),
        ("", ""),
        ("2024年", ""),
        ("-", ""),
    ],
)
def test_texts_of_lists_are_read(text: str, code: str) -> None:
    assert industry_code(text) == code


def test_a_deep_code_is_named_by_its_division() -> None:
    assert industry_name("3737") == "铁路、船舶、航空航天和其他运输设备制造业"
    assert industry_name("C") == "制造业"
    assert industry_name("99") == ""
