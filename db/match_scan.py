"""Looks through all companies for the words of many segments: a large registry in a process of its own.

A million 经营范围 keep one core busy for a quarter of a minute; in a thread they would hold up the window.
"""

from __future__ import annotations

import multiprocessing
import os
from itertools import pairwise
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from chains.matching import FitFinder
from chains.regions import is_within
from db import tables
from db.engine import looking, make_engine
from db.match_reading import raw_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy import Engine

    from chains.chain import SegmentRef
    from chains.matching import MatchWords
    from chains.pipes import Pipe
    from db.places import Place

    Fits = dict[SegmentRef, set[int]]

_AT_ONCE = 2_000
_PATIENCE_SECONDS = 0.05
PROCESSES = 2
"""Who looks through a large registry: the person goes on working beside them."""

FEW = 20_000
"""Up to so many companies are looked through here: starting a process takes half a second."""


def scan_fits(
    place: Place, wanted: Sequence[MatchWords], home: str, step: Callable[[int, int], None]
) -> dict[SegmentRef, set[int]]:
    """Per segment the ids of companies outside the home region whose words fit it, in one pass over all.

    `step` is told companies done and in all, by their ids; Cancelled from it ends the scan.
    """
    engine = make_engine(place, writable=False)
    try:
        last = _last_id(engine)
        if last <= FEW:
            fits: Fits = {}
            for done, found in _scanned(engine, wanted, home, (1, last)):
                _add(fits, found)
                step(done, last)
            return fits
    finally:
        engine.dispose()
    return _scanned_apart(place, wanted, home, _parts(last), lambda done: step(done, last))


def _parts(last: int) -> list[tuple[int, int]]:
    """Spans of ids of about the same length, one for each process."""
    count = max(1, min(PROCESSES, os.cpu_count() or 1))
    borders = [last * part // count for part in range(count + 1)]
    return [(first + 1, end) for first, end in pairwise(borders)]


def _scanned_apart(
    place: Place,
    wanted: Sequence[MatchWords],
    home: str,
    parts: Sequence[tuple[int, int]],
    step: Callable[[int], None],
) -> dict[SegmentRef, set[int]]:
    context = multiprocessing.get_context("spawn")
    fits: Fits = {}
    done: dict[object, int] = {}
    workers, pipes = [], []
    try:
        for span in parts:
            ours, theirs = context.Pipe(duplex=False)
            worker = context.Process(
                target=_work, args=(place, tuple(wanted), home, span, theirs), daemon=True
            )
            worker.start()
            theirs.close()
            workers.append(worker)
            pipes.append(ours)
        reading = list(pipes)
        while reading:
            for pipe in list(reading):
                if not pipe.poll(_PATIENCE_SECONDS):
                    continue
                message = pipe.recv()
                if message is None:
                    reading.remove(pipe)
                    continue
                done[pipe] = message[0]
                _add(fits, message[1])
                step(sum(done.values()))
        return fits
    finally:
        # Cancelled, or done: either way nobody reads on.
        for worker, pipe in zip(workers, pipes, strict=True):
            pipe.close()
            worker.terminate()
            worker.join()


def _work(place: Place, wanted: Sequence[MatchWords], home: str, span: tuple[int, int], pipe: Pipe) -> None:
    """What a process does: sends what it found of each batch, then None."""
    engine = make_engine(place, writable=False)
    for message in _scanned(engine, wanted, home, span):
        pipe.send(message)
    pipe.send(None)
    pipe.close()


def _scanned(
    engine: Engine, wanted: Sequence[MatchWords], home: str, span: tuple[int, int]
) -> Iterator[tuple[int, Fits]]:
    """Ids done and what was found, batch by batch."""
    finder, (first, last) = FitFinder(wanted), span
    begin = first
    while True:
        with looking(engine) as connection:
            rows = raw_rows(connection, begin, last, _AT_ONCE)
        fits: Fits = {}
        for row in rows:
            if not is_within(row.region, home):
                for ref in finder.refs_in(row.text, row.whole):
                    fits.setdefault(ref, set()).add(row.id)
        begin = rows[-1].id + 1 if len(rows) == _AT_ONCE else last + 1
        yield begin - first, fits
        if begin > last:
            return


def _add(fits: Fits, found: Fits) -> None:
    for ref, ids in found.items():
        fits.setdefault(ref, set()).update(ids)


def _last_id(engine: Engine) -> int:
    with looking(engine) as connection:
        return int(connection.execute(select(func.max(tables.company.c.id))).scalar() or 0)
