"""What the domain needs from outside: a unit of work to change things, a reader to see them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from chains.ports_long import LongWork
from chains.registry_ports import RegistryReader
from chains.steps import Step, tell_nobody

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import date

    from chains.chain import Chain, ChainNote, Product, SegmentRef
    from chains.change_ports import ChangeLog
    from chains.clashes import Settled
    from chains.commands import CompanyArrival
    from chains.company import Company, CompanyName, Contact
    from chains.company_ports import CompanyRecords
    from chains.company_record import CompanyRecord
    from chains.drawing import Drawing
    from chains.events import Ref
    from chains.kinds import Encryption
    from chains.list_presets import ListPreset
    from chains.list_records import ListRecord
    from chains.marking import Assessment
    from chains.marking_ports import Assessments, Placements, Segments
    from chains.matching import MatchWords
    from chains.personal import PersonalCounts, PersonalData
    from chains.ports_workspace import Presets, Records, Scenarios, Settings, Snapshots
    from chains.record_shapes import RecordKind
    from chains.registry_ports import CompanyLists
    from chains.row_restoring import RestoreRow
    from chains.rows import ChangeRow, CompanyRow, TargetRow
    from chains.scenario import Scenario
    from chains.search_hit import SearchHit
    from chains.snapshot import Snapshot
    from chains.state import ChainState
    from chains.target import FollowUp, Target, TargetHistory


class Chains(Protocol):
    """Chains and their segments, inside a unit of work."""

    def add(self, chain: Chain, products: Mapping[str, Product]) -> None:
        """Keep a new chain whole. Raises AlreadyThere when its code or name is taken."""

    def segment_name(self, ref: SegmentRef) -> str:
        """Name of the segment. Raises NotFound."""


class Structures(Protocol):
    """The structure of chains, inside a unit of work."""

    def get(self, code: str) -> Chain:
        """The chain whole, without notes. Raises NotFound."""

    def names(self) -> Mapping[str, str]:
        """Code → name of all chains, in order."""

    def touch(self, code: str, expected: int | None) -> None:
        """Count the chain's version up, once in a unit of work. Raises Conflict, NotFound."""

    def add(self, chain: Chain) -> None:
        """Keep a new chain whole, behind all others. Its products must be there."""

    def save(self, old: Chain, new: Chain) -> None:
        """Write what differs; segments that go take along what hangs on them."""

    def remove(self, chain: Chain) -> None:
        """Take the chain away with everything in it."""

    def marks(self, chain: str, segment: str) -> tuple[int, int]:
        """How many placements and targets hang on the segment."""

    def move_marks(self, source: SegmentRef, target: SegmentRef) -> None:
        """Put placements and targets onto another segment, except those of companies that it has already."""

    def product_named(self, name: str) -> str | None:
        """Code of the product of that name, as names are compared; None when there is none."""

    def products_named(self) -> Mapping[str, str]:
        """Code of every product by its name as names are compared; of two of one name the first."""

    def set_notes(self, chain: str, notes: Sequence[ChainNote]) -> None:
        """Replace what is said of the whole chain."""

    def has_product(self, code: str) -> bool:
        """Whether there is a product of that code."""

    def add_product(self, code: str, name: str) -> None:
        """Keep a new product."""

    def rename_own_product(self, code: str, old: str, new: str) -> None:
        """Rename a product that has the old name and that one segment alone has."""

    def set_box(self, chain: str, segment: str, **values: Any) -> None:  # noqa: ANN401 - x, y, folded
        """Say where the box stands (x, y; None for nowhere) or whether it is folded."""


class Companies(Protocol):
    """Companies, inside a unit of work."""

    def name(self, company_id: int) -> str:
        """Name of the company. Raises NotFound."""

    def id_of(self, credit_code: str, name: str) -> int | None:
        """The company of that code, else of that name and no other code; None when there is none.

        Raises Ambiguous when several have the name.
        """

    def bring_in(self, arrivals: Iterable[CompanyArrival], seen_versions: Mapping[int, int]) -> None:
        """Add and update in bulk. Raises Conflict when one to update is no longer at the version seen."""


class Targets(Protocol):
    """Targets and follow-ups, inside a unit of work."""

    def get(self, target_id: int) -> Target:
        """Raises NotFound."""

    def find(self, ref: SegmentRef, company_id: int) -> Target | None:
        """The company as a target for that gap."""

    def add(self, target: Target) -> int:
        """Keep a new one and return its id."""

    def save(self, target: Target, expected: int | None) -> None:
        """Replace it. Raises Conflict when its version is not `expected`."""

    def remove(self, target_id: int, expected: int | None) -> None:
        """Take it away with its follow-ups. Raises Conflict when its version is not `expected`."""

    def add_follow_up(self, follow_up: FollowUp) -> int:
        """Keep a new one and return its id."""


