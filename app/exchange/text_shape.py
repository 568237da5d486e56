"""How a text file is written: its encoding, delimiter and quotes, found by looking at all of it once."""

from __future__ import annotations

import codecs
import csv
import io
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.exchange.headings import known_count
from chains.errors import FileRefused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-replace": "UTF-8（坏字符用 � 代替）",
    "gb18030": "GB18030（GBK）",
    "big5": "Big5（繁体）",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
}
"""What a person may say that the encoding is, and the words for it."""

MOST_COLUMNS = 512
_BLOCK = 4 << 20
_HEAD_LETTERS = 20_000
_DELIMITERS = ",;\t|，；"
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_BOMS = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


@dataclass(frozen=True, slots=True)
class TextShape:
    """How to read the file: `errors` as codecs know them; `stated` when a `sep=` line names the delimiter."""

    encoding: str
    errors: str = "strict"
    delimiter: str = ","
    stated: bool = False
    has_nul: bool = False
    notes: tuple[str, ...] = ()


def shape_of(path: Path, encoding: str = "") -> TextShape:
    """Find out how the file is written; `encoding` is one of ENCODINGS, "" to find it. Raises FileRefused."""
    try:
        with path.open("rb") as file:
            head = file.read(_BLOCK)
        shape = _stated(path, encoding) if encoding else _found(path, head)
    except OSError as error:
        raise FileRefused(file=path.name, reason="unreadable") from error
    text = head.decode(shape.encoding, "replace").replace("\x00", "").lstrip("\ufeff")
    delimiter, stated = _delimiter(text)
    notes = (*shape.notes, "文件中的 NUL 字符已去掉。") if shape.has_nul else shape.notes
    return replace(shape, delimiter=delimiter, stated=stated, notes=notes)


def _stated(path: Path, encoding: str) -> TextShape:
    errors = "replace" if encoding.endswith("-replace") else "strict"
    name = encoding.removesuffix("-replace")
    shape = TextShape(name, errors, notes=(f"文字编码：{ENCODINGS[encoding]}（人工选定）。",))
    has_nul = _decodes(path, shape)
    if has_nul is None:
        raise FileRefused(file=path.name, reason="encoding")
    return replace(shape, has_nul=has_nul)


def _found(path: Path, head: bytes) -> TextShape:
    """BOM, else strict UTF-8, else strict GB18030: guessing libraries are wrong on short Chinese texts."""
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return _strict(path, TextShape(encoding, notes=(f"文字编码：{encoding[:6].upper()}。",)))
    if _has_binary(head):
        raise FileRefused(file=path.name, reason="not_table")
    utf8 = TextShape("utf-8-sig", notes=("文字编码：UTF-8。",))
    has_nul = _decodes(path, utf8)
    if has_nul is not None:
        return replace(utf8, has_nul=has_nul)
    _refuse_cut_utf8(path)
    if _decodes(path, TextShape("gb18030")) is None:
        is_text = b"\x00" in head or _mostly_text(head)
        raise FileRefused(file=path.name, reason="encoding" if is_text else "not_table")
    text = head.decode("gb18030", "ignore")
    if _PRIVATE.search(text[:4000]) or text.count("\x00") * 10 > len(text):
        raise FileRefused(file=path.name, reason="encoding")
    return _strict(path, TextShape("gb18030", notes=("文字编码：GB18030（GBK）。",)))


def _strict(path: Path, shape: TextShape) -> TextShape:
    has_nul = _decodes(path, shape)
    if has_nul is None:
        raise FileRefused(file=path.name, reason="encoding")
    return replace(shape, has_nul=has_nul)


def _decodes(path: Path, shape: TextShape) -> bool | None:
    """Whether there are NULs in it; None when it has another encoding. Block by block: it may be large."""
    decoder = codecs.getincrementaldecoder(shape.encoding)(shape.errors)
    has_nul = False
    try:
        for block in _blocks(path):
            has_nul = "\x00" in decoder.decode(block) or has_nul
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return None
    return has_nul


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block


def _has_binary(content: bytes) -> bool:
    """Whether it holds many control bytes other than NUL (which UTF-16 without a BOM is full of)."""
    head = content[:4096]
    controls = sum(byte < 32 and byte not in b"\x00\t\n\r\x0c\x1a\x1b" for byte in head)
    return controls * 20 > len(head) and head.count(0) * 4 < len(head)


def _mostly_text(content: bytes) -> bool:
    head = content[:4096]
    return sum(byte >= 32 or byte in b"\t\r\n" for byte in head) * 100 >= len(head) * 99


def _refuse_cut_utf8(path: Path) -> None:
    """Refuse UTF-8 with a few broken characters: as GB18030 it would be read as nonsense."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    bad = good = lines = 0
    first_bad = 0
    for block in _blocks(path):
        text = decoder.decode(block)
        here = text.count("\ufffd")
        if here and not first_bad:
            first_bad = lines + _line_ends(text[: text.index("\ufffd")]) + 1
        bad += here
        good += sum(sign > "\x7f" for sign in text) - here
        lines += _line_ends(text)
    tail = decoder.decode(b"", final=True).count("\ufffd")
    bad, first_bad = bad + tail, first_bad or lines + 1
    if good >= 10 * bad:
        raise FileRefused(file=path.name, reason="broken_text", row=first_bad)


def _line_ends(text: str) -> int:
    return len(re.findall("\r\n|\r|\n", text))


def _delimiter(text: str) -> tuple[str, bool]:
    """The delimiter, and whether a `sep=` line states it."""
    stated = re.match(r"sep=(.)\r?\n", text, re.IGNORECASE)
    if stated:
        return stated.group(1), True
    head = text[:_HEAD_LETTERS]
    best = max(_DELIMITERS, key=lambda sign: (_known_with(head, sign), _regular_with(head, sign)))
    return best, False


def _known_with(head: str, sign: str) -> int:
    return max((known_count(row[:MOST_COLUMNS]) for row in _first_rows(head, sign)), default=0)


def _regular_with(head: str, sign: str) -> int:
    """How many signs there are, for the delimiters that no Chinese text is full of."""
    return head.count(sign) if sign in ",;\t|" else 0


def _first_rows(head: str, sign: str) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        reader = csv.reader(io.StringIO(head, newline=""), delimiter=sign)
        rows.extend(row for row, _ in zip(reader, range(10), strict=False))
    except csv.Error:
        pass
    return rows
