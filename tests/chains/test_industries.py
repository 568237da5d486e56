"""GB/T 4754-2017: sections, divisions, and what texts of real lists mean."""

from __future__ import annotations

import pytest

from chains.industries import (
    finer_industries,
    industry_code,
    industry_labels,
    industry_name,
    industry_tree,
)


def test_there_are_twenty_sections_and_ninety_seven_divisions_without_a_hole() -> None:
    tree = industry_tree()
    assert "".join(letter for letter, _, _ in tree) == "ABCDEFGHIJKLMNOPQRST"
    codes = [code for _, _, parts in tree for code, _ in parts]
    assert [code[1:] for code in codes] == [f"{number:02}" for number in range(1, 98)]
    assert all(code[0] == letter for letter, _, parts in tree for code, _ in parts)


def test_groups_and_classes_are_as_many_as_the_tables_of_the_standard_list() -> None:
    divisions = [code for _, _, parts in industry_tree() for code, _ in parts]
    groups = [code for division in divisions for code, _ in finer_industries()[division]]
    classes = [
        code
        for group in groups
        for code, _ in finer_industries().get(group, ((f"{group}0", "the only one"),))
    ]
    assert (len(groups), len(classes)) == (473, 1381)
    assert len({*groups, *classes}) == 473 + 1381
    assert all(code == code.upper() and len(code) == 5 for code in classes)
    names = [name for parts in finer_industries().values() for _, name in parts]
    assert all(name == name.strip() and name and not name[0].isdigit() for name in names)


@pytest.mark.parametrize(
    "name",
    [
        "C25 石油、煤炭及其他燃料加工业",
        "C43 金属制品、机械和设备修理业",
        "G58 多式联运和运输代理业",
        "N79 土地管理业",
        "T97 国际组织",
    ],
    ids=lambda name: name[:3],
)
def test_divisions_are_those_of_2017(name: str) -> None:
    assert industry_name(name[:3]) == name


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("C2911", "C2911"),
        ("3737 海洋工程装备制造", "C3737"),
        ("橡胶和塑料制品业", "C29"),
        ("C29橡胶和塑料制品业", "C29"),
        ("制造业-橡胶和塑料制品业", "C29"),
        ("C 制造业", "C"),
        ("制造业", "C"),
        ("Ｃ２９１１", "C2911"),
        ("信息传输、软件和信息技术服务业", "I"),
        ("石油加工、炼焦和核燃料加工业", "C25"),
        ("房地产业", "K70"),
        ("制造业 > 汽车制造业 > 汽车零部件及配件制造", "C3670"),
        ("轮胎制造", "C2911"),
        ("制造业/橡胶和塑料制品业/橡胶制品业/轮胎制造", "C2911"),
        ("橡胶制品业", "C291"),
        ("教育", "P83"),
        ("燃气生产和供应业", "D45"),
        ("其他采矿业", "B1200"),
        ("瓶(罐)装饮用水制造", "C1522"),
        ("海洋工程装备制造", "C3737"),
        ("3514 海洋工程装备制造", "C3737"),
        ("C3514海洋工程装备制造", "C3737"),
        ("C29 制造业", "C29"),
        ("C29 轮胎制造", "C2911"),
        ("3514 不认识的名称", "C3514"),
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


def test_every_code_with_a_name_of_its_own_can_be_offered_and_is_read_back() -> None:
    labels = industry_labels()
    groups = [code for code in (label.split()[0] for label in labels) if len(code) == 4]
    alone = sum(group not in finer_industries() for group in groups)
    assert len(labels) == 20 + 97 + 473 + 1381 - alone
    assert {"C 制造业", "C29 橡胶和塑料制品业", "C291 橡胶制品业", "C2911 轮胎制造"} <= set(labels)
    assert not {"C1530 精制茶加工"} & set(labels)
    for label in labels:
        code = label.split()[0]
        assert industry_code(label).startswith(code)


def test_a_code_is_named_and_one_that_is_none_by_its_division() -> None:
    assert industry_name("C3737") == "C3737 海洋工程装备制造"
    assert industry_name("C153") == "C153 精制茶加工"
    assert industry_name("C1530") == "C1530 精制茶加工"
    assert industry_name("C3738") == "C3738（铁路、船舶、航空航天和其他运输设备制造业）"
    assert industry_name("C") == "C 制造业"
    assert industry_name("X99") == ""
