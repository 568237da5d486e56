"""Makes segments of the search index beside the import that fills them: half of the work is here.

Plain values go there and back: nothing of it touches the database.
"""

from __future__ import annotations

import multiprocessing
import os
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from chains.typed import many_texts
from db.facets import columns_of
from db.posting import postings_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from multiprocessing.context import SpawnProcess

    from chains.pipes import Pipe
    from chains.typed import ManyTexts
    from db.mapping import Row

    Rows = Sequence[tuple[Any, ...]]

INDEXED = (
    "name", "short_name", "former_names", "products", "scope", "industry", "region", "credit_code",
    "stock_code", "state", "capital_wan", "insured_count", "founded_on", "origin",
    "legal_person",
)  # fmt: skip
"""Facts that companies are found, filtered and sorted by."""

_MANY = 10_000
"""From so many companies on a process is worth the second that it takes to start."""

_ROWS_A_MESSAGE, _POSTINGS_A_MESSAGE = 500, 4_000


class Made(NamedTuple):
    """A segment's facts as arrays, and its lists of terms as (term, rows, numbers)."""

    columns: dict[str, bytes]
    postings: list[tuple[int, int, bytes]]


def made_of(rows: Sequence[Row]) -> Made:
    """The segment of these companies, in this order. Rows have INDEXED, and `row_hash` where there is one."""
    columns, texts = columns_of(rows), _texts_of(rows)
    del rows  # the lists of terms take some 200 MB while they are made
    return Made(columns, [(*one,) for one in postings_of(texts)])


def terms_of(row: Row) -> frozenset[int]:
    """The terms that the company of that row must have."""
    return frozenset(one.term for one in postings_of(_texts_of([row])))


def _texts_of(rows: Sequence[Row]) -> ManyTexts:
    return many_texts(
        [(one["name"], one["short_name"], *one["former_names"]) for one in rows],
        [(*one["products"], one["scope"], one["industry"]) for one in rows],
        [one["region"] for one in rows],
    )


def _made_of_values(rows: Rows) -> Made:
    """The same from the values of INDEXED, then the hash of the row in a file: they travel lighter."""
    names = (*INDEXED, "row_hash")
    return made_of([dict(zip(names, row, strict=True)) for row in rows])


class SegmentMaker:
    """Makes one segment at a time in a process of its own, while its owner goes on; not for several threads.

    The process ends with its owner, however that ends. Should the process die, its owner does the work.
    """

    def __init__(self) -> None:
        self._process: SpawnProcess | None = None
        self._pipe: Pipe | None = None
        self._rows: Rows | None = None
        self._has_died = False

    @property
    def is_busy(self) -> bool:
        """Whether a segment was begun and not taken yet."""
        return self._rows is not None

    @property
    def process_id(self) -> int | None:
        """The process that works beside its owner, None when there is none."""
        return self._process.pid if self._process is not None else None

    def begin(self, rows: Rows) -> None:
        """Begin the segment of these companies (see _made_of_values); the one before must have been taken."""
        assert self._rows is None
        self._rows = rows
        if not self._has_died and self._process is None and len(rows) >= _MANY and (os.cpu_count() or 1) > 1:
            self._start()
        if self._pipe is not None:
            with suppress(OSError):  # a process that died is found out when its work is taken
                _send_in_parts(self._pipe, rows, _ROWS_A_MESSAGE)

    def take(self) -> Made:
        """The segment that was begun; waits until it is made."""
        assert self._rows is not None
        rows, self._rows = self._rows, None
        if self._pipe is not None:
            try:
                columns: dict[str, bytes] = self._pipe.recv()
                return Made(columns, _received(self._pipe))
            except (EOFError, OSError):
                self._has_died = True
                self.close()
        return _made_of_values(rows)

    def close(self) -> None:
        """End the process."""
        if self._pipe is not None:
            self._pipe.close()
        if self._process is not None:
            self._process.terminate()
            self._process.join()
        self._pipe = self._process = None

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()


def _send_in_parts(pipe: Pipe, rows: Sequence[Any], size: int) -> None:
    """Send rows, a few at a time: turning all of them into bytes at once stops every thread meanwhile."""
    for start in range(0, len(rows), size):
        pipe.send(rows[start : start + size])
    pipe.send(None)


def _received(pipe: Pipe) -> list[Any]:
    rows: list[Any] = []
    while (part := pipe.recv()) is not None:
        rows += part
    return rows


def _work(pipe: Pipe) -> None:
    """What the process does: makes what comes, until its owner closes the pipe or is gone."""
    with suppress(EOFError, OSError, KeyboardInterrupt):
        while True:
            made = _made_of_values(_received(pipe))
            pipe.send(made.columns)
            _send_in_parts(pipe, made.postings, _POSTINGS_A_MESSAGE)
