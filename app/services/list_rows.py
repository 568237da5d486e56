"""The rows of each list (N清单), by key of the column: values only, no sheet and no screen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from chains import words
from chains.kinds import Coverage, NoteKind, Role
from chains.list_shapes import ListKind
from chains.record_shapes import ALL_CHAINS, FIELDS, RecordKind
from chains.regions import region_label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date
    from decimal import Decimal

    from app.services.list_facts import ListFacts
    from chains.company import Company
    from chains.marking import Supplier
    from chains.rows import TargetRow


_OUTSIDE = "outside"


def rows_of(kind: ListKind, facts: ListFacts) -> list[dict[str, object]]:
    """The rows of a list, each with its number from 1 under the key `row`."""
    return [{"row": at, **row} for at, row in enumerate(_ROWS[kind](facts), 1)]


def _companies(*roles: Role, local: bool = False) -> Callable[[ListFacts], Iterator[dict[str, object]]]:
    """One row for each company of a chain in one of the roles."""

    def rows(facts: ListFacts) -> Iterator[dict[str, object]]:
        for state in facts.states:
            found: dict[int, _Placed] = {}
            for segment in state.chain.segments:
                for one in state.suppliers_of(segment.code):
                    if one.counts and one.placement.role in roles and (not local or one.local is True):
                        placed = found.setdefault(one.placement.company_id, _Placed())
                        placed.add(segment.name, one)
            for number, placed in found.items():
                yield {"chain": state.chain.name, **placed.row(facts.companies.get(number), facts.as_of)}

    return rows


@dataclass(slots=True)
class _Placed:
    """A company with all its placements in one chain."""

    segments: list[str] = field(default_factory=list)
    suppliers: list[Supplier] = field(default_factory=list)

    def add(self, segment: str, supplier: Supplier) -> None:
        """One more placement."""
        self.segments.append(segment)
        self.suppliers.append(supplier)

    def row(self, company: Company | None, as_of: date) -> dict[str, object]:
        """What lists say of it; of several placements what they say is joined."""
        placements = [one.placement for one in self.suppliers]
        lead = any(one.role is Role.LEAD for one in placements)
        row: dict[str, object] = {
            "company": self.suppliers[0].company_name,
            "segment": "、".join(self.segments),
            "role": words.ROLE[Role.LEAD if lead else Role.SUPPLIER],
            "product": _joined(one.product for one in placements),
            "capacity": _joined(one.capacity for one in placements),
            "evidence": _joined(one.evidence for one in placements),
        }
        if company is not None:
            row |= {
                "code": company.credit_code or company.stock_code,
                "region": region_label(company.region) if company.region else "",
                "products": "；".join(company.products),
                "qualifications": _honours(company, as_of),
                "capital_wan": _amount(company.capital_wan, company.currency),
                "insured": company.insured_count,
            }
        return row


def _strengths(facts: ListFacts) -> Iterator[dict[str, object]]:
    for state in facts.states:
        for segment in state.chain.segments:
            mark = state.assessment(segment.code)
            if mark.coverage is not Coverage.STRONG:
                continue
            local = state.local_suppliers(segment.code)
            product = state.products.get(segment.product)
            yield {
                "chain": state.chain.name,
                "stage": state.chain.stage(segment.stage).name,
                "segment": segment.name,
                "product": product.name if product is not None else "",
                "local_suppliers": len(local),
                "companies": "、".join(one.company_name for one in local),
                "evidence": mark.evidence,
                "assessed_on": mark.assessed_on,
            }


def _gaps(facts: ListFacts) -> Iterator[dict[str, object]]:
    for row in facts.gaps:
        yield {
            "chain": row.chain_name,
            "segment": row.name,
            "coverage": words.COVERAGE[row.coverage],
            "source": words.source_text(row.source, row.degree, row.countries),
            "chokepoint": words.CHOKEPOINT if row.chokepoint else "",
            "severity": row.severity,
            "impact": row.impact,
            "gap_index": row.gap_index,
            "affected": row.affected,
            "affected_chains": "、".join(row.affected_chains),
            "local_suppliers": row.local_suppliers,
            "targets": row.targets,
            "evidence": row.evidence,
            "assessed_on": row.assessed_on,
        }


def _districts(facts: ListFacts) -> Iterator[dict[str, object]]:
    """By chain and district, districts in the region's order, outside last."""
    for code, found in facts.districts:
        order = [region for region, _ in found.districts]
        cells = sorted(
            found.cells, key=lambda cell: order.index(cell.region) if cell.region in order else len(order)
        )
        for cell in cells:
            yield {
                "chain": facts.chain_names[code],
                "district": "市外" if cell.region == _OUTSIDE else cell.region_name,
                "segment": cell.segment_name,
                "count": len(cell.companies),
                "companies": "、".join(cell.companies),
            }


