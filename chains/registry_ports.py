"""What the registry needs from storage: named lists, imports of any size, answers about companies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from chains.registry import MOST_COUNTED

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from chains.commands import CompanyArrival
    from chains.company import Company
    from chains.matching import MatchRow
    from chains.registry import (
        BulkOutcome,
        CompanyFilter,
        CompanyList,
        CompanySort,
        Count,
        ImportBatch,
    )
    from chains.rows import CompanyRow


class CompanyLists(Protocol):
    """Filters that were given a name, inside a unit of work."""

    def save(self, name: str, wanted: CompanyFilter, sort: CompanySort, author: str) -> int:
        """Keep it under that name, in place of what the name stood for; returns its id."""

    def remove(self, list_id: int) -> str:
        """Forget it and return its name. Raises NotFound."""


class BulkWriter(Protocol):
    """Writes an import of any size in short transactions; nobody sees any of it before `publish`."""

    def write(self, arrivals: Sequence[CompanyArrival]) -> None:
        """Keep these. At most some thousand at once: others wait for the lock meanwhile."""

    def publish(self, step: Callable[[int, int], None] | None = None) -> BulkOutcome:
        """Put it in force, with one entry in the log, then carry out the updates.

        From here on nothing is cancelled: `step` may only tell of progress (updates done, updates in all).
        """


class RegistryReader(Protocol):
    """What a reader answers about the registry."""

    def find_companies(
        self, wanted: CompanyFilter, sort: CompanySort, offset: int, limit: int
    ) -> tuple[CompanyRow, ...]:
        """Lines of the company table that the filter wants, from the offset on, in order.

        Where text was typed the list ends after chains.registry.MOST_COUNTED lines.
        """

    def count_companies(self, wanted: CompanyFilter, at_most: int | None = MOST_COUNTED) -> Count:
        """How many the filter wants. Without typed text always exact; with it counting stops at `at_most`."""

    def order_companies(self, wanted: CompanyFilter, sort: CompanySort) -> int:
        """Work out the whole order once, so that find_companies jumps anywhere at once; returns its length.

        Takes up to a second with a million companies: ask in the background, after the first page is shown.
        It is forgotten when anything in the workspace changes.
        """

    def company_ids(self, wanted: CompanyFilter, sort: CompanySort) -> Sequence[int]:
        """Ids of all companies that the filter wants, in order, for exports: without the end at 10,000."""

    def company_lines(self, ids: Sequence[int]) -> tuple[CompanyRow, ...]:
        """Lines of these companies, in the order of the ids; those that are gone are left out."""

    def companies_of(self, ids: Sequence[int]) -> tuple[Company, ...]:
        """These companies whole, in order of id; those that are gone are left out."""

    def companies_that_may_have(self, words: Sequence[str]) -> Sequence[int]:
        """Ids of companies in whose texts one of the words may stand, in order: to be looked at."""

    def match_rows_of(self, ids: Sequence[int]) -> Sequence[MatchRow]:
        """What these companies are matched by."""

    def company_lists(self) -> tuple[CompanyList, ...]:
        """Named filters, by name."""

    def honour_names(self) -> tuple[tuple[str, int], ...]:
        """Names of 资质 in the registry and how many companies have each, the most frequent first."""

    def known_row_hashes(self) -> NDArray[np.int64]:
        """Sorted `row_hash` of all companies that still are as that row of a file told them."""

    def import_batches(self) -> tuple[ImportBatch, ...]:
        """Imports that brought companies, newest first."""
