"""Chains in workbooks of several sheets, and tables of many levels."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from app.chain_imports import plan_chain_import
from app.exchange.chain_table import ChainTable, read_chain_table
from app.exchange.sheets_in import read_sheets
from app.services.workspace import Workspace
from tests.builders import a_company, bring_in


def a_book(path: Path, sheets: dict[str, list[list[str]]], hidden: str = "") -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
        page.sheet_state = "hidden" if name == hidden else "visible"
    book.save(path)
    return path


def table_of(path: Path) -> ChainTable:
    return read_chain_table(read_sheets(path), path.name)


HEAD = ["上下游", "环节", "代表企业"]


def test_a_sheet_for_each_chain_is_read_whole(workspace: Workspace, tmp_path: Path):
    (company,) = bring_in(workspace, a_company("甲公司"))
    sheets = {
        "说明": [["请先阅读"]],
        "房车链": [HEAD, ["上游", "底盘", "甲公司"], ["", "", ""]],
        "氢能链": [HEAD, ["上游", "电解槽", "乙公司"], ["中游", "底盘", "甲公司"]],
    }
    path = a_book(tmp_path / "十链.xlsx", sheets)

    found = plan_chain_import(workspace, path)

    assert [(one.name, one.added, one.placed) for one in found.plan.chains] == [
        ("房车链", ("底盘",), 1),
        ("氢能链", ("电解槽", "底盘"), 1),
    ]
    assert [(one.sheet, one.row, one.name) for one in found.plan.unplaced] == [("氢能链", 2, "乙公司")]
    assert any("没有读取的工作表" in note and "说明" in note for note in found.plan.notes)
    workspace.execute(found.command())
    with workspace.read() as reader:
        placed = reader.chain_state(found.plan.chains[1].code).suppliers.values()
    assert [one.placement.evidence for some in placed for one in some] == ["十链.xlsx 工作表“氢能链”第 3 行"]
    assert company == 1


def test_hidden_sheets_and_lists_of_companies_are_not_taken_for_chains(tmp_path: Path):
    sheets = {
        "链": [["产业链", "环节", "代表公司"], ["轮胎", "橡胶", "甲公司"]],
        "旧稿": [["产业链", "环节", "代表公司"], ["轮胎", "旧环节", "甲公司"]],
        "企业": [["企业名称", "产品"], ["甲公司", "橡胶"]],
    }

    table = table_of(a_book(tmp_path / "链.xlsx", sheets, hidden="旧稿"))

    assert [row.path for row in table.rows] == [("全部环节", "橡胶")]
    assert table.notes == ("没有读取的工作表（隐藏，或没有认出表头）：旧稿、企业。",)


def test_rejected_rows_name_their_sheet(tmp_path: Path):
    sheets = {"甲链": [HEAD, ["", "", "某公司"]], "乙链": [HEAD, ["上游", "底盘", ""]]}

    assert table_of(a_book(tmp_path / "链.xlsx", sheets)).rejected == ((2, "工作表“甲链”：没有写环节"),)


@pytest.mark.parametrize(
    "headings",
    [
        ["一级环节", "二级环节", "三级环节", "四级环节", "五级环节", "六级环节", "七级环节", "八级环节"],
        ["一级", "二级", "三级", "四级", "五级", "六级", "七级", "八级"],
        ["L1", "L2", "L3", "L4", "L5", "L6", "L7", "L8"],
        ["第1级", "第2级", "第3级", "第4级", "第5级", "第6级", "第7级", "第8级"],
        ["一级分类", "二级分类", "三级分类", "四级分类", "五级分类", "六级分类", "七级分类", "八级分类"],
    ],
)
def test_eight_levels_arrive_whatever_they_are_called(headings: list[str], tmp_path: Path):
    names = [f"第{at}层" for at in range(8)]
    path = a_book(tmp_path / "深链.xlsx", {"Sheet1": [[*headings, "代表企业"], [*names, "甲公司"]]})

    (row,) = table_of(path).rows

    assert row.path == tuple(names)
    assert row.companies == ("甲公司",)
