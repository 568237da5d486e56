"""The table of readings that comes with the program."""

from __future__ import annotations

from chains.pinyin import readings
from tests.pinyin_table import PATH, table


def test_the_table_is_what_pypinyin_says() -> None:
    """Who takes a newer pypinyin makes the table again: python -m tests.pinyin_table."""
    assert PATH.read_text(encoding="utf-8") == table()


def test_a_phrase_is_read_as_it_is_said() -> None:
    """重 of 重庆 and 行 of 银行 are not read as they mostly are; rare signs are read too."""
    assert readings("重庆银行").full == "chongqingyinhang"
    assert readings("重型机械").initials == "zxjx"
    assert readings("龟裂").full == "junlie"
