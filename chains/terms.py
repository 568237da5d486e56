"""Words of products: how they hang together, how a product's name is cut, which field it speaks of.

Names are cut by a small dictionary of our own: with jieba's in its place recall@10 and precision@10 differed
by less than 0.01 (tests/benchmarks/matching, either way round), and loading it takes 1.4 s.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

TERMS_FILE = "terms.toml"
_MOST_CUT = 100_000


class Relation(StrEnum):
    """How a word that hit stands to what is wanted."""

    NAME = "name"
    OWN = "own"
    SAME = "same"
    NARROWER = "narrower"
    BROADER = "broader"
    GENERAL = "general"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Terms:
    """What chains/lexicon/terms.toml says; each part is explained there. All words are casefolded.

    `related` has word → (other word, relation), nearest first. `class_of` gives words that mean the same
    inside a longer name one number.
    """

    before: tuple[str, ...]
    after: tuple[str, ...]
    parts: tuple[str, ...]
    trade: tuple[str, ...]
    filler: tuple[str, ...]
    general: frozenset[str]
    own: tuple[str, ...]
    cut: frozenset[str]
    class_of: Mapping[str, int]
    fields: Mapping[str, tuple[str, ...]]
    related: Mapping[str, tuple[tuple[str, Relation], ...]]

    def alternatives(self, word: str) -> tuple[str, ...]:
        """The word and those written otherwise that mean the same inside a longer name."""
        number = self.class_of[word]
        return (word, *sorted(one for one, other in self.class_of.items() if other == number and one != word))

    def fields_in(self, text: str) -> frozenset[str]:
        """Fields (汽车, 医疗 …) that the text speaks of."""
        return frozenset(name for name, words in self.fields.items() if any(word in text for word in words))


@cache
def built_in_terms() -> Terms:
    """The terms that come with the program."""
    file = resources.files("chains.lexicon") / TERMS_FILE
    return read_terms(file.read_text(encoding="utf-8").casefold())


def read_terms(text: str) -> Terms:
    """Terms from the text of such a file."""
    told = tomllib.loads(text)
    return Terms(
        before=_longest_first(told["before"]),
        after=_longest_first(told["after"]),
        parts=_longest_first(told["parts"]),
        trade=tuple(told["trade"]),
        filler=tuple(told["filler"]),
        general=frozenset(told["general"]),
        own=tuple(told["own"]),
        cut=frozenset(told["cut"]),
        class_of=_classes(told["cut"], told["alike"]),
        fields={name: tuple(words) for name, words in told["fields"].items()},
        related=_related(told["terms"]),
    )


def cut_words(text: str) -> tuple[str, ...]:
    """The known words of a casefolded product name, in order; what is unknown between them is left out."""
    return tuple(word for word in _cut(text) if word in built_in_terms().cut)


def is_cut_whole(text: str) -> bool:
    """Whether the name is made of known words and nothing else."""
    return all(word in built_in_terms().cut for word in _cut(text))


@lru_cache(maxsize=_MOST_CUT)
def _cut(text: str) -> tuple[str, ...]:
    """Fewest unknown signs first, then fewest words."""
    words = built_in_terms().cut
    longest = max(map(len, words))
    best: list[tuple[int, int, tuple[str, ...]]] = [(0, 0, ())]
    for end in range(1, len(text) + 1):
        unknown, count, path = best[end - 1]
        ways = [(unknown + 1, count + 1, (*path, text[end - 1]))]
        for start in range(max(0, end - longest), end):
            word = text[start:end]
            if word in words:
                unknown, count, path = best[start]
                ways.append((unknown, count + 1, (*path, word)))
        best.append(min(ways, key=lambda way: way[:2]))
    return best[-1][2]


def _longest_first(words: list[str]) -> tuple[str, ...]:
    return tuple(sorted(words, key=len, reverse=True))


def _classes(words: list[str], alike: list[list[str]]) -> dict[str, int]:
    found = {word: number for number, group in enumerate(alike) for word in group}
    for word in words:
        found.setdefault(word, len(alike) + len(found))
    return found


def _related(terms: list[dict[str, object]]) -> dict[str, tuple[tuple[str, Relation], ...]]:
    """Each word of a group of synonyms has all of the group's relations."""
    found: dict[str, dict[str, Relation]] = defaultdict(dict)
    for term in terms:
        same = [str(term["word"]), *_words(term, "same")]
        for word in same:
            others = [(other, Relation.SAME) for other in same if other != word]
            others += [(other, Relation.NARROWER) for other in _words(term, "narrower")]
            others += [(other, Relation.BROADER) for other in _words(term, "broader")]
            for other, relation in others:
                found[word].setdefault(other, relation)
    return {word: tuple(others.items()) for word, others in found.items()}


def _words(term: dict[str, object], kind: str) -> list[str]:
    words = term.get(kind, [])
    return [str(word) for word in words] if isinstance(words, list) else []
