"""The registry (企业库) as it is asked: filters that can be combined, kept and read aloud; sorts; counts."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from chains.kinds import RegistrationState

if TYPE_CHECKING:
    from datetime import datetime

MOST_COUNTED = 10_000
"""Counts above this are shown as 10,000+ where counting on would keep the person waiting."""


class Placed(StrEnum):
    """Whether a company stands on any segment (已标注, 未标注)."""

    ANY = "any"
    PLACED = "placed"
    NOT_PLACED = "not_placed"


@dataclass(frozen=True, slots=True)
class CompanyFilter:
    """What is asked of companies: everything that is set must hold; of several of one kind any may.

    `text` is what was typed: words between spaces must all be found (chains.typed). `regions` are codes of
    GB/T 2260 or 功能区, each with everything inside. `industries` are codes of GB/T 4754 (C, C29, C2911).
    `honours` are names of 资质; with `only_valid` those count that have not run out on `valid_on`, None for
    today. Ranges hold at both ends; a company without the figure is in no range. `capital_*` are in 万元, as
    stated, whatever the currency. `chains` are codes: placed on any of them. `batch` is the id of an import.
    """

    text: str = ""
    regions: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    honours: tuple[str, ...] = ()
    only_valid: bool = True
    valid_on: date | None = None
    states: tuple[RegistrationState, ...] = ()
    capital_from: Decimal | None = None
    capital_to: Decimal | None = None
    insured_from: int | None = None
    insured_to: int | None = None
    founded_from: date | None = None
    founded_to: date | None = None
    placed: Placed = Placed.ANY
    chains: tuple[str, ...] = ()
    batch: int | None = None
    origin: str = ""

    @property
    def is_on(self) -> bool:
        """Whether it asks for anything."""
        return self != CompanyFilter(only_valid=self.only_valid, valid_on=self.valid_on)

    @property
    def is_on_beside_text(self) -> bool:
        """Whether it asks for anything but the typed text."""
        return replace(self, text="").is_on


ALL_COMPANIES = CompanyFilter()


class SortColumn(StrEnum):
    """What a list of companies can be sorted by. BEST: hits in the name first, then in order of arrival."""

    BEST = "best"
    NAME = "name"
    CODE = "code"
    REGION = "region"
    PRODUCTS = "products"
    HONOURS = "honours"
    INDUSTRY = "industry"
    STATE = "state"
    CAPITAL = "capital"
    INSURED = "insured"
    FOUNDED = "founded"
    PLACEMENTS = "placements"
    LEGAL_PERSON = "legal_person"
    ORIGIN = "origin"


@dataclass(frozen=True, slots=True)
class CompanySort:
    """Order of a list. Companies without the value come last in both directions; ties in order of arrival."""

    column: SortColumn = SortColumn.BEST
    descending: bool = False


BEST_FIRST = CompanySort()


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are; not `exact`: at least so many, counting stopped there (10,000+)."""

    number: int
    exact: bool = True

    @property
    def text(self) -> str:
        """As lists show it: 12,345, or 10,000+."""
        return f"{self.number:,}{'' if self.exact else '+'}"


@dataclass(frozen=True, slots=True)
class CompanyList:
    """A filter that was given a name (已存名单): what is in it is asked anew each time."""

    id: int
    name: str
    wanted: CompanyFilter
    sort: CompanySort
    author: str
    saved_at: datetime
    version: int = 1


@dataclass(frozen=True, slots=True)
class ImportBatch:
    """One import as a source of companies: what the filter by 导入批次 offers."""

    id: int
    file_name: str
    at: datetime
    author: str
    added: int


@dataclass(frozen=True, slots=True)
class BulkOutcome:
    """What an import of many did. `number` is its log entry, None when nothing came of it.

    `kept_back` are ids of companies that somebody changed while the file was read: they stay as they are.
    `kept_used` counts those that stay, because they were used, when an import is taken back.
    """

    batch: int
    number: int | None
    added: int
    updated: int
    kept_back: tuple[int, ...] = ()
    kept_used: int = 0


@dataclass(frozen=True, slots=True)
class SaveCompanyList:
    """Give a filter a name; a list of that name is replaced."""

    name: str
    wanted: CompanyFilter
    sort: CompanySort = BEST_FIRST


@dataclass(frozen=True, slots=True)
class RemoveCompanyList:
    """Forget a list; the companies in it stay."""

    list_id: int


RegistryCommand = SaveCompanyList | RemoveCompanyList


def filter_as_text(wanted: CompanyFilter) -> str:
    """The filter as JSON text, only what is set: how it is kept."""
    standard = CompanyFilter()
    kept = {
        one.name: _plain(getattr(wanted, one.name))
        for one in fields(CompanyFilter)
        if getattr(wanted, one.name) != getattr(standard, one.name)
    }
    return json.dumps(kept, ensure_ascii=False)


def filter_from_text(text: str) -> CompanyFilter:
    """The filter that `filter_as_text` wrote; what a newer program added and this one lacks is left out."""
    known = {one.name for one in fields(CompanyFilter)}
    found = {name: value for name, value in json.loads(text).items() if name in known}
    return CompanyFilter(**{name: _restored(name, value) for name, value in found.items()})


def sort_as_text(sort: CompanySort) -> str:
    """The sort in a word, `-name` for descending."""
    return f"{'-' if sort.descending else ''}{sort.column.value}"


def sort_from_text(text: str) -> CompanySort:
    """The sort that `sort_as_text` wrote; BEST for a column that is not known."""
    column = text.removeprefix("-")
    known = column in set(SortColumn)
    return CompanySort(SortColumn(column), text.startswith("-")) if known else BEST_FIRST


def _plain(value: Any) -> Any:  # noqa: ANN401 - any field of a filter
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return list(value) if isinstance(value, tuple) else value


def _restored(name: str, value: Any) -> Any:  # noqa: ANN401 - any field of a filter
    if name in {"valid_on", "founded_from", "founded_to"}:
        return date.fromisoformat(value)
    if name in {"capital_from", "capital_to"}:
        return Decimal(value)
    if name == "placed":
        return Placed(value)
    if name == "states":
        return tuple(RegistrationState(one) for one in value)
    return tuple(value) if isinstance(value, list) else value