class UnitOfWork(Protocol):
    """One transaction: rolled back unless committed. Everything written in it becomes one log entry."""

    author: str
    today: date
    step: Callable[[int, int, str], None]  # long work tells (done, total, what); may raise Cancelled

    @property
    def chains(self) -> Chains:
        """Chains."""

    @property
    def structure(self) -> Structures:
        """The structure of chains."""

    @property
    def snapshots(self) -> Snapshots:
        """Names given to states."""

    @property
    def scenarios(self) -> Scenarios:
        """Scenarios that are kept."""

    @property
    def presets(self) -> Presets:
        """清单方案 that are kept."""

    @property
    def records(self) -> Records:
        """List records: projects, platforms, policies and the like."""

    @property
    def personal(self) -> PersonalData:
        """Personal data as a whole."""

    @property
    def settings(self) -> Settings:
        """Settings of the workspace."""

    @property
    def segments(self) -> Segments:
        """Versions of segments."""

    @property
    def assessments(self) -> Assessments:
        """Assessments."""

    @property
    def placements(self) -> Placements:
        """Placements."""

    @property
    def companies(self) -> Companies:
        """Companies."""

    @property
    def company_records(self) -> CompanyRecords:
        """Single companies, edited by hand."""

    @property
    def company_lists(self) -> CompanyLists:
        """Named filters of the registry."""

    @property
    def targets(self) -> Targets:
        """Targets and follow-ups."""

    def revert(
        self, number: int, settled: Sequence[Settled] | None = None, *, keeps_used: bool = False
    ) -> tuple[str, str, int]:
        """Write what was before entry `number`, as clashes were settled; returns its action and subject.

        Companies that it added and that were used since stay with `keeps_used`: also returns how many.
        Raises NotFound when there is no such entry, NotUndoable when what it left was changed since.
        """

    def restore_row(self, command: RestoreRow) -> None:
        """Give a small thing what the log says it had. Raises Conflict, NotUndoable, NotFound."""

    def touched(self) -> frozenset[Ref]:
        """Everything written so far."""

    def commit(
        self, action: str, subject: str, undoes: int | None = None, *, even_empty: bool = False
    ) -> int | None:
        """Make it last, with its log entry; returns the entry's number.

        None, and nothing kept, when nothing was written, unless `even_empty`.
        """


