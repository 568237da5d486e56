"""The read side: a consistent look at the workspace in one read-only transaction."""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select

from chains.drawing import Drawing, Point
from chains.errors import NotFound
from chains.names import normalised_name
from chains.registry import ALL_COMPANIES, BEST_FIRST, MOST_COUNTED, CompanyFilter
from chains.steps import Step, tell_nobody
from db import mapping, tables
from db.batches import seen
from db.change_log_reading import ChangeLogReading
from db.change_reading import ChangeReading
from db.company_lists import read_company_lists
from db.company_lookup import may_be_called
from db.company_names import read_company_names
from db.company_reading import read_company_record
from db.engine import looking
from db.faults import known_faults
from db.import_reading import read_companies, read_contacts, read_typed_fields
from db.known_segments import OPTION
from db.match_reading import ids_that_may_have, match_rows_of
from db.personal_reading import count_personal
from db.preset_store import read_presets
from db.record_store import read_records
from db.registry_reading import RegistryReading, companies_of
from db.scenario_store import read_scenarios
from db.search import ChainSearch, contains
from db.snapshots import read_snapshots
from db.state_reading import StateReading
from db.target_history import read_target_history
from db.target_reading import target_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray
    from sqlalchemy import Connection, Engine, Select

    from chains.chain import Product, SegmentRef
    from chains.company import Company, CompanyName, Contact
    from chains.company_record import CompanyRecord
    from chains.events import Ref
    from chains.list_presets import ListPreset
    from chains.list_records import ListRecord
    from chains.marking import Assessment
    from chains.matching import MatchRow
    from chains.personal import PersonalCounts
    from chains.record_shapes import RecordKind
    from chains.registry import CompanyList, CompanySort, Count, ImportBatch
    from chains.rows import ChangeRow, CompanyRow, TargetRow
    from chains.scenario import Scenario
    from chains.search_hit import SearchHit
    from chains.snapshot import Snapshot
    from chains.state import ChainState
    from chains.target import TargetHistory
    from db.known_orders import KnownOrders
    from db.known_segments import KnownSegments

Row = Any


