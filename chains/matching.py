"""匹配度: which companies could fill a gap, how well, and by which words (domain.md, match score)."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import ahocorasick

from chains.kinds import GONE_STATES, RegistrationState
from chains.regions import is_within, region_label
from chains.rows import Candidate, MatchResult

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from chains.chain import Segment, SegmentRef
    from chains.company import Company, Qualification
    from chains.state import ChainState

FIT_WEIGHT = 0.8
EXTRA_WEIGHTS = {"qualification": 0.08, "scale": 0.04, "region": 0.04, "state": 0.04}
"""Weights of 匹配度: how well the company's words fit, then what else speaks for it."""

SCOPE_CREDIT = 0.6
INDUSTRY_CREDIT = 0.35
"""A word that stands only in 经营范围 or in the industry says less than one in 主营产品."""

HONOUR_WORTH = (
    ("单项冠军", 1.0),
    ("小巨人", 0.9),
    ("上市", 0.8),
    ("专精特新", 0.7),
    ("独角兽", 0.7),
    ("瞪羚", 0.6),
    ("高新技术", 0.6),
)

_NOT_IN_JSON = frozenset('"\\')
"""Signs that JSON writes otherwise."""

_CLAUSE = re.compile(r"[；;，,。、\n（）()]+")
_STATE_WORTH = {
    RegistrationState.ACTIVE: 1.0,
    RegistrationState.MOVED_OUT: 0.5,
    RegistrationState.SUSPENDED: 0.2,
    RegistrationState.LIQUIDATING: 0.1,
}


@dataclass(frozen=True, slots=True)
class MatchWords:
    """The words that find a company for a segment, and those that rule one of its products out."""

    ref: SegmentRef
    wanted: tuple[str, ...]
    unwanted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a company's own words fit (0–1 each, None without data), and the words that hit."""

    product: float | None
    scope: float | None
    industry: float | None
    hits: tuple[str, ...]

    @property
    def value(self) -> float:
        """The best of the three, each at its credit."""
        return max(
            self.product or 0.0, SCOPE_CREDIT * (self.scope or 0.0), INDUSTRY_CREDIT * (self.industry or 0.0)
        )


def match_words(state: ChainState, segment: Segment) -> MatchWords:
    """Product, its aliases, the segment's name and its aliases; and the words that rule out."""
    product = state.products.get(segment.product)
    wanted = [segment.name, *segment.aliases]
    unwanted = list(segment.exclude)
    if product is not None:
        wanted += [product.name, *product.aliases]
        unwanted += product.exclude
    return MatchWords(segment.ref, tuple(dict.fromkeys(wanted)), tuple(dict.fromkeys(unwanted)))


def find_fits(
    companies: Iterable[Company],
    wanted: Iterable[MatchWords],
    step: Callable[[int], None] | None = None,
) -> dict[SegmentRef, list[tuple[Company, Fit]]]:
    """For each segment the companies whose own words fit it, in the order given.

    One pass over all companies finds the words of all segments at once (Aho–Corasick). `step` is called
    with the number of companies done. Companies that are 注销, 吊销 or 撤销 are passed over.
    """
    finder = _WordFinder(tuple(wanted))
    found: dict[SegmentRef, list[tuple[Company, Fit]]] = defaultdict(list)
    for done, company in enumerate(companies, 1):
        if step is not None and done % 500 == 0:
            step(done)
        if company.state not in GONE_STATES:
            for ref, fit in finder.fits(company):
                found[ref].append((company, fit))
    return found


class MatchRow(NamedTuple):
    """What a company is matched by, as storage has it: for looking through a million of them."""

    id: int
    state: RegistrationState
    region: str
    products: tuple[str, ...]
    scope: str
    industry: str


