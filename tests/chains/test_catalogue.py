"""The built-in chains, and what the reader says of a wrong file."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from chains.catalogue_reader import built_in_catalogue, read_catalogue, read_chain
from chains.errors import CatalogueError
from chains.graph import cycles_of
from chains.kinds import Coverage, Degree, NoteKind, Source

PLAN_CHAINS = (
    "智能办公自动化",
    "智能服务终端",
    "光电子及通信传输",
    "集成电路及电子信息元器件",
    "碳纤维及复合材料",
    "先进高分子材料",
    "高端船舶与海工装备",
    "专用汽车",
    "轮胎",
    "电机",
    "激光技术",
    "海洋生物医药与生物制品",
    "海洋健康食品",
    "新医药与医疗器械",
    "中药材",
    "纺织服装",
    "钓具",
)
OTHER_CHAINS = (
    "康养旅游",
    "现代农业",
    "航空航天与大飞机配套",
    "智慧海洋信息",
    "海洋高端装备",
    "海水淡化与综合利用",
    "海洋可再生能源",
    "海洋科技旅游",
    "海洋碳汇",
    "海洋种业",
    "海洋新材料",
)
GOOD = """
code = "t"
name = "链"

[[stages]]
code = "up"
name = "上"
tier = "upstream"

[[segments]]
code = "a"
name = "甲"
stage = "up"
place = "专栏3"

[[segments]]
code = "b"
name = "乙"
stage = "up"
general = true

