"""N清单: rows worked out by hand on a small chain, presets kept and undone, workbooks read back."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from app.cli import main
from app.preset_transfers import all_presets, export_lists, preset_named
from app.services.list_facts import read_list_facts
from app.services.list_rows import rows_of
from chains.chain import SegmentRef
from chains.commands import AssessSegment, PlaceCompany
from chains.company import Qualification
from chains.errors import Conflict, InvalidValue, NotFound
from chains.kinds import Coverage, Decision, Role, Source, Tier
from chains.list_presets import (
    BUILT_IN,
    FIVE_AND_FIVE,
    FOUR_AND_FIVE,
    SHANDONG,
    ListPreset,
    MapView,
    PresetList,
    RemovePreset,
    SavePreset,
    content_as_text,
    with_content,
)
from chains.list_records import ListRecord, SaveRecord
from chains.list_shapes import LIST_SHAPES, ListKind
from chains.record_shapes import FIELDS, RecordKind
from chains.structure import AddChain, AddSegment, AddStage
from chains.target_lists import DEFAULT_COLUMNS
from chains.target_words import COLUMN
from tests.builders import a_company, bring_in

if TYPE_CHECKING:
    from pathlib import Path

    from app.services.workspace import Workspace


@pytest.fixture
def small(workspace: Workspace) -> Workspace:
    """A chain of three segments: 甲 leads two, 乙 supplies one from outside, 丙 is only a candidate."""
    workspace.execute(AddChain("small", "小链", "小集群"))
    workspace.execute(AddStage("small", "stage", "阶段", Tier.MIDSTREAM))
    for code in ("a", "b", "c"):
        workspace.execute(AddSegment(SegmentRef("small", code), f"环节{code}", "stage"))
    honours = (
        Qualification("单项冠军", "国家级", valid_until=date(2099, 1, 1)),
        Qualification("瞪羚企业", "省级", valid_until=date(2000, 1, 1)),
    )
    first, second, third = bring_in(
        workspace,
        a_company("=甲公司", "甲产品", region="371002", capital_wan=Decimal(500), qualifications=honours),
        a_company("乙公司", region="440300"),
        a_company("丙公司", region="371082"),
    )
    for segment in ("a", "b"):
        workspace.execute(PlaceCompany(SegmentRef("small", segment), first, role=Role.LEAD))
    workspace.execute(PlaceCompany(SegmentRef("small", "b"), second))
    workspace.execute(PlaceCompany(SegmentRef("small", "c"), third, decision=Decision.TO_REVIEW))
    workspace.execute(AssessSegment(SegmentRef("small", "a"), coverage=Coverage.STRONG))
    workspace.execute(
        AssessSegment(
            SegmentRef("small", "c"), coverage=Coverage.MISSING, source=Source.ABROAD, chokepoint=True
        )
    )
    return workspace


def _rows(workspace: Workspace, kind: ListKind) -> list[dict[str, object]]:
    return rows_of(kind, read_list_facts(workspace, "small"))


def test_leads_stand_once_with_all_their_segments_and_honours_in_force(small: Workspace) -> None:
    (row,) = _rows(small, ListKind.LEADS)

    assert (row["row"], row["company"], row["segment"]) == (1, "=甲公司", "环节a、环节b")
    assert (row["role"], row["qualifications"], row["capital_wan"]) == (
        "链主",
        "国家级单项冠军",
        Decimal(500),
    )


def test_suppliers_are_local_and_confirmed(small: Workspace) -> None:
    assert _rows(small, ListKind.SUPPLIERS) == []
    assert [row["company"] for row in _rows(small, ListKind.COMPANIES)] == ["=甲公司", "乙公司"]


def test_strengths_gaps_and_issues_are_told_by_assessments(small: Workspace) -> None:
    (strong,) = _rows(small, ListKind.STRENGTHS)
    (gap,) = _rows(small, ListKind.GAPS)

    assert (strong["segment"], strong["local_suppliers"], strong["companies"]) == ("环节a", 1, "=甲公司")
    assert (gap["segment"], gap["coverage"], gap["source"], gap["chokepoint"]) == (
        "环节c", "缺失", "国外", "卡脖子",
    )  # fmt: skip
    assert [row["issue_kind"] for row in _rows(small, ListKind.ISSUES)] == ["环节缺口", "卡脖子"]


def test_districts_count_companies_outside_last(small: Workspace) -> None:
    rows = [(row["district"], row["segment"], row["count"]) for row in _rows(small, ListKind.DISTRICTS)]

    assert rows == [("环翠区", "环节a", 1), ("环翠区", "环节b", 1), ("市外", "环节b", 1)]


def test_clusters_carry_the_measures_of_each_chain(small: Workspace) -> None:
    (row,) = _rows(small, ListKind.CLUSTERS)

    assert (row["cluster"], row["segments"], row["assessed"], row["companies"]) == ("小集群", 3, 2, 1)
    assert row["completeness"] == pytest.approx(2 / 3)
    assert (row["missing"], row["weak"], row["chokepoints"]) == (1, 0, 1)


def test_records_of_the_chain_and_those_for_all_chains_are_listed(small: Workspace) -> None:
    for name, chain in (("甲", "small"), ("乙", ""), ("丙", "tyre")):
        small.execute(SaveRecord(ListRecord(RecordKind.POLICY, name, chain, {"number": "1号"})))

    rows = _rows(small, ListKind.POLICY)

    assert [(row["row"], row["name"], row["chain"], row["number"]) for row in rows] == [
        (1, "甲", "小链", "1号"),
        (2, "乙", "全部产业链", "1号"),
    ]


def test_no_list_has_two_columns_of_one_key_or_heading() -> None:
    for shape in LIST_SHAPES.values():
        keys = [one.key for one in shape.columns]
        headings = [one.heading for one in shape.columns]
        assert (len(set(keys)), len(set(headings))) == (len(keys), len(headings))


def test_the_target_list_has_the_columns_that_it_has_on_its_own() -> None:
    headings = [one.heading for one in LIST_SHAPES[ListKind.TARGETS].columns]

    assert headings == [COLUMN[one] for one in DEFAULT_COLUMNS]


def test_every_row_speaks_only_of_columns_that_its_list_has(small: Workspace) -> None:
    for kind in RecordKind:
        small.execute(
            SaveRecord(ListRecord(kind, "甲", "small", {one.key: one.empty for one in FIELDS[kind]}))
        )
    for kind, shape in LIST_SHAPES.items():
        for row in _rows(small, kind):
            assert set(row) <= {one.key for one in shape.columns}


def test_the_presets_hold_the_lists_that_provinces_ask_for() -> None:
    assert [one.title for one in SHANDONG.lists] == [
        "领航龙头企业", "重点配套企业", "主要特色优势", "急需突破短板", "协同攻关技术",
        "区域布局", "重点建设项目", "双招双引对象", "可对接外部资源",
    ]  # fmt: skip
    assert [one.title for one in FOUR_AND_FIVE.lists] == [
        "产业集群", "政策", "重点企业", "重点项目", "产业问题",
    ]  # fmt: skip
    assert len(FIVE_AND_FIVE.lists) == 5


def test_an_own_preset_is_kept_replaced_guarded_and_forgotten(workspace: Workspace) -> None:
    lists = (PresetList(ListKind.GAPS, "短板", ("segment", "coverage")), PresetList(ListKind.PARK))
    workspace.execute(SavePreset("  我市 ", lists, (MapView.GAPS, MapView.WHOLE)))
    kept = preset_named(workspace, "我市")
    assert kept.maps == (MapView.GAPS, MapView.WHOLE)
    assert [one.title for one in kept.lists] == ["短板", "园区"]
    assert [one.heading for one in kept.lists[0].shown] == ["缺口环节", "本地供给"]

    workspace.execute(SavePreset("我市", lists[:1], expected_version=kept.version))
    with pytest.raises(Conflict):
        workspace.execute(SavePreset("我市", lists, expected_version=kept.version))
    assert len(preset_named(workspace, "我市").lists) == 1
    workspace.undo_last()
    assert len(preset_named(workspace, "我市").lists) == 2
    workspace.execute(RemovePreset(kept.id))
    assert all_presets(workspace) == BUILT_IN
    with pytest.raises(NotFound):
        preset_named(workspace, "我市")


def test_a_preset_without_lists_or_with_a_built_in_name_is_refused(workspace: Workspace) -> None:
    with pytest.raises(InvalidValue):
        workspace.execute(SavePreset("空", ()))
    with pytest.raises(InvalidValue):
        workspace.execute(SavePreset(SHANDONG.name, SHANDONG.lists))


def test_lists_of_a_later_program_are_passed_over() -> None:
    preset = ListPreset("甲", (PresetList(ListKind.GAPS),))
    content = json.loads(content_as_text(preset))
    content["lists"].append({"kind": "later", "name": "x", "columns": []})
    content["maps"].append("later")

    assert with_content(preset, json.dumps(content)) == preset
    assert replace(PresetList(ListKind.GAPS), columns=("gone",)).shown == LIST_SHAPES[ListKind.GAPS].columns


def test_the_workbook_has_a_cover_and_every_list_with_basis_and_date(
    small: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "清单.xlsx"

    count = export_lists(small, SHANDONG, path, "small", made_by="发改委")

    book = load_workbook(path)
    assert book.sheetnames == ["目录", *(one.title for one in SHANDONG.lists)]
    assert [row[2].value for row in book["目录"].iter_rows(min_row=5)] == [1, 0, 1, 1, 0, 3, 0, 0, 0]
    assert count == 6
    leads = book["领航龙头企业"]
    assert leads["A1"].value == "威海市小链产业链领航龙头企业清单"
    assert "截至日期" in leads["A2"].value
    assert "制表：发改委" in leads["A2"].value
    assert str(leads["A3"].value).startswith("口径")
    cell = next(cell for cell in leads[5] if cell.value == "=甲公司")
    assert cell.data_type == "s"
    assert book["重点建设项目"].cell(5, 1).value == "暂无重点项目"


def test_the_command_line_writes_one_book_or_one_a_chain(
    small: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = str(tmp_path / "威海市产业链.lianpu")

    assert main(["presets", "-w", where, "--json"]) == 0
    assert [one["name"] for one in json.loads(capsys.readouterr().out)] == [one.name for one in BUILT_IN]
    one, each = tmp_path / "一份.xlsx", tmp_path / "各链"
    assert main(["export", "lists", str(one), "-w", where, "--preset", "四图五清单", "--chain", "小链"]) == 0
    assert load_workbook(one).sheetnames[1] == "产业集群"
    assert main(["export", "lists", str(each), "-w", where, "--preset", "山东1+N", "--all"]) == 0
    assert len(list(each.glob("*.xlsx"))) == 29
    assert main(["export", "lists", str(one), "-w", where, "--preset", "没有"]) == 2


def test_a_preset_is_kept_from_json_and_forgotten_on_the_command_line(
    workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where, file = str(tmp_path / "威海市产业链.lianpu"), tmp_path / "方案.json"
    told = {
        "maps": ["gaps"],
        "lists": [{"kind": "gaps", "name": "短板", "columns": ["缺口环节", "evidence"]}],
    }
    file.write_text(json.dumps(told), encoding="utf-8")

    assert main(["presets", "-w", where, "--save", "我市", str(file)]) == 0
    kept = preset_named(workspace, "我市")
    assert kept.maps == (MapView.GAPS,)
    assert [one.heading for one in kept.lists[0].shown] == ["缺口环节", "依据"]
    capsys.readouterr()
    assert main(["presets", "-w", where, "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)[-1]
    file.write_text(json.dumps(printed), encoding="utf-8")
    assert main(["presets", "-w", where, "--save", "又一个", str(file)]) == 0
    assert preset_named(workspace, "又一个").lists == kept.lists
    assert main(["presets", "-w", where, "--remove", "我市"]) == 0
    assert main(["presets", "-w", where, "--remove", "山东1+N"]) == 2


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"lists": [{"kind": "x"}]}', '{"lists": [{"kind": "gaps", "columns": ["x"]}]}']
)
def test_what_is_no_preset_is_refused(workspace: Workspace, tmp_path: Path, text: str) -> None:
    (tmp_path / "方案.json").write_text(text, encoding="utf-8")
    where = str(tmp_path / "威海市产业链.lianpu")

    assert main(["presets", "-w", where, "--save", "甲", str(tmp_path / "方案.json")]) == 2
    assert all_presets(workspace) == BUILT_IN
