"""候选企业 of every gap, counted once and kept: later only companies that changed are looked at again."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from chains.kinds import EntityKind
from chains.matching import FitFinder
from chains.regions import is_within

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from chains.chain import SegmentRef
    from chains.events import Ref
    from chains.matching import MatchWords
    from chains.ports import Database, Reader

MOST_LOOKED_AT_AGAIN = 2_000
"""Where more companies changed, all are looked through: that goes on in a process of its own."""


class CandidateFits:
    """Companies outside the home region whose words fit each segment; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._words: dict[SegmentRef, MatchWords] = {}
        self._fits: dict[SegmentRef, set[int]] = {}
        self._finder: FitFinder | None = None
        self._seen, self._home = -1, ""

    def of(
        self,
        database: Database,
        wanted: Sequence[MatchWords],
        home: str,
        step: Callable[[int, int], None],
    ) -> Mapping[SegmentRef, frozenset[int]]:
        """Ids by segment, as the registry is now. Cancelled from `step` leaves what was known before."""
        with self._lock:
            with database.read() as reader:
                self._catch_up(reader, home)
                seen = reader.changes_after(max(self._seen, 0))[0] if self._seen < 0 else self._seen
            missing = [words for words in wanted if self._words.get(words.ref) != words]
            if missing:
                found = database.scan_fits(missing, home, step)
                self._seen, self._home = seen, home
                for words in missing:
                    self._words[words.ref] = words
                    self._fits[words.ref] = found.get(words.ref, set())
                self._finder = None
            return {words.ref: frozenset(self._fits[words.ref]) for words in wanted}

    def _catch_up(self, reader: Reader, home: str) -> None:
        """Look at what changed since; forget everything where that is too much."""
        if self._seen < 0:
            return
        newest, refs = reader.changes_after(self._seen)
        touched = _companies(refs)
        if home != self._home or touched is None or len(touched) > MOST_LOOKED_AT_AGAIN:
            self._words, self._fits, self._finder = {}, {}, None
        else:
            self._look_again(reader, touched, home)
        self._seen, self._home = newest, home

    def _look_again(self, reader: Reader, touched: set[int], home: str) -> None:
        if not touched:
            return
        if self._finder is None:
            self._finder = FitFinder(self._words.values())
        for fits in self._fits.values():
            fits.difference_update(touched)
        for row in reader.match_rows_of(sorted(touched)):
            if not is_within(row.region, home):
                for ref in self._finder.refs(row):
                    self._fits[ref].add(row.id)


def _companies(refs: Iterable[Ref]) -> set[int] | None:
    """Ids of touched companies; None when a whole import came or went."""
    keys = {ref.key for ref in refs if ref.kind is EntityKind.COMPANY}
    return {int(key) for key in keys} if all(key.isdigit() for key in keys) else None