[supply]
links = [
    { from = "a", to = "b" },
]
"""


def test_every_chain_that_the_plan_names_is_there() -> None:
    names = [entry.chain.name for entry in built_in_catalogue().chains]

    assert sorted(names) == sorted([*PLAN_CHAINS, *OTHER_CHAINS])


@pytest.mark.parametrize("name", PLAN_CHAINS)
def test_a_chain_of_the_plans_boxes_has_depth(name: str) -> None:
    chain = next(entry.chain for entry in built_in_catalogue().chains if entry.chain.name == name)

    assert len(chain.segments) >= 12
    assert len(chain.stages) >= 4
    assert chain.notes_of(NoteKind.DIRECTION)


def test_every_fact_names_its_place_and_nothing_is_assessed_without_evidence() -> None:
    for entry in built_in_catalogue().chains:
        for segment in entry.chain.segments:
            assessment = entry.assessments.get(segment.code)
            if segment.general:
                assert assessment is None, segment.name
            else:
                assert segment.place
            if assessment is not None:
                assert assessment.evidence.startswith(segment.place)
                assert len(assessment.evidence) > len(segment.place) + 4
        assert all(note.place for note in entry.chain.notes)


def test_the_carbon_fibre_chain_closes_its_loop_through_recycling() -> None:
    chain = built_in_catalogue().chain("carbon_fibre").chain

    assert any("recycling" in cycle for cycle in cycles_of(chain))


@pytest.mark.parametrize("product", ["预浸料", "轮胎", "电机", "控制系统", "碳纤维", "西洋参", "水产养殖"])
def test_a_product_that_recurs_is_one_product(product: str) -> None:
    having = {
        entry.chain.code
        for entry in built_in_catalogue().chains
        for segment in entry.chain.segments
        if segment.product == product
    }

    assert len(having) >= 2


def test_one_name_is_one_product_and_no_chain_lists_a_product_twice() -> None:
    by_name: dict[str, set[str]] = defaultdict(set)
    for entry in built_in_catalogue().chains:
        products = [segment.product for segment in entry.chain.segments]
        assert len(products) == len(set(products)), entry.chain.name
        for segment in entry.chain.segments:
            by_name[segment.product].add(segment.product)
    assert set(by_name) <= set(built_in_catalogue().products)


@pytest.mark.parametrize(
    ("chain", "name", "facts"),
    [
        ("ship", "侧推", (Coverage.MISSING, Source.ABROAD, Degree.WHOLLY, False)),
        ("ship", "发动机", (Coverage.MISSING, Source.UNKNOWN, None, False)),
        ("tyre", "天然橡胶", (Coverage.MISSING, Source.DOMESTIC, Degree.MAINLY, False)),
        ("motor", "漆包线", (Coverage.WEAK, Source.DOMESTIC, Degree.MAINLY, False)),
        ("medical_device", "生物医用级原材料", (Coverage.MISSING, Source.ABROAD, Degree.MAINLY, True)),
        ("carbon_fibre", "碳化工艺与装备", (Coverage.WEAK, Source.ABROAD, None, True)),
        ("tackle", "精密制造装备", (Coverage.MISSING, Source.ABROAD, Degree.PARTLY, False)),
        ("office_automation", "感光鼓", (Coverage.MISSING, Source.UNKNOWN, None, False)),
        ("textile", "服装设计", (Coverage.MISSING, Source.UNKNOWN, None, False)),
    ],
)
def test_gaps_are_worded_as_the_plan_words_them(chain: str, name: str, facts: tuple[object, ...]) -> None:
    entry = built_in_catalogue().chain(chain)
    segment = next(one for one in entry.chain.segments if one.name == name)
    found = entry.assessments[segment.code]

    assert (found.coverage, found.source, found.degree, found.chokepoint) == facts


def test_no_sentence_of_the_plan_is_copied(shared_files: Path) -> None:
    plan = "".join((shared_files / "plan" / "weihai-plan-2022.txt").read_text(encoding="utf-8").split())
    names = {NoteKind.PARK, NoteKind.PLATFORM, NoteKind.LEAD}
    copied = []
    for entry in built_in_catalogue().chains:
        texts = [note.text for note in entry.chain.notes if note.kind not in names]
        texts += [found.evidence.partition("：")[2] for found in entry.assessments.values()]
        copied += [text for text in texts if len(text) > 20 and "".join(text.split()) in plan]

    assert copied == []


def _refused(text: str) -> dict[str, object]:
    with pytest.raises(CatalogueError) as refused:
        read_chain("坏.toml", text)
    assert refused.value.facts["file"] == "坏.toml"
    return refused.value.facts


def test_a_good_file_is_read() -> None:
    chain = read_chain("好.toml", GOOD).chain

    assert [segment.name for segment in chain.segments] == ["甲", "乙"]
    assert chain.links[0].group == "a"


@pytest.mark.parametrize(
    ("wrong", "right", "reason", "line"),
    [
        ('name = "乙"', 'name = "乙"\nnaem = "丙"', "unknown_field", 19),
        ('to = "b"', 'to = "x"', "unknown_segment", 24),
        ('code = "b"', 'code = "a"', "repeated", 16),
        ('tier = "upstream"', 'tier = "upward"', "unknown_value", 8),
        ('stage = "up"\nplace', 'stage = "down"\nplace', "unknown_stage", 13),
        ('place = "专栏3"', "general = false", "place_or_general", 10),
        ("general = true", 'general = true\ncoverage = "weak"', "assessed_without_evidence", 16),
        ('to = "b" }', 'to = "b", share = 1.5 }', "share", 24),
        ('to = "b" }', 'to = "a" }', "link_to_itself", 24),
        ('name = "链"', "name = ", "syntax", 3),
        ('{ from = "a", to = "b" },', "", "unlinked", 10),
        (
            '{ from = "a", to = "b" },',
            '{ from = "a", to = "b" },\n    { from = "a", to = "b" },',
            "repeated",
            25,
        ),
    ],
)
def test_what_is_wrong_is_named_with_its_line(wrong: str, right: str, reason: str, line: int) -> None:
    assert wrong in GOOD

    facts = _refused(GOOD.replace(wrong, right, 1))

    assert (facts["reason"], facts["line"]) == (reason, line)


def test_two_files_of_one_chain_are_refused(tmp_path: Path) -> None:
    for name in ("1.toml", "2.toml"):
        (tmp_path / name).write_text(GOOD, encoding="utf-8")

    with pytest.raises(CatalogueError) as refused:
        read_catalogue(tmp_path)

    assert refused.value.facts["file"] == "2.toml"


def test_groups_share_at_most_the_whole_need() -> None:
    text = GOOD.replace(
        '{ from = "a", to = "b" },',
        '{ from = "a", to = "b", group = "g", share = 0.7 },\n'
        '    { from = "c", to = "b", group = "g", share = 0.7 },',
    ).replace("[supply]", '[[segments]]\ncode = "c"\nname = "丙"\nstage = "up"\ngeneral = true\n\n[supply]')

    assert _refused(text)["reason"] == "shares_over_one"
