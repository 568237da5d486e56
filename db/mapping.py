"""Row ↔ value, both ways, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chains.chain import Chain, ChainNote, Product, Segment, SegmentRef, Stage, SupplyLink
from chains.company import Company, Contact, Qualification
from chains.marking import Assessment, Placement
from chains.names import normalised_name
from chains.target import FollowUp, Target

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import RowMapping

    Row = Mapping[str, Any] | RowMapping

_COMPANY_FIELDS = (
    "id", "name", "credit_code", "short_name", "stock_code", "former_names", "region", "region_basis",
    "address", "products", "scope", "industry", "state", "state_text", "legal_person", "company_type", "size",
    "capital_wan", "currency", "founded_on", "insured_count", "website", "origin", "version",
)  # fmt: skip
_ASSESSMENT_FIELDS = (
    "id", "coverage", "source", "degree", "chokepoint", "evidence", "assessor", "assessed_on", "review_on",
    "countries",
)  # fmt: skip
_PLACEMENT_FIELDS = (
    "id", "company_id", "role", "decision", "product", "capacity", "share", "purchase_wan", "evidence",
    "local", "placed_by", "placed_on",
)  # fmt: skip
_TARGET_FIELDS = (
    "id", "company_id", "score", "reason", "phase", "priority", "responsible_unit", "responsible_person",
    "next_step", "next_on", "investment_yi", "origin", "remark", "version",
)  # fmt: skip
_SEGMENT_FIELDS = (
    "chain", "code", "name", "stage", "product", "aliases", "exclude", "parent", "weight", "general", "place",
)  # fmt: skip


def chain_value(
    row: Row,
    stages: Iterable[Row],
    segments: Iterable[Row],
    links: Iterable[Row],
    notes: Iterable[Row] = (),
    tiers: Iterable[Row] = (),
) -> Chain:
    """A chain from its own row and those of its parts, each in order."""
    return Chain(
        code=row["code"],
        name=row["name"],
        cluster=row["cluster"],
        chief=row["chief"],
        document=row["document"],
        place=row["place"],
        aliases=row["aliases"],
        stages=tuple(Stage(part["code"], part["name"], part["tier"]) for part in stages),
        segments=tuple(segment_value(part) for part in segments),
        links=tuple(
            SupplyLink(part["source"], part["target"], part["group"], part["share"]) for part in links
        ),
        notes=tuple(ChainNote(part["kind"], part["text"], part["place"]) for part in notes),
        tier_names=tuple((part["tier"], part["name"]) for part in tiers),
        version=row["version"],
    )


def segment_value(row: Row) -> Segment:
    """A segment from its row."""
    return Segment(**{name: row[name] for name in (*_SEGMENT_FIELDS, "version")})


def stage_row(chain: str, stage: Stage, position: int) -> dict[str, Any]:
    """A stage's row."""
    return {
        "chain": chain, "code": stage.code, "position": position, "name": stage.name, "tier": stage.tier,
    }  # fmt: skip


def link_row(chain: str, link: SupplyLink) -> dict[str, Any]:
    """A supply link's row, without an id."""
    return {
        "chain": chain, "source": link.source, "target": link.target, "group": link.group,
        "share": link.share,
    }  # fmt: skip


def segment_row(segment: Segment, position: int) -> dict[str, Any]:
    """A segment's row."""
    return {name: getattr(segment, name) for name in _SEGMENT_FIELDS} | {"position": position, "version": 1}


def product_value(row: Row) -> Product:
    """A product from its row."""
    return Product(row["code"], row["name"], row["aliases"], row["exclude"])


def assessment_value(row: Row) -> Assessment:
    """An assessment from its row."""
    return Assessment(**{name: row[name] for name in _ASSESSMENT_FIELDS})


def assessment_row(ref: SegmentRef, assessment: Assessment) -> dict[str, Any]:
    """A new assessment's row, without an id."""
    values = {name: getattr(assessment, name) for name in _ASSESSMENT_FIELDS if name != "id"}
    return {"chain": ref.chain, "segment": ref.segment, **values}


def placement_value(row: Row) -> Placement:
    """A placement from its row."""
    return Placement(
        ref=SegmentRef(row["chain"], row["segment"]), **{name: row[name] for name in _PLACEMENT_FIELDS}
    )


def placement_row(placement: Placement) -> dict[str, Any]:
    """A placement's row, without an id."""
    values = {name: getattr(placement, name) for name in _PLACEMENT_FIELDS if name != "id"}
    return {"chain": placement.ref.chain, "segment": placement.ref.segment, **values}


def target_value(row: Row, follow_ups: Iterable[Row] = ()) -> Target:
    """A target from its row and its follow-ups."""
    return Target(
        ref=SegmentRef(row["chain"], row["segment"]),
        follow_ups=tuple(follow_up_value(part) for part in follow_ups),
        **{name: row[name] for name in _TARGET_FIELDS},
    )


def target_row(target: Target) -> dict[str, Any]:
    """A target's row, without id and version."""
    values = {name: getattr(target, name) for name in _TARGET_FIELDS if name not in {"id", "version"}}
    return {"chain": target.ref.chain, "segment": target.ref.segment, **values}


def follow_up_value(row: Row) -> FollowUp:
    """A follow-up from its row."""
    return FollowUp(row["id"], row["target_id"], row["on"], row["text"], row["by"])


def company_value(row: Row, qualifications: Iterable[Row] = ()) -> Company:
    """A company from its row and its qualifications."""
    return Company(
        qualifications=tuple(
            Qualification(part["name"], part["level"], part["batch"], part["valid_until"])
            for part in qualifications
        ),
        **{name: row[name] for name in _COMPANY_FIELDS},
    )


def company_row(company: Company) -> dict[str, Any]:
    """A company's row, without id and version; with the key that names are compared by."""
    values = {name: getattr(company, name) for name in _COMPANY_FIELDS if name not in {"id", "version"}}
    return {**values, "name_key": normalised_name(company.name)}


def qualification_row(company_id: int, qualification: Qualification) -> dict[str, Any]:
    """A qualification's row."""
    return {
        "company_id": company_id,
        "name": qualification.name,
        "level": qualification.level,
        "batch": qualification.batch,
        "valid_until": qualification.valid_until,
    }


def contact_row(company_id: int, contact: Contact) -> dict[str, Any]:
    """A contact's row."""
    return {
        "company_id": company_id, "kind": contact.kind, "value": contact.value, "person": contact.person,
        "role": contact.role,
    }  # fmt: skip


def contact_value(row: Row) -> Contact:
    """A contact from its row."""
    return Contact(row["kind"], row["value"], row["person"], row["role"])
