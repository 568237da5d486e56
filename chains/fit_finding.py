"""Finds the words of many segments in the texts of companies: thoroughly one by one, quickly in a million."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

import ahocorasick

from chains.kinds import GONE_STATES, RegistrationState
from chains.product_reading import CREDIT, MAIN_PRODUCTS, WORTH, Hit, Standing, has_cut_name, read_hit
from chains.terms import Relation, built_in_terms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from chains.chain import SegmentRef
    from chains.product_words import MatchWords


_NOT_IN_JSON = frozenset('"\\')
"""Signs that JSON writes otherwise."""

_CLAUSE = re.compile(r"[；;，,。、\n（）()]+")


MOST_CLAUSES = 50_000


class MatchRow(NamedTuple):
    """What a company is matched by, as storage has it: for looking through a million of them."""

    id: int
    state: RegistrationState
    region: str
    products: tuple[str, ...]
    scope: str
    industry: str


class _CutName(NamedTuple):
    """A segment's name cut into words, each with its spellings and with the number of its class."""

    ref: SegmentRef
    spelt: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]


class Readings(NamedTuple):
    """What hit of one company for one segment: in 主营产品 with its place there, in 经营范围, in 所属行业."""

    products: list[tuple[int, Hit]]
    scope: list[Hit]
    industry: list[Hit]

    def any(self) -> bool:
        """Whether anything hit."""
        return bool(self.products or self.scope or self.industry)


class WordFinder:
    """Finds the words of many segments in the texts of a company, and reads how each stands there."""

    def __init__(self, wanted: Iterable[MatchWords]) -> None:
        self._of = {words.ref: words for words in wanted}
        self._unwanted = {ref: tuple(map(_folded, one.unwanted)) for ref, one in self._of.items()}
        by_word: dict[str, list[tuple[SegmentRef, Relation]]] = defaultdict(list)
        for ref, words in self._of.items():
            for word in words.wanted:
                by_word[_folded(word)].append((ref, Relation.NAME if word in words.names else Relation.OWN))
            for word, relation in words.related:
                by_word[_folded(word)].append((ref, relation))
        self._automaton = ahocorasick.Automaton()
        for word, uses in by_word.items():
            self._automaton.add_word(word, (word, tuple(uses)))
        self._empty = not by_word
        if not self._empty:
            self._automaton.make_automaton()
        self._clauses: dict[str, dict[SegmentRef, Hit]] = {}
        self._cut = _CutNames(self._of.values())
        self._general = [
            (ref, word, words.evidence) for ref, words in self._of.items() for word in words.general
        ]

    def readings(self, products: tuple[str, ...], scope: str, industry: str) -> dict[SegmentRef, Readings]:
        """Per segment what hits; segments that nothing hits are left out."""
        if self._empty:
            return {}
        found: dict[SegmentRef, Readings] = defaultdict(lambda: Readings([], [], []))
        for place, product in enumerate(products):
            for ref, hit in self._in_product(product):
                found[ref].products.append((place, hit))
        for ref, hit in self._in_clauses(scope):
            found[ref].scope.append(hit)
        for ref, hit in self._in_clauses(industry):
            found[ref].industry.append(hit)
        whole = _folded("\n".join((*products, scope, industry)))
        for ref, word, evidence in self._general:
            if word in whole and any(sign in whole for sign in evidence):
                found[ref].products.extend(self._general_hits(ref, word, products))
        return {ref: one for ref, one in found.items() if one.any()}

    def refs(self, row: MatchRow) -> set[SegmentRef]:
        """The segments that the row's words fit."""
        return set(self.readings(row.products, row.scope, row.industry))

    def _in_product(self, product: str) -> Iterator[tuple[SegmentRef, Hit]]:
        best = self._words_in(product)
        folded = _folded(product)
        for ref, spelt, numbers in self._cut.in_text(folded):
            # A word that stands there as it is says more, unless it stands there as something else.
            if ref in best and best[ref].standing in {Standing.WHOLE, Standing.KIND}:
                continue
            if has_cut_name(product, numbers) and not self._is_ruled_out(ref, folded):
                worth = WORTH[Standing.KIND] * CREDIT[Relation.WORDS]
                word = "·".join(words[0] for words in spelt)
                best[ref] = Hit(product, word, Relation.WORDS, Standing.KIND, worth)
        yield from best.items()

    def _in_clauses(self, text: str) -> Iterator[tuple[SegmentRef, Hit]]:
        if text and next(self._automaton.iter(_folded(text)), None) is not None:
            for clause in _CLAUSE.split(text):
                yield from self._words_in_clause(clause).items()

    def _words_in_clause(self, clause: str) -> dict[SegmentRef, Hit]:
        """The same clauses (货物进出口) stand in the 经营范围 of thousands: each is read once."""
        found = self._clauses.get(clause)
        if found is None:
            if len(self._clauses) >= MOST_CLAUSES:
                self._clauses.clear()
            found = self._clauses[clause] = self._words_in(clause)
        return found

    def _words_in(self, text: str) -> dict[SegmentRef, Hit]:
        """Per segment the best of its words in the text, unless a word of it rules the text out."""
        folded = _folded(text)
        found = list(self._automaton.iter(folded))
        if not found:
            return {}
        best: dict[SegmentRef, Hit] = {}
        for _, (word, uses) in found:
            for ref, relation in uses:
                hit = read_hit(text, word, relation, self._of[ref].fields)
                if ref not in best or hit.quality > best[ref].quality:
                    best[ref] = hit
        return {ref: hit for ref, hit in best.items() if not self._is_ruled_out(ref, folded)}

    def _general_hits(
        self, ref: SegmentRef, word: str, products: tuple[str, ...]
    ) -> Iterator[tuple[int, Hit]]:
        for place, product in enumerate(products):
            if _folded(product) in _wholes(word) and not self._is_ruled_out(ref, _folded(product)):
                standing = Standing.WHOLE if place < MAIN_PRODUCTS else Standing.MINOR
                worth = WORTH[standing] * CREDIT[Relation.GENERAL]
                yield place, Hit(product, word, Relation.GENERAL, standing, worth)

    def _is_ruled_out(self, ref: SegmentRef, folded: str) -> bool:
        return any(bad in folded for bad in self._unwanted[ref])


