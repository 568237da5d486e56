"""What importing chains from a table would do, and which registry companies its names mean."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chains.company_words import company_keys
from chains.names import normalised_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from chains.company import CompanyName

NOT_FOUND, SEVERAL = "企业库中没有", "企业库中有多家同名"


@dataclass(frozen=True, slots=True)
class ChainLine:
    """One chain of the file. `added` are names of new segments; counts of companies are of placements."""

    code: str
    name: str
    is_new: bool
    stages_added: int
    added: tuple[str, ...]
    kept: int
    placed: int
    already_placed: int
    unplaced: int

    @property
    def changes(self) -> bool:
        """Whether importing it would write anything."""
        return self.is_new or bool(self.stages_added or self.added or self.placed)


@dataclass(frozen=True, slots=True)
class UnplacedCompany:
    """A name of the file that was not placed: where it stands, and why not."""

    row: int
    chain: str
    segment: str
    name: str
    reason: str
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class ChainTablePlan:
    """What the import will do. read = rows taken in + rejected; `rejected` are (row number, reason)."""

    file_name: str
    read: int
    chains: tuple[ChainLine, ...]
    unplaced: tuple[UnplacedCompany, ...]
    rejected: tuple[tuple[int, str], ...]
    columns: Mapping[str, str]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkbookChange:
    """One thing that an edited chain workbook changes, in the words of the screen.

    `ours` is our value where we changed it too since the file was made, None where we did not. `marks` counts
    companies placed or wanted that would go along with a removal.
    """

    action: str
    kind: str
    subject: str
    field: str
    before: str
    after: str
    ours: str | None = None
    marks: int = 0

    @property
    def asks(self) -> bool:
        """Whether it is left out unless somebody ticks it: it would undo others' work or take marks along."""
        return self.ours is not None or self.marks > 0


@dataclass(frozen=True, slots=True)
class WorkbookPlan:
    """What importing the workbook would do. `problems` are (sheet, row, cause); `made` is its log entry."""

    file_name: str
    chain: str
    chain_name: str
    is_new: bool
    made: int
    changes: tuple[WorkbookChange, ...]
    problems: tuple[tuple[str, int, str], ...]
    notes: tuple[str, ...] = ()

    @property
    def usual(self) -> tuple[int, ...]:
        """The changes that are ticked unless somebody says otherwise."""
        return tuple(at for at, one in enumerate(self.changes) if not one.asks)


class NameIndex:
    """Registry companies by the names that a file wants; only those are kept of a registry of any size."""

    def __init__(self, wanted: Iterable[str]) -> None:
        self._wanted = {key for name in wanted for key in company_keys(name)}
        self._found: dict[str, tuple[list[int], list[int], list[int]]] = defaultdict(lambda: ([], [], []))

    def take(self, companies: Iterable[CompanyName]) -> None:
        """Keep those that are wanted by name, short name or former name."""
        for company in companies:
            self._keep(0, company.key, company.id)
            if company.short_name:
                self._keep(1, normalised_name(company.short_name), company.id)
            for former in company.former_names:
                self._keep(2, normalised_name(former), company.id)

    def _keep(self, rank: int, key: str, company_id: int) -> None:
        if key in self._wanted and company_id not in self._found[key][rank]:
            self._found[key][rank].append(company_id)

    def find(self, name: str) -> tuple[int | None, str]:
        """The company meant, or None and why not: by name first, then by short name, then by former name."""
        for key in company_keys(name):
            for ids in self._found.get(key, ()):
                if len(ids) == 1:
                    return ids[0], ""
                if ids:
                    return None, SEVERAL
        return None, NOT_FOUND
