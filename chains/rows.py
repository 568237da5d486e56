"""Read-only rows for lists: what a table, a workbook sheet or a JSON list shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from decimal import Decimal

    from chains.chain import SegmentRef
    from chains.company import Company
    from chains.kinds import Coverage, Decision, Degree, EntityKind, Phase, RegistrationState, Role, Source
    from chains.product_reading import Hit


@dataclass(frozen=True, slots=True)
class ChainOverview:
    """One line of the chain list. Rates are 0–1, None where there is no figure.

    `to_check` counts segments with a contradiction or a stale assessment (待核对).
    """

    code: str
    name: str
    cluster: str
    local_supply_rate: float | None
    completeness: float | None
    segments: int
    assessed: int
    missing: int
    weak: int
    chokepoints: int
    to_check: int = 0

    @property
    def gaps(self) -> int:
        """Segments assessed 缺失 or 薄弱."""
        return self.missing + self.weak


@dataclass(frozen=True, slots=True)
class GapRow:
    """One gap (缺口): a segment assessed 缺失 or 薄弱. Indices are 0–1, made in chains.gaps.

    `affected` counts segments that lose something when this one stands still; `affected_chains` are other
    chains with the same product. `candidates` counts companies that the match offers, None when not counted.
    """

    ref: SegmentRef
    chain_name: str
    name: str
    coverage: Coverage
    source: Source
    degree: Degree | None
    chokepoint: bool
    severity: float
    impact: float | None
    cross: float
    gap_index: float
    affected: int
    affected_chains: tuple[str, ...]
    local_suppliers: int
    outside_suppliers: int
    targets: int
    candidates: int | None
    evidence: str
    assessor: str
    assessed_on: date | None
    countries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SupplierRow:
    """One placement as the inspector and the lists show it. `local` None: region not known."""

    ref: SegmentRef
    company_id: int
    company_name: str
    company_code: str
    region_name: str
    local: bool | None
    role: Role
    decision: Decision
    product: str
    evidence: str
    placed_by: str
    placed_on: date | None
    is_verdict: bool = False


@dataclass(frozen=True, slots=True)
class CompanyRow:
    """One line of the company table (企业库). `code` is the 统一社会信用代码, else the 证券代码, else ""."""

    id: int
    code: str
    name: str
    short_name: str
    region_name: str
    products: str
    qualifications: str
    capital_wan: Decimal | None
    currency: str
    insured_count: int | None
    state: RegistrationState
    placements: int
    origin: str
    founded_on: date | None = None
    industry: str = ""
    legal_person: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A company that could fill a gap, with its 匹配度 (0–1), the parts of it and the words that hit.

    A part is None where the company has no data for it: it is left out of the score, not counted as 0.
    `why` are its hits one by one, best first; `is_weak` says that each of them only shares a word with what
    is wanted (疑似同名): it stands behind all others. `is_confirmed`: staff say so; it stands first.
    """

    company_id: int
    company_code: str
    company_name: str
    region_name: str
    qualifications: tuple[str, ...]
    score: float
    parts: Mapping[str, float | None]
    hits: tuple[str, ...]
    products: str = ""
    is_target: bool = False
    why: tuple[Hit, ...] = ()
    is_weak: bool = False
    is_confirmed: bool = False

    @property
    def rank(self) -> tuple[bool, bool, float, str]:
        """Sorts the better one first: confirmed, then not 疑似同名, then by score."""
        return (not self.is_confirmed, self.is_weak, -self.score, self.company_name)


@dataclass(frozen=True, slots=True)
class MatchResult:
    """Who could fill a gap: outside companies as targets, those already here as local suppliers."""

    ref: SegmentRef
    targets: tuple[Candidate, ...]
    local: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One line of the target list, with every column of the 招商目标企业清单."""

    id: int
    ref: SegmentRef
    chain_name: str
    segment_name: str
    coverage: Coverage
    source: Source
    degree: Degree | None
    chokepoint: bool
    company_id: int
    company_name: str
    credit_code: str
    region_name: str
    products: str
    qualifications: str
    capital_wan: Decimal | None
    currency: str
    insured_count: int | None
    score: float | None
    reason: str
    origin: str
    priority: str
    investment_yi: Decimal | None
    phase: Phase
    last_follow_up_on: date | None
    next_step: str
    next_on: date | None
    responsible_unit: str
    responsible_person: str
    remark: str
    version: int
    gap_index: float | None = None
    countries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RegionCell:
    """Confirmed suppliers of one segment in one district of the home region (区市分布)."""

    ref: SegmentRef
    segment_name: str
    region: str
    region_name: str
    companies: tuple[str, ...]
    company_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a change: on-screen name, value before and after as text ("" for none)."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One entry of the change log (变更记录). `undone_by` is the entry that took it back, if any.

    `author` is the name that its maker claims, `login` as whom the server knew them, `computer` where they
    made it; "" where that is not known.
    """

    number: int
    at: datetime
    author: str
    action: str
    subject: str
    kind: EntityKind
    items: int
    fields: tuple[FieldChange, ...] = ()
    undoes: int | None = None
    undone_by: int | None = None
    login: str = ""
    computer: str = ""


@dataclass(frozen=True, slots=True)
class TwinPair:
    """A new company of an import and another that may be the same. `place` names it to the import.

    The other is a known company, or one of an earlier row of the file: then `other_row` is that row, and
    `other_place` names it to the import.
    """

    place: int
    row: int
    told: Company
    known: Company
    other_place: int = -1
    other_row: int = 0

    @property
    def in_file(self) -> bool:
        """Whether both stand in the file."""
        return self.other_place >= 0


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import will do, before anything is written. Lists hold the first entries, counts tell of all.

    `rejected` are (row number, reason) with the reason in the user's words; `changes` say per updated company
    which fields change; `notes` is what the user should know (encoding, dropped rows, unknown columns); `new`
    are (row number, name, code); `kept` are facts that staff typed and that stay, with what the file says;
    `twins` are new companies that may be known ones or one with each other; `told_twin_count` counts the
    latter, `twin_count` both.
    """

    file_name: str
    read: int
    added: int
    updated: int
    unchanged: int
    rejected: tuple[tuple[int, str], ...]
    columns: Mapping[str, str]
    preview: tuple[tuple[str, ...], ...] = ()
    changes: tuple[tuple[str, tuple[FieldChange, ...]], ...] = ()
    notes: tuple[str, ...] = field(default=())
    rejected_count: int = 0
    new: tuple[tuple[str, str, str], ...] = ()
    same: tuple[str, ...] = ()
    kept: tuple[tuple[str, tuple[FieldChange, ...]], ...] = ()
    kept_count: int = 0
    twins: tuple[TwinPair, ...] = ()
    twin_count: int = 0
    told_twin_count: int = 0
