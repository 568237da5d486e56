"""Looks through all companies for the words of many segments: a large registry in a process of its own.

A million 经营范围 keep one core busy for a quarter of a minute; in a thread they would hold up the window.
"""

from __future__ import annotations

import multiprocessing
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from chains.matching import FitFinder
from chains.regions import is_within
from db import tables
from db.engine import READ_ONLY, make_engine
from db.match_reading import match_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from multiprocessing.connection import Connection as Pipe

    from sqlalchemy import Connection, Engine

    from chains.chain import SegmentRef
    from chains.matching import MatchWords

    Fits = dict[SegmentRef, set[int]]

_AT_ONCE = 2_000
FEW = 20_000
"""Up to so many companies are looked through here: starting a process takes half a second."""


def scan_fits(
    path: Path, wanted: Sequence[MatchWords], home: str, step: Callable[[int, int], None]
) -> dict[SegmentRef, set[int]]:
    """Per segment the ids of companies outside the home region whose words fit it, in one pass over all.

    `step` is told companies done and in all; Cancelled from it ends the scan.
    """
    engine = make_engine(path, writable=False)
    try:
        total = _count(engine)
        if total <= FEW:
            fits: Fits = {}
            for done, found in _scanned(engine, wanted, home):
                _add(fits, found)
                step(done, total)
            return fits
    finally:
        engine.dispose()
    return _scanned_apart(path, wanted, home, lambda done: step(min(done, total), total))


def _scanned_apart(
    path: Path, wanted: Sequence[MatchWords], home: str, step: Callable[[int], None]
) -> dict[SegmentRef, set[int]]:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    worker = context.Process(target=_work, args=(str(path), tuple(wanted), home, theirs), daemon=True)
    worker.start()
    theirs.close()
    fits: Fits = {}
    try:
        while (message := ours.recv()) is not None:
            done, found = message
            _add(fits, found)
            step(done)
        return fits
    finally:
        # Cancelled, or done: either way nobody reads on.
        ours.close()
        worker.terminate()
        worker.join()


def _work(path: str, wanted: Sequence[MatchWords], home: str, pipe: Pipe) -> None:
    """What the process does: sends what it found of each batch, then None."""
    engine = make_engine(Path(path), writable=False)
    for message in _scanned(engine, wanted, home):
        pipe.send(message)
    pipe.send(None)
    pipe.close()


def _scanned(engine: Engine, wanted: Sequence[MatchWords], home: str) -> Iterator[tuple[int, Fits]]:
    finder, last, done = FitFinder(wanted), 0, 0
    while True:
        with _looking(engine) as connection:
            rows = match_rows(connection, last, _AT_ONCE)
        if not rows:
            return
        fits: Fits = {}
        for row in rows:
            if not is_within(row.region, home):
                for ref in finder.refs(row):
                    fits.setdefault(ref, set()).add(row.id)
        last, done = rows[-1].id, done + len(rows)
        yield done, fits


def _add(fits: Fits, found: Fits) -> None:
    for ref, ids in found.items():
        fits.setdefault(ref, set()).update(ids)


def _count(engine: Engine) -> int:
    with _looking(engine) as connection:
        return int(connection.execute(select(func.count()).select_from(tables.company)).scalar_one())


def _looking(engine: Engine) -> Connection:
    return engine.connect().execution_options(**{READ_ONLY: True})
