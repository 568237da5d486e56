"""Which companies of a segment hold a term: made of texts, packed into bytes, taken out again.

A term is a number: a pair of neighbouring signs of names or other texts, or three letters of pinyin. A
segment numbers its companies 0, 1, 2 …; a term's list holds those numbers, as differences of one to three
bytes each, or one bit per company where more than an eighth have it. FTS5 needed a microsecond for each
number while an import waited; sorting them as arrays takes a tenth of that, and no database stands alone.
"""

from __future__ import annotations

from enum import IntEnum
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from chains.pinyin_arrays import initials_and_full
from chains.typed import FULL_PINYIN_LETTERS, is_pinyin

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from chains.typed import ManyTexts

    Keys = NDArray[np.uint64]
    """A term and the number of a company that has it, in one."""

    Signs = NDArray[np.uint32]
    Owners = NDArray[np.uint16]
    Numbers = NDArray[np.int64]

MOST_ROWS = 1 << 16
"""Companies in one segment: their numbers have 16 bits."""

_END = 10
_SIGN_BITS, _LETTER_BITS, _NUMBER_BITS, _KIND_SHIFT = 21, 7, 16, 42


class Kind(IntEnum):
    """What a term was cut from."""

    NAME = 0
    OTHER = 1
    INITIALS = 2
    FULL = 3


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
    if is_pinyin(word):
        found.append(_initials_need(word))
        if len(word) >= FULL_PINYIN_LETTERS:
            found.append(_letter_need(Kind.FULL, word))
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


def _letter_need(kind: Kind, word: str) -> Need:
    runs = (word[start : start + 3] for start in range(len(word) - 2))
    return Need(kind, tuple(dict.fromkeys(_letters_term(kind, [ord(sign) for sign in run]) for run in runs)))


def _initials_need(word: str) -> Need:
    if len(word) > 2:
        return _letter_need(Kind.INITIALS, word)
    # One letter begins a name, two stand anywhere; the third is whatever follows.
    letters = [_END, ord(word)] if len(word) == 1 else [ord(sign) for sign in word]
    first = _letters_term(Kind.INITIALS, [*letters, 0])
    return Need(Kind.INITIALS, first=first, last=first + (1 << _LETTER_BITS))


def _letters_term(kind: Kind, points: Sequence[int]) -> int:
    term = 0
    for point in points:
        term = term << _LETTER_BITS | point
    return kind << _KIND_SHIFT | term


def postings_of(texts: ManyTexts) -> Iterator[Posting]:
    """The lists of all terms of these companies, in order of the terms."""
    # One kind after the other: the arrays of all kinds at once took half a gigabyte.
    count, named = len(texts.names), [f"\n{one}" for one in texts.names]
    yield from _packed(_sign_keys(Kind.NAME, texts.names), count)
    yield from _packed(_sign_keys(Kind.OTHER, texts.others), count)
    initials, full = initials_and_full("".join(named), _points(named)[1])
    yield from _packed(_letter_keys(Kind.INITIALS, *initials), count)
    yield from _packed(_letter_keys(Kind.FULL, *full), count)


def _points(parts: Sequence[str]) -> tuple[Signs, Owners]:
    """Every sign of the texts as a number, and beside it the number of the company whose it is."""
    data = "".join(parts).encode("utf-32-le", "surrogatepass")
    sizes = np.fromiter(map(len, parts), np.int64, len(parts))
    return np.frombuffer(data, "<u4"), np.repeat(np.arange(len(parts), dtype=np.uint16), sizes)


def _sign_keys(kind: Kind, parts: Sequence[str]) -> Keys:
    points, owners = _points(parts)
    # A pair that ends with the line break stands for the last sign of a part; one that begins so is none.
    kept = points[:-1] != _END
    keys = _shifted(points[:-1][kept], _SIGN_BITS + _NUMBER_BITS)
    keys |= _shifted(points[1:][kept], _NUMBER_BITS)
    keys |= owners[:-1][kept]
    keys |= np.uint64(kind << (_KIND_SHIFT + _NUMBER_BITS))
    return keys


def _letter_keys(kind: Kind, points: NDArray[Any], owners: Owners) -> Keys:
    first, second, third = points[:-2], points[1:-1], points[2:]
    kept = second != _END
    if kind is not Kind.INITIALS:
        # First letters keep the break before and behind a name: its beginning, and its last two letters.
        kept &= (first != _END) & (third != _END)
    keys = _shifted(first[kept], 2 * _LETTER_BITS + _NUMBER_BITS)
    keys |= _shifted(second[kept], _LETTER_BITS + _NUMBER_BITS)
    keys |= _shifted(third[kept], _NUMBER_BITS)
    keys |= owners[1:-1][kept]
    keys |= np.uint64(kind << (_KIND_SHIFT + _NUMBER_BITS))
    return keys


def _shifted(points: NDArray[Any], bits: int) -> Keys:
    keys = points.astype(np.uint64)
    keys <<= np.uint64(bits)
    return keys


def _packed(keys: Keys, rows: int) -> Iterator[Posting]:
    if not len(keys):
        return
    keys.sort()
    keys = keys[np.concatenate(([True], keys[1:] != keys[:-1]))]
    numbers = keys.astype(np.uint16).astype(np.int32)
    keys >>= np.uint64(_NUMBER_BITS)
    starts = np.concatenate(([0], np.flatnonzero(keys[1:] != keys[:-1]) + 1))
    ends, terms = np.concatenate((starts[1:], [len(keys)])), keys[starts].tolist()
    steps = np.diff(numbers, prepend=np.int32(0))
    steps[starts] = numbers[starts]
    count_of_all = len(keys)
    del keys
    data, offsets = _as_bytes(steps)
    counts, first, last = (ends - starts).tolist(), starts.tolist(), ends.tolist()
    borders = offsets[np.concatenate((starts, [count_of_all]))].tolist()
    del steps, offsets
    for place, (term, count) in enumerate(zip(terms, counts, strict=True)):
        if count * 8 > rows:
            mask = np.zeros(rows, bool)
            mask[numbers[first[place] : last[place]]] = True
            yield Posting(term, count, np.packbits(mask).tobytes())
        else:
            yield Posting(term, count, data[borders[place] : borders[place + 1]])


def _as_bytes(steps: NDArray[np.int32]) -> tuple[bytes, Numbers]:
    """Each step in one to three bytes of seven bits, the lowest first; and where each begins."""
    sizes = np.ones(len(steps), np.int8)
    sizes += steps >= 1 << 7
    sizes += steps >= 1 << 14
    offsets = np.zeros(len(steps) + 1, np.int64)
    np.cumsum(sizes, out=offsets[1:])
    data = np.zeros(offsets[-1], np.uint8)
    data[offsets[:-1]] = steps & 127 | np.where(sizes > 1, 128, 0)
    for place in (1, 2):
        having = np.flatnonzero(sizes > place)
        more = np.where(sizes[having] > place + 1, 128, 0)
        data[offsets[having] + place] = steps[having] >> (7 * place) & 127 | more
    return data.tobytes(), offsets


def mask_of(posting: Posting, rows: int) -> NDArray[np.bool_]:
    """One truth value per company of the segment: whether it has the term."""
    if posting.rows * 8 > rows:
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
