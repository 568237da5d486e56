"""Odd company lists: columns guessed without a header, signs that look alike, sheets that are hidden."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import openpyxl
import pytest

from app.cli import main
from app.exchange.guessing import guessed_fields
from app.imports import best_sheet, choice_of, look_into, prepare
from app.services.workspace import Workspace
from chains.rows import ImportPlan


def plan_of(workspace: Workspace, path: Path) -> ImportPlan:
    look = look_into(path)
    with closing(prepare(workspace, look, choice_of(best_sheet(look)))) as prepared:
        return prepared.plan()


def test_columns_of_province_city_and_district_are_known_without_a_header():
    rows = [
        ["甲有限公司", "山东省", "威海市", "环翠区"],
        ["乙有限公司", "山东", "威海", "荣成市"],
        ["丙有限公司", "江苏省", "苏州市", "-"],
    ]

    assert guessed_fields(rows) == ("name", "province", "city", "district")


def test_radicals_that_look_like_characters_are_told_and_kept(workspace: Workspace, tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_text("企业名称\n⼀⼆三公司\n一二四公司\n", encoding="utf-8")

    plan = plan_of(workspace, path)

    assert [note for note in plan.notes if "部首" in note] == [
        "第 2 行 企业名称含有部首字符“⼀⼆”（样子像普通汉字），已照录，请核对。"
    ]
    assert plan.new[0][1] == "⼀⼆三公司"


def test_a_cell_that_is_looked_at_for_two_fields_is_told_once(workspace: Workspace, tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_text("企业名称,统一社会信用代码\n甲公司,#N/A\n", encoding="utf-8")

    assert sum("#N/A" in note for note in plan_of(workspace, path).notes) == 1


def test_hidden_sheets_are_told_in_the_plan_too(workspace: Workspace, tmp_path: Path):
    book = openpyxl.Workbook()
    book.active.append(["企业名称"])
    book.active.append(["甲公司"])
    book.create_sheet("旧名单").sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")

    assert any("隐藏工作表未导入：旧名单" in note for note in plan_of(workspace, tmp_path / "a.xlsx").notes)


def test_the_command_line_says_how_to_name_an_encoding(
    workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    path, where = tmp_path / "a.txt", str(workspace.database.path)
    path.write_bytes("企业名称\t地址\r\n甲公司\t某路\r\n".encode("utf-16-le"))

    assert main(["import", "companies", str(path), "-w", where]) == 2
    assert "--encoding" in capsys.readouterr().err
    assert main(["import", "companies", str(path), "-w", where, "--encoding", "utf-16-le"]) == 0


def test_the_command_line_says_what_it_took_columns_for(
    workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    path = tmp_path / "a.csv"
    path.write_text("甲有限公司,存续\n乙有限公司,注销\n", encoding="utf-8")

    assert main(["import", "companies", str(path), "-w", str(workspace.database.path)]) == 0

    assert "A 列→企业名称；B 列→登记状态" in capsys.readouterr().out


def test_a_large_capital_without_a_unit_is_left_blank_and_says_why(workspace: Workspace, tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_text("企业名称,注册资本\n甲公司,50000000\n乙公司,面议\n", encoding="utf-8")

    notes = plan_of(workspace, path).notes

    assert "第 2 行 注册资本“50000000”没有写单位（元或万元），已留空。" in notes
    assert "第 3 行 注册资本“面议”无法识别，已留空。" in notes