class SqlReader:
    """What services look through; see chains.ports.Reader."""

    def __init__(self, connection: Connection, orders: KnownOrders) -> None:
        self._connection = connection
        self._changes = ChangeReading(connection)
        self._registry = RegistryReading(connection, orders)

    def home_region(self) -> str:
        """Code of the workspace's home region."""
        return self.setting("home_region", "")

    def setting(self, key: str, default: str) -> str:
        """A workspace setting as text."""
        table = tables.setting
        value = self._connection.execute(select(table.c.value).where(table.c.key == key)).scalar()
        return default if value is None else str(value)

    def settings_under(self, prefix: str) -> Mapping[str, str]:
        """All settings whose keys begin so, by key."""
        table = tables.setting
        begins = func.substr(table.c.key, 1, len(prefix)) == prefix
        found = self._connection.execute(select(table.c.key, table.c.value).where(begins))
        return {row.key: row.value for row in found}

    def chain_codes(self) -> tuple[str, ...]:
        """Codes of all chains, in order."""
        return tuple(self.chain_names())

    def chain_names(self) -> Mapping[str, tuple[str, ...]]:
        """Code → name and aliases, in order."""
        rows = self._rows(select(tables.chain).order_by(tables.chain.c.position))
        return {row["code"]: (row["name"], *row["aliases"]) for row in rows}

    def chain_state(self, code: str) -> ChainState:
        """One chain as it stands. Raises NotFound."""
        states = self._states().states(code)
        if not states:
            raise NotFound(kind="chain", name=code, near=())
        return states[0]

    def chain_states(self) -> tuple[ChainState, ...]:
        """All chains as they stand, in order."""
        return self._states().states(None)

    def chain_state_at(self, code: str, number: int) -> ChainState | None:
        """The chain as it stood after that entry of the change log; None when there was none."""
        return next(iter(self._states(number).states(code)), None)

    def chain_states_at(self, number: int) -> tuple[ChainState, ...]:
        """All chains as they stood after that entry of the change log, in order."""
        return self._states(number).states(None)

    def snapshots(self) -> tuple[Snapshot, ...]:
        """Named states, newest first."""
        return read_snapshots(self._connection)

    def scenarios(self) -> tuple[Scenario, ...]:
        """Scenarios that are kept, by name."""
        return read_scenarios(self._connection)

    def records(self, kind: RecordKind) -> tuple[ListRecord, ...]:
        """All list records of a kind, in the order in which they came."""
        return read_records(self._connection, kind)

    def presets(self) -> tuple[ListPreset, ...]:
        """清单方案 of the workspace, by name."""
        return read_presets(self._connection)

    def drawing(self, code: str) -> Drawing:
        """Where boxes of the chain were put by hand, and what is folded."""
        table = tables.box
        rows = self._rows(select(table).where(table.c.chain == code))
        return Drawing(
            {row["segment"]: Point(row["x"], row["y"]) for row in rows if row["x"] is not None},
            frozenset(row["segment"] for row in rows if row["folded"]),
        )

    def products(self) -> Mapping[str, Product]:
        """Every product, by code."""
        return self._states().products()

    def assessment_history(self, ref: SegmentRef) -> tuple[Assessment, ...]:
        """Every assessment of the segment, newest first."""
        table = tables.assessment
        rows = self._rows(
            select(table)
            .where(table.c.chain == ref.chain, table.c.segment == ref.segment)
            .order_by(table.c.id.desc())
        )
        return tuple(mapping.assessment_value(row) for row in rows)

    def company(self, company_id: int) -> Company:
        """One company whole. Raises NotFound."""
        found = tuple(self._companies(select(tables.company).where(tables.company.c.id == company_id)))
        if not found:
            raise NotFound(kind="company", name=str(company_id), near=())
        return found[0]

    def company_record(self, company_id: int) -> CompanyRecord:
        """Everything that is known of one company, its contacts left out. Raises NotFound."""
        return read_company_record(self._connection, self.company(company_id))

    def contacts(self, company_id: int) -> tuple[Contact, ...]:
        """Personal data of one company: ask only when the user asked."""
        table = tables.contact
        rows = self._rows(select(table).where(table.c.company_id == company_id).order_by(table.c.id))
        return tuple(map(mapping.contact_value, rows))

    def contacts_by_company(self) -> Mapping[int, tuple[Contact, ...]]:
        """Personal data of all companies: to tell what an import brings anew, or on request."""
        found: dict[int, list[Contact]] = defaultdict(list)
        for row in self._rows(select(tables.contact).order_by(tables.contact.c.id)):
            found[row["company_id"]].append(mapping.contact_value(row))
        return {company: tuple(contacts) for company, contacts in found.items()}

    def personal_counts(self, company_id: int | None, step: Step = tell_nobody) -> PersonalCounts:
        """How much personal data there is of one company, or of all with None; `step` may raise."""
        return count_personal(self._connection, company_id, step)

    def company_batch(self, after: int, limit: int) -> tuple[Company, ...]:
        """The next companies whose id is above `after`, in order of id."""
        table = tables.company
        return tuple(
            self._companies(
                select(table)
                .where(table.c.id > after, *seen(self._connection))
                .order_by(table.c.id)
                .limit(limit)
            )
        )

    def companies_by_id(self, ids: Sequence[int]) -> Mapping[int, Company]:
        """Companies whole, by id; those that are gone are left out."""
        return read_companies(self._connection, ids)

    def contacts_by_id(self, ids: Sequence[int]) -> Mapping[int, tuple[Contact, ...]]:
        """Personal data of some companies: to tell what an import brings anew, never to show."""
        return read_contacts(self._connection, ids)

    def typed_fields(self, ids: Sequence[int]) -> Mapping[int, frozenset[str]]:
        """By company the fields whose present value a person typed; companies without such are left out."""
        return read_typed_fields(self._connection, ids)

    def company_names(self, after: int, limit: int, within: str = "") -> tuple[CompanyName, ...]:
        """What the next companies whose id is above `after` are known by, in order of id.

        `within` keeps those of a region, "" all.
        """
        return read_company_names(self._connection, after, limit, within)

    def companies_named(self, name: str) -> tuple[Company, ...]:
        """Companies whose code, name, short name or former name it is."""
        table = tables.company
        wanted = normalised_name(name)
        exact = self._companies(
            select(table).where(
                or_(
                    table.c.name_key == wanted,
                    table.c.credit_code == name.strip().upper(),
                    table.c.stock_code == name.strip().upper(),
                    table.c.short_name == name.strip(),
                    contains(table.c.former_names, f'"{name.strip()}"'),
                    table.c.id == _own_number(name),
                ),
                *may_be_called(self._connection, name, own=_own_number(name)),
            )
        )
        return tuple(exact)

    def company_page(self, text: str, offset: int, limit: int) -> Sequence[CompanyRow]:
        """Lines of the company table that `text` finds ("" for all), best first."""
        return self.find_companies(CompanyFilter(text), BEST_FIRST, offset, limit)

    def company_count(self, text: str) -> int:
        """How many lines `company_page` has in all for `text`."""
        return self.count_companies(CompanyFilter(text) if text else ALL_COMPANIES, None).number

    def find_companies(
        self, wanted: CompanyFilter, sort: CompanySort, offset: int, limit: int
    ) -> tuple[CompanyRow, ...]:
        """Lines of the company table that the filter wants, from the offset on, in order."""
        return self._registry.rows(wanted, sort, offset, limit)

    def count_companies(self, wanted: CompanyFilter, at_most: int | None = MOST_COUNTED) -> Count:
        """How many the filter wants; with typed text counting stops at `at_most`."""
        return self._registry.count(wanted, at_most)

    def order_companies(self, wanted: CompanyFilter, sort: CompanySort) -> int:
        """Work out the whole order once, so that find_companies jumps anywhere; returns its length."""
        return self._registry.order(wanted, sort)

    def company_ids(self, wanted: CompanyFilter, sort: CompanySort) -> Sequence[int]:
        """Ids of all companies that the filter wants, in order."""
        return self._registry.ids(wanted, sort)

    def company_lines(self, ids: Sequence[int]) -> tuple[CompanyRow, ...]:
        """Lines of these companies, in the order of the ids; those that are gone are left out."""
        return self._registry.lines(ids)

    def companies_of(self, ids: Sequence[int]) -> tuple[Company, ...]:
        """These companies whole, in order of id."""
        return self._registry.companies(ids)

    def companies_that_may_have(self, words: Sequence[str]) -> Sequence[int]:
        """Ids of companies in whose texts one of the words may stand, in order."""
        return ids_that_may_have(self._connection, words)

    def match_rows_of(self, ids: Sequence[int]) -> Sequence[MatchRow]:
        """What these companies are matched by."""
        return match_rows_of(self._connection, ids)

    def company_lists(self) -> tuple[CompanyList, ...]:
        """Named filters, by name."""
        return read_company_lists(self._connection)

    def honour_names(self) -> tuple[tuple[str, int], ...]:
        """Names of 资质 and how many companies have each, the most frequent first."""
        return self._registry.honour_names()

    def known_row_hashes(self) -> NDArray[np.int64]:
        """Sorted `row_hash` of all companies that still are as that row of a file told them."""
        return self._registry.row_hashes()

    def import_batches(self) -> tuple[ImportBatch, ...]:
        """Imports that brought companies, newest first."""
        return self._registry.batches()

    def targets(self, chain: str | None = None) -> tuple[TargetRow, ...]:
        """Targets, of one chain or of all, in order of chain, segment and score."""
        return target_rows(self._connection, chain)

    def target_history(self, target_id: int) -> TargetHistory:
        """Follow-ups and changes of one target, newest first. Raises NotFound."""
        return read_target_history(self._connection, target_id)

    def change_log(self, limit: int | None = None, before: int | None = None) -> tuple[ChangeRow, ...]:
        """Entries of the change log, newest first, older than number `before`."""
        return self._changes.rows(limit, before)

    @property
    def changes(self) -> ChangeLogReading:
        """The change log as it can be asked: filtered, by the page, fact by fact."""
        return ChangeLogReading(self._connection)

    def last_undoable(self, author: str | None = None) -> int | None:
        """Number of the newest entry that was neither taken back nor is a taking back itself."""
        return self._changes.last_undoable(author)

    def changes_after(self, number: int) -> tuple[int, frozenset[Ref]]:
        """The newest entry's number, and what entries after `number` touched."""
        return self._changes.after(number)

    def search(self, text: str, limit: int) -> tuple[SearchHit, ...]:
        """Chains, segments, products and companies that `text` names, best first."""
        return ChainSearch(self._connection).hits(text, limit)

    def _states(self, at: int | None = None) -> StateReading:
        return StateReading(self._connection, self.home_region(), at)

    def _rows(self, query: Select[Any]) -> Sequence[Row]:
        return self._connection.execute(query).mappings().all()

    def _companies(self, query: Select[Any]) -> Iterator[Company]:
        return companies_of(self._connection, query)


@contextmanager
def open_reader(engine: Engine, orders: KnownOrders, segments: KnownSegments) -> Iterator[SqlReader]:
    """A consistent look; keep it short: it holds back commits."""
    with known_faults(engine), looking(engine, **{OPTION: segments}) as connection:
        yield SqlReader(connection, orders)


def _own_number(name: str) -> int:
    """The id behind `C123`, -1 for anything else."""
    digits = name.strip().upper().removeprefix("C")
    short = digits.isascii() and digits.isdigit() and len(digits) < 10
    return int(digits) if short and name.strip()[:1] in "Cc" else -1
