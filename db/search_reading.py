"""Looks words up in the search index: which companies may hold them, in order of id, a segment at a time."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from sqlalchemy import select

from chains.typed import CODE_LETTERS, is_pinyin
from db import tables
from db.facets import CODES, codes_array
from db.posting import Kind, Posting, mask_of, needs_of
from db.search_index import segment_ids

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from sqlalchemy import Connection

    from db.posting import Need

    Ids = NDArray[np.int64]
    Mask = NDArray[np.bool_]

_BIG_ROWS = 2_000
"""Segments of fewer rows are looked through at once, before the others."""


_FEW_CODES = 200
"""So many hits in a segment's codes are picked up one by one; more are looked for in all codes at once."""


class Found(NamedTuple):
    """Companies that may hold all words, ascending, and which of them may in name, code or pinyin."""

    ids: Ids
    in_name: Mask
    looked_at: int = 0

    @property
    def is_common(self) -> bool:
        """Whether a quarter of those looked at may have the words."""
        return len(self.ids) * 4 >= self.looked_at > 0


class _Wanted(NamedTuple):
    word: str
    ways: tuple[Need, ...]


class _Segment(NamedTuple):
    id: int
    first_id: int
    last_id: int
    rows: int


_NOTHING = Found(np.zeros(0, np.int64), np.zeros(0, bool))


class SearchReading:
    """The search index as one transaction sees it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def found(self, words: Sequence[str], *, only_named: bool = False) -> Iterator[Found]:
        """Candidates for all the words, in order of id; `only_named`: those by name, code or pinyin alone.

        Only words of one or two signs are sure to be there.
        """
        needs = [_Wanted(word, _ways(word, only_named=only_named)) for word in words]
        segments = self._segments()
        small = [one for one in segments if one.rows < _BIG_ROWS]
        early = _joined(self._looked_through(small, needs))
        groups = _apart([one for one in segments if one.rows >= _BIG_ROWS])
        if not groups:
            yield early
            return
        # The first group alone answers what many have; the rest is looked up together.
        for number, group in enumerate(self._in_groups(groups, needs)):
            last = groups[number][-1].last_id if number + 1 < len(groups) else None
            inside = early.ids <= last if last is not None else np.ones(len(early.ids), bool)
            yield _joined([*group, Found(early.ids[inside], early.in_name[inside])])
            early = Found(early.ids[~inside], early.in_name[~inside])

    def terms_by_company(self) -> dict[int, frozenset[int]]:
        """Every company's terms as the index has them: for checking it."""
        posting, held = tables.search_posting, defaultdict(set)
        for segment in self._segments():
            ids, valid = self._ids(segment)
            rows = self._connection.execute(select(posting).where(posting.c.segment == segment.id))
            for row in rows:
                mask = mask_of(Posting(row.term, row.rows, row.numbers), segment.rows) & valid
                for one in ids[mask].tolist():
                    held[one].add(row.term)
        return {company: frozenset(terms) for company, terms in held.items()}

    def _segments(self) -> list[_Segment]:
        table = tables.search_segment
        query = (
            select(table.c.id, table.c.first_id, table.c.last_id, table.c.rows)
            .where(table.c.ready)
            .order_by(table.c.first_id)
        )
        return [_Segment(*row) for row in self._connection.execute(query)]

    def _in_groups(self, groups: Sequence[list[_Segment]], needs: Sequence[_Wanted]) -> Iterator[list[Found]]:
        yield self._looked_through(groups[0], needs)
        rest = [segment for group in groups[1:] for segment in group]
        held = self._held_terms(rest, needs) if rest else {}
        for group in groups[1:]:
            yield [self._found_in(segment, held.get(segment.id, {}), needs) for segment in group]

    def _looked_through(self, segments: Sequence[_Segment], needs: Sequence[_Wanted]) -> list[Found]:
        if not segments:
            return []
        held = self._held_terms(segments, needs)
        return [self._found_in(one, held.get(one.id, {}), needs) for one in segments]

    def _held_terms(
        self, segments: Sequence[_Segment], needs: Sequence[_Wanted]
    ) -> dict[int, dict[int, int]]:
        """Per segment, which of the exact terms it has and in how many rows: without reading the lists."""
        posting = tables.search_posting
        terms = {term for wanted in needs for need in wanted.ways for term in need.terms}
        held: dict[int, dict[int, int]] = defaultdict(dict)
        if not terms:
            return held
        query = select(posting.c.segment, posting.c.term, posting.c.rows).where(
            posting.c.segment.in_([one.id for one in segments]), posting.c.term.in_(terms)
        )
        for segment, term, rows in self._connection.execute(query):
            held[segment][term] = rows
        return held

    def _found_in(self, segment: _Segment, held: dict[int, int], needs: Sequence[_Wanted]) -> Found:
        whole, named = np.ones(segment.rows, bool), np.ones(segment.rows, bool)
        for word, ways in needs:
            by_kind = [(need.kind, self._mask(segment, held, need)) for need in ways]
            by_name = [mask for kind, mask in by_kind if kind is not Kind.OTHER and mask is not None]
            others = [mask for kind, mask in by_kind if kind is Kind.OTHER and mask is not None]
            coded = self._codes_mask(segment, word)
            if coded is not None:
                by_name.append(coded)
            in_name = np.logical_or.reduce(by_name) if by_name else None
            anywhere = np.logical_or.reduce([*by_name, *others]) if by_name or others else None
            if anywhere is None:
                return _NOTHING
            whole &= anywhere
            named &= in_name if in_name is not None else False
        if not whole.any():
            return _NOTHING
        ids, valid = self._ids(segment)
        whole &= valid
        return Found(ids[whole], named[whole], segment.rows)

    def _codes_mask(self, segment: _Segment, word: str) -> Mask | None:
        """Who in the segment has a code with that piece; None for nobody. Codes are looked through whole."""
        if len(word) < CODE_LETTERS or not is_pinyin(word):
            return None
        table, piece = tables.search_column, word.encode("ascii")
        query = select(table.c.data).where(table.c.segment == segment.id, table.c.name.in_(CODES))
        columns = self._connection.execute(query).scalars().all()
        found = [
            mask for data in columns if data and (mask := _has_piece(data, segment.rows, piece)) is not None
        ]
        return np.logical_or.reduce(found) if found else None

    def _mask(self, segment: _Segment, held: dict[int, int], need: Need) -> Mask | None:
        """Who in the segment may hold the word in that way; None for nobody."""
        posting = tables.search_posting
        query = select(posting.c.term, posting.c.rows, posting.c.numbers).where(
            posting.c.segment == segment.id
        )
        if not need.terms:
            rows = self._connection.execute(
                query.where(posting.c.term >= need.first, posting.c.term < need.last)
            )
            masks = [mask_of(Posting(*row), segment.rows) for row in rows]
            return np.logical_or.reduce(masks) if masks else None
        if any(term not in held for term in need.terms):
            return None
        found: Mask | None = None
        # The rarest first: where it meets none of the others, their long lists are never read.
        for term in sorted(need.terms, key=held.__getitem__):
            row = self._connection.execute(query.where(posting.c.term == term)).one()
            mask = mask_of(Posting(*row), segment.rows)
            found = mask if found is None else found & mask
            if not found.any():
                return None
        return found

    def _ids(self, segment: _Segment) -> tuple[Ids, Mask]:
        """Ids of the segment's companies, and of which of them it tells the truth."""
        table, moved = tables.search_segment, tables.search_moved
        data = self._connection.execute(select(table.c.ids).where(table.c.id == segment.id)).scalar_one()
        ids = segment_ids(data)
        valid = np.ones(len(ids), bool)
        elsewhere = select(moved.c.company_id).where(
            moved.c.company_id >= segment.first_id,
            moved.c.company_id <= segment.last_id,
            moved.c.segment != segment.id,
        )
        stale = list(self._connection.execute(elsewhere).scalars())
        if stale:
            valid &= ~np.isin(ids, np.asarray(stale))
        return ids, valid


