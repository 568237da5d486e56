"""Looks words up in the search index: which companies may hold them, in order of id, a segment at a time."""

from __future__ import annotations

from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from sqlalchemy import and_, select

from chains.typed import is_code_piece
from db import tables
from db.facets import CODES, codes_array, ids_of
from db.known_segments import IDS, LARGE_ROWS, column_of, segments_of
from db.posting import Kind, Posting, mask_of, needs_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from sqlalchemy import ColumnElement, Connection

    from db.known_segments import SegmentRow
    from db.posting import Need

    Ids = NDArray[np.int64]
    Mask = NDArray[np.bool_]

_FEW_HITS = 500

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
    """A word and the ways in which it is looked for; what is `asked` of the database may be more."""

    word: str
    ways: tuple[Need, ...]
    asked: tuple[Need, ...]


_NOTHING = Found(np.zeros(0, np.int64), np.zeros(0, bool))


class SearchReading:
    """The search index as one transaction sees it.

    A statement costs more than what it reads here: segments are asked for together, never one by one.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._lists: dict[int, dict[int, Posting]] = defaultdict(dict)
        self._asked: set[tuple[int, int]] = set()
        self._known_segments: list[SegmentRow] | None = None

    def found(self, words: Sequence[str], *, only_named: bool = False) -> Iterator[Found]:
        """Candidates for all the words, in order of id; `only_named`: those by name, code or pinyin alone.

        Only words of one or two signs are sure to be there.
        """
        needs = [_wanted(word, only_named=only_named) for word in words]
        segments = self._segments()
        # Small ones are looked through at once, before the others.
        small = [one for one in segments if one.rows < LARGE_ROWS]
        groups = _apart([one for one in segments if one.rows >= LARGE_ROWS])
        self._read_lists([*small, *(groups[0] if groups else ())], needs)
        early = _joined(self._looked_through(small, needs))
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
            ids = self._ids([segment])[segment.id].astype(np.int64)
            valid = ~self._is_stale(segment, ids)
            rows = self._connection.execute(select(posting).where(posting.c.segment == segment.id))
            for row in rows:
                mask = mask_of(Posting(row.term, row.rows, row.numbers), segment.rows) & valid
                for one in ids[mask].tolist():
                    held[one].add(row.term)
        return {company: frozenset(terms) for company, terms in held.items()}

    def _segments(self) -> list[SegmentRow]:
        if self._known_segments is None:
            self._known_segments = segments_of(self._connection)
        return self._known_segments

    def _in_groups(
        self, groups: Sequence[list[SegmentRow]], needs: Sequence[_Wanted]
    ) -> Iterator[list[Found]]:
        yield self._looked_through(groups[0], needs)
        rest = [segment for group in groups[1:] for segment in group]
        found = iter(self._looked_through(rest, needs))
        for group in groups[1:]:
            yield list(islice(found, len(group)))

    def _looked_through(self, segments: Sequence[SegmentRow], needs: Sequence[_Wanted]) -> list[Found]:
        if not segments:
            return []
        self._read_lists(segments, needs)
        codes = self._codes(segments) if any(is_code_piece(wanted.word) for wanted in needs) else {}
        masks = {one: self._masks(one, needs, codes.get(one.id, ())) for one in segments}
        ids = self._ids([one for one, mask in masks.items() if mask is not None])
        return self._without_stale(
            segments,
            [
                _NOTHING if mask is None else _found_of(ids[one.id], mask, one.rows)
                for one, mask in masks.items()
            ],
        )

    def _read_lists(self, segments: Sequence[SegmentRow], wanted_words: Sequence[_Wanted]) -> None:
        """Read the lists of all terms in these segments that were not read before."""
        posting, ids = tables.search_posting, [one.id for one in segments]
        needs = [need for one in wanted_words for need in one.asked]
        terms = {term for need in needs for term in need.terms}
        spans = {(need.first, need.last) for need in needs if not need.terms}
        missing = {term for term in terms if any((one, term) not in self._asked for one in ids)}
        wanted: list[ColumnElement[bool]] = [posting.c.term.in_(missing)] if missing else []
        for first, last in spans:
            if any((one, first) not in self._asked for one in ids):
                wanted.append(and_(posting.c.term >= first, posting.c.term < last))
        inside = posting.c.segment.in_(ids)
        for part in wanted:
            query = select(posting.c.segment, posting.c.term, posting.c.rows, posting.c.numbers)
            for segment, *row in self._connection.execute(query.where(inside, part)):
                self._lists[segment][row[0]] = Posting(*row)
        self._asked.update((one, term) for one in ids for term in (*missing, *(first for first, _ in spans)))

    def _masks(
        self, segment: SegmentRow, needs: Sequence[_Wanted], codes: Sequence[bytes]
    ) -> tuple[Mask, Mask] | None:
        """Who in the segment may hold all words, and who in name, code or pinyin; None for nobody."""
        if not codes and not all(any(self._can_be(segment, need) for need in one.ways) for one in needs):
            return None
        whole, named = np.ones(segment.rows, bool), np.ones(segment.rows, bool)
        for word, ways, _ in needs:
            by_kind = [(need.kind, self._mask(segment, need)) for need in ways]
            by_name = [mask for kind, mask in by_kind if kind is not Kind.OTHER and mask is not None]
            others = [mask for kind, mask in by_kind if kind is Kind.OTHER and mask is not None]
            coded = _codes_mask(codes, segment.rows, word)
            if coded is not None:
                by_name.append(coded)
            if not by_name and not others:
                return None
            whole &= _either([*by_name, *others])
            named &= _either(by_name) if by_name else False
        return (whole, named) if whole.any() else None

    def _can_be(self, segment: SegmentRow, need: Need) -> bool:
        """Whether the segment has all terms of the need; quick to say no."""
        lists = self._lists[segment.id]
        return all(term in lists for term in need.terms)

    def _mask(self, segment: SegmentRow, need: Need) -> Mask | None:
        """Who in the segment may hold the word in that way; None for nobody."""
        lists = self._lists[segment.id]
        if not need.terms:
            masks = [
                mask_of(one, segment.rows) for term, one in lists.items() if need.first <= term < need.last
            ]
            return _either(masks) if masks else None
        if any(term not in lists for term in need.terms):
            return None
        found: Mask | None = None
        # The rarest first: where it meets none of the others, their long lists are not unpacked.
        for one in sorted((lists[term] for term in need.terms), key=lambda one: one.rows):
            mask = mask_of(one, segment.rows)
            found = mask if found is None else found & mask
            if not found.any():
                return None
        return found

    def _codes(self, segments: Sequence[SegmentRow]) -> dict[int, list[bytes]]:
        columns = [column_of(self._connection, name, segments) for name in CODES]
        return {one.id: [column[one.id] for column in columns if one.id in column] for one in segments}

    def _ids(self, segments: Sequence[SegmentRow]) -> dict[int, NDArray[Any]]:
        """Ids of the segments' companies, ascending."""
        data = column_of(self._connection, IDS, [one for one in segments if not one.is_dense])
        return {one.id: ids_of(one, data) for one in segments}

    def _without_stale(self, segments: Sequence[SegmentRow], parts: Sequence[Found]) -> list[Found]:
        """Without companies of which another segment tells the truth."""
        every = np.concatenate([part.ids for part in parts])
        moved = tables.search_moved
        query = select(moved.c.company_id, moved.c.segment)
        if not len(every):
            return list(parts)
        if len(every) <= _FEW_HITS:
            query = query.where(moved.c.company_id.in_(every.tolist()))
        else:
            query = query.where(moved.c.company_id.between(int(every.min()), int(every.max())))
        truth = {int(company): int(segment) for company, segment in self._connection.execute(query)}
        if not truth:
            return list(parts)
        ids = np.asarray(sorted(truth), np.int64)
        told = np.asarray([truth[one] for one in ids.tolist()], np.int64)
        return [
            _true_part(part, segment.id, ids, told) for segment, part in zip(segments, parts, strict=True)
        ]

    def _is_stale(self, segment: SegmentRow, ids: Ids) -> Mask:
        kept = self._without_stale([segment], [Found(ids, np.ones(len(ids), bool))])[0]
        return ~np.isin(ids, kept.ids)


