"""Odd company lists: columns guessed without a header, signs that look alike, sheets that are hidden."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import openpyxl
import pytest

from app.cli import main
from app.exchange.csv_in import read_text
from app.exchange.guessing import guessed_fields
from app.imports import best_sheet, choice_of, look_into, prepare
from app.services.workspace import Workspace
from chains.errors import FileRefused
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


def a_book(path: Path, rows: list[list[object]], *merged: str) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for cells in merged:
        book.active.merge_cells(cells)
    book.save(path)
    return path


def test_a_list_of_an_office_is_read_with_its_titles_stars_and_sums(workspace: Workspace, tmp_path: Path):
    rows: list[list[object]] = [
        ["附件1"],
        ["威海市规模以上工业企业名单（2025年）"],
        ["填报单位：工业和信息化局", "", "", "填报时间：2025年3月"],
        ["序号", "*企业名称", "统一社会\n信用代码", "县（市、区）", "注册资本（万元）"],
        [1, "威海甲有限公司", "91371000MA272HD1T8", "环翠区", 1000],
        [2, "威海乙有限公司", "", "文登区", 500.5],
        ["合　计", 2, "", "", 1500.5],
    ]
    path = a_book(tmp_path / "a.xlsx", rows, "A1:E1", "A2:E2")

    plan = plan_of(workspace, path)

    assert [name for _, name, _ in plan.new] == ["威海甲有限公司", "威海乙有限公司"]
    assert plan.rejected == ((7, "是合计或说明行，不是企业"),)
    assert set(plan.columns.values()) >= {"企业名称", "统一社会信用代码", "所在区县", "注册资本"}


def test_a_second_header_row_with_units_is_part_of_the_header(workspace: Workspace, tmp_path: Path):
    rows: list[list[object]] = [
        ["企业名称", "注册资本", "", "成立日期"],
        ["", "金额（万元）", "币种", ""],
        ["威海甲有限公司", 1000, "人民币", "2020-01-01"],
        ["威海乙有限公司", 500, "美元", "2020-01-01"],
    ]
    path = a_book(tmp_path / "a.xlsx", rows, "A1:A2", "B1:C1", "D1:D2")

    look = look_into(path)
    choice = choice_of(best_sheet(look))

    assert choice.fields == ("name", "capital", "currency", "founded_on")
    assert plan_of(workspace, path).added == 2


def test_a_header_in_the_middle_of_a_pasted_list_is_no_company(workspace: Workspace, tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_text("公司名称,地址\n甲公司,某路\n企业名称,地址\n乙公司,他路\n", encoding="utf-8")

    plan = plan_of(workspace, path)

    assert (plan.added, plan.rejected) == (2, ((3, "是重复的表头，不是企业"),))


def test_a_header_below_a_dozen_lines_of_notice_is_found(workspace: Workspace, tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_text("声明\n" * 12 + "公司名称,经营状态\n甲公司,存续\n", encoding="utf-8")

    assert plan_of(workspace, path).added == 1


def test_bars_between_columns_are_read(workspace: Workspace, tmp_path: Path):
    path = tmp_path / "a.txt"
    path.write_text("企业名称|地址|登记状态\n甲公司|某路|存续\n", encoding="utf-8")

    assert choice_of(best_sheet(look_into(path))).fields == ("name", "address", "state")


def test_nul_characters_are_left_out_in_every_line_and_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("企业\x00名称,地址\n甲公司,某路\n乙\x00公司,他\x00路\n", encoding="utf-8")

    found = read_text(path, lambda *_told: None)

    assert [cells for _line, cells in found.rows] == [
        ["企业名称", "地址"], ["甲公司", "某路"], ["乙公司", "他路"],
    ]  # fmt: skip
    assert any("NUL" in note for note in found.notes)


def test_a_quote_that_is_not_closed_is_named_by_its_row_and_swallows_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('企业名称,地址\n甲公司,某路\n乙公司,"他路\n丙公司,路\n', encoding="utf-8")

    with pytest.raises(FileRefused) as refused:
        read_text(path, lambda *_told: None)

    assert (refused.value.facts["reason"], refused.value.facts["row"]) == ("quotes", 3)
