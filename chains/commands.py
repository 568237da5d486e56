"""What can be asked: frozen values of ids and plain data, with the version the person was looking at.

`expected_version` None means that the asker saw none (the command line): then the newest is taken.
In commands that change some fields, KEEP leaves a field as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chains.column_memory import RememberColumns
from chains.company_editing import CompanyCommand
from chains.judging import JudgeMatch
from chains.keep import KEEP, Keep, kept
from chains.list_presets import PresetCommand
from chains.list_records import RecordCommand
from chains.measure_settings import SetMeasureSettings
from chains.personal import ErasePersonal
from chains.registry import RegistryCommand
from chains.row_restoring import RestoreRow
from chains.scenario_commands import ScenarioCommand
from chains.structure import StructureCommand
from chains.target_lists import TemplateCommand

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal

    from chains.chain import SegmentRef
    from chains.clashes import Settled
    from chains.company import Company, Contact
    from chains.kinds import Coverage, Decision, Degree, Phase, Role, Source

__all__ = ["KEEP", "Command", "Keep", "kept"]


@dataclass(frozen=True, slots=True)
class AssessSegment:
    """Say something of a segment (评估): makes a new assessment from the newest and what is named here."""

    ref: SegmentRef
    coverage: Coverage | Keep = KEEP
    source: Source | Keep = KEEP
    degree: Degree | Keep | None = KEEP
    chokepoint: bool | Keep = KEEP
    evidence: str | Keep = KEEP
    review_on: date | Keep | None = KEEP
    countries: tuple[str, ...] | Keep = KEEP
    expected_version: int | None = None


@dataclass(frozen=True, slots=True)
class PlaceCompany:
    """Put a company on a segment (标注), or change how it stands there."""

    ref: SegmentRef
    company_id: int
    role: Role | Keep = KEEP
    decision: Decision | Keep = KEEP
    product: str | Keep = KEEP
    capacity: str | Keep = KEEP
    share: float | Keep | None = KEEP
    purchase_wan: Decimal | Keep | None = KEEP
    evidence: str | Keep = KEEP
    local: bool | Keep | None = KEEP
    expected_version: int | None = None


@dataclass(frozen=True, slots=True)
class PlaceNamed:
    """Put a company on a segment that the registry may not have yet: found by code or name, else added."""

    ref: SegmentRef
    company: Company
    role: Role | Keep = KEEP
    decision: Decision | Keep = KEEP
    product: str | Keep = KEEP
    capacity: str | Keep = KEEP
    share: float | Keep | None = KEEP
    purchase_wan: Decimal | Keep | None = KEEP
    evidence: str | Keep = KEEP
    local: bool | Keep | None = KEEP
    expected_version: int | None = None


@dataclass(frozen=True, slots=True)
class RemovePlacement:
    """Take a company off a segment."""

    ref: SegmentRef
    company_id: int
    expected_version: int | None = None


@dataclass(frozen=True, slots=True)
class AddTarget:
    """Want a company for a gap (目标企业). `score` and `reason` come from the match, None and "" by hand."""

    ref: SegmentRef
    company_id: int
    score: float | None = None
    reason: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class UpdateTarget:
    """Change how the pursuit of a target stands."""

    target_id: int
    phase: Phase | Keep = KEEP
    priority: str | Keep = KEEP
    responsible_unit: str | Keep = KEEP
    responsible_person: str | Keep = KEEP
    next_step: str | Keep = KEEP
    next_on: date | Keep | None = KEEP
    investment_yi: Decimal | Keep | None = KEEP
    remark: str | Keep = KEEP
    expected_version: int | None = None


@dataclass(frozen=True, slots=True)
class RemoveTarget:
    """No longer want a company for a gap."""

    target_id: int
    expected_version: int | None = None


@dataclass(frozen=True, slots=True)
class AddFollowUp:
    """Note one step of the pursuit (跟进)."""

    target_id: int
    on: date
    text: str


@dataclass(frozen=True, slots=True)
class CompanyArrival:
    """One company of an import: `company.id` 0 adds it, else it is updated and keeps its id.

    `row_hash` names the row of the file that said exactly this: the same row again need not be read again
    (Reader.known_row_hashes). Kept by the bulk import alone.
    """

    company: Company
    contacts: tuple[Contact, ...] = ()
    row_hash: int | None = None


@dataclass(frozen=True, slots=True)
class ImportCompanies:
    """Bring in the companies of one file. `seen_versions`, by company id, guard what is updated."""

    file_name: str
    arrivals: tuple[CompanyArrival, ...]
    seen_versions: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class RevertChange:
    """Take back one entry of the change log: a new change that writes what was before.

    Refused with NotUndoable when what the entry left was changed since, unless each such fact was settled:
    then what is settled as theirs stays. `settled` None: nobody was asked yet. Companies that the entry
    added and that were used since forbid it as well, unless `keeps_used`: then they stay, the rest goes.
    """

    number: int
    redo: bool = False
    settled: tuple[Settled, ...] | None = None
    keeps_used: bool = False


@dataclass(frozen=True, slots=True)
class TakeSnapshot:
    """Give the state as it is now a name (快照): 2026年第四季度."""

    name: str


@dataclass(frozen=True, slots=True)
class RemoveSnapshot:
    """Forget the name; what it named stays in the change log."""

    snapshot_id: int


@dataclass(frozen=True, slots=True)
class NoteContactExport:
    """Write down that personal data left in a list: which file, of how many companies, what for.

    `companies` are the ids of those whose contacts it holds: the log finds the entry by them.
    """

    file_name: str
    count: int
    purpose: str
    companies: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class NoteCopy:
    """Write down that the whole workspace, personal data included, was copied into another file."""

    file_name: str


@dataclass(frozen=True, slots=True)
class NoteRestored:
    """Write down that a backup took the place of the workspace; what came after it lies in a file beside."""

    file_name: str


@dataclass(frozen=True, slots=True)
class Composite:
    """Several commands as one unit of work and one entry in the log."""

    action: str
    subject: str
    commands: tuple[Command, ...]


Command = (
    AssessSegment
    | PlaceCompany
    | PlaceNamed
    | RemovePlacement
    | AddTarget
    | UpdateTarget
    | RemoveTarget
    | AddFollowUp
    | ImportCompanies
    | RevertChange
    | RestoreRow
    | TakeSnapshot
    | RemoveSnapshot
    | NoteContactExport
    | NoteCopy
    | NoteRestored
    | Composite
    | JudgeMatch
    | TemplateCommand
    | SetMeasureSettings
    | RememberColumns
    | ScenarioCommand
    | RecordCommand
    | PresetCommand
    | ErasePersonal
    | CompanyCommand
    | StructureCommand
    | RegistryCommand
)
