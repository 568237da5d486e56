"""Pinyin of names, quickly: one look-up per sign, and phrases where a sign is read otherwise (重庆, 银行)."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

TABLE_FILE = "pinyin.tsv"
"""Signs and phrases with their readings, from pypinyin (MIT); tests/pinyin_table.py makes it."""


class Readings(NamedTuple):
    """Pinyin of a text: first letters, and whole without tones; other signs stand in both as they are."""

    initials: str
    full: str


class _Tables(NamedTuple):
    signs: dict[str, str]
    phrases: dict[str, tuple[str, ...]]
    lengths: dict[str, tuple[int, ...]]
    """First two signs of phrases → how long those are, the longest first."""


def readings(text: str) -> Readings:
    """Pinyin of a text that is folded already (chains.names.normalised_name)."""
    parts = syllables(text)
    return Readings("".join([part[:1] for part in parts]), "".join(parts))


def is_read_so(text: str, typed: str) -> bool:
    """Whether the letters are initials that stand together in the text, or its pinyin from some sign on.

    `text` is folded already; weihai and hai are read so in 威海广泰, eihai is not.
    """
    parts = syllables(text)
    if typed in "".join([part[:1] for part in parts]):
        return True
    whole, start = "".join(parts), 0
    if typed not in whole:
        return False
    for part in parts:
        if whole.startswith(typed, start):
            return True
        start += len(part)
    return False


@lru_cache(maxsize=1 << 16)
def syllables(text: str) -> tuple[str, ...]:
    """One entry per sign: its reading, or the sign itself when it has none."""
    signs = _tables().signs
    parts = [signs.get(sign, sign) for sign in text]
    for start, read in phrases_in(text, range(len(text) - 1)):
        parts[start : start + len(read)] = read
    return tuple(parts)


def sign_readings() -> Mapping[str, str]:
    """The usual reading of each sign, without its tone."""
    return _tables().signs


def phrase_readings() -> Mapping[str, tuple[str, ...]]:
    """Phrases in which a sign is read otherwise, with the readings of their signs."""
    return _tables().phrases


def phrases_in(text: str, starts: Iterable[int]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Phrases of the text that begin at these places, ascending: where, and the readings.

    From the left, the longest first; they do not overlap.
    """
    _, phrases, lengths = _tables()
    free = 0
    for start in starts:
        if start < free:
            continue
        for length in lengths.get(text[start : start + 2], ()):
            read = phrases.get(text[start : start + length])
            if read is not None:
                yield start, read
                free = start + length
                break


def sort_key(text: str, signs: int = 8) -> str:
    """Orders names by pinyin, the same on every database: two letters for each of the first signs.

    Signs without a reading come first, in order of their code; a name comes before a longer one.
    """
    return "".join([rank_of_reading(part) for part in syllables(text)[:signs]])


def rank_of_reading(part: str) -> str:
    """Two letters that sort as the readings do; signs without one stand before them."""
    ranks = _ranks()
    if part in ranks:
        return ranks[part]
    return "!" + (part[0] if part and 0x21 <= ord(part[0]) < 0x7F else "~")


@cache
def _ranks() -> dict[str, str]:
    """Reading → two letters that sort as the readings do."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    known = sorted({reading for reading in _tables().signs.values() if reading.isascii()})
    return {
        reading: letters[number // len(letters)] + letters[number % len(letters)]
        for number, reading in enumerate(known)
    }


@cache
def _tables() -> _Tables:
    """Readings of every sign, and of the phrases that read a sign otherwise; made in 20 ms, once."""
    text = (resources.files("chains.standards") / TABLE_FILE).read_text(encoding="utf-8")
    by_reading, _, by_phrase = text.partition("\n\n")
    signs = {}
    for line in by_reading.splitlines():
        reading, _, read_so = line.partition("\t")
        signs.update(dict.fromkeys(read_so, reading))
    phrases: dict[str, tuple[str, ...]] = {}
    lengths: dict[str, set[int]] = {}
    for line in by_phrase.splitlines():
        phrase, _, read = line.partition("\t")
        phrases[phrase] = tuple(read.split(" "))
        lengths.setdefault(phrase[:2], set()).add(len(phrase))
    longest_first = {head: tuple(sorted(some, reverse=True)) for head, some in lengths.items()}
    return _Tables(signs, phrases, longest_first)
