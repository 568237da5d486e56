"""Single companies, written by hand inside a unit of work."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from chains.errors import Conflict, NotFound
from chains.kinds import EntityKind
from chains.names import normalised_name
from db import mapping, tables
from db.change_subjects import keep_subjects
from db.company_lookup import may_be_called
from db.company_merging import CompanyMerging
from db.versions import write_version

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection, Table

    from chains.chain import SegmentRef
    from chains.company import Company, Contact, Qualification
    from db.recorder import Recorder


class CompanyRecordStore:
    """See chains.company_ports.CompanyRecords."""

    def __init__(self, connection: Connection, recorder: Recorder) -> None:
        self._connection = connection
        self._recorder = recorder

    def get(self, company_id: int) -> Company:
        """The company whole. Raises NotFound."""
        table, honour = tables.company, tables.qualification
        row = self._connection.execute(select(table).where(table.c.id == company_id)).mappings().first()
        if row is None:
            raise NotFound(kind="company", name=str(company_id), near=())
        honours = self._connection.execute(
            select(honour).where(honour.c.company_id == company_id).order_by(honour.c.id)
        )
        return mapping.company_value(row, honours.mappings().all())

    def twin_of(self, company: Company) -> str | None:
        """Name of another company with the same 统一社会信用代码 or the same name; None when there is none.

        Two companies that both have a code, and not the same, may have one name.
        """
        self._recorder.settle()
        table = tables.company
        same_name = table.c.name_key == normalised_name(company.name)
        if company.credit_code:
            same_name &= table.c.credit_code.in_(("", company.credit_code))
        tests = [same_name]
        if company.credit_code:
            tests.append(table.c.credit_code == company.credit_code)
        name = self._connection.execute(
            select(table.c.name)
            .where(
                or_(*tests),
                table.c.id != company.id,
                *may_be_called(self._connection, company.name, company.credit_code),
            )
            .limit(1)
        ).scalar()
        return None if name is None else str(name)

    def add(self, company: Company, contacts: Sequence[Contact]) -> int:
        """Keep a new company with its honours and contacts; returns its id."""
        row = {**mapping.company_row(company), "version": 1}
        company_id = self._recorder.insert(tables.company, row)
        for honour in company.qualifications:
            self._recorder.insert(tables.qualification, mapping.qualification_row(company_id, honour))
        for contact in contacts:
            self._recorder.insert(tables.contact, mapping.contact_row(company_id, contact))
        return company_id

    def save(self, company: Company, expected: int | None) -> None:
        """Write the facts. Raises Conflict when the version is not `expected`."""
        found = self._checked_version(company.id, expected)
        self._recorder.update(
            tables.company, company.id, {**mapping.company_row(company), "version": found + 1}
        )

    def add_qualification(self, company_id: int, honour: Qualification, expected: int | None) -> None:
        """Keep one more honour. Raises Conflict when the version is not `expected`."""
        self._count_up(company_id, expected)
        self._recorder.insert(tables.qualification, mapping.qualification_row(company_id, honour))

    def save_qualification(
        self, company_id: int, old: Qualification, honour: Qualification, expected: int | None
    ) -> None:
        """Make of one honour another. Raises Conflict when the version is not `expected`."""
        self._count_up(company_id, expected)
        for found in self._ids_of(tables.qualification, mapping.qualification_row(company_id, old))[:1]:
            self._recorder.update(tables.qualification, found, mapping.qualification_row(company_id, honour))

    def remove_qualification(self, company_id: int, honour: Qualification, expected: int | None) -> None:
        """Take one honour away. Raises Conflict when the version is not `expected`."""
        self._count_up(company_id, expected)
        for found in self._ids_of(tables.qualification, mapping.qualification_row(company_id, honour))[:1]:
            self._recorder.delete(tables.qualification, found)

    def contacts(self, company_id: int) -> tuple[Contact, ...]:
        """Personal data of the company, in the order in which it came."""
        table = tables.contact
        rows = self._connection.execute(
            select(table).where(table.c.company_id == company_id).order_by(table.c.id)
        )
        return tuple(map(mapping.contact_value, rows.mappings()))

    def replace_contacts(
        self, company_id: int, gone: Sequence[Contact], fresh: Sequence[Contact], expected: int | None
    ) -> None:
        """Take some contacts away and keep others. Raises Conflict when the version is not `expected`."""
        self._count_up(company_id, expected)
        table = tables.contact
        for contact in gone:
            for one in self._ids_of(table, mapping.contact_row(company_id, contact)):
                self._recorder.delete(table, one)
        for contact in fresh:
            self._recorder.insert(table, mapping.contact_row(company_id, contact))

    def concern(self, companies: Sequence[int]) -> None:
        """The entry of the log is about these too, though nothing of them changes: it is found by them."""
        subjects = {(EntityKind.COMPANY.value, str(one)) for one in companies}
        self._recorder.when_numbered(partial(keep_subjects, self._connection, subjects))

    def absorb(self, kept_id: int, gone_id: int, expected: int | None) -> frozenset[SegmentRef]:
        """Put all that hangs on one company onto another, and take it away; returns its segments.

        Raises Conflict when the version of the one that goes is not `expected`.
        """
        self._checked_version(gone_id, expected)
        return CompanyMerging(self._connection, self._recorder, kept_id, gone_id).run()

    def _ids_of(self, table: Table, row: Mapping[str, object]) -> list[int]:
        """Ids of the rows that say just this."""
        same = (table.c[name] == value for name, value in row.items())
        return list(self._connection.execute(select(table.c.id).where(*same).order_by(table.c.id)).scalars())

    def _count_up(self, company_id: int, expected: int | None) -> None:
        """An honour or a contact is a row of its own: the company's version is counted up for it."""
        table = tables.company
        found = self._checked_version(company_id, expected)
        write_version(self._connection, table, [table.c.id == company_id], {"version": found + 1})

    def _checked_version(self, company_id: int, expected: int | None) -> int:
        company = self.get(company_id)
        if expected is not None and company.version != expected:
            raise Conflict(
                kind="company", name=company.name, ref=str(company_id), seen=expected,
                found=company.version, by=self._last_author(company_id),
            )  # fmt: skip
        return company.version

    def _last_author(self, company_id: int) -> str:
        log, item = tables.change_log, tables.change_item
        author = self._connection.execute(
            select(log.c.author)
            .join(item, item.c.number == log.c.number)
            .where(item.c.table == "company", item.c.row_key == f'{{"id": {company_id}}}')
            .order_by(log.c.number.desc())
            .limit(1)
        ).scalar()
        return str(author or "")
