"""The companies of a filter as a workbook: all of them, as text, with the filter in words."""

from __future__ import annotations

import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.company_exports import export_companies
from app.exchange import company_list, sheet_stream
from app.exchange.sheet_out import ListColumn, ListHead
from app.exchange.sheet_stream import write_long_list
from app.services.workspace import Workspace
from chains.errors import Cancelled, ExportRefused
from chains.registry import CompanyFilter, CompanySort, SortColumn
from tests.builders import a_company, bring_in

HEAD = ListHead("名单", "威海市", date(2026, 11, 27), ("筛选条件：全部企业。", "第二行"))
COLUMNS = (
    ListColumn("名称"),
    ListColumn("数", 6, 9, "#,##0.##", "right"),
    ListColumn("日", 9, 9, "yyyy-mm-dd", "center"),
)
HOSTILE = [
    "=1+1",
    "@SUM(A1)",
    "<b>&amp;]]>",
    "_x0041_",
    "a\x00b\x1f",
    "\ud800",
    "长" * 300,
    "𠮷野家",
    "'x",
    "-1",
]


@pytest.fixture
def companies(workspace: Workspace) -> Workspace:
    bring_in(
        workspace,
        a_company(
            "甲厂", "轮胎模具", region="371002", capital_wan=Decimal("1000.5"), founded_on=date(2001, 2, 3)
        ),
        a_company("乙厂", "=HYPERLINK(1)", region="370200", insured_count=12),
        a_company("丙厂", region="371082", credit_code="91371000166700127U"),
    )
    return workspace


@pytest.mark.parametrize("most_styled", [3_000, 0])
def test_all_companies_of_the_filter_go_out_with_its_words(
    companies: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most_styled: int
) -> None:
    monkeypatch.setattr(company_list, "MOST_STYLED", most_styled)
    path = tmp_path / "企业.xlsx"
    wanted = CompanyFilter(regions=("371000",))

    assert export_companies(companies, path, wanted, CompanySort(SortColumn.CAPITAL, descending=True)) == 2

    page = load_workbook(path).active
    above = [str(page.cell(row, 1).value) for row in range(1, 5)]
    assert above[0] == "威海市企业名单"
    assert "共 2 条" in above[1]
    assert above[2] == "口径：筛选条件：区域：威海市。"
    assert [page.cell(row, 2).value for row in (6, 7)] == ["甲厂", "丙厂"]
    assert page.cell(6, 8).value == 1000.5
    assert page.cell(6, 10).value.date() == date(2001, 2, 3)
    assert page.cell(7, 3).value == "91371000166700127U"
    assert page.cell(7, 3).number_format == "@"


def test_a_long_list_keeps_every_text_a_text(tmp_path: Path) -> None:
    path = tmp_path / "长.xlsx"
    rows = [(text, Decimal("1234.5"), date(2026, 1, 2)) for text in HOSTILE]

    assert write_long_list(path, HEAD, COLUMNS, rows, len(rows)) == len(rows)

    page = load_workbook(path).active
    top = 5
    assert [cell.value for cell in page[top]] == ["名称", "数", "日"]
    cells = [page.cell(top + number, 1) for number in range(1, len(rows) + 1)]
    assert {cell.data_type for cell in cells} == {"s"}
    # Excel reads _x005F_ as one underscore in every string; openpyxl does so in shared strings only.
    texts = [str(cell.value or "").replace("_x005F_", "_") for cell in cells]
    assert texts == [
        "=1+1", "@SUM(A1)", "<b>&amp;]]>", "_x0041_", "ab", "", "长" * 300, "𠮷野家", "'x", "-1",
    ]  # fmt: skip
    assert cells[0].quotePrefix
    assert cells[6].number_format == "General"
    assert page.cell(top + 1, 2).value == 1234.5
    assert page.freeze_panes == "A6"


def test_what_is_longer_than_a_sheet_goes_on_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_stream, "MOST_ROWS", 4)
    path = tmp_path / "长.xlsx"
    assert write_long_list(path, HEAD, COLUMNS, [(f"{n}", n, None) for n in range(9)], 9) == 9
    book = load_workbook(path)
    assert book.sheetnames == ["全部", "续1", "续2"]
    assert [page.max_row - 5 for page in book.worksheets] == [4, 4, 1]


def test_a_cancelled_export_leaves_the_old_file(companies: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "企业.xlsx"
    path.write_bytes(b"old")

    def stop(_done: int, _total: int, _text: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        export_companies(companies, path, CompanyFilter(), step=stop)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.glob(".~*")) == []


def test_a_file_that_does_not_read_back_is_not_put_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "长.xlsx"
    real = zipfile.ZipFile.writestr

    def cut(book: zipfile.ZipFile, name: str, data: str) -> None:
        real(book, name, data)
        if name == "xl/styles.xml" and book.fp is not None:
            book.fp.seek(400)
            book.fp.write(b"\0" * 300)
            book.fp.seek(0, 2)

    monkeypatch.setattr(zipfile.ZipFile, "writestr", cut)
    with pytest.raises(ExportRefused):
        write_long_list(path, HEAD, COLUMNS, [(f"{n}", n, None) for n in range(5000)], 5000)
    assert not path.exists()
