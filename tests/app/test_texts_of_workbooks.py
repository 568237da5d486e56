"""Texts that a spreadsheet would take for something else stay texts, however a workbook is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from app.exchange.sheet_out import ALL, ListColumn, ListHead, ListSheet, write_lists
from app.exchange.sheet_stream import write_long_list

HEAD = ListHead("名单", "威海市", date(2026, 11, 27))
COLUMNS = (ListColumn("名称"), ListColumn("备注"))
MOST_OF_EXCEL = 32_767
RECKONED_WITH = ("=1+1", "+86", "-5", "@SUM(A1)", "＝1+1", "＋1", "－1", "＠a", "\t=1", "|cmd", "%x", "'x")


def _whole(path: Path, rows: Sequence[tuple[str, str]]) -> None:
    write_lists(path, HEAD, COLUMNS, [ListSheet(ALL, rows)], "没有")


def _streamed(path: Path, rows: Sequence[tuple[str, str]]) -> None:
    write_long_list(path, HEAD, COLUMNS, rows, len(rows))


Write = Callable[[Path, Sequence[tuple[str, str]]], None]
WAYS = pytest.mark.parametrize("write", [_whole, _streamed])


def _cells(path: Path, count: int) -> list[Any]:
    """The cells of the first column below the headings."""
    page = load_workbook(path).active
    assert page is not None
    top = next(cell.row for cell in page["A"] if cell.value == "名称")
    return [page.cell(top + number, 1) for number in range(1, count + 1)]


@WAYS
def test_a_text_stays_one_also_when_somebody_edits_the_cell(write: Write, tmp_path: Path) -> None:
    texts = (*RECKONED_WITH, "甲公司")
    write(tmp_path / "名单.xlsx", [(text, "") for text in texts])

    cells = _cells(tmp_path / "名单.xlsx", len(texts))

    assert [cell.value for cell in cells] == list(texts)
    assert {cell.data_type for cell in cells} == {"s"}
    assert [bool(cell.quotePrefix) for cell in cells] == [True] * len(RECKONED_WITH) + [False]


@WAYS
def test_a_text_of_any_length_leaves_a_file_that_excel_opens(write: Write, tmp_path: Path) -> None:
    write(tmp_path / "名单.xlsx", [("长" * 200_000, "")])

    (cell,) = _cells(tmp_path / "名单.xlsx", 1)

    assert 30_000 < len(cell.value) <= MOST_OF_EXCEL
    assert set(cell.value) == {"长"}
    assert cell.number_format == "General"  # as text, programs show it as ####
