"""What is typed into the search box, and whether a company's texts hold it: the meaning of a search.

Storage keeps an index so that it need not look at every company; what counts as found is said here alone.
What is typed is text: no sign of it has a meaning of its own, only spaces part words.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from chains.names import normalised_name
from chains.pinyin import readings
from chains.regions import region_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

CODE_LETTERS = 4
"""A piece of a code is looked for from so many signs on, with a digit: shorter ones stand in every code."""

FULL_PINYIN_LETTERS = 3
"""Whole pinyin is looked for from so many letters on; fewer are taken as first letters."""

IN_NAME, ELSEWHERE = 0, 1

_SETTLED = re.compile(r"[\x21-\x7e、。《》“”‘’·\u4e00-\u9fff]*")
"""Signs that folding leaves as they are: looking each of them up took 50 µs for a 经营范围 of 170 signs."""

_SETTLED_LINES = re.compile(r"[\n\x21-\x7e、。《》“”‘’·\u4e00-\u9fff]*")
_FOLDED_AT_ONCE = 200
"""Texts folded as one: an odd sign in one of them sends all of these the slow way."""

_WIDE_SIGNS = (("（", "("), ("）", ")"), ("，", ","), ("；", ";"), ("：", ":"), (" ", ""))


def typed_words(text: str) -> tuple[str, ...]:
    """The words that were typed, folded, each once."""
    parts = unicodedata.normalize("NFKC", text).split()
    return tuple(dict.fromkeys(word for word in map(normalised_name, parts) if word))


class ManyTexts(NamedTuple):
    """`names` and `others` of SearchTexts, of many companies: what the index is made of."""

    names: list[str]
    others: list[str]


def many_texts(
    names: Sequence[Sequence[str]], others: Sequence[Sequence[str]], regions: Sequence[str]
) -> ManyTexts:
    """The same texts as SearchTexts has, of many companies worked out at once."""
    places = {code: folded_text(region_name(code)) for code in set(regions)}
    told = zip(_folded_lists(others), regions, strict=True)
    return ManyTexts(
        [_lines(some) for some in _folded_lists(names)],
        [_lines((*some, places[code])) for some, code in told],
    )


def _folded_lists(lists: Sequence[Sequence[str]]) -> list[list[str]]:
    folded = iter(folded_texts([text for some in lists for text in some]))
    return [list(islice(folded, len(some))) for some in lists]


def folded_texts(texts: Sequence[str]) -> list[str]:
    """What folded_text gives, of many texts: plain ones are folded as one."""
    folded: list[str] = []
    for start in range(0, len(texts), _FOLDED_AT_ONCE):
        part = texts[start : start + _FOLDED_AT_ONCE]
        whole = _plainly_folded("\n".join(part))
        if _SETTLED_LINES.fullmatch(whole) and whole.count("\n") == len(part) - 1:
            folded += whole.split("\n")
        else:
            folded += map(folded_text, part)
    return folded


class SearchTexts:
    """The texts that a company is found by, folded, one part a line, each line ended by a line break.

    Each is made when it is asked for: most words are found in the first that is looked at. `names` begin with
    the name that it has now.
    """

    def __init__(
        self, names: Sequence[str], others: Sequence[str], region: str, codes: Sequence[str]
    ) -> None:
        self._names, self._codes = names, codes
        self._others = (*others, region_name(region))

    @cached_property
    def names(self) -> str:
        """Name, short name, former names."""
        return _lines(map(folded_text, self._names))

    @cached_property
    def others(self) -> str:
        """主营产品, 经营范围, 所属行业, the region's name."""
        return _lines(map(folded_text, self._others))

    @cached_property
    def codes(self) -> str:
        """统一社会信用代码 and 证券代码."""
        return _lines(map(folded_text, self._codes))

    @cached_property
    def initials(self) -> str:
        """First letters of the names' pinyin."""
        return _lines(readings(name).initials for name in self.names.split("\n"))

    @cached_property
    def full(self) -> str:
        """Whole pinyin of the names."""
        return _lines(readings(name).full for name in self.names.split("\n"))


def rank_of(words: Iterable[str], texts: SearchTexts) -> int | None:
    """IN_NAME when names, codes or pinyin hold every word; ELSEWHERE with the others; None for no hit."""
    rank = IN_NAME
    for word in words:
        if _names_it(word, texts):
            continue
        if word not in texts.others:
            return None
        rank = ELSEWHERE
    return rank


def is_pinyin(word: str) -> bool:
    """Whether the word could be pinyin: letters and digits of ASCII only."""
    return word.isascii() and word.isalnum()


def is_code_piece(word: str) -> bool:
    """Whether the word can be a piece of a code: four signs or more with a digit; letters are pinyin."""
    return len(word) >= CODE_LETTERS and is_pinyin(word) and any(map(str.isdigit, word))


def _names_it(word: str, texts: SearchTexts) -> bool:
    if word in texts.names or (is_code_piece(word) and word in texts.codes):
        return True
    if not is_pinyin(word):
        return False
    if len(word) == 1:
        return texts.initials.startswith(word) or f"\n{word}" in texts.initials
    return word in texts.initials or (len(word) >= FULL_PINYIN_LETTERS and word in texts.full)


def _lines(parts: Iterable[str]) -> str:
    return "".join([f"{part}\n" for part in parts if part])


def folded_text(text: str) -> str:
    """What normalised_name gives, ten times quicker for a plain text, and without keeping it."""
    if not text:
        return text
    folded = _plainly_folded(text)
    return folded if _SETTLED.fullmatch(folded) else normalised_name.__wrapped__(text)


def _plainly_folded(text: str) -> str:
    """What folding makes of the usual signs."""
    for wide, plain in _WIDE_SIGNS:
        text = text.replace(wide, plain)
    return text.casefold()
