"""Rows of a company list, read and checked in a process of its own, as a stream."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from app.exchange.company_row import RowRejected, columns_of, read_row
from app.exchange.csv_in import TextStream
from app.exchange.packed_row import PackedRow, packed_row, packed_values
from app.exchange.packing import pack
from app.exchange.quick_rows import QuickRows
from app.exchange.table import TableRow, cell_text, fitted
from app.exchange.workbook_in import WorkbookReading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from app.exchange.company_source import SheetChoice
    from app.exchange.csv_in import TextLook
    from app.exchange.table import Value

ROWS_A_BATCH = 2_000
_READING = 2
"""Count it up when rows come to be read otherwise: then what was read before must be read again."""


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that is no company that can be taken: where it stands, what it says, and why."""

    number: int
    reason: str
    cells: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """Some rows in order: those that can be taken and those that cannot.

    `same` counts those that were left out: a known company is still as that very row told it.
    """

    rows: tuple[PackedRow, ...]
    rejected: tuple[Reject, ...]
    same: int = 0

    @property
    def count(self) -> int:
        """How many rows of the file these are."""
        return len(self.rows) + len(self.rejected) + self.same


for _kind in (PackedRow, Reject, Checked):
    pack(_kind)


def check(
    rows: Iterable[TableRow],
    header: Sequence[str],
    fields: Sequence[str] | None,
    known: NDArray[np.int64] | None = None,
) -> Iterator[Checked]:
    """Read and check rows, as many at a time as go to storage at once.

    `known` are sorted hashes of rows that need not be read again.
    """
    columns, waiting = columns_of(header, fields), iter(rows)
    quick, key = QuickRows(columns), _form_key(header, fields)
    while batch := list(islice(waiting, ROWS_A_BATCH)):
        hashes = [_hash_of(row, key) for row in batch]
        fresh = _fresh(hashes, known)
        told = quick.read([batch[at].cells for at in fresh])
        read: list[PackedRow] = []
        rejected: list[Reject] = []
        for at, plain in zip(fresh, told, strict=True):
            if plain is not None:
                read.append(packed_values(batch[at].number, *plain, hashes[at]))
                continue
            try:
                one = read_row(batch[at], columns)
            except RowRejected as refused:
                rejected.append(Reject(batch[at].number, str(refused), batch[at].cells))
            else:
                one.row_hash = hashes[at]
                read.append(packed_row(one))
        yield Checked(tuple(read), tuple(rejected), len(batch) - len(fresh))


def _form_key(header: Sequence[str], fields: Sequence[str] | None) -> bytes:
    """What a row means depends on its headings and on the fields chosen for them."""
    text = "\x1f".join((str(_READING), *header, "\x1e", *(fields or ())))
    return blake2b(text.encode("utf-8", "replace"), digest_size=32).digest()


def _hash_of(row: TableRow, key: bytes) -> int:
    cells = row.cells
    try:
        text = "\x1f".join(cast("tuple[str, ...]", cells))  # quick, and right for rows of texts
    except TypeError:
        text = "\x1f".join(cell if isinstance(cell, str) else f"\x1d{cell_text(cell)}" for cell in cells)
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8, key=key).digest()
    return int.from_bytes(digest, "little", signed=True) or 1


def _fresh(hashes: list[int], known: NDArray[np.int64] | None) -> list[int]:
    """Places of the rows that must be read."""
    if known is None or not len(known):
        return list(range(len(hashes)))
    wanted = np.asarray(hashes, dtype=np.int64)
    at = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    return np.flatnonzero(known[at] != wanted).tolist()


def check_file(
    path: Path, kind: str, text: tuple[str, TextLook | None], choice: SheetChoice, known: NDArray[np.int64]
) -> Iterator[tuple[Any, ...]]:
    """The task of the process: ("checked", Checked, rows in all or 0) …, then ("notes", notes)."""
    if kind == "text":
        stream = TextStream(path, *text)
        for checked in check(_below(iter(stream), choice), choice.header, choice.fields, known):
            yield "checked", checked, stream.lines
        yield "notes", stream.notes()
        return
    reading = WorkbookReading(path, kind)
    total, read = reading.total(choice.sheet), 0

    def counted() -> Iterator[tuple[int, Sequence[Value]]]:
        nonlocal read
        for row in reading.rows(choice.sheet):
            read += 1
            yield row

    for checked in check(_below(counted(), choice), choice.header, choice.fields, known):
        yield "checked", checked, total
    yield "notes", reading.notes(choice.sheet, read)


def _below(rows: Iterable[tuple[int, Sequence[Value]]], choice: SheetChoice) -> Iterator[TableRow]:
    """The rows under the header, as wide as it is."""
    width, top = len(choice.header), choice.header_row or 0
    for number, cells in rows:
        if number > top:
            yield TableRow(number, fitted(cells, width))
