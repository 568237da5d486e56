"""The JSON that the command line prints: one function a shape, English words of the domain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chains.kinds import NoteKind
from chains.words import action_text

if TYPE_CHECKING:
    from app.services.workspace import ChainMeasures
    from chains.chain import Chain, Segment
    from chains.change_facts import ChangeFact
    from chains.measures import Figure
    from chains.rows import Candidate, ChangeRow, CompanyRow, FieldChange, GapRow, ImportPlan
    from chains.state import ChainState


def company_line(row: CompanyRow) -> dict[str, Any]:
    """One company of a list."""
    return {
        "id": row.id,
        "name": row.name,
        "code": row.code,
        "region": row.region_name,
        "state": row.state.value,
        "products": row.products,
        "qualifications": row.qualifications,
        "capital_wan": None if row.capital_wan is None else float(row.capital_wan),
        "currency": row.currency,
        "insured_count": row.insured_count,
        "founded_on": None if row.founded_on is None else row.founded_on.isoformat(),
        "industry": row.industry,
        "placements": row.placements,
        "origin": row.origin,
    }


def chain_line(chain: Chain) -> dict[str, Any]:
    """One chain of a list."""
    return {
        "code": chain.code,
        "name": chain.name,
        "cluster": chain.cluster,
        "stages": len(chain.stages),
        "segments": len(chain.segments),
        "links": len(chain.links),
    }


def chain_whole(state: ChainState) -> dict[str, Any]:
    """One chain whole, as it stands."""
    chain = state.chain
    return {
        "code": chain.code,
        "name": chain.name,
        "cluster": chain.cluster,
        "document": chain.document,
        "place": chain.place,
        "issues": [note.text for note in chain.notes_of(NoteKind.ISSUE)],
        "notes": [{"kind": note.kind, "text": note.text, "place": note.place} for note in chain.notes],
        "stages": [{"code": stage.code, "name": stage.name, "tier": stage.tier} for stage in chain.stages],
        "segments": [_segment(state, segment) for segment in chain.segments],
        "links": [
            {"from": link.source, "to": link.target, "group": link.group, "share": link.share}
            for link in chain.links
        ],
    }


def gap_line(row: GapRow) -> dict[str, Any]:
    """One gap."""
    return {
        "chain": row.ref.chain,
        "segment": row.ref.segment,
        "name": row.name,
        "coverage": row.coverage,
        "source": row.source,
        "degree": row.degree,
        "countries": list(row.countries),
        "chokepoint": row.chokepoint,
        "severity": row.severity,
        "impact": row.impact,
        "cross": row.cross,
        "gap_index": row.gap_index,
        "local_suppliers": row.local_suppliers,
        "candidates": row.candidates,
    }


def candidate_line(candidate: Candidate) -> dict[str, Any]:
    """One company that could fill a gap."""
    return {
        "company": candidate.company_code,
        "name": candidate.company_name,
        "score": candidate.score,
        "parts": dict(candidate.parts),
        "hits": list(candidate.hits),
        "why": [
            {
                "text": hit.text,
                "word": hit.word,
                "relation": hit.relation,
                "standing": hit.standing,
                "quality": round(hit.quality, 4),
                "field": hit.field,
            }
            for hit in candidate.why
        ],
        "weak": candidate.is_weak,
        "region": candidate.region_name,
        "target": candidate.is_target,
    }


def measures_line(measures: ChainMeasures) -> dict[str, Any]:
    """The measures of one chain, null where there is no figure."""
    overview = measures.overview
    return {
        "chain": overview.code,
        "name": overview.name,
        "local_supply_rate": _value(measures.local_supply_rate),
        "basis": measures.settings.rate_rule,
        "assessed": overview.assessed,
        "segments": overview.segments,
        "completeness": _value(measures.completeness),
        "gaps": overview.gaps,
    }


def import_result(plan: ImportPlan) -> dict[str, Any]:
    """What an import did, or would do."""
    return {
        "read": plan.read,
        "added": plan.added,
        "updated": plan.updated,
        "unchanged": plan.unchanged,
        "rejected": [{"row": row, "reason": reason} for row, reason in plan.rejected],
        "rejected_count": plan.rejected_count,
        "columns": dict(plan.columns),
        "changes": [{"company": name, "fields": _fields(fields)} for name, fields in plan.changes],
        "kept": [{"company": name, "fields": _fields(fields)} for name, fields in plan.kept],
        "twins": [
            {
                "row": pair.row,
                "told": pair.told.name,
                "known": pair.known.name,
                "known_code": pair.known.code,
                "known_row": pair.other_row or None,
            }
            for pair in plan.twins
        ],
        "twin_count": plan.twin_count,
        "notes": list(plan.notes),
    }


def _fields(fields: tuple[FieldChange, ...]) -> list[dict[str, str]]:
    return [{"field": one.field, "before": one.before, "after": one.after} for one in fields]


def change_line(row: ChangeRow) -> dict[str, Any]:
    """One entry of the change log."""
    return {
        "number": row.number,
        "at": row.at.isoformat(),
        "author": row.author,
        "login": row.login,
        "computer": row.computer,
        "action": row.action,
        "subject": row.subject,
        "label": action_text(row.action, row.subject),
        "kind": row.kind,
        "items": row.items,
        "changes": [{"field": one.field, "before": one.before, "after": one.after} for one in row.fields],
        "undoes": row.undoes,
        "undone_by": row.undone_by,
    }


def change_fact(fact: ChangeFact) -> dict[str, Any]:
    """One fact that an entry changed; `item` and `field` name it for restore-value."""
    return {
        "item": fact.item,
        "subject": fact.subject,
        "field": fact.field,
        "before": fact.before,
        "after": fact.after,
        "restorable": fact.restorable,
    }


def _segment(state: ChainState, segment: Segment) -> dict[str, Any]:
    assessment = state.assessment(segment.code)
    product = state.products.get(segment.product)
    aliases = dict.fromkeys((*segment.aliases, *(product.aliases if product else ())))
    exclude = dict.fromkeys((*segment.exclude, *(product.exclude if product else ())))
    return {
        "code": segment.code,
        "name": segment.name,
        "stage": segment.stage,
        "tier": state.chain.stage(segment.stage).tier,
        "product": product.name if product else segment.product,
        "parent": segment.parent,
        "aliases": list(aliases),
        "exclude": list(exclude),
        "coverage": assessment.coverage,
        "source": assessment.source,
        "degree": assessment.degree,
        "countries": list(assessment.countries),
        "chokepoint": assessment.chokepoint,
        "evidence": assessment.evidence,
        "assessor": assessment.assessor,
        "assessed_on": assessment.assessed_on.isoformat() if assessment.assessed_on else None,
        "place": segment.place,
        "general": segment.general,
        "local_suppliers": [one.company_name for one in state.local_suppliers(segment.code)],
        "outside_suppliers": [one.company_name for one in state.outside_suppliers(segment.code)],
    }


def _value(figure: Figure | None) -> float | None:
    return None if figure is None else figure.value
