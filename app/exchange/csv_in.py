"""Reads delimited text: encoding, delimiter and quotes as the files of the field have them."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.exchange.headings import known_count
from chains.errors import FileRefused

if TYPE_CHECKING:
    from pathlib import Path

    from app.exchange.table import Step

_MOST_COLUMNS = 512
_MOST_ROWS = 300_000
_DELIMITERS = ",;\t，；"
_AS_TEXT = re.compile(r'="(.*)"', re.DOTALL)
_QUOTED_BY_SIGN = re.compile(r"'(?=[0-9=+\-@])")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_BOMS = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


@dataclass(frozen=True, slots=True)
class TextRows:
    """Rows that are not blank, with their line numbers, and notes for the user."""

    rows: list[tuple[int, list[str]]]
    notes: list[str]


def read_text(path: Path, step: Step) -> TextRows:
    """All rows of a .csv or .txt file. Raises FileRefused."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise FileRefused(file=path.name, reason="unreadable") from error
    text, notes = _decode(path.name, content)
    if "\x00" in text:
        text = text.replace("\x00", "")
        notes.append("文件中的 NUL 字符已去掉。")
    text = text.lstrip("\ufeff")
    delimiter, text, first_line = _delimiter(text)
    try:
        rows, blank = _rows(path.name, text, delimiter, first_line, step)
    except _LooseQuotes:
        rows, blank = _rows(path.name, text, delimiter, first_line, step, strict=False)
        notes.append("有的单元格引号用法不规范，已按原文读取，请核对。")
    if blank:
        notes.append(f"忽略空白行 {blank} 行。")
    return TextRows(rows, notes)


def _decode(file: str, content: bytes) -> tuple[str, list[str]]:
    """BOM, else strict UTF-8, else strict GB18030: guessing libraries are wrong on short Chinese texts."""
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            try:
                return content.decode(encoding), [f"文字编码：{encoding[:6].upper()}。"]
            except UnicodeDecodeError as error:
                raise FileRefused(file=file, reason="encoding") from error
    if _has_binary(content):
        raise FileRefused(file=file, reason="not_table")
    try:
        return content.decode("utf-8-sig"), ["文字编码：UTF-8。"]
    except UnicodeDecodeError as error:
        _refuse_cut_utf8(file, content, error.start)
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError as error:
        reason = (
            "encoding" if b"\x00" in content else "not_table" if not _mostly_text(content) else "encoding"
        )
        raise FileRefused(file=file, reason=reason) from error
    if _PRIVATE.search(text[:4000]) or text.count("\x00") * 5 > len(text):
        raise FileRefused(file=file, reason="encoding")
    return text, ["文字编码：GB18030（GBK）。"]


def _has_binary(content: bytes) -> bool:
    """Whether it holds many control bytes other than NUL (which UTF-16 without a BOM is full of)."""
    head = content[:4096]
    controls = sum(byte < 32 and byte not in b"\x00\t\n\r\x0c\x1a\x1b" for byte in head)
    return controls * 20 > len(head) and head.count(0) * 4 < len(head)


def _mostly_text(content: bytes) -> bool:
    head = content[:4096]
    return sum(byte >= 32 or byte in b"\t\r\n" for byte in head) * 100 >= len(head) * 99


def _refuse_cut_utf8(file: str, content: bytes, start: int) -> None:
    """Refuse UTF-8 with a few broken characters: as GB18030 it would be read as nonsense."""
    loose = content.decode("utf-8", "replace")
    bad = loose.count("\ufffd")
    good = sum(sign > "\x7f" for sign in loose) - bad
    if good >= 10 * bad:
        raise FileRefused(
            file=file, reason="broken_text", row=len(re.findall(b"\r\n|\r|\n", content[:start])) + 1
        )


def _delimiter(text: str) -> tuple[str, str, int]:
    """The delimiter, the text behind a `sep=` line, and the number of its first line."""
    stated = re.match(r"sep=(.)\r?\n", text, re.IGNORECASE)
    if stated:
        return stated.group(1), text[stated.end() :], 2
    head = text[:20_000]
    best = max(
        _DELIMITERS, key=lambda sign: (_known_with(head, sign), head.count(sign) if sign in ",;\t" else 0)
    )
    return best, text, 1


def _known_with(head: str, sign: str) -> int:
    best = 0
    try:
        for row, _ in zip(csv.reader(io.StringIO(head, newline=""), delimiter=sign), range(10), strict=False):
            best = max(best, known_count(row[:_MOST_COLUMNS]))
    except csv.Error:
        pass
    return best


class _LooseQuotes(Exception):
    """Signs stand behind a closing quote: strict reading ends here."""


def _rows(
    file: str, text: str, delimiter: str, first_line: int, step: Step, *, strict: bool = True
) -> tuple[list[tuple[int, list[str]]], int]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)
    rows: list[tuple[int, list[str]]] = []
    blank, start = 0, first_line
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            if strict and "expected after" in str(error):
                raise _LooseQuotes from error
            raise FileRefused(file=file, reason="quotes", row=start) from error
        if row is None:
            return rows, blank
        if len(row) > _MOST_COLUMNS:
            raise FileRefused(file=file, reason="columns", row=start, count=len(row), limit=_MOST_COLUMNS)
        cells = [_cell(cell) for cell in row]
        if any(cell.strip() for cell in cells):
            rows.append((start, cells))
        else:
            blank += 1
        if len(rows) > _MOST_ROWS:
            raise FileRefused(file=file, reason="too_many_rows", limit=_MOST_ROWS)
        if not len(rows) % 2000:
            step(len(rows), 0, "读取文件")
        start = first_line + reader.line_num


def _cell(text: str) -> str:
    """The text without what keeps it text in spreadsheets: ="…", a leading TAB or apostrophe."""
    if text[:1] not in {"=", "\t", "'"}:
        return text
    formula = _AS_TEXT.fullmatch(text)
    if formula:
        return formula.group(1).replace('""', '"')
    return _QUOTED_BY_SIGN.sub("", text.removeprefix("\t"), count=1) if text[0] in "\t'" else text
