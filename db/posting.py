"""Which companies of a segment hold a term: made of texts, packed into bytes, taken out again.

A term is a number: a pair of neighbouring signs of names or other texts, three letters of pinyin, four
signs of a code. A segment numbers its companies 0, 1, 2 …; a term's list holds those numbers, as
differences of one to three bytes each, or one bit per company where more than an eighth have it. 200
million of them for a million companies take about as many bytes; FTS5 needed a microsecond for each,
sorting them as arrays a tenth of that.
"""

from __future__ import annotations

from enum import IntEnum
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from chains.typed import CODE_LETTERS, FULL_PINYIN_LETTERS, is_pinyin

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from chains.typed import SearchTexts

    Points = NDArray[np.uint64]
    Numbers = NDArray[np.int64]

MOST_ROWS = 1 << 16
"""Companies in one segment: their numbers have 16 bits."""

_END = 10
_SIGN_BITS, _LETTER_BITS, _NUMBER_BITS, _KIND_SHIFT = 21, 7, 16, 42


class Kind(IntEnum):
    """What a term was cut from."""

    NAME = 0
    OTHER = 1
    CODE = 2
    INITIALS = 3
    FULL = 4


class Need(NamedTuple):
    """What one way of finding a word asks: all `terms`, or any term from `first` to before `last`."""

    kind: Kind
    terms: tuple[int, ...] = ()
    first: int = 0
    last: int = 0


class Posting(NamedTuple):
    """One term's list as it is stored."""

    term: int
    rows: int
    numbers: bytes


def needs_of(word: str) -> tuple[Need, ...]:
    """The ways in which a typed word can be found; whoever fits none of them does not hold the word."""
    found = [_sign_need(Kind.NAME, word), _sign_need(Kind.OTHER, word)]
    if len(word) >= CODE_LETTERS:
        found.append(_letter_need(Kind.CODE, word, CODE_LETTERS))
    if is_pinyin(word):
        found.append(_initials_need(word))
        if len(word) >= FULL_PINYIN_LETTERS:
            found.append(_letter_need(Kind.FULL, word, FULL_PINYIN_LETTERS))
    return tuple(found)


def is_exact(word: str) -> bool:
    """Whether the terms alone say that the word is there, without a look at the texts."""
    return len(word) <= 2


def _sign_need(kind: Kind, word: str) -> Need:
    base, points = kind << _KIND_SHIFT, [ord(sign) for sign in word]
    if len(points) == 1:
        first = base | points[0] << _SIGN_BITS
        return Need(kind, first=first, last=first + (1 << _SIGN_BITS))
    terms = dict.fromkeys(base | a << _SIGN_BITS | b for a, b in pairwise(points))
    return Need(kind, tuple(terms))


def _letter_need(kind: Kind, word: str, size: int) -> Need:
    points = [min(ord(sign), 127) for sign in word]
    runs = (points[start : start + size] for start in range(len(points) - size + 1))
    return Need(kind, tuple(dict.fromkeys(_letters_term(kind, run) for run in runs)))


def _initials_need(word: str) -> Need:
    if len(word) > 2:
        return _letter_need(Kind.INITIALS, word, 3)
    # One letter begins a name, two stand anywhere; the third is whatever follows.
    letters = [_END, ord(word)] if len(word) == 1 else [ord(sign) for sign in word]
    first = _letters_term(Kind.INITIALS, [*letters, 0])
    return Need(Kind.INITIALS, first=first, last=first + (1 << _LETTER_BITS))


def _letters_term(kind: Kind, points: Sequence[int]) -> int:
    term = 0
    for point in points:
        term = term << _LETTER_BITS | point
    return kind << _KIND_SHIFT | term


def postings_of(texts: Sequence[SearchTexts]) -> Iterator[Posting]:
    """The lists of all terms of these companies, in order of the terms."""
    keys = np.concatenate(
        [
            _sign_keys(Kind.NAME, [one.names for one in texts]),
            _sign_keys(Kind.OTHER, [one.others for one in texts]),
            _letter_keys(Kind.CODE, [one.codes for one in texts], CODE_LETTERS),
            _letter_keys(Kind.INITIALS, [f"\n{one.initials}" for one in texts], 3),
            _letter_keys(Kind.FULL, [one.full for one in texts], 3),
        ]
    )
    keys.sort()
    if len(keys):
        keys = keys[np.concatenate(([True], keys[1:] != keys[:-1]))]
        yield from _packed(keys, len(texts))


