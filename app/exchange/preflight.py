"""A look into an .xlsx before any reader sees it: what would blow up or lie is refused here.

Streams every XML part once, with the standard library alone. python-calamine aborts its whole process on one
cell at XFD1048576, and unpacks a 1 MB file to 3 GB: such files must not reach it.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from app.exchange.table import column_letters

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PARTS = 5_000
_PART_BYTES = 200 << 20
_ALL_BYTES = 600 << 20
_RATIO = 150
_RATIO_FROM_BYTES = 5 << 20
_RECTANGLE = 30_000_000
_MERGES = 20_000
_FLAGGED = 5_000
_CHUNK = 4 << 20

_COLUMNS = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{1,9})[0-9]+["']""")
_ROWS = re.compile(rb"""\sr\s*=\s*["'][A-Za-z]{0,9}([0-9]+)["']""")
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\s")
_HIDDEN_ROW = re.compile(rb"""<(?:\w+:)?row\b[^<>]*\shidden\s*=\s*["'](?:1|true)["']""")
_ROW = re.compile(rb"<(?:\w+:)?row\b")
_ERROR_CELL = re.compile(
    rb"""<(?:\w+:)?c\b(?=[^<>]*\st\s*=\s*["']e["'])[^<>]*\sr\s*=\s*["']([A-Z]+[0-9]+)["'][^<>]*>"""
    rb"""(?:<(?:\w+:)?f\b[^<>]*(?:/>|>[^<]*</(?:\w+:)?f>))?(?:<(?:\w+:)?v>([^<]*)<)?"""
)
_NO_RESULT = re.compile(
    rb"""<(?:\w+:)?c\b[^<>]*\sr\s*=\s*["']([A-Z]+[0-9]+)["'][^<>]*><(?:\w+:)?f\b[^<>]*(?:/>|>[^<]*</(?:\w+:)?f>)"""
    rb"""(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?</(?:\w+:)?c>"""
)


class PreflightRefused(Exception):
    """The workbook must not be read. Carries the reason of FileRefused and its facts."""

    def __init__(self, reason: str, **facts: Any) -> None:  # noqa: ANN401 - facts are of any kind
        self.reason = reason
        self.facts = facts
        super().__init__(reason)


@dataclass(slots=True)
class SheetFacts:
    """What was seen in one sheet part that the reader will not tell."""

    rows: int = 0
    hidden_rows: int = 0
    merges: int = 0
    top: int = 0
    right: int = 0
    errors: dict[str, str] = field(default_factory=dict)
    no_result: list[str] = field(default_factory=list)


@dataclass(slots=True)
class WorkbookFacts:
    """What was seen in the workbook: by name of its sheet parts, and what it carries besides."""

    sheets: dict[str, SheetFacts] = field(default_factory=dict)
    macros: bool = False
    external_links: bool = False


def inspect(path: Path) -> WorkbookFacts:
    """Look at every part. Raises PreflightRefused."""
    try:
        with zipfile.ZipFile(path) as archive:
            return _inspect(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        encrypted = "encrypted" in str(error) or "password" in str(error)
        raise PreflightRefused("password" if encrypted else "damaged") from error


def _inspect(archive: zipfile.ZipFile) -> WorkbookFacts:
    entries = archive.infolist()
    _refuse_directory(entries)
    names = {entry.filename for entry in entries}
    if not any(name.endswith("workbook.xml") for name in names) or "[Content_Types].xml" not in names:
        raise PreflightRefused("not_workbook")
    facts = WorkbookFacts(
        macros=any(name.endswith("vbaProject.bin") for name in names),
        external_links=any("externalLinks/" in name for name in names),
    )
    for entry in entries:
        if entry.filename.lower().endswith((".xml", ".rels", ".vml")):
            seen = _inspect_part(archive, entry)
            if seen.top or seen.rows or seen.merges:
                facts.sheets[entry.filename] = seen
    return facts


def _refuse_directory(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > _PARTS or len({entry.filename for entry in entries}) != len(entries):
        raise PreflightRefused("damaged")
    if sum(entry.file_size for entry in entries) > _ALL_BYTES:
        raise PreflightRefused("unpacks_too_large")
    for entry in entries:
        if entry.flag_bits & 1:
            raise PreflightRefused("password")
        ratio = entry.file_size / max(entry.compress_size, 1)
        if entry.file_size > _PART_BYTES or (ratio > _RATIO and entry.file_size > _RATIO_FROM_BYTES):
            raise PreflightRefused("unpacks_too_large")


def _inspect_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> SheetFacts:
    seen = SheetFacts()
    columns: set[bytes] = set()
    rows: set[bytes] = set()
    is_sheet = False
    for first, text in _pieces(archive, entry):
        if first and (text[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\x00" in text[:200]):
            raise PreflightRefused("forbidden_xml")
        if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
            raise PreflightRefused("forbidden_xml")
        is_sheet = is_sheet or b"sheetData" in text or b"mergeCell" in text
        if is_sheet:
            columns.update(_COLUMNS.findall(text))
            rows.update(_ROWS.findall(text))
            _count(seen, text)
    _measure(seen, columns, rows)
    return seen


def _pieces(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[tuple[bool, bytes]]:
    """The part in pieces that end behind a cell or another element where they can."""
    rest, read, first = b"", 0, True
    with archive.open(entry) as part:
        while chunk := part.read(_CHUNK):
            read += len(chunk)
            if read > _PART_BYTES:
                raise PreflightRefused("unpacks_too_large")
            text = rest + chunk
            cut = max(text.rfind(b"</c>") + 4, text.rfind(b"</row>") + 6)
            if cut < len(text) // 2:
                cut = max(len(text) - 4096, text.rfind(b">") + 1)
            yield first, text[:cut]
            rest, first = text[cut:], False
    yield first, rest


def _count(seen: SheetFacts, text: bytes) -> None:
    seen.rows += len(_ROW.findall(text))
    seen.hidden_rows += len(_HIDDEN_ROW.findall(text)) if b"hidden" in text else 0
    seen.merges += len(_MERGE.findall(text)) if b"mergeCell" in text else 0
    if seen.merges > _MERGES:
        raise PreflightRefused("merges", count=seen.merges)
    if (b'"e"' in text or b"'e'" in text) and len(seen.errors) < _FLAGGED:
        seen.errors.update(
            (ref.decode(), word.decode("utf-8", "replace")) for ref, word in _ERROR_CELL.findall(text)
        )
    if (b"<f" in text or b":f" in text) and len(seen.no_result) < _FLAGGED:
        seen.no_result.extend(ref.decode() for ref in _NO_RESULT.findall(text))


def _measure(seen: SheetFacts, columns: set[bytes], rows: set[bytes]) -> None:
    seen.right = max((_column_number(letters) for letters in columns), default=0)
    seen.top = max((int(digits[:12]) for digits in rows), default=0)
    if seen.right > 16_384 or seen.top > 1_048_576 or seen.right * seen.top > _RECTANGLE:
        corner = f"{column_letters(max(seen.right, 1) - 1)}{seen.top}"
        raise PreflightRefused("far_cells", cell=corner)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