class Reader(RegistryReader, Protocol):
    """A consistent look at the workspace: one read-only transaction."""

    def home_region(self) -> str:
        """Code of the workspace's home region."""

    def setting(self, key: str, default: str) -> str:
        """A workspace setting as text."""

    def settings_under(self, prefix: str) -> Mapping[str, str]:
        """All settings whose keys begin so, by key."""

    def chain_codes(self) -> tuple[str, ...]:
        """Codes of all chains, in order."""

    def chain_names(self) -> Mapping[str, tuple[str, ...]]:
        """Code → name and aliases, in order."""

    def chain_state(self, code: str) -> ChainState:
        """One chain as it stands. Raises NotFound."""

    def chain_states(self) -> tuple[ChainState, ...]:
        """All chains as they stand, in order."""

    def chain_state_at(self, code: str, number: int) -> ChainState | None:
        """The chain as it stood after that entry of the change log; None when there was none."""

    def chain_states_at(self, number: int) -> tuple[ChainState, ...]:
        """All chains as they stood after that entry of the change log, in order."""

    def snapshots(self) -> tuple[Snapshot, ...]:
        """Named states, newest first."""

    def scenarios(self) -> tuple[Scenario, ...]:
        """Scenarios that are kept, by name."""

    def records(self, kind: RecordKind) -> tuple[ListRecord, ...]:
        """All list records of a kind, in the order in which they came."""

    def presets(self) -> tuple[ListPreset, ...]:
        """清单方案 of the workspace, by name; those of the program are in chains.list_presets."""

    def drawing(self, code: str) -> Drawing:
        """Where boxes of the chain were put by hand, and what is folded."""

    def products(self) -> Mapping[str, Product]:
        """Every product, by code."""

    def assessment_history(self, ref: SegmentRef) -> tuple[Assessment, ...]:
        """Every assessment of the segment, newest first."""

    def company(self, company_id: int) -> Company:
        """One company whole. Raises NotFound."""

    def company_record(self, company_id: int) -> CompanyRecord:
        """Everything that is known of one company, its contacts left out. Raises NotFound."""

    def contacts(self, company_id: int) -> tuple[Contact, ...]:
        """Personal data of one company: ask only when the user asked."""

    def contacts_by_company(self) -> Mapping[int, tuple[Contact, ...]]:
        """Personal data of all companies: to tell what an import brings anew, never to show."""

    def personal_counts(self, company_id: int | None, step: Step = tell_nobody) -> PersonalCounts:
        """How much personal data there is of one company, or of all with None; `step` may raise."""

    def company_batch(self, after: int, limit: int) -> tuple[Company, ...]:
        """The next companies whose id is above `after`, in order of id."""

    def companies_by_id(self, ids: Sequence[int]) -> Mapping[int, Company]:
        """Companies whole, by id; those that are gone are left out."""

    def contacts_by_id(self, ids: Sequence[int]) -> Mapping[int, tuple[Contact, ...]]:
        """Personal data of some companies: to tell what an import brings anew, never to show."""

    def typed_fields(self, ids: Sequence[int]) -> Mapping[int, frozenset[str]]:
        """By company the fields whose present value a person typed; companies without such are left out."""

    def company_names(self, after: int, limit: int, within: str = "") -> tuple[CompanyName, ...]:
        """What the next companies whose id is above `after` are known by, in order of id.

        `within` keeps those of a region, "" all.
        """

    def companies_named(self, name: str) -> tuple[Company, ...]:
        """Companies whose code, name, short name or former name it is."""

    def company_page(self, text: str, offset: int, limit: int) -> Sequence[CompanyRow]:
        """Lines of the company table that `text` finds ("" for all), best first."""

    def company_count(self, text: str) -> int:
        """How many lines `company_page` has in all for `text`."""

    def targets(self, chain: str | None = None) -> tuple[TargetRow, ...]:
        """Targets, of one chain or of all, in order of chain, segment and score."""

    def target_history(self, target_id: int) -> TargetHistory:
        """Follow-ups and changes of one target, newest first. Raises NotFound."""

    def change_log(self, limit: int | None = None, before: int | None = None) -> tuple[ChangeRow, ...]:
        """Entries of the change log, newest first, older than number `before`."""

    @property
    def changes(self) -> ChangeLog:
        """The change log as it can be asked: filtered, by the page, fact by fact."""

    def last_undoable(self, author: str | None = None) -> int | None:
        """Number of the newest entry that was neither taken back nor is a taking back itself."""

    def changes_after(self, number: int) -> tuple[int, frozenset[Ref]]:
        """The newest entry's number, and what entries after `number` touched."""

    def search(self, text: str, limit: int) -> tuple[SearchHit, ...]:
        """Chains, segments, products and companies that `text` names, best first."""


class Database(LongWork, Protocol):
    """One workspace's store."""

    @property
    def label(self) -> str:
        """What the window title calls it, without a password."""

    @property
    def encryption(self) -> Encryption | None:
        """How the server is really reached; ANY is unencrypted. None for a file."""

    @property
    def is_shared(self) -> bool:
        """Whether it is a database on a server, with others at work in it."""

    @property
    def writable(self) -> bool:
        """Whether it was opened to be changed."""

    def unit(self, author: str) -> AbstractContextManager[UnitOfWork]:
        """Open a unit of work for that person."""

    def read(self) -> AbstractContextManager[Reader]:
        """Open a consistent look."""

    def scan_fits(
        self, wanted: Sequence[MatchWords], home: str, step: Callable[[int, int], None]
    ) -> Mapping[SegmentRef, set[int]]:
        """Per segment, ids of companies outside the home region whose words fit it: looks at every one.

        `step` is told companies done and in all; Cancelled from it ends the scan.
        """

    def older_copies(self) -> tuple[str, ...] | None:
        """Names of backups and the like beside it: they still hold what is erased. None where a server is."""

    def drop_older_copies(self) -> tuple[str, ...]:
        """Back up what is there now, take the older copies away; names those that could not be taken away."""

    def has_leftovers(self) -> bool:
        """Whether killed or withdrawn imports left something to clear away."""

    def clean_up(self, seconds: float, step: Callable[[], None] | None = None) -> bool:
        """Clear away what killed or withdrawn imports left, for about so long; whether nothing is left.

        `step` is called in between and may raise.
        """

    def close(self) -> None:
        """Let go of every connection."""
