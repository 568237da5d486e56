"""匹配度 by the workspace's own weights: the same parts, weighed otherwise."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from chains.matching import EXTRA_WEIGHTS, FIT_WEIGHT, Fit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chains.measure_settings import MeasureSettings
    from chains.rows import Candidate, MatchResult


def match_weights(settings: MeasureSettings) -> Mapping[str, float]:
    """Part of 匹配度 → weight; `product` is how well the company's own words fit."""
    return {
        "product": settings.match_fit,
        "qualification": settings.match_qualification,
        "scale": settings.match_scale,
        "region": settings.match_region,
        "state": settings.match_state,
    }


def weighed(result: MatchResult, settings: MeasureSettings) -> MatchResult:
    """The candidates scored by these weights, best first."""
    weights = match_weights(settings)
    if weights == {"product": FIT_WEIGHT, **EXTRA_WEIGHTS}:
        return result
    return replace(result, targets=_ranked(result.targets, weights), local=_ranked(result.local, weights))


def _ranked(candidates: tuple[Candidate, ...], weights: Mapping[str, float]) -> tuple[Candidate, ...]:
    scored = (replace(one, score=_score(one, weights)) for one in candidates)
    return tuple(sorted(scored, key=lambda one: one.rank))


def _score(candidate: Candidate, weights: Mapping[str, float]) -> float:
    """A part without data is left out of the score, not counted as 0."""
    parts = candidate.parts
    fit = Fit(parts.get("product"), parts.get("scope"), parts.get("industry"), candidate.hits).value
    known = {name: parts[name] for name in EXTRA_WEIGHTS if parts.get(name) is not None}
    total = weights["product"] + sum(weights[name] for name in known)
    score = weights["product"] * fit + sum(weights[name] * (value or 0.0) for name, value in known.items())
    return round(score / total, 4)
