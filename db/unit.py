"""A unit of work on the database: one transaction, rolled back unless committed, one entry in the log."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import select

from chains.chain import SegmentRef
from chains.errors import NotFound
from chains.kinds import EntityKind
from chains.steps import tell_nobody
from db import tables
from db.clock import now
from db.company_lists import CompanyListStore
from db.company_records import CompanyRecordStore
from db.faults import known_faults
from db.landing import commit_surely
from db.personal_store import PersonalStore
from db.preset_store import PresetStore
from db.record_store import RecordStore
from db.recorder import LogEntry, Recorder
from db.row_restoring import restore_row
from db.scenario_store import ScenarioStore
from db.setting_store import SettingStore
from db.snapshots import SnapshotStore
from db.stores import (
    AssessmentStore,
    ChainStore,
    CompanyStore,
    PlacementStore,
    SegmentStore,
    TargetStore,
)
from db.structure_store import StructureStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from sqlalchemy import Connection, Engine

    from chains.clashes import Settled
    from chains.events import Ref
    from chains.row_restoring import RestoreRow


class SqlUnit:
    """What a handler works with; see chains.ports.UnitOfWork."""

    def __init__(self, connection: Connection, author: str, today: date) -> None:
        self._connection = connection
        self._recorder = Recorder(connection)
        self.author = author
        self.step: Callable[[int, int, str], None] = tell_nobody
        self.today = today
        self.chains = ChainStore(connection)
        self.segments = SegmentStore(connection, self._recorder)
        self.assessments = AssessmentStore(connection, self._recorder)
        self.placements = PlacementStore(connection, self._recorder)
        self.companies = CompanyStore(connection, self._recorder)
        self.company_records = CompanyRecordStore(connection, self._recorder)
        self.company_lists = CompanyListStore(connection, self._recorder)
        self.targets = TargetStore(connection, self._recorder)
        self.structure = StructureStore(connection, self._recorder)
        self.scenarios = ScenarioStore(connection, self._recorder)
        self.presets = PresetStore(connection, self._recorder)
        self.records = RecordStore(connection, self._recorder)
        self.personal = PersonalStore(connection, self._recorder)
        self.settings = SettingStore(connection, self._recorder)
        self.snapshots = SnapshotStore(connection, self._recorder)

    def revert(
        self, number: int, settled: Sequence[Settled] | None = None, *, keeps_used: bool = False
    ) -> tuple[str, str, int]:
        """Write what was before entry `number`; returns action, subject, and how many companies stay."""
        log = tables.change_log
        entry = self._connection.execute(select(log).where(log.c.number == number)).mappings().first()
        if entry is None:
            raise NotFound(kind="change", name=str(number), near=())
        kept = self._recorder.revert(number, settled, keeps_used=keeps_used)
        self._touch_what_stands()
        return entry["action"], entry["subject"], kept

    def restore_row(self, command: RestoreRow) -> None:
        """Give a small thing what the log says it had. Raises Conflict, NotUndoable, NotFound."""
        restore_row(self._connection, self._recorder, command)
        self._touch_what_stands()

    def _touch_what_stands(self) -> None:
        """Count up the versions of the segments and chains that were written and are still there."""
        for ref in self._recorder.refs:
            chain, _, segment = ref.key.partition("/")
            if ref.kind is EntityKind.SEGMENT and self._recorder.has(
                tables.segment, {"chain": chain, "code": segment}
            ):
                self.segments.touch(SegmentRef(chain, segment), None)
            elif ref.kind is EntityKind.CHAIN and self._recorder.has(tables.chain, {"code": ref.key}):
                self.structure.touch(ref.key, None)

    def touched(self) -> frozenset[Ref]:
        """Everything written so far."""
        return self._recorder.refs

    def commit(
        self, action: str, subject: str, undoes: int | None = None, *, even_empty: bool = False
    ) -> int | None:
        """Make it last, with its log entry; None and nothing kept when nothing was written."""
        entry = LogEntry(now(self._connection), self.author, action, subject, undoes)
        number = self._recorder.finish(entry, even_empty=even_empty)
        if number is None:
            self._connection.rollback()
        else:
            commit_surely(self._connection)
        return number


@contextmanager
def open_unit(engine: Engine, author: str, today: date) -> Iterator[SqlUnit]:
    """A unit of work for that person; leaving without commit takes everything back."""
    with known_faults(engine), engine.connect() as connection:
        yield SqlUnit(connection, author, today)
