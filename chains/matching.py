"""匹配度: which companies could fill a gap, how well, and by which words (domain.md, match score)."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from chains.fit_finding import FitFinder, MatchRow, WordFinder
from chains.kinds import GONE_STATES, RegistrationState
from chains.product_reading import WEAK_BELOW, foreign_field
from chains.product_words import MatchWords, match_words
from chains.regions import is_within, region_label
from chains.rows import Candidate, MatchResult
from chains.terms import Relation, built_in_terms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from chains.chain import Segment, SegmentRef
    from chains.company import Company, Qualification
    from chains.fit_finding import Readings
    from chains.product_reading import Hit
    from chains.state import ChainState

__all__ = ["Fit", "FitFinder", "MatchRow", "MatchWords", "find_fits", "match_companies", "match_words"]

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

LATER_SAYS_LESS, LEAST_OF_PLACE = 0.04, 0.6
"""主营产品 stand in order of their share of sales: each place later counts less, down to the least."""

ELSEWHERE = 0.55
"""What is left of a hit when all other products of the company speak of another field (光伏, not 半导体)."""

_STATE_WORTH = {
    RegistrationState.ACTIVE: 1.0,
    RegistrationState.MOVED_OUT: 0.5,
    RegistrationState.SUSPENDED: 0.2,
    RegistrationState.LIQUIDATING: 0.1,
}


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a company's own words fit (0–1 each, None without data), and the words that hit.

    `why` are the hits one by one, best first. `is_weak`: each only shares a word with what is wanted.
    """

    product: float | None
    scope: float | None
    industry: float | None
    hits: tuple[str, ...]
    why: tuple[Hit, ...] = ()
    is_weak: bool = False

    @property
    def value(self) -> float:
        """The best of the three, each at its credit."""
        return max(
            self.product or 0.0, SCOPE_CREDIT * (self.scope or 0.0), INDUSTRY_CREDIT * (self.industry or 0.0)
        )


NO_FIT = Fit(None, None, None, ())


def find_fits(
    companies: Iterable[Company],
    wanted: Iterable[MatchWords],
    step: Callable[[int], None] | None = None,
) -> dict[SegmentRef, list[tuple[Company, Fit]]]:
    """For each segment the companies whose own words fit it, in the order given.

    One pass over all companies finds the words of all segments at once (Aho–Corasick). `step` is called
    with the number of companies done. Companies that are 注销, 吊销 or 撤销 are passed over.
    """
    words = {one.ref: one for one in wanted}
    finder = WordFinder(words.values())
    found: dict[SegmentRef, list[tuple[Company, Fit]]] = defaultdict(list)
    for done, company in enumerate(companies, 1):
        if step is not None and done % 500 == 0:
            step(done)
        if company.state not in GONE_STATES:
            readings = finder.readings(company.products, company.scope, company.industry)
            for ref, one in readings.items():
                found[ref].append((company, _fit(company, one, words[ref])))
    return found


def match_companies(
    state: ChainState,
    segment: Segment,
    companies: Iterable[Company],
    home: str,
    today: date,
    targets: frozenset[int] = frozenset(),
) -> MatchResult:
    """Who could fill the segment, best first: outside companies as targets, those here as local suppliers.

    Companies already placed on the segment (rejected ones too) and those that staff struck are left out;
    those that staff confirmed come first, whatever their words say now. `targets` are the ids of companies
    that are already wanted for it.
    """
    said = state.suppliers_of(segment.code)
    confirmed = {one.placement.company_id for one in said if one.is_verdict and not one.is_struck}
    placed = {one.placement.company_id for one in said} - confirmed
    fits = _fits_of(companies, match_words(state, segment), confirmed)
    ranked = sorted(
        (
            _candidate(
                company,
                fit,
                home,
                today,
                is_target=company.id in targets,
                is_confirmed=company.id in confirmed,
            )
            for company, fit in fits
            if company.id not in placed
        ),
        key=lambda candidate: candidate.rank,
    )
    here = {company.id for company, _ in fits if is_within(company.region, home)}
    return MatchResult(
        segment.ref,
        tuple(candidate for candidate in ranked if candidate.company_id not in here),
        tuple(candidate for candidate in ranked if candidate.company_id in here),
    )


def _fits_of(
    companies: Iterable[Company], words: MatchWords, confirmed: set[int]
) -> list[tuple[Company, Fit]]:
    """The companies that fit, and behind them the confirmed ones that do not."""
    kept: list[Company] = []
    fits = find_fits(_noting(companies, confirmed, kept), [words])[words.ref]
    fitting = {company.id for company, _ in fits}
    return fits + [(company, NO_FIT) for company in kept if company.id not in fitting]


def _noting(companies: Iterable[Company], wanted: set[int], kept: list[Company]) -> Iterator[Company]:
    for company in companies:
        if company.id in wanted:
            kept.append(company)
        yield company


def qualification_worth(qualifications: Iterable[Qualification], today: date) -> float | None:
    """The best honour that is still valid (0–1); None when the company has none on record."""
    known = [honour for honour in qualifications if honour.valid_until is None or honour.valid_until >= today]
    if not known:
        return None
    return max(_honour_worth(honour) for honour in known)


def _fit(company: Company, found: Readings, words: MatchWords) -> Fit:
    products = [(place, _in_context(hit, company, words)) for place, hit in found.products]
    hits = [hit for _, hit in products] + [*found.scope, *found.industry]
    why = tuple(sorted(dict.fromkeys(hits), key=lambda hit: -hit.quality))
    texts = dict.fromkeys(
        (*(hit.text for _, hit in products), *(hit.word for hit in (*found.scope, *found.industry)))
    )
    return Fit(
        product=_product_worth(products) if company.products else None,
        scope=max((hit.quality for hit in found.scope), default=0.0) if company.scope else None,
        industry=float(bool(found.industry)) if company.industry else None,
        hits=tuple(texts),
        why=why,
        is_weak=why[0].quality < WEAK_BELOW,
    )


def _product_worth(products: list[tuple[int, Hit]]) -> float:
    """The best hit at its place; a general word at an earlier place (模具) tells what a later one is of."""
    sure = [(place, hit) for place, hit in products if hit.quality >= WEAK_BELOW]
    general = [place for place, hit in sure if hit.relation is Relation.GENERAL]
    return max(
        (
            hit.quality * max(LEAST_OF_PLACE, 1.0 - LATER_SAYS_LESS * min([place, *general]))
            for place, hit in products
        ),
        default=0.0,
    )


def _in_context(hit: Hit, company: Company, words: MatchWords) -> Hit:
    """The hit with what the company's other products say of its field."""
    if hit.field or hit.relation is Relation.BROADER or not words.fields:
        return hit
    if built_in_terms().fields_in(hit.text.casefold()):
        return hit
    others = [foreign_field(one.casefold(), words.fields) for one in company.products if one != hit.text]
    own = [one for one in company.products if built_in_terms().fields_in(one.casefold()) & set(words.fields)]
    foreign = Counter(field for field in others if field)
    if own or not foreign:
        return hit
    return replace(hit, quality=hit.quality * ELSEWHERE, field=foreign.most_common(1)[0][0])


def _candidate(
    company: Company, fit: Fit, home: str, today: date, *, is_target: bool, is_confirmed: bool
) -> Candidate:
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
        why=fit.why,
        is_weak=fit.is_weak,
        is_confirmed=is_confirmed,
    )


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
