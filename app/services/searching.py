"""One search over everything that has a name, with why each company was found."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from chains.company_hit import why_found
from chains.errors import NotFound
from chains.kinds import EntityKind

if TYPE_CHECKING:
    from chains.ports import Reader
    from chains.search_hit import SearchHit


def search_everything(reader: Reader, text: str, limit: int) -> tuple[SearchHit, ...]:
    """Chains, segments, products and companies that the text names, best first; `matched` says what hit."""
    return tuple(_explained(reader, hit, text) for hit in reader.search(text, limit))


def _explained(reader: Reader, hit: SearchHit, text: str) -> SearchHit:
    if hit.kind is not EntityKind.COMPANY:
        return hit
    try:
        company = reader.company(int(hit.key))
    except NotFound:
        return hit
    return replace(hit, matched=why_found(company, text) or company.short_name)
