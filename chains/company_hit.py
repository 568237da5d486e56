"""Why a search found a company: which of its texts hold what was typed, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chains.names import normalised_name, pinyin_full, pinyin_initials
from chains.regions import region_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chains.company import Company

_BEFORE, _AFTER = 6, 12
"""Signs shown around a hit in 经营范围."""


def why_found(company: Company, text: str) -> str:
    """`曾用名 威海光威渔具`, `主营产品 轮胎模具；硫化机`; "" when the name itself holds all of it."""
    words = [word for word in map(normalised_name, text.split()) if word]
    return "；".join(dict.fromkeys(reason for word in words if (reason := _reason(company, word))))


def _reason(company: Company, word: str) -> str:
    if word in normalised_name(company.name):
        return ""
    for name, value in _texts(company):
        if word in normalised_name(value):
            return f"{name} {value}"
    if word in normalised_name(company.scope):
        return f"经营范围 {_around(company.scope, word)}"
    return "拼音" if word.isascii() and _sounds(company, word) else ""


def _texts(company: Company) -> Iterator[tuple[str, str]]:
    yield "简称", company.short_name
    for name in company.former_names:
        yield "曾用名", name
    yield "代码", company.credit_code
    yield "证券代码", company.stock_code
    for product in company.products:
        yield "主营产品", product
    yield "所在地", region_name(company.region)


def _sounds(company: Company, word: str) -> bool:
    names = (company.name, company.short_name, *company.former_names)
    return any(word in pinyin_initials(name) or word in pinyin_full(name) for name in names if name)


def _around(scope: str, word: str) -> str:
    """The place in a long text; where folding moved signs, its beginning."""
    at = scope.casefold().find(word)
    if at < 0:
        return f"{scope[:_AFTER]}…"
    first, last = max(0, at - _BEFORE), at + len(word) + _AFTER
    return f"{'…' if first else ''}{scope[first:last]}{'…' if last < len(scope) else ''}"