def _targets(facts: ListFacts) -> Iterator[dict[str, object]]:
    index = {row.ref: row.gap_index for row in facts.gaps}
    ranked = sorted(
        facts.targets, key=lambda row: (-index.get(row.ref, 0.0), row.chain_name, -(row.score or 0.0))
    )
    for row in ranked:
        yield {
            "chain": row.chain_name,
            "segment": row.segment_name,
            "gap": _gap_words(row),
            "company": row.company_name,
            "code": row.credit_code,
            "region": row.region_name,
            "products": row.products,
            "qualifications": row.qualifications,
            "capital_wan": _amount(row.capital_wan, row.currency),
            "insured": row.insured_count,
            "score": row.score,
            "reason": row.reason,
            "origin": row.origin,
            "priority": row.priority,
            "phase": words.PHASE[row.phase],
            "investment_yi": row.investment_yi,
            "last_on": row.last_follow_up_on,
            "next_step": row.next_step,
            "unit": row.responsible_unit,
            "person": row.responsible_person,
            "remark": row.remark,
        }


def _clusters(facts: ListFacts) -> Iterator[dict[str, object]]:
    """The chains of one cluster stand together, clusters in the order of their first chain."""
    clusters = list(dict.fromkeys(one.cluster for one in facts.overviews))
    pairs = sorted(
        zip(facts.states, facts.overviews, strict=True), key=lambda pair: clusters.index(pair[1].cluster)
    )
    for state, one in pairs:
        local = {
            supplier.placement.company_id
            for segment in state.chain.segments
            for supplier in state.local_suppliers(segment.code)
        }
        yield {
            "cluster": one.cluster,
            "chain": one.name,
            "chief": state.chain.chief,
            "segments": one.segments,
            "assessed": one.assessed,
            "rate": one.local_supply_rate,
            "completeness": one.completeness,
            "missing": one.missing,
            "weak": one.weak,
            "chokepoints": one.chokepoints,
            "companies": len(local),
        }


def _issues(facts: ListFacts) -> Iterator[dict[str, object]]:
    for state in facts.states:
        for note in state.chain.notes_of(NoteKind.ISSUE):
            yield {
                "chain": state.chain.name,
                "issue_kind": words.NOTE[NoteKind.ISSUE],
                "text": note.text,
                "evidence": note.place,
            }
        for row in facts.gaps:
            if row.ref.chain == state.chain.code:
                yield {
                    "chain": row.chain_name,
                    "issue_kind": "环节缺口",
                    "segment": row.name,
                    "text": f"本地供给{words.COVERAGE[row.coverage]}，"
                    f"当前来源{words.source_text(row.source, row.degree, row.countries)}",
                    "evidence": row.evidence,
                }
        for segment in state.chain.segments:
            mark = state.assessment(segment.code)
            if mark.chokepoint:
                yield {
                    "chain": state.chain.name,
                    "issue_kind": words.CHOKEPOINT,
                    "segment": segment.name,
                    "text": f"当前来源{words.source_text(mark.source, mark.degree, mark.countries)}",
                    "evidence": mark.evidence,
                }


def _records(kind: RecordKind) -> Callable[[ListFacts], Iterator[dict[str, object]]]:
    def rows(facts: ListFacts) -> Iterator[dict[str, object]]:
        for one in facts.records[kind]:
            chain = facts.chain_names.get(one.chain, one.chain) if one.chain else ALL_CHAINS
            yield {
                "name": one.name,
                "chain": chain,
                **{each.key: one.value(each.key) for each in FIELDS[kind]},
            }

    return rows


def _gap_words(row: TargetRow) -> str:
    parts = [words.COVERAGE[row.coverage], words.source_text(row.source, row.degree, row.countries)]
    return "·".join([*parts, words.CHOKEPOINT] if row.chokepoint else parts)


def _joined(texts: Iterator[str]) -> str:
    return "；".join(dict.fromkeys(text for text in texts if text))


def _honours(company: Company, as_of: date) -> str:
    """Honours that have not run out."""
    return "、".join(
        f"{one.level}{one.name}"
        for one in company.qualifications
        if one.valid_until is None or one.valid_until >= as_of
    )


def _amount(wan: Decimal | None, currency: str) -> Decimal | str | None:
    """A number of 万元; an amount in another currency is text, for it is no number of 万元."""
    return wan if wan is None or currency in {"CNY", ""} else f"{wan:,f} 万（{currency}）"


_ROWS: Mapping[ListKind, Callable[[ListFacts], Iterator[dict[str, object]]]] = {
    ListKind.LEADS: _companies(Role.LEAD),
    ListKind.SUPPLIERS: _companies(Role.SUPPLIER, local=True),
    ListKind.COMPANIES: _companies(Role.LEAD, Role.SUPPLIER),
    ListKind.STRENGTHS: _strengths,
    ListKind.GAPS: _gaps,
    ListKind.DISTRICTS: _districts,
    ListKind.TARGETS: _targets,
    ListKind.CLUSTERS: _clusters,
    ListKind.ISSUES: _issues,
    **{ListKind(kind.value): _records(kind) for kind in RecordKind},
}
