"""Reads one product's name for one wanted word: is it that product, a part of it, or something else?

The last word of a Chinese product name says what the thing is, what stands before it says of or for what:
轮胎模具 is a mould and no tyre, 光伏支架 a stand for solar panels and no stent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from chains.product_words import in_order
from chains.terms import Relation, built_in_terms, cut_words

if TYPE_CHECKING:
    from chains.terms import Terms

_MOST_READ = 200_000
_MODEL = re.compile(r"[a-z0-9.\-#]+$")
"""What names a model or grade behind a product: 防焦剂CTP."""

_APART = re.compile(r"[及与、/；;，,。\s（）()\[\]【】]+|(?<=..)和(?=..)")


class Standing(StrEnum):
    """How a word stands in the name of a product."""

    WHOLE = "whole"
    KIND = "kind"
    PART = "part"
    MINOR = "minor"
    FOREIGN = "foreign"
    TRADE = "trade"
    QUALIFIER = "qualifier"
    OTHER_WORD = "other_word"


WORTH = {
    Standing.WHOLE: 1.0,
    Standing.KIND: 0.8,
    Standing.PART: 0.35,
    Standing.MINOR: 0.5,
    Standing.FOREIGN: 0.3,
    Standing.TRADE: 0.3,
    Standing.QUALIFIER: 0.25,
    Standing.OTHER_WORD: 0.15,
}
"""0–1. What only shares a word with the product stays below WEAK_BELOW."""

CREDIT = {
    Relation.NAME: 1.0,
    Relation.OWN: 0.97,
    Relation.SAME: 0.95,
    Relation.NARROWER: 0.9,
    Relation.WORDS: 0.8,
    Relation.BROADER: 0.55,
    Relation.GENERAL: 0.5,
}

WEAK_BELOW = 0.4
"""A company whose best hit is worth less is most likely a namesake (疑似同名): it is offered last."""

MAIN_PRODUCTS = 3
"""A general word (模具, 支架) counts among the first products alone: what the company lives on."""

KIND_MORE = 0.15
"""So much more is a name worth the less it says beside the word."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A word that hit: in which text (a product, or a clause of 经营范围 or 所属行业), how it stands there.

    `quality` is 0–1; `field` names the other field that the text speaks of, "" for none.
    """

    text: str
    word: str
    relation: Relation
    standing: Standing
    quality: float
    field: str = ""


def read_hit(text: str, word: str, relation: Relation, fields: tuple[str, ...]) -> Hit:
    """The word stands in the text: how. `fields` are what the wanted product is for, () for unknown."""
    standing, field = _standing(text.casefold(), word.casefold(), fields)
    worth = WORTH[standing]
    if standing is Standing.KIND:
        worth += KIND_MORE * min(1.0, len(word) / len(text))
    return Hit(text, word, relation, standing, worth * CREDIT[relation], field)


@lru_cache(maxsize=_MOST_READ)
def _standing(text: str, word: str, fields: tuple[str, ...]) -> tuple[Standing, str]:
    terms = built_in_terms()
    if _is_other_word(text, word, terms):
        return Standing.OTHER_WORD, ""
    name = next((part for part in pieces(text) if word in part), text)
    at = name.rindex(word)
    before = _without_leading(name[:at], terms.before)
    after = _without_leading(_without_trailing(name[at + len(word) :], terms), terms.after)
    if any(sign in name[at + len(word) :] for sign in terms.trade):
        return Standing.TRADE, ""
    if after.startswith(terms.parts):
        return Standing.PART, ""
    if after:
        return Standing.QUALIFIER, ""
    foreign = foreign_field(before, fields)
    if foreign:
        return Standing.FOREIGN, foreign
    return (Standing.KIND if before else Standing.WHOLE), ""


def has_cut_name(text: str, numbers: tuple[int, ...]) -> bool:
    """Whether the words of a cut name stand in the product's name in order, its last word as the last."""
    terms = built_in_terms()
    for part in pieces(text.casefold()):
        words = cut_words(_without_trailing(part, terms))
        if in_order(numbers, [terms.class_of[word] for word in words]) and _ends_with(part, words[-1], terms):
            return True
    return False


def foreign_field(text: str, fields: tuple[str, ...]) -> str:
    """A field that the text speaks of when it speaks of none of these; "" where it does not."""
    if not fields or not text:
        return ""
    said = built_in_terms().fields_in(text)
    return "" if said.intersection(fields) else next(iter(sorted(said)), "")


@lru_cache(maxsize=_MOST_READ)
def pieces(text: str) -> tuple[str, ...]:
    """The names that are joined in one: 轮胎模具及橡胶机械."""
    return tuple(part for part in _APART.split(text) if part)


def _is_other_word(text: str, word: str, terms: Terms) -> bool:
    """Whether every place of the word lies across or inside a longer word of its own: 炭黑 in 白炭黑."""
    rest = text
    for own in terms.own:
        if own in rest and own not in word and any(sign in own for sign in word):
            rest = rest.replace(own, "\n" * len(own))
    return word not in rest


def _ends_with(part: str, word: str, terms: Terms) -> bool:
    return _without_trailing(part, terms).endswith(word) or part.endswith(word)


def _without_trailing(text: str, terms: Terms) -> str:
    text = _MODEL.sub("", text)
    while cut := next((word for word in terms.after if text.endswith(word)), ""):
        text = _MODEL.sub("", text[: -len(cut)])
    return text


def _without_leading(text: str, words: tuple[str, ...]) -> str:
    while cut := next((word for word in words if text.startswith(word)), ""):
        text = text[len(cut) :]
    return text
