"""What reading the change log needs from storage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from chains.change_facts import ChangeFact, PastFact
    from chains.change_filter import ChangeFilter
    from chains.clashes import Clash
    from chains.rows import ChangeRow
    from chains.used_companies import UsedCompanies


class ChangeLog(Protocol):
    """The change log (变更记录), inside a look; personal data is masked everywhere but in `past_fact`."""

    def numbers(self, wanted: ChangeFilter, after: int = 0) -> Sequence[int]:
        """Numbers of the entries behind number `after` that the filter lets through, newest first."""

    def entries(self, numbers: Sequence[int]) -> tuple[ChangeRow, ...]:
        """Those entries, in that order; a number that is none is left out."""

    def authors(self, after: int = 0) -> tuple[str, ...]:
        """Everybody who changed something behind number `after`, who did so last first."""

    def facts(self, number: int) -> tuple[ChangeFact, ...]:
        """What an entry changed, in order, up to `MOST_FACTS`."""

    def past_fact(self, item: int, field: str) -> PastFact:
        """A fact that was changed, raw: both values and today's. Raises NotFound."""

    def newest_number(self, item: int) -> int:
        """Number of the newest entry that changed the row that the item changed."""

    def clashes(self, number: int) -> tuple[Clash, ...]:
        """What somebody changed since of what the entry left: in the way of taking it back."""

    def used_companies(self, number: int) -> UsedCompanies:
        """Companies that the entry added and that were used since: in the way of taking it back."""

    def tells_logins(self) -> bool:
        """Whether any entry can tell who signed in on a server to make it."""

    def is_whole(self, step: Callable[[int], None] | None = None) -> bool:
        """Whether every entry and item is as it was sealed; reads all that it sees. `step` may raise."""

    def sees_all(self) -> bool:
        """Whether no role hides items from whoever looks; else `is_whole` tells of the entries alone."""
