"""A 填报 form out of the workspace: for a district with its companies, or for a department."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.exchange.form_layout import OPTIONAL, FormDocument, FormIdentity
from app.services.version_mark import newest_entry, workspace_mark
from app.services.workspace import today
from chains.commands import NoteContactExport
from chains.errors import InvalidValue, NotFound
from chains.regions import districts_of, is_within, region_name
from chains.steps import tell_nobody

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from pathlib import Path

    from app.services.workspace import Workspace
    from chains.marking import Supplier
    from chains.ports import Reader
    from chains.state import ChainState
    from chains.steps import Step

NAMES_A_LOOK = 20_000
MOST_KNOWN = 5_000
"""Companies of the district listed for looking up: more make the form heavy to open."""


@dataclass(frozen=True, slots=True)
class FormRequest:
    """Whose form, with which chains (none: all) and which optional columns.

    `unit` "" takes the district's name; `district` "" takes the companies of all regions.
    """

    district: str = ""
    unit: str = ""
    chains: tuple[str, ...] = ()
    fields: frozenset[str] = frozenset(OPTIONAL)
    return_by: date | None = None
    purpose: str = ""
    """What contacts (personal data) go along for; "" leaves them out."""


@dataclass(frozen=True, slots=True)
class FormCounts:
    """What stands in a form. `unsettled` companies are left out: they are known by their city alone."""

    unit: str
    segments: int
    placements: int
    known: int
    unsettled: int = 0

    def sentence(self) -> str:
        """What to tell of it."""
        told = f"{self.segments:,} 个环节，{self.placements:,} 条企业标注，列出本地企业 {self.known:,} 家"
        left = f"；另有 {self.unsettled:,} 家企业只知道在本市、不知道区市，未列入" if self.unsettled else ""
        return f"{told}{left}。"


def export_form(
    workspace: Workspace, request: FormRequest, path: Path, step: Step = tell_nobody
) -> FormCounts:
    """Write the form; nothing in the workspace changes. Raises ExportRefused, NotFound, InvalidValue.

    With a purpose contacts of the companies on it go along (personal data), and the change log says so.
    """
    known, unsettled = _companies_of(workspace, request.district, step) if request.district else ((), 0)
    with workspace.read() as reader:
        unit = _unit(reader, request)
        states = _states(reader, request.chains)
        placed = _placed(states, set(known) if request.district else None)
        document = FormDocument(
            identity=_identity(reader, request, unit, states),
            title=f"{unit}产业链填报表",
            states=states,
            placed=placed,
            known=_listed(reader, known[:MOST_KNOWN]),
            made_by=workspace.author,
            made_on=today(),
            return_by=request.return_by,
            contacts=reader.contacts_by_id(sorted(placed)) if request.purpose.strip() else None,
        )
    step(1, 1, "正在写出")
    if document.contacts is not None:
        # Written down first: personal data must not leave without a trace when the machine stops here.
        told = tuple(company for company, contacts in document.contacts.items() if contacts)
        note = NoteContactExport(path.name, len(document.contacts), request.purpose.strip(), told)
        workspace.execute(note)
    from app.exchange.form_out import write_form  # noqa: PLC0415 - openpyxl is slow to load

    write_form(path, document)
    rows = sum(one.placement.company_id in placed for one in _suppliers(states))
    return FormCounts(
        unit, sum(len(one.chain.segments) for one in states), rows, len(document.known), unsettled
    )


def _states(reader: Reader, chains: tuple[str, ...]) -> tuple[ChainState, ...]:
    codes = reader.chain_codes()
    missing = next((code for code in chains if code not in codes), None)
    if missing is not None:
        raise NotFound(kind="chain", name=missing, near=())
    return tuple(one for one in reader.chain_states() if not chains or one.chain.code in chains)


def _suppliers(states: Iterable[ChainState]) -> Iterator[Supplier]:
    for state in states:
        for some in state.suppliers.values():
            yield from (one for one in some if not one.is_verdict)


def _placed(states: tuple[ChainState, ...], own: set[int] | None) -> frozenset[int]:
    """Companies whose rows the form has: those of the district, or all for None."""
    ids = {one.placement.company_id for one in _suppliers(states)}
    return frozenset(ids if own is None else ids & own)


def _identity(
    reader: Reader, request: FormRequest, unit: str, states: tuple[ChainState, ...]
) -> FormIdentity:
    number, at = newest_entry(reader)
    return FormIdentity(
        form=secrets.token_hex(6),
        workspace=workspace_mark(reader),
        number=number,
        at=at,
        unit=unit,
        district=request.district,
        chains=tuple(state.chain.code for state in states),
        fields=tuple(field for field in OPTIONAL if field in request.fields),
    )


def _unit(reader: Reader, request: FormRequest) -> str:
    if request.unit.strip():
        return request.unit.strip()[:80]
    own = dict(districts_of(reader.home_region())).get(request.district)
    name = own or region_name(request.district)
    if not name:
        raise InvalidValue(field="region", value=request.district, allowed="GB/T 2260 六位代码或功能区代码")
    return name


def _companies_of(workspace: Workspace, district: str, step: Step) -> tuple[tuple[int, ...], int]:
    """Ids of the companies of the district, and how many are known by their city alone.

    Names are read in batches, so that nobody waits long to write.
    """
    with workspace.read() as reader:
        home = reader.home_region()
    within = home if is_within(district, home) else district
    found: list[int] = []
    last, seen, unsettled = 0, 0, 0
    while True:
        with workspace.read() as reader:
            batch = reader.company_names(last, NAMES_A_LOOK, within)
        if not batch:
            return tuple(found), unsettled
        found += [one.id for one in batch if is_within(one.region, district)]
        unsettled += sum(one.region == home != district for one in batch)
        seen += len(batch)
        last = batch[-1].id
        step(seen, 0, "查找本区域企业")


def _listed(reader: Reader, known: tuple[int, ...]) -> tuple[tuple[str, str, str], ...]:
    companies = sorted(reader.companies_by_id(known).values(), key=lambda one: one.name)
    return tuple((one.name, one.credit_code, "；".join(one.products)) for one in companies)
