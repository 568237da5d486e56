"""An open workspace: what can be asked of it and done in it, for window and command line alike."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from app.services.candidates import CandidateFits
from app.services.execute import execute
from chains.checks import open_checks
from chains.commands import AddTarget, RevertChange
from chains.editing_checks import segment_in
from chains.errors import NothingToUndo
from chains.gaps import ImpactCache, gap_rows, overview_of
from chains.match_weighing import weighed
from chains.matching import match_companies, match_words
from chains.measure_settings import from_texts
from chains.measures import completeness, local_supply_rate
from chains.steps import Step, tell_nobody

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager

    from chains.chain import SegmentRef
    from chains.commands import Command
    from chains.company import Company
    from chains.events import Outcome
    from chains.gaps import Impact
    from chains.measure_settings import MeasureSettings
    from chains.measures import Figure
    from chains.ports import Database, Reader
    from chains.rows import Candidate, ChainOverview, GapRow, MatchResult
    from chains.state import ChainState


COMPANY_BATCH = 5_000


@dataclass(frozen=True, slots=True)
class ChainMeasures:
    """The measures of one chain with their parts; None where there is no figure."""

    overview: ChainOverview
    local_supply_rate: Figure | None
    completeness: Figure | None
    settings: MeasureSettings


class Workspace:
    """One database with the person who works in it. Safe to use from several threads."""

    def __init__(self, database: Database, author: str) -> None:
        self.database = database
        self.author = author
        self.impact_cache = ImpactCache()
        self._fits = CandidateFits()

    @property
    def label(self) -> str:
        """What the window title calls it."""
        return self.database.label

    def read(self) -> AbstractContextManager[Reader]:
        """Open a consistent look."""
        return self.database.read()

    def execute(self, command: Command, step: Step = tell_nobody) -> Outcome:
        """Do what the command asks, whole or not at all. Raises DomainError when it is refused.

        Long work tells `step` how far it is, and is taken back when that raises Cancelled.
        """
        return execute(command, self.database, self.author, step)

    def execute_as(self, command: Command, author: str, step: Step = tell_nobody) -> Outcome:
        """Do it in the name of somebody else: a district whose form came back. Long work tells `step`."""
        return execute(command, self.database, author, step)

    def undo_last(self) -> Outcome:
        """Take back the newest entry of the change log that stands. Raises NothingToUndo, NotUndoable."""
        with self.read() as reader:
            number = reader.last_undoable()
        if number is None:
            raise NothingToUndo
        return self.execute(RevertChange(number))

    def impacts(self, state: ChainState) -> Mapping[str, Impact]:
        """断供影响 of every segment of the chain, by code."""
        return self.impact_cache.of(state)

    def overviews(self) -> tuple[ChainOverview, ...]:
        """One line per chain, in order."""
        with self.read() as reader:
            settings = measure_settings(reader)
            states = reader.chain_states()
        day = today()
        return tuple(replace(overview_of(one, settings), to_check=open_checks(one, day)) for one in states)

    def gaps(
        self,
        chain: str | None = None,
        *,
        with_candidates: bool = False,
        step: Callable[[int, int, str], None] | None = None,
    ) -> tuple[GapRow, ...]:
        """The gaps of one chain or of all, highest 缺口指数 first. Candidates are counted once and kept."""
        with self.read() as reader:
            states = reader.chain_states()
            targets = Counter(row.ref for row in reader.targets())
            home = reader.home_region()
            settings = measure_settings(reader)
        rows = gap_rows(states, self.impact_cache, targets, settings=settings)
        if chain is not None:
            rows = tuple(row for row in rows if row.ref.chain == chain)
        if not with_candidates:
            return rows
        counts = self._candidate_counts(states, [row.ref for row in rows], home, _telling(step))
        return tuple(replace(row, candidates=counts.get(row.ref, 0)) for row in rows)

    def gap(self, ref: SegmentRef) -> GapRow | None:
        """The gap at that segment, None when it is none."""
        return next((row for row in self.gaps(ref.chain) if row.ref == ref), None)

    def companies(self) -> Iterator[Company]:
        """Every company, in order of id; read in batches, so that nobody waits long to write."""
        last = 0
        while True:
            with self.read() as reader:
                batch = reader.company_batch(last, COMPANY_BATCH)
            if not batch:
                return
            yield from batch
            last = batch[-1].id

    def match(self, ref: SegmentRef) -> MatchResult:
        """Who could fill the segment, best first. Reads the companies with its words. Raises NotFound."""
        with self.read() as reader:
            state = reader.chain_state(ref.chain)
            targets = frozenset(row.company_id for row in reader.targets(ref.chain) if row.ref == ref)
            home, settings = reader.home_region(), measure_settings(reader)
        segment = segment_in(state.chain, ref.segment)
        words = match_words(state, segment).searched()
        confirmed = [one.placement.company_id for one in state.suppliers_of(ref.segment) if one.is_verdict]
        companies = self._companies_with(words, confirmed)
        found = match_companies(state, segment, companies, home, today(), targets)
        return weighed(found, settings)

    def candidate(self, ref: SegmentRef, company_id: int) -> Candidate | None:
        """How one company fits the segment; None when its words do not. Raises NotFound."""
        with self.read() as reader:
            state, company = reader.chain_state(ref.chain), reader.company(company_id)
            home, settings = reader.home_region(), measure_settings(reader)
        found = match_companies(state, segment_in(state.chain, ref.segment), [company], home, today())
        found = weighed(found, settings)
        return next(iter((*found.targets, *found.local)), None)

    def target_command(self, ref: SegmentRef, company_id: int) -> AddTarget:
        """The command that wants a company for a gap, with its match where it has one."""
        with self.read() as reader:
            origin = reader.company(company_id).origin
        return wanting(ref, company_id, self.candidate(ref, company_id), origin)

    def measures(self, chain: str | None = None) -> tuple[ChainMeasures, ...]:
        """The measures of one chain or of all, with their parts."""
        with self.read() as reader:
            settings = measure_settings(reader)
            states = reader.chain_states() if chain is None else (reader.chain_state(chain),)
        return tuple(
            ChainMeasures(
                overview_of(state, settings),
                local_supply_rate(state, settings),
                completeness(state),
                settings,
            )
            for state in states
        )

    def _candidate_counts(
        self,
        states: tuple[ChainState, ...],
        refs: list[SegmentRef],
        home: str,
        tell: Callable[[int, int], None],
    ) -> dict[SegmentRef, int]:
        """How many companies outside the home region could fill each gap and are not placed on it."""
        by_code = {state.chain.code: state for state in states}
        wanted = [
            match_words(by_code[ref.chain], by_code[ref.chain].chain.segment(ref.segment)) for ref in refs
        ]
        counts = {}
        for ref, fits in self._fits.of(self.database, wanted, home, tell).items():
            suppliers = by_code[ref.chain].suppliers_of(ref.segment)
            placed = {one.placement.company_id for one in suppliers if one.is_struck or not one.is_verdict}
            counts[ref] = len(fits - placed)
        return counts

    def _companies_with(self, words: Sequence[str], also: Sequence[int]) -> Iterator[Company]:
        """Companies in whose texts one of the words may stand, and some more, in batches."""
        with self.read() as reader:
            ids = sorted({*reader.companies_that_may_have(words), *also})
        for start in range(0, len(ids), COMPANY_BATCH):
            with self.read() as reader:
                yield from reader.companies_of(ids[start : start + COMPANY_BATCH])


def wanting(ref: SegmentRef, company_id: int, candidate: Candidate | None, origin: str) -> AddTarget:
    """AddTarget with the candidate's score and the words that hit, or by hand when there is no match."""
    if candidate is None:
        return AddTarget(ref, company_id, origin=origin)
    return AddTarget(ref, company_id, candidate.score, "、".join(candidate.hits[:5]), origin)


def measure_settings(reader: Reader) -> MeasureSettings:
    """The workspace's weights and 口径 of measures; the defaults where it has none."""
    return from_texts(reader.setting)


def today() -> date:
    """The day in the place where the program runs."""
    return datetime.now().astimezone().date()


def _telling(step: Callable[[int, int, str], None] | None) -> Callable[[int, int], None]:
    def tell(done: int, total: int) -> None:
        if step is not None:
            step(done, total, "正在匹配企业")

    return tell
