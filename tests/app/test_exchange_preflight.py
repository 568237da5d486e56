"""What a workbook must not hold is seen however it is written."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from app.exchange import sniff
from app.exchange.preflight import PreflightRefused, inspect
from app.exchange.sheet_in import read_table
from chains.errors import FileRefused

SHARED = Path(__file__).parents[2].parent / "shared" / "bad-inputs" / "xlsx"


def a_workbook(path: Path, sheet: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", f"<worksheet><sheetData>{sheet}</sheetData></worksheet>")
    return path


@pytest.mark.parametrize(
    "sheet",
    [
        '<row r="1"><c r="XFD1048576"/></row>',
        "<row r='1'><c r='XFD1048576'/></row>",
        '<row r = "1"><c r = "XFD1048576"/></row>',
        '<row r="1"><c\tr="XFD1048576"/></row>',
        '<row r="1"><c r="xfd1048576"/></row>',
        '<row r="1"><c r="XFD99999"/></row>',
        '<x:row r="1"><x:c r="XFD1048576"/></x:row>',
        '<row spans="1:2" r="99999999"><c r="A1"/></row>',
        '<row><c r="A99999999"/></row>',
    ],
)
def test_a_cell_far_out_is_refused(sheet: str, tmp_path: Path) -> None:
    with pytest.raises(PreflightRefused) as refused:
        inspect(a_workbook(tmp_path / "a.xlsx", sheet))

    assert refused.value.reason == "far_cells"


def test_rows_and_columns_of_an_honest_sheet_are_no_reason(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{n}"><c r="AB{n}" t="e"><v>#N/A</v></c></row>' for n in range(1, 50))

    facts = inspect(a_workbook(tmp_path / "a.xlsx", rows)).sheets["xl/worksheets/sheet1.xml"]

    assert (facts.rows, facts.top, facts.right) == (49, 49, 28)
    assert facts.errors["AB49"] == "#N/A"


@pytest.mark.skipif(not SHARED.exists(), reason="the corpus of bad inputs is not beside the project")
def test_a_header_of_two_rows_is_joined_and_merged_cells_are_filled_down() -> None:
    table = read_table(SHARED / "merged_two_level_header.xlsx")

    assert table.header[4:6] == ("联系方式/联系人", "联系方式/电话")
    assert [row.cells[3] for row in table.rows[:5]] == ["上游/原材料"] * 5


def test_a_company_list_may_be_larger_than_what_is_held_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows that are read one by one need no bound that a workbook needs; there is one all the same."""
    monkeypatch.setattr(sniff, "LARGEST_FILE_MB", 1)
    monkeypatch.setattr(sniff, "LARGEST_STREAM_MB", 3)
    path = tmp_path / "名单.csv"
    path.write_text("企业名称\n" + "甲公司\n" * 200_000, encoding="utf-8")
    assert sniff.kind_of(path, is_streamed=True) == "text"
    with pytest.raises(FileRefused) as refused:
        sniff.kind_of(path)
    assert (refused.value.facts["reason"], refused.value.facts["limit_mb"]) == ("too_large", 1)
    path.write_text("企业名称\n" + "甲公司\n" * 400_000, encoding="utf-8")
    with pytest.raises(FileRefused) as refused:
        sniff.kind_of(path, is_streamed=True)
    assert refused.value.facts["limit_mb"] == 3
