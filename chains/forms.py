"""填报: what a form holds of chains as cells, and the commands that cells that changed become."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from chains.commands import AssessSegment, PlaceCompany, PlaceNamed
from chains.kinds import Decision, Role, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from chains.chain import SegmentRef
    from chains.commands import Command
    from chains.company import Company
    from chains.marking import Assessment, Placement
    from chains.merging import CellChange, Cells
    from chains.state import ChainState

ASSESSED = ("coverage", "source", "degree", "countries", "chokepoint", "evidence", "review_on")
"""Fields of a segment's row."""
PLACED = ("role", "decision", "product", "capacity", "share", "purchase_wan", "evidence", "local")
"""Fields of a company's row."""
IS_PLACED = "placed"
"""A field of a company's row that says that there is such a row at all."""

_ENDS = re.compile(r"[ \t\u00a0\u3000]+$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class RowKey:
    """A segment's row, or a company's on it.

    `company_id` names the company; one that the registry does not have has a `newcomer` key.
    """

    ref: SegmentRef
    company_id: int = 0
    newcomer: str = ""

    @property
    def is_company(self) -> bool:
        """Whether the row is about a company."""
        return bool(self.company_id or self.newcomer)


def plain(text: str) -> str | None:
    """A text as it is compared: line ends, tabs, spaces at the ends of lines do not count; None for blank."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "")
    text = text.replace("\u00a0", " ").replace("\t", " ")
    return _ENDS.sub("", text).strip() or None


def number(value: float | Decimal) -> Decimal:
    """A number as it is compared: what a spreadsheet keeps of it, 15 digits."""
    return Decimal(format(float(value), ".15g"))


def cells_of(state: ChainState) -> dict[RowKey, dict[str, object]]:
    """Every cell that a form can hold of the chain, as compared."""
    rows: dict[RowKey, dict[str, object]] = {}
    for segment in state.chain.segments:
        rows[RowKey(segment.ref)] = assessment_cells(state.assessment(segment.code))
        for supplier in state.suppliers_of(segment.code):
            if supplier.is_verdict:
                continue
            placement = supplier.placement
            rows[RowKey(segment.ref, placement.company_id)] = _placement_cells(placement)
    return rows


def assessment_cells(said: Assessment) -> dict[str, object]:
    """The cells of a segment's row, as compared."""
    return {
        "coverage": said.coverage,
        "source": said.source,
        "degree": None if said.source is Source.UNKNOWN else said.degree,
        "countries": said.countries or None,
        "chokepoint": said.chokepoint,
        "evidence": plain(said.evidence),
        "review_on": said.review_on,
    }


def with_fitting_countries(said: Mapping[str, Any], source: object) -> dict[str, Any]:
    """What is said of a segment whose source is that one, as AssessSegment takes it.

    Countries go with 国外 alone: where the segment has another source in the end, they are left out.
    """
    fitting = dict(said)
    if "countries" in fitting:
        fitting["countries"] = fitting["countries"] or ()
        if fitting.get("source", source) is not Source.ABROAD:
            del fitting["countries"]
    return fitting


def _placement_cells(placement: Placement) -> dict[str, object]:
    return {
        IS_PLACED: True,
        "role": placement.role,
        "decision": placement.decision,
        "product": plain(placement.product),
        "capacity": plain(placement.capacity),
        "share": None if placement.share is None else number(placement.share),
        "purchase_wan": None if placement.purchase_wan is None else number(placement.purchase_wan),
        "evidence": plain(placement.evidence),
        "local": placement.local,
    }


def commands_of(
    changes: Iterable[CellChange],
    ours: Cells,
    newcomers: Mapping[str, Company],
    versions: Mapping[SegmentRef, int],
) -> tuple[Command, ...]:
    """The commands that put the changes in, one for each row; `versions` are those of segments when seen.

    `ours` are the cells that the changes are put into.
    """
    rows: dict[RowKey, dict[str, Any]] = defaultdict(dict)
    for one in changes:
        rows[cast("RowKey", one.key)][one.field] = one.theirs
    return tuple(
        _placing(key, values, newcomers, versions)
        if key.is_company
        else _assessing(key, values, ours, versions)
        for key, values in rows.items()
    )


def _assessing(
    key: RowKey,
    values: dict[str, Any],
    ours: Cells,
    versions: Mapping[SegmentRef, int],
) -> AssessSegment:
    """The evidence goes along: the district saw it beside the mark and let it stand."""
    values = {"evidence": ours.get(key, {}).get("evidence"), **values}
    values["evidence"] = values["evidence"] or ""
    values = with_fitting_countries(values, ours.get(key, {}).get("source"))
    return AssessSegment(key.ref, **values, expected_version=versions.get(key.ref))


def _placing(
    key: RowKey,
    values: dict[str, Any],
    newcomers: Mapping[str, Company],
    versions: Mapping[SegmentRef, int],
) -> PlaceCompany | PlaceNamed:
    facts = {name: value for name, value in values.items() if name != IS_PLACED}
    for name in ("product", "capacity", "evidence"):
        if name in facts:
            facts[name] = facts[name] or ""
    if facts.get("share") is not None:
        facts["share"] = float(facts["share"])
    if IS_PLACED in values:
        facts["role"] = facts.get("role") or Role.SUPPLIER
        facts["decision"] = facts.get("decision") or Decision.TO_REVIEW
    version = versions.get(key.ref)
    if key.company_id:
        return PlaceCompany(key.ref, key.company_id, **facts, expected_version=version)
    return PlaceNamed(key.ref, newcomers[key.newcomer], **facts, expected_version=version)
