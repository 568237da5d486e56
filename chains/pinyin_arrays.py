"""Pinyin of a hundred thousand names at once: what chains.pinyin says, without a step of Python per sign."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple, cast

import numpy as np

from chains.pinyin import phrase_readings, phrases_in, rank_of_reading, sign_readings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Signs = NDArray[np.uint8]
    Owners = NDArray[np.uint16]

_NO_LETTER = 127
"""What a sign without a letter of ASCII counts as; see db.posting."""


class Letters(NamedTuple):
    """Letters of texts in order, and beside each the number of the text that it belongs to."""

    letters: Signs
    owners: Owners


class _Readings(NamedTuple):
    """Readings by number: 0 to 127 are signs of ASCII as they are, then those of Chinese signs.

    Their `letters` lie one behind the other: each `begins` somewhere and has a length.
    """

    of_sign: NDArray[np.int32]
    texts: list[str]
    by_text: dict[str, int]
    letters: NDArray[np.uint8]
    begins: NDArray[np.int64]
    lengths: NDArray[np.int64]
    begins_phrase: NDArray[np.bool_]
    second_of_phrase: NDArray[np.bool_]


def initials_and_full(text: str, owners: Owners) -> tuple[Letters, Letters]:
    """First letters, and whole pinyin without tones, of all signs of a folded text.

    `owners` has a number for each sign. Phrases do not reach over a line break.
    """
    known, numbers = _readings(), _numbers_of(text)
    lengths = known.lengths[numbers]
    is_read = lengths > 0
    firsts = known.letters[known.begins[numbers[is_read]]]
    # Where each letter stands: the beginning of its reading, and how far it is from the first of the sign.
    ends = np.cumsum(lengths)
    places = np.repeat(known.begins[numbers] - ends + lengths, lengths) + np.arange(
        ends[-1] if len(ends) else 0
    )
    return (
        Letters(firsts, owners[is_read]),
        Letters(known.letters[places], np.repeat(owners, lengths)),
    )


def sort_keys(texts: Sequence[str], signs: int = 8) -> NDArray[np.bytes_]:
    """chains.pinyin.sort_key of many folded texts: two bytes for each of the first signs."""
    # A phrase that decides the reading of a sign ends at most three signs behind it.
    parts = [text[: signs + 3] for text in texts]
    numbers = _numbers_of("\n".join(parts))
    sizes = np.fromiter(map(len, parts), np.int64, len(parts))
    begins = np.cumsum(sizes + 1) - sizes - 1
    places = begins[:, None] + np.arange(signs)
    there = np.arange(signs) < sizes[:, None]
    numbers = np.append(numbers, 0)
    ranks = _ranks_by_number()[numbers[np.minimum(places, len(numbers) - 1)]]
    ranks[~there] = 0
    whole = ranks.reshape(len(texts), 2 * signs).view(f"S{2 * signs}").ravel()
    return cast("NDArray[np.bytes_]", whole)


def _numbers_of(text: str) -> NDArray[np.int32]:
    """The reading of each sign of a folded text, by number."""
    known = _readings()
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
    numbers = known.of_sign[np.minimum(points, len(known.of_sign) - 1)]
    begins = known.begins_phrase[np.minimum(points, len(known.begins_phrase) - 1)]
    goes_on = known.second_of_phrase[np.minimum(points, len(known.second_of_phrase) - 1)]
    starts = np.flatnonzero(begins[:-1] & goes_on[1:]).tolist()
    for start, read in phrases_in(text, starts):
        numbers[start : start + len(read)] = [known.by_text[one] for one in read]
    return cast("NDArray[np.int32]", numbers)


@cache
def _ranks_by_number() -> NDArray[np.uint8]:
    ranks = [rank_of_reading(text) for text in _readings().texts]
    return np.frombuffer("".join(ranks).encode("ascii"), np.uint8).reshape(len(ranks), 2).copy()


@cache
def _readings() -> _Readings:
    signs = sign_readings()
    texts = [chr(point) for point in range(128)]
    by_text: dict[str, int] = {}
    read = {*signs.values(), *(one for phrase in phrase_readings().values() for one in phrase)}
    for text in sorted(read):
        by_text[text] = len(texts)
        texts.append(text)
    of_sign = np.full(max(map(ord, signs)) + 2, _NO_LETTER, np.int32)
    of_sign[:128] = np.arange(128)
    for sign, reading in signs.items():
        of_sign[ord(sign)] = by_text[reading]
    letters = [min(ord(sign), _NO_LETTER) for text in texts for sign in text]
    lengths = np.asarray([len(text) for text in texts], np.int64)
    return _Readings(
        of_sign=of_sign,
        texts=texts,
        by_text=by_text,
        letters=np.asarray(letters, np.uint8),
        begins=np.cumsum(lengths) - lengths,
        lengths=lengths,
        begins_phrase=_is_one_of({phrase[0] for phrase in phrase_readings()}),
        second_of_phrase=_is_one_of({phrase[1] for phrase in phrase_readings()}),
    )


def _is_one_of(signs: set[str]) -> NDArray[np.bool_]:
    """By code point; the last stands for all behind it."""
    found = np.zeros(max(map(ord, signs)) + 2, bool)
    found[[ord(sign) for sign in signs]] = True
    return found
