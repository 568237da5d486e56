"""A look into an .xlsx before any reader sees it: what would blow up or lie is refused here.

Streams every XML part once, with the standard library alone. python-calamine aborts its whole process on one
cell at XFD1048576, and unpacks a 1 MB file to 3 GB: such files must not reach it.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from contextlib import contextmanager
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

_SMALL = re.compile(rb""" r="[a-z]""")
_WIDE = re.compile(rb""" r="([A-Z]{2,9})[0-9]""")
_ROW_AT = re.compile(rb"""<(?:\w+:)?row\b[^<>]*?\sr="([0-9]{1,12})""")
_FAR_DOWN = re.compile(rb""" r="[A-Z]{1,9}([0-9]{6,12})""")
_PLAIN_ROW_AT = re.compile(rb"""<row r="([0-9]{1,12})""")
_FEW_COLUMNS = 300
"""With fewer columns no row that five digits name makes a rectangle too large."""
_COLUMNS = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{1,9})[0-9]+["']""")
_ROWS = re.compile(rb"""\sr\s*=\s*["'][A-Za-z]{0,9}([0-9]{1,12})["']""")
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


def refuse_directory(path: Path) -> None:
    """Look at the list of parts alone, which is quick. Raises PreflightRefused."""
    with _opened(path) as archive:
        _refuse_directory(archive.infolist())


def inspect(path: Path) -> WorkbookFacts:
    """Look at every part. Raises PreflightRefused."""
    with _opened(path) as archive:
        return _inspect(archive)


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
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
            if seen.top or seen.rows or seen.merges or seen.errors:
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
    extent = _Extent()
    is_sheet = False
    for first, text in _pieces(archive, entry):
        if first and (text[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\x00" in text[:200]):
            raise PreflightRefused("forbidden_xml")
        if b"<!" in text and (b"<!DOCTYPE" in text or b"<!ENTITY" in text):
            raise PreflightRefused("forbidden_xml")
        is_sheet = is_sheet or b"sheetData" in text or b"mergeCell" in text
        if is_sheet:
            extent.look(text)
            _count(seen, text)
    if is_sheet and extent.is_vague:
        extent = _Extent(exact=True)
        for _, text in _pieces(archive, entry):
            extent.look(text)
    _measure(seen, extent)
    return seen


class _Extent:
    """How far the cells of a part go.

    Looking at each of 1.5 million references takes longer than reading the sheet. So only those are looked at
    that can matter, and all of them when the file is written in an unusual way or is very wide. `top` is the
    number of the last row.
    """

    def __init__(self, *, exact: bool = False) -> None:
        self._exact = exact
        self._columns: set[bytes] = set()
        self.top = 0
        self._odd = False

    def look(self, text: bytes) -> None:
        """Take note of the references in a piece of the part."""
        if self._exact:
            self._columns.update(_COLUMNS.findall(text))
            self._reach(_ROWS.findall(text))
            return
        self._odd = self._odd or _is_odd(text)
        self._columns.update(_WIDE.findall(text))
        rows = _PLAIN_ROW_AT.findall(text)
        self._reach(rows if len(rows) == text.count(b"<row ") else _ROW_AT.findall(text))
        self._reach(_FAR_DOWN.findall(text))

    @property
    def is_vague(self) -> bool:
        """Whether all references must be looked at to be sure."""
        return not self._exact and (self._odd or self.right > _FEW_COLUMNS)

    @property
    def right(self) -> int:
        """Number of the last column; at least Z unless exact."""
        least = 0 if self._exact else 26
        return max(least, max((_column_number(letters) for letters in self._columns), default=0))

    def _reach(self, rows: list[bytes]) -> None:
        self.top = max(self.top, max(map(int, rows), default=0))


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
    seen.rows += (
        text.count(b"<row ") + text.count(b"<row>") if b":row" not in text else len(_ROW.findall(text))
    )
    seen.hidden_rows += len(_HIDDEN_ROW.findall(text)) if b"hidden" in text else 0
    seen.merges += len(_MERGE.findall(text)) if b"mergeCell" in text else 0
    if seen.merges > _MERGES:
        raise PreflightRefused("merges", count=seen.merges)
    if (b't="e"' in text or (b"'" in text and b"'e'" in text)) and len(seen.errors) < _FLAGGED:
        seen.errors.update(
            (ref.decode(), word.decode("utf-8", "replace")) for ref, word in _ERROR_CELL.findall(text)
        )
    if (b"<f" in text or (b":row" in text and b":f" in text)) and len(seen.no_result) < _FLAGGED:
        seen.no_result.extend(ref.decode() for ref in _NO_RESULT.findall(text))


def _is_odd(text: bytes) -> bool:
    """Whether references may be written otherwise than ` r="A1"`. Single signs come first: that is quick."""
    if (b"'" in text and b"r='" in text) or (b"\t" in text and b"\tr=" in text):
        return True
    if (b"\n" in text and b"\nr=" in text) or b"r =" in text or b"r= " in text or b":row" in text:
        return True
    return _SMALL.search(text) is not None


def _measure(seen: SheetFacts, extent: _Extent) -> None:
    seen.right, seen.top = extent.right, extent.top
    if seen.right > 16_384 or seen.top > 1_048_576 or seen.right * seen.top > _RECTANGLE:
        corner = f"{column_letters(max(seen.right, 1) - 1)}{seen.top}"
        raise PreflightRefused("far_cells", cell=corner)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
