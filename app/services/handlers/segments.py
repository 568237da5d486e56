"""Marking a segment: assessments and placements."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

from app.services.done import Done
from chains.commands import KEEP, CompanyArrival, Keep, PlaceCompany, kept
from chains.countries import checked_countries
from chains.errors import InvalidValue, NotFound
from chains.kinds import Decision, Role, Source
from chains.marking import Placement
from chains.words import countries_text

if TYPE_CHECKING:
    from chains.commands import AssessSegment, PlaceNamed, RemovePlacement
    from chains.marking import Assessment
    from chains.ports import UnitOfWork


def assess_segment(command: AssessSegment, unit: UnitOfWork) -> Done:
    """Keep a new assessment, signed and dated; nothing is written when it says what already holds.

    Countries go with the source 国外: with another one they are forgotten. Raises InvalidValue when some are
    said of a segment that is not imported.
    """
    unit.segments.touch(command.ref, command.expected_version)
    old = unit.assessments.newest(command.ref)
    new = _assessed(command, old, unit)
    if _content(new) != _content(old):
        unit.assessments.add(command.ref, new)
    return Done("assess", unit.chains.segment_name(command.ref))


def place_company(command: PlaceCompany, unit: UnitOfWork) -> Done:
    """Put the company on the segment, or change how it stands there."""
    share = kept(command.share, None)
    if share is not None and not 0.0 < share <= 1.0:
        raise InvalidValue(field="share", value=share, allowed="0–1")
    unit.segments.touch(command.ref, command.expected_version)
    company = unit.companies.name(command.company_id)
    old = unit.placements.find(command.ref, command.company_id)
    before = old or Placement(0, command.ref, command.company_id)
    if before.role is Role.CANDIDATE and before.decision is Decision.REJECTED and command.decision is KEEP:
        # A match that was struck, and is now placed by hand after all.
        before = Placement(before.id, command.ref, command.company_id)
    new = replace(
        before,
        role=kept(command.role, before.role),
        decision=kept(command.decision, before.decision),
        product=kept(command.product, before.product),
        capacity=kept(command.capacity, before.capacity),
        share=kept(command.share, before.share),
        purchase_wan=kept(command.purchase_wan, before.purchase_wan),
        evidence=kept(command.evidence, before.evidence),
        local=kept(command.local, before.local),
    )
    created = 0
    if old is None or new != old:
        created = unit.placements.save(replace(new, placed_by=unit.author, placed_on=unit.today))
    return Done("place", f"{company} → {unit.chains.segment_name(command.ref)}", created)


def place_named(command: PlaceNamed, unit: UnitOfWork) -> Done:
    """Put the company on the segment; one that the registry has by code or name is taken, else it is added.

    Raises Ambiguous when several companies have the name.
    """
    company = command.company
    found = unit.companies.id_of(company.credit_code, company.name)
    if found is None:
        unit.companies.bring_in([CompanyArrival(company)], {})
        found = unit.companies.id_of(company.credit_code, company.name)
    if found is None:
        raise NotFound(kind="company", name=company.name, near=())
    facts = {one.name: getattr(command, one.name) for one in fields(command) if one.name != "company"}
    return place_company(PlaceCompany(company_id=found, **facts), unit)


def remove_placement(command: RemovePlacement, unit: UnitOfWork) -> Done:
    """Take the company off the segment. Raises NotFound when it is not on it."""
    unit.segments.touch(command.ref, command.expected_version)
    company = unit.companies.name(command.company_id)
    placement = unit.placements.find(command.ref, command.company_id)
    if placement is None:
        raise NotFound(kind="placement", name=company, near=())
    unit.placements.remove(placement.id)
    return Done("unplace", f"{company} → {unit.chains.segment_name(command.ref)}")


def _assessed(command: AssessSegment, old: Assessment, unit: UnitOfWork) -> Assessment:
    source = kept(command.source, old.source)
    countries = checked_countries(kept(command.countries, old.countries))
    if countries and source is not Source.ABROAD and not isinstance(command.countries, Keep):
        raise InvalidValue(field="assessment.countries", value=countries_text(countries), allowed="abroad")
    degree = kept(command.degree, old.degree)
    return replace(
        old,
        id=0,
        coverage=kept(command.coverage, old.coverage),
        source=source,
        degree=None if source is Source.UNKNOWN else degree,
        chokepoint=kept(command.chokepoint, old.chokepoint),
        evidence=_evidence(command, old, unit.author),
        review_on=kept(command.review_on, old.review_on),
        countries=countries if source is Source.ABROAD else (),
        assessor=unit.author,
        assessed_on=unit.today,
    )


def _evidence(command: AssessSegment, old: Assessment, author: str) -> str:
    """What is given; else the author's own earlier words. Another's evidence does not prove a new mark."""
    if not isinstance(command.evidence, Keep):
        return command.evidence.strip()
    says_otherwise = (kept(command.coverage, old.coverage), kept(command.source, old.source)) != (
        old.coverage,
        old.source,
    )
    return "" if says_otherwise and old.assessor != author else old.evidence


def _content(assessment: Assessment) -> Assessment:
    """The assessment without its signature."""
    return replace(assessment, id=0, assessor="", assessed_on=None)
