"""CSV that a spreadsheet opens as it was meant, and that comes in again unchanged."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from app.exchange.csv_in import read_text
from app.exchange.csv_out import write_csv

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = (
    "=1+1", "+86 138", "-5", "@SUM(A1)", "＝1+1", "＋1", "－1", "＠a", "\t=1", "00123",
    "06315201234", "911101E5", "9.11E+17", "3-5", "1/2", "123456789012345678",
)  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_text_that_a_spreadsheet_would_reckon_with_has_a_tab_before_it(text: str, tmp_path: Path) -> None:
    write_csv(tmp_path / "企业.csv", ["企业名称"], [[text]])

    assert (tmp_path / "企业.csv").read_text(encoding="utf-8-sig").splitlines() == ["企业名称", f"\t{text}"]


@pytest.mark.parametrize("value", ["甲公司", "2026-11-24", "A-1", -5, Decimal("0.5"), "12.5%"])
def test_what_means_the_same_in_a_spreadsheet_stays_bare(value: object, tmp_path: Path) -> None:
    write_csv(tmp_path / "企业.csv", ["值"], [[value]])

    assert (tmp_path / "企业.csv").read_text(encoding="utf-8-sig").splitlines()[1] == str(value)


def test_texts_come_in_again_without_the_tab(tmp_path: Path) -> None:
    write_csv(tmp_path / "企业.csv", ["企业名称", "地址"], [[text, text] for text in TEXTS])

    found = read_text(tmp_path / "企业.csv", lambda *_told: None)

    assert [cells for _line, cells in found.rows][1:] == [[text, text] for text in TEXTS]


def test_what_no_file_bears_is_left_out_and_odd_characters_stay(tmp_path: Path) -> None:
    write_csv(tmp_path / "企业.csv", ["企业名称"], [["甲\x00\ud83d\ufffe厂"], ["𠮷😀\u200b\u202e厂"]])

    found = read_text(tmp_path / "企业.csv", lambda *_told: None)

    assert [cells for _line, cells in found.rows][1:] == [["甲厂"], ["𠮷😀\u200b\u202e厂"]]