def _points(parts: Sequence[str]) -> tuple[Points, Points]:
    """Every sign of the texts as a number, and beside it the number of the company whose it is."""
    data = "".join(parts).encode("utf-32-le", "surrogatepass")
    sizes = np.fromiter(map(len, parts), np.int64, len(parts))
    owners = np.repeat(np.arange(len(parts), dtype=np.uint64), sizes)
    return np.frombuffer(data, "<u4").astype(np.uint64), owners


def _sign_keys(kind: Kind, parts: Sequence[str]) -> Points:
    points, owners = _points(parts)
    first, second = points[:-1], points[1:]
    keys = (
        np.uint64(kind << (_KIND_SHIFT + _NUMBER_BITS))
        | first << np.uint64(_SIGN_BITS + _NUMBER_BITS)
        | second << np.uint64(_NUMBER_BITS)
        | owners[:-1]
    )
    # A pair that ends with the line break stands for the last sign of a part; one that begins so is none.
    whole: Points = keys[first != _END]
    return whole


def _letter_keys(kind: Kind, parts: Sequence[str], size: int) -> Points:
    points, owners = _points(parts)
    if len(points) < size:
        return np.zeros(0, np.uint64)
    points = np.minimum(points, np.uint64(127))
    count = len(points) - size + 1
    keys, kept = np.zeros(count, np.uint64), np.ones(count, bool)
    for place in range(size):
        run = points[place : place + count]
        keys = keys << np.uint64(_LETTER_BITS) | run
        # First letters keep the break before and behind a name: its beginning, and its last two letters.
        if kind is not Kind.INITIALS or place == 1:
            kept &= run != _END
    owner = owners[1 : 1 + count] if kind is Kind.INITIALS else owners[:count]
    head = np.uint64(kind << (_KIND_SHIFT + _NUMBER_BITS))
    return (head | keys << np.uint64(_NUMBER_BITS) | owner)[kept]


def _packed(keys: Points, rows: int) -> Iterator[Posting]:
    terms = keys >> np.uint64(_NUMBER_BITS)
    numbers = (keys & np.uint64(MOST_ROWS - 1)).astype(np.int64)
    starts = np.concatenate(([0], np.flatnonzero(terms[1:] != terms[:-1]) + 1))
    ends = np.concatenate((starts[1:], [len(keys)]))
    steps = np.diff(numbers, prepend=0)
    steps[starts] = numbers[starts]
    data, offsets = _as_bytes(steps)
    counts = (ends - starts).tolist()
    borders = offsets[np.concatenate((starts, [len(keys)]))].tolist()
    for place, (term, count) in enumerate(zip(terms[starts].tolist(), counts, strict=True)):
        if _as_bits(count, rows):
            mask = np.zeros(rows, bool)
            mask[numbers[starts[place] : ends[place]]] = True
            yield Posting(term, count, np.packbits(mask).tobytes())
        else:
            yield Posting(term, count, data[borders[place] : borders[place + 1]])


def _as_bits(count: int, rows: int) -> bool:
    return count * 8 > rows


def _as_bytes(steps: Numbers) -> tuple[bytes, Numbers]:
    """Each step in one to three bytes of seven bits, the lowest first; and where each begins."""
    sizes = 1 + (steps >= 1 << 7).astype(np.int64) + (steps >= 1 << 14)
    offsets = np.concatenate(([0], np.cumsum(sizes)))
    data = np.zeros(offsets[-1], np.uint8)
    for place in range(3):
        having = sizes > place
        more = (sizes[having] > place + 1).astype(np.int64) << 7
        data[offsets[:-1][having] + place] = steps[having] >> (7 * place) & 127 | more
    return data.tobytes(), offsets


def mask_of(posting: Posting, rows: int) -> NDArray[np.bool_]:
    """One truth value per company of the segment: whether it has the term."""
    if _as_bits(posting.rows, rows):
        return np.unpackbits(np.frombuffer(posting.numbers, np.uint8), count=rows).astype(bool)
    mask = np.zeros(rows, bool)
    data = np.frombuffer(posting.numbers, np.uint8).astype(np.int64)
    if len(data) == posting.rows:
        mask[np.cumsum(data)] = True
        return mask
    begins = np.flatnonzero(np.concatenate(([True], data[:-1] < 128)))
    steps = data[begins] & 127
    for place in (1, 2):
        longer = np.concatenate((begins[1:], [len(data)])) - begins > place
        steps[longer] += (data[begins[longer] + place] & 127) << (7 * place)
    mask[np.cumsum(steps)] = True
    return mask
