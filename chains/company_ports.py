"""What the domain needs from storage for single companies that staff edit by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chains.chain import SegmentRef
    from chains.company import Company, Contact, Qualification


class CompanyRecords(Protocol):
    """Single companies edited by hand, inside a unit of work."""

    def get(self, company_id: int) -> Company:
        """The company whole. Raises NotFound."""

    def twin_of(self, company: Company) -> str | None:
        """Name of another company with its code or its name; None when there is none."""

    def add(self, company: Company, contacts: Sequence[Contact]) -> int:
        """Keep a new one with its honours and contacts; returns its id."""

    def save(self, company: Company, expected: int | None) -> None:
        """Write its facts. Raises Conflict when its version is not `expected`."""

    def add_qualification(self, company_id: int, honour: Qualification, expected: int | None) -> None:
        """Keep one more honour. Raises Conflict when the company's version is not `expected`."""

    def save_qualification(
        self, company_id: int, old: Qualification, honour: Qualification, expected: int | None
    ) -> None:
        """Make of one honour another. Raises Conflict when the company's version is not `expected`."""

    def remove_qualification(self, company_id: int, honour: Qualification, expected: int | None) -> None:
        """Take one honour away. Raises Conflict when the company's version is not `expected`."""

    def contacts(self, company_id: int) -> tuple[Contact, ...]:
        """Personal data of a company, in the order in which it came."""

    def replace_contacts(
        self, company_id: int, gone: Sequence[Contact], fresh: Sequence[Contact], expected: int | None
    ) -> None:
        """Take some contacts away and keep others. Raises Conflict when the version is not `expected`."""

    def concern(self, companies: Sequence[int]) -> None:
        """The entry of the log is about these too, though nothing of them changes: it is found by them."""

    def absorb(self, kept_id: int, gone_id: int, expected: int | None) -> frozenset[SegmentRef]:
        """Put all that hangs on one company onto another, and take it away; returns its segments.

        Raises Conflict when the version of the one that goes is not `expected`.
        """