class FitFinder:
    """Tells which segments a company's words fit, without saying how well: one pass over all its texts.

    Most words settle it by standing anywhere in the texts. Only where a segment has words that rule out,
    and one of these stands there too, is the company looked at clause by clause.
    """

    def __init__(self, wanted: Iterable[MatchWords]) -> None:
        words = tuple(wanted)
        self._thorough = _WordFinder(words)
        self._automaton = ahocorasick.Automaton()
        self._sure: list[frozenset[SegmentRef]] = []
        self._doubtful: list[frozenset[SegmentRef]] = []
        self._unwanted = {one.ref: tuple(map(_folded, one.unwanted)) for one in words}
        by_word: dict[str, set[SegmentRef]] = defaultdict(set)
        for one in words:
            for word in one.wanted:
                by_word[_folded(word)].add(one.ref)
        for word, refs in by_word.items():
            plain = _CLAUSE.search(word) is None and not _NOT_IN_JSON.intersection(word)
            sure = frozenset(ref for ref in refs if plain and not self._unwanted[ref])
            self._automaton.add_word(word, len(self._sure))
            self._sure.append(sure)
            self._doubtful.append(frozenset(refs - sure))
        if by_word:
            self._automaton.make_automaton()

    def refs(self, row: MatchRow) -> set[SegmentRef]:
        """The same segments as find_fits finds for the company; none for one that is 注销, 吊销 or 撤销."""
        if row.state in GONE_STATES:
            return set()
        return self.refs_in("\n".join((*row.products, row.scope, row.industry)), lambda: row)

    def refs_in(self, text: str, row: Callable[[], MatchRow]) -> set[SegmentRef]:
        """The segments by all texts of a company in one, its products as JSON or lines; `row` if need be."""
        if not self._sure:
            return set()
        folded = _folded(text)
        found: set[SegmentRef] = set()
        doubtful: set[SegmentRef] = set()
        for word in {word for _, word in self._automaton.iter(folded)}:
            found |= self._sure[word]
            doubtful |= self._doubtful[word]
        if doubtful:
            found |= self._settled(doubtful - found, folded, row)
        return found

    def _settled(
        self, doubtful: set[SegmentRef], folded: str, row: Callable[[], MatchRow]
    ) -> set[SegmentRef]:
        ruled = {ref for ref in doubtful if not self._unwanted[ref]}
        ruled |= {ref for ref in doubtful if any(bad in folded for bad in self._unwanted[ref])}
        return (doubtful - ruled) | (self._thorough.refs(row()) & ruled if ruled else set())


def match_companies(
    state: ChainState,
    segment: Segment,
    companies: Iterable[Company],
    home: str,
    today: date,
    targets: frozenset[int] = frozenset(),
) -> MatchResult:
    """Who could fill the segment, best first: outside companies as targets, those here as local suppliers.

    Companies already placed on the segment (rejected ones too) are left out. `targets` are the ids of
    companies that are already wanted for it.
    """
    placed = {supplier.placement.company_id for supplier in state.suppliers_of(segment.code)}
    fits = find_fits(companies, [match_words(state, segment)])[segment.ref]
    ranked = sorted(
        (
            _candidate(company, fit, home, today, is_target=company.id in targets)
            for company, fit in fits
            if company.id not in placed
        ),
        key=lambda candidate: (-candidate.score, candidate.company_name),
    )
    here = {company.id for company, _ in fits if is_within(company.region, home)}
    return MatchResult(
        segment.ref,
        tuple(candidate for candidate in ranked if candidate.company_id not in here),
        tuple(candidate for candidate in ranked if candidate.company_id in here),
    )


def qualification_worth(qualifications: Iterable[Qualification], today: date) -> float | None:
    """The best honour that is still valid (0–1); None when the company has none on record."""
    known = [honour for honour in qualifications if honour.valid_until is None or honour.valid_until >= today]
    if not known:
        return None
    return max(_honour_worth(honour) for honour in known)