def _ways(word: str, *, only_named: bool) -> tuple[Need, ...]:
    return tuple(need for need in needs_of(word) if not (only_named and need.kind is Kind.OTHER))


def _has_piece(data: bytes, rows: int, piece: bytes) -> Mask | None:
    """Which rows of codes have the piece; None for none."""
    width, place = len(data) // rows, data.find(piece)
    found: list[int] = []
    while place >= 0 and len(found) < _FEW_CODES:
        if place % width + len(piece) <= width:
            found.append(place // width)
        place = data.find(piece, place + 1)
    if place >= 0:
        return np.char.find(codes_array(data, rows), piece) >= 0
    mask = np.zeros(rows, bool)
    mask[found] = True
    return mask if found else None


def _apart(segments: Sequence[_Segment]) -> list[list[_Segment]]:
    """Segments in groups whose ids do not overlap, in order; most groups are one segment."""
    groups: list[list[_Segment]] = []
    last = -1
    for segment in segments:
        if segment.first_id > last:
            groups.append([])
        groups[-1].append(segment)
        last = max(last, segment.last_id)
    for group in groups:
        group.sort(key=lambda one: one.last_id)
    return groups


def _joined(parts: Sequence[Found]) -> Found:
    """All parts as one, in order of id."""
    some = [part for part in parts if len(part.ids)]
    if not some:
        return _NOTHING
    if len(some) == 1:
        return some[0]
    ids = np.concatenate([part.ids for part in some])
    order = np.argsort(ids, kind="stable")
    in_name = np.concatenate([part.in_name for part in some])[order]
    return Found(ids[order], in_name, sum(part.looked_at for part in parts))