class _CutNames:
    """Names cut into words: finds those of which every word stands somewhere in a text.

    Of each name only the word that the fewest names have is looked for; where it stands, the others are.
    """

    def __init__(self, wanted: Iterable[MatchWords]) -> None:
        names = [(one.ref, spelt, _numbers(spelt)) for one in wanted for spelt in one.cut]
        counts = Counter(number for _, _, numbers in names for number in set(numbers))
        by_word: dict[str, list[_CutName]] = defaultdict(list)
        for ref, spelt, numbers in names:
            rarest = min(range(len(numbers)), key=lambda at: (counts[numbers[at]], at))
            for word in spelt[rarest]:
                by_word[word].append(_CutName(ref, spelt, numbers))
        self._automaton = ahocorasick.Automaton()
        for word, held in by_word.items():
            self._automaton.add_word(word, tuple(held))
        self._empty = not names
        if names:
            self._automaton.make_automaton()

    def in_text(self, folded: str) -> Iterator[_CutName]:
        """The names, each perhaps several times."""
        if not self._empty:
            for _, names in self._automaton.iter(folded):
                for name in names:
                    if all(any(word in folded for word in words) for words in name.spelt):
                        yield name


class FitFinder:
    """Tells which segments a company's words fit, without saying how well: one pass over all its texts.

    Most words settle it by standing anywhere in the texts. Only where a segment has words that rule out and
    one of these stands there too, or where all words of a cut name stand somewhere, is the company looked at
    clause by clause.
    """

    def __init__(self, wanted: Iterable[MatchWords]) -> None:
        words = tuple(wanted)
        self._thorough = WordFinder(words)
        self._automaton = ahocorasick.Automaton()
        self._sure: list[frozenset[SegmentRef]] = []
        self._doubtful: list[frozenset[SegmentRef]] = []
        self._unwanted = {one.ref: tuple(map(_folded, one.unwanted)) for one in words}
        self._evidence = {one.ref: one.evidence for one in words if one.general}
        self._cut = _CutNames(words)
        self._add(words)

    def _add(self, words: tuple[MatchWords, ...]) -> None:
        by_word: dict[str, set[SegmentRef]] = defaultdict(set)
        general: dict[str, set[SegmentRef]] = defaultdict(set)
        for one in words:
            for word in (*one.wanted, *(other for other, _ in one.related)):
                by_word[_folded(word)].add(one.ref)
            for word in one.general:
                for spelt in _wholes(word):
                    general[json.dumps(spelt, ensure_ascii=False)].add(one.ref)
        for word in (*by_word, *general):
            refs = by_word.get(word, set())
            plain = _CLAUSE.search(word) is None and not _NOT_IN_JSON.intersection(word)
            sure = frozenset(ref for ref in refs if plain and not self._unwanted[ref])
            self._automaton.add_word(word, len(self._sure))
            self._sure.append(sure)
            self._doubtful.append(frozenset(general.get(word, refs - sure)))
        if self._sure:
            self._automaton.make_automaton()

    def refs(self, row: MatchRow) -> set[SegmentRef]:
        """The same segments as find_fits finds for the company; none for one that is 注销, 吊销 or 撤销."""
        if row.state in GONE_STATES:
            return set()
        products = json.dumps(row.products, ensure_ascii=False)
        return self.refs_in("\n".join((products, row.scope, row.industry)), lambda: row)

    def refs_in(self, text: str, row: Callable[[], MatchRow]) -> set[SegmentRef]:
        """The segments by all texts of a company in one, its products as JSON; `row` if need be."""
        if not self._sure:
            return set()
        folded = _folded(text)
        found: set[SegmentRef] = set()
        doubtful: set[SegmentRef] = set()
        for word in {word for _, word in self._automaton.iter(folded)}:
            found |= self._sure[word]
            doubtful |= self._doubtful[word]
        unsettled = doubtful - found
        sought = {ref for ref in unsettled if self._is_unsettled(ref, folded)}
        # Cut names stand in products alone, and these come first, in one line.
        for name in self._cut.in_text(folded[: folded.find("\n")]):
            if name.ref not in found:
                sought.add(name.ref)
        if sought:
            found |= self._thorough.refs(row()) & sought
        return found | (unsettled - sought)

    def _is_unsettled(self, ref: SegmentRef, folded: str) -> bool:
        return ref in self._evidence or any(bad in folded for bad in self._unwanted[ref])


def _wholes(word: str) -> tuple[str, ...]:
    """How a product is written that is this word and nothing else."""
    return tuple(f"{word}{tail}" for tail in ("", "类", "系列", "产品", "业务", "制造", "销售", "制造销售"))


def _numbers(spelt: tuple[tuple[str, ...], ...]) -> tuple[int, ...]:
    return tuple(_number(words[0]) for words in spelt)


def _number(word: str) -> int:
    return built_in_terms().class_of[word]


def _folded(text: str) -> str:
    return text.casefold()