class _WordFinder:
    """Finds the words of many segments in the texts of a company."""

    def __init__(self, wanted: tuple[MatchWords, ...]) -> None:
        self._unwanted = {words.ref: tuple(map(_folded, words.unwanted)) for words in wanted}
        by_word: dict[str, list[SegmentRef]] = defaultdict(list)
        for words in wanted:
            for word in words.wanted:
                by_word[_folded(word)].append(words.ref)
        self._automaton = ahocorasick.Automaton()
        for word, refs in by_word.items():
            self._automaton.add_word(word, (word, tuple(refs)))
        self._empty = not by_word
        if not self._empty:
            self._automaton.make_automaton()

    def fits(self, company: Company) -> list[tuple[SegmentRef, Fit]]:
        """The segments that the company's words fit."""
        if self._empty:
            return []
        products = self._best_products(company.products)
        scope = self._clause_words(company.scope)
        industry = self._clause_words(company.industry)
        fits = []
        for ref in dict.fromkeys((*products, *scope, *industry)):
            value, hits = products.get(ref, (0.0, ()))
            words = dict.fromkeys((*hits, *scope.get(ref, ()), *industry.get(ref, ())))
            fit = Fit(
                product=value if company.products else None,
                scope=float(bool(scope.get(ref))) if company.scope else None,
                industry=float(bool(industry.get(ref))) if company.industry else None,
                hits=tuple(words),
            )
            fits.append((ref, fit))
        return fits

    def refs(self, row: MatchRow) -> set[SegmentRef]:
        """The segments that the row's words fit."""
        if self._empty:
            return set()
        found: set[SegmentRef] = set()
        for product in row.products:
            found.update(self._words_in(product))
        for text in (row.scope, row.industry):
            found.update(self._clause_words(text))
        return found

    def _best_products(self, products: tuple[str, ...]) -> dict[SegmentRef, tuple[float, tuple[str, ...]]]:
        """Per segment the best product hit (0–1) and every product that hit, in the company's order."""
        best: dict[SegmentRef, float] = {}
        hits: dict[SegmentRef, list[str]] = defaultdict(list)
        for position, product in enumerate(products):
            for ref, word in self._words_in(product).items():
                # 主营产品 stand in order of their share of sales: what comes later says less.
                place = max(0.6, 1.0 - 0.04 * position)
                best[ref] = max(best.get(ref, 0.0), _word_worth(word, _folded(product)) * place)
                hits[ref].append(product)
        return {ref: (value, tuple(hits[ref])) for ref, value in best.items()}

    def _clause_words(self, text: str) -> dict[SegmentRef, tuple[str, ...]]:
        """Per segment the words that stand in a clause of the text that nothing rules out."""
        found: dict[SegmentRef, list[str]] = defaultdict(list)
        if text and next(self._automaton.iter(_folded(text)), None) is not None:
            for clause in _CLAUSE.split(text):
                for ref, word in self._words_in(clause).items():
                    found[ref].append(word)
        return {ref: tuple(dict.fromkeys(words)) for ref, words in found.items()}

    def _words_in(self, text: str) -> dict[SegmentRef, str]:
        """Per segment the longest of its words in the text, unless a word of it rules the text out."""
        folded = _folded(text)
        longest: dict[SegmentRef, str] = {}
        for _, (word, refs) in self._automaton.iter(folded):
            for ref in refs:
                if len(word) > len(longest.get(ref, "")):
                    longest[ref] = word
        return {
            ref: word
            for ref, word in longest.items()
            if not any(bad in folded for bad in self._unwanted[ref])
        }


def _candidate(company: Company, fit: Fit, home: str, today: date, *, is_target: bool) -> Candidate:
    extras = {
        "qualification": qualification_worth(company.qualifications, today),
        "scale": _scale_worth(company),
        "region": _region_worth(company.region, home),
        "state": _STATE_WORTH.get(company.state),
    }
    known = {name: value for name, value in extras.items() if value is not None}
    total = FIT_WEIGHT + sum(EXTRA_WEIGHTS[name] for name in known)
    score = (
        FIT_WEIGHT * fit.value + sum(EXTRA_WEIGHTS[name] * value for name, value in known.items())
    ) / total
    return Candidate(
        company_id=company.id,
        company_code=company.code,
        company_name=company.name,
        region_name=region_label(company.region),
        qualifications=tuple(honour.name for honour in company.qualifications),
        score=round(score, 4),
        parts={"product": fit.product, "scope": fit.scope, "industry": fit.industry, **extras},
        hits=fit.hits,
        products="；".join(company.products),
        is_target=is_target,
    )


def _folded(text: str) -> str:
    return text.casefold()


def _word_worth(word: str, product: str) -> float:
    """1 when the product is the word, less the more else it says."""
    return 0.6 + 0.4 * len(word) / max(len(product), len(word))


def _honour_worth(honour: Qualification) -> float:
    text = honour.name + honour.level
    return next((worth for word, worth in HONOUR_WORTH if word in text), 0.4)


def _scale_worth(company: Company) -> float | None:
    """Logarithmic: 10,000 insured people, or 10 亿 of capital, count as 1."""
    if company.insured_count:
        return min(1.0, math.log10(company.insured_count + 1) / 4)
    if company.capital_wan:
        return min(1.0, math.log10(float(company.capital_wan) + 1) / 5)
    return None


def _region_worth(region: str, home: str) -> float | None:
    """Same province first: shorter ways, one set of rules."""
    if not region:
        return None
    return 1.0 if region[:2] == home[:2] else 0.5