def _found_of(ids: NDArray[Any], mask: tuple[Mask, Mask], looked_at: int) -> Found:
    whole, named = mask
    return Found(ids[whole].astype(np.int64), named[whole], looked_at)


def _true_part(part: Found, segment: int, moved: Ids, told: Ids) -> Found:
    """The part without companies that moved to another segment than this."""
    kept = ~np.isin(part.ids, moved[told != segment])
    return Found(part.ids[kept], part.in_name[kept], part.looked_at)


def _either(masks: Sequence[Mask]) -> Mask:
    found: Mask = np.logical_or.reduce(masks)
    return found


def _codes_mask(columns: Sequence[bytes], rows: int, word: str) -> Mask | None:
    """Who has a code with that piece; None for nobody. Codes are looked through whole."""
    if not is_code_piece(word):
        return None
    piece = word.encode("ascii")
    found = [mask for data in columns if data and (mask := _has_piece(data, rows, piece)) is not None]
    return _either(found) if found else None


def _wanted(word: str, *, only_named: bool) -> _Wanted:
    every = needs_of(word)
    if not only_named:
        return _Wanted(word, every, every)
    # Lists of whole terms are read for both rounds at once: the second one mostly follows.
    ways = tuple(need for need in every if need.kind is not Kind.OTHER)
    return _Wanted(word, ways, tuple(need for need in every if need in ways or need.terms))


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


def _apart(segments: Sequence[SegmentRow]) -> list[list[SegmentRow]]:
    """Segments in groups whose ids do not overlap, in order; most groups are one segment."""
    groups: list[list[SegmentRow]] = []
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
