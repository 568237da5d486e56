"""Pinyin of names, quickly: one look-up per sign, and phrases where a sign is read otherwise (重庆, 银行)."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

import ahocorasick

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_LONGEST_PHRASE = 4


class Readings(NamedTuple):
    """Pinyin of a text: first letters, and whole without tones; other signs stand in both as they are."""

    initials: str
    full: str


class _Tables(NamedTuple):
    signs: dict[str, str]
    phrases: ahocorasick.Automaton


def readings(text: str) -> Readings:
    """Pinyin of a text that is folded already (chains.names.normalised_name)."""
    parts = syllables(text)
    return Readings("".join([part[:1] for part in parts]), "".join(parts))


@lru_cache(maxsize=1 << 16)
def syllables(text: str) -> tuple[str, ...]:
    """One entry per sign: its reading, or the sign itself when it has none."""
    signs, phrases = _tables()
    parts = [signs.get(sign, sign) for sign in text]
    for end, read in phrases.iter_long(text):
        parts[end + 1 - len(read) : end + 1] = read
    return tuple(parts)


def sign_readings() -> Mapping[str, str]:
    """The usual reading of each sign, without its tone."""
    return _tables().signs


def phrase_readings() -> list[tuple[str, ...]]:
    """The readings of phrases in which a sign is read otherwise."""
    return list(_tables().phrases.values())


def phrases_in(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Phrases of the text that are read otherwise: the place of the last sign, and the readings."""
    found: Iterator[tuple[int, tuple[str, ...]]] = _tables().phrases.iter_long(text)
    return found


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
    """Readings of every sign, and of the phrases that read a sign otherwise; made in half a second, once."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - its tables take 0.2 s to load
    from pypinyin.constants import PHRASES_DICT, PINYIN_DICT  # noqa: PLC0415

    signs = {chr(point): _toneless(read.split(",")[0]) for point, read in PINYIN_DICT.items()}
    usual = lazy_pinyin("".join(map(chr, range(0x4E00, 0x9FA6))), errors="ignore")
    if len(usual) == 0x9FA6 - 0x4E00:
        signs.update(zip(map(chr, range(0x4E00, 0x9FA6)), usual, strict=True))
    phrases = ahocorasick.Automaton()
    for phrase, read in PHRASES_DICT.items():
        if 1 < len(phrase) <= _LONGEST_PHRASE and len(read) == len(phrase):
            told = tuple(_toneless(one[0]) for one in read)
            if told != tuple(signs.get(sign, sign) for sign in phrase):
                phrases.add_word(phrase, told)
    phrases.make_automaton()
    return _Tables(signs, phrases)


_TONES = str.maketrans(
    "āáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜüńňǹḿếề",
    "aaaaooooeeeeiiiiuuuuvvvvvnnnmee",
)


def _toneless(reading: str) -> str:
    return "".join(sign for sign in reading.translate(_TONES) if sign.isascii() and sign.isalpha())
