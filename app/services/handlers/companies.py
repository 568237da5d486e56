"""Companies edited by hand: facts, honours, new companies."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.services.done import Done
from chains.company_editing import (
    BY_HAND,
    AddCompany,
    AddQualification,
    EditCompany,
    EditQualification,
    RemoveQualification,
    checked_company,
    checked_qualification,
)
from chains.company_merging import MergeCompanies, merged
from chains.errors import AlreadyThere, NotFound

if TYPE_CHECKING:
    from collections.abc import Callable

    from chains.company import Company, Qualification
    from chains.ports import UnitOfWork


def add_company(command: AddCompany, unit: UnitOfWork) -> Done:
    """Keep a new company. Raises AlreadyThere when its name or code is taken."""
    company = replace(checked_company(command.company, unit.today), id=0, version=1)
    _refuse_twin(company, unit)
    company = company if company.origin else replace(company, origin=BY_HAND)
    honours = tuple(map(checked_qualification, company.qualifications))
    created = unit.company_records.add(replace(company, qualifications=honours), command.contacts)
    return Done("add_company", company.name, created)


def edit_company(command: EditCompany, unit: UnitOfWork) -> Done:
    """Write the facts that differ; the honours stay."""
    company = checked_company(command.company, unit.today)
    old = unit.company_records.get(company.id)
    if (company.name, company.credit_code) != (old.name, old.credit_code):
        _refuse_twin(company, unit)
    if company.region != old.region:
        company = replace(company, region_basis="stated" if company.region else "")
    if company.state is not old.state and company.state_text == old.state_text:
        company = replace(company, state_text="")
    unit.company_records.save(company, command.expected_version)
    return Done("edit_company", company.name)


def add_qualification(command: AddQualification, unit: UnitOfWork) -> Done:
    """Give the company an honour. Raises AlreadyThere when it has just this one."""
    company = unit.company_records.get(command.company_id)
    honour = checked_qualification(command.qualification)
    if honour in company.qualifications:
        raise AlreadyThere(kind="qualification", name=honour.name)
    unit.company_records.add_qualification(command.company_id, honour, command.expected_version)
    return Done("add_qualification", _label(company, honour))


def edit_qualification(command: EditQualification, unit: UnitOfWork) -> Done:
    """Make of one honour another. Raises NotFound when it is not there, AlreadyThere when the other is."""
    company = unit.company_records.get(command.company_id)
    old, honour = command.old, checked_qualification(command.qualification)
    if old not in company.qualifications:
        raise NotFound(kind="qualification", name=old.name, near=())
    if honour != old:
        if honour in company.qualifications:
            raise AlreadyThere(kind="qualification", name=honour.name)
        unit.company_records.save_qualification(company.id, old, honour, command.expected_version)
    return Done("edit_qualification", _label(company, honour))


def remove_qualification(command: RemoveQualification, unit: UnitOfWork) -> Done:
    """Take an honour off the company. Raises NotFound when it has none such."""
    company, honour = unit.company_records.get(command.company_id), command.qualification
    if honour not in company.qualifications:
        raise NotFound(kind="qualification", name=honour.name, near=())
    unit.company_records.remove_qualification(command.company_id, honour, command.expected_version)
    return Done("remove_qualification", _label(company, honour))


def merge_companies(command: MergeCompanies, unit: UnitOfWork) -> Done:
    """Make one company of two. Raises InvalidValue when they have different codes."""
    kept, gone = unit.company_records.get(command.kept_id), unit.company_records.get(command.gone_id)
    whole = merged(kept, gone)
    # The one that goes leaves first: two companies of one code cannot be.
    segments = unit.company_records.absorb(kept.id, gone.id, command.gone_version)
    unit.company_records.save(whole, command.expected_version)
    for ref in sorted(segments):
        unit.segments.touch(ref, None)
    return Done("merge_companies", f"{gone.name} → {kept.name}")


def _refuse_twin(company: Company, unit: UnitOfWork) -> None:
    twin = unit.company_records.twin_of(company)
    if twin is not None:
        raise AlreadyThere(kind="company", name=twin)


def _label(company: Company, honour: Qualification) -> str:
    return f"{company.name} · {honour.name}"


HANDLERS: dict[type, Callable[[Any, UnitOfWork], Done]] = {
    AddCompany: add_company,
    EditCompany: edit_company,
    AddQualification: add_qualification,
    EditQualification: edit_qualification,
    RemoveQualification: remove_qualification,
    MergeCompanies: merge_companies,
}
"""What each command of this kind is done by."""
