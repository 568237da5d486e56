"""The company table (企业库): what is asked for, in which order, and the pages of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from app.desktop.jobs import Job, Jobs
from chains.errors import Cancelled
from chains.kinds import EntityKind
from chains.registry import ALL_COMPANIES, BEST_FIRST, MOST_COUNTED, CompanyFilter, Count
from widgets.tables.keeping import MOST_KEPT
from widgets.tables.paged import PAGE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.desktop.desk import Desk
    from app.services.jobs import Ticket
    from chains.errors import DomainError
    from chains.events import ChangeSet
    from chains.registry import CompanySort
    from chains.rows import CompanyRow
    from widgets.tables.company import CompanyTable

MANY = 2_000
"""A list longer than this is worth having in order beforehand: then a jump to its end is quick."""


class CompanyController(QObject):
    """`counted` carries how many companies there are in all, `filtered` that another filter holds.

    `found` carries the Count of the companies that fit, `said` what there is to tell.
    """

    counted = Signal(object)
    filtered = Signal()
    found = Signal(object)
    said = Signal(str)

    def __init__(self, desk: Desk, jobs: Jobs, table: CompanyTable) -> None:
        super().__init__(desk)
        self._desk, self._jobs, self._table = desk, jobs, table
        self.wanted: CompanyFilter = ALL_COMPANIES
        self.sort: CompanySort = BEST_FIRST
        self.count = Count(0)
        self.chain_names: Mapping[str, str] = {}
        self._asked = 0
        table.filter_changed.connect(self.apply)
        table.sort_changed.connect(self.order)
        table.page_asked.connect(self._read_page)
        table.rows_asked.connect(self._read_copy)
        desk.changed.connect(self._look)

    @Slot()
    def refresh(self) -> None:
        """Count afresh; pages are asked for as they are seen."""
        if self._table.model.rowCount():
            self._table.expect_newer()
        else:
            self._read_first()
        self._count()
        workspace = self._desk.workspace

        def work(_ticket: Ticket) -> tuple[int, Mapping[str, str]]:
            with workspace.read() as reader:
                names = {code: names[0] for code, names in reader.chain_names().items()}
                return reader.count_companies(ALL_COMPANIES).number, names

        self._jobs.read(Job("company-whole", work, self._show_whole))

    @Slot(object)
    def apply(self, wanted: CompanyFilter) -> None:
        """Ask for other companies."""
        if wanted != self.wanted:
            self.wanted = wanted
            self._begin()

    @Slot(object)
    def order(self, sort: CompanySort) -> None:
        """Ask for another order."""
        if sort != self.sort:
            self.sort = sort
            self._begin()

    def show(self, wanted: CompanyFilter, sort: CompanySort) -> None:
        """Ask for other companies in another order: a named list was chosen."""
        self.wanted, self.sort = wanted, sort
        self._begin()

    def _begin(self) -> None:
        """Show the first page as soon as it is there, and count meanwhile; older answers are dropped."""
        self._asked += 1
        self._table.show_filter(self.wanted, self.chain_names)
        self._table.show_sort(self.sort)
        self.filtered.emit()
        self._read_first()
        self._count()

    def _read_first(self) -> None:
        """The first page need not wait for anybody to count."""
        self._table.model.page_comes(0)
        self._read_page(0, 0)

    def _count(self) -> None:
        asked, wanted, workspace = self._asked, self.wanted, self._desk.workspace

        def work(_ticket: Ticket) -> Count:
            self._drop_if_late(asked)
            with workspace.read() as reader:
                return reader.count_companies(wanted)

        self._jobs.read(Job("company-count", work, self._show_count))

    def _show_count(self, count: Count) -> None:
        self.count = count
        # Typed text finds the best first, and no more than a person will look through.
        ends = bool(self.wanted.text.strip())
        self._table.show_count(count, min(count.number, MOST_COUNTED) if ends else count.number)
        self.found.emit(count)
        if count.number > MANY:
            self._put_in_order()

    def _put_in_order(self) -> None:
        asked, wanted, sort, workspace = self._asked, self.wanted, self.sort, self._desk.workspace

        def work(_ticket: Ticket) -> int:
            self._drop_if_late(asked)
            with workspace.read() as reader:
                return reader.order_companies(wanted, sort)

        self._jobs.read(Job("company-order", work, _nothing))

    def _show_whole(self, found: tuple[int, Mapping[str, str]]) -> None:
        whole, self.chain_names = found
        self.counted.emit(whole)

    @Slot(object, object)
    def _read_page(self, offset: int, limit: int) -> None:
        """Read a page; `limit` 0: the first one, before anybody knows how many there are."""
        asked, wanted, sort, workspace = self._asked, self.wanted, self.sort, self._desk.workspace
        first = limit == 0

        def work(_ticket: Ticket) -> Sequence[CompanyRow]:
            self._drop_if_late(asked)
            with workspace.read() as reader:
                return reader.find_companies(wanted, sort, offset, limit or PAGE)

        def show(rows: Sequence[CompanyRow]) -> None:
            if asked == self._asked:
                self._show_page(offset, rows, first=first)

        def fail(error: DomainError) -> None:
            self._table.model.drop_page(offset)
            self._jobs.refused.emit(error)

        self._jobs.read(Job(f"company-page-{asked}-{offset}", work, show, fail))

    def _show_page(self, offset: int, rows: Sequence[CompanyRow], *, first: bool) -> None:
        if first and self._table.model.rowCount() < len(rows):
            self._table.show_count(Count(len(rows), exact=len(rows) < PAGE))
        self._table.show_page(offset, rows)

    @Slot(object)
    def _read_copy(self, ranges: tuple[tuple[int, int], ...]) -> None:
        """Read selected rows that are not there, for the clipboard."""
        wanted, sort, workspace = self.wanted, self.sort, self._desk.workspace

        def work(_ticket: Ticket) -> list[CompanyRow]:
            rows: list[CompanyRow] = []
            with workspace.read() as reader:
                for first, last in ranges:
                    limit = min(last - first + 1, MOST_KEPT - len(rows))
                    rows += reader.find_companies(wanted, sort, first, limit) if limit else ()
            return rows

        def show(rows: list[CompanyRow]) -> None:
            self._table.copy(rows)
            whole = sum(last - first + 1 for first, last in ranges)
            rest = (
                f"（选中 {whole:,} 家，一次最多复制 {MOST_KEPT:,} 家；全部请用“导出…”）"
                if whole > len(rows)
                else ""
            )
            self.said.emit(f"已复制 {len(rows):,} 家企业{rest}")

        self._jobs.read(Job("company-copy", work, show))

    def _drop_if_late(self, asked: int) -> None:
        """A key was pressed meanwhile: what this would read nobody looks at."""
        if asked != self._asked:
            raise Cancelled

    @Slot(object)
    def _look(self, changes: ChangeSet) -> None:
        if changes.touches(EntityKind.COMPANY) or changes.touches(EntityKind.PLACEMENT):
            self.refresh()


def _nothing(_found: object) -> None:
    """The reader keeps the order; there is nothing to show."""
