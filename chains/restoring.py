"""Puts an older value of one fact back: which command says so. It is a change like any other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from chains.chain import SegmentRef
from chains.commands import AssessSegment, Composite, PlaceCompany, UpdateTarget
from chains.company import Company, Qualification
from chains.company_editing import EditCompany, EditQualification
from chains.errors import NotRestorable
from chains.kinds import Tier
from chains.list_records import ListRecord, SaveRecord
from chains.measure_settings import FIELDS as MEASURES
from chains.measure_settings import MeasureSettings, SetMeasureSettings, setting_key
from chains.record_shapes import FIELDS, RecordKind
from chains.row_restoring import ROWS, RestoreRow
from chains.structure import EditChain, EditLink, EditSegment, EditStage, MoveSegments, RenameTier

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from chains.change_facts import PastFact
    from chains.commands import Command

FACTS = {
    "assessment": "coverage source degree countries chokepoint evidence review_on",
    "placement": "role decision product capacity share purchase_wan evidence local",
    "target": ("phase priority responsible_unit responsible_person next_step next_on investment_yi remark"),
    "company": (
        "name credit_code short_name stock_code former_names region address products scope industry state"
        " legal_person company_type size capital_wan currency founded_on insured_count website"
    ),
    "segment": "name product parent aliases exclude weight stage",
    "chain": "name cluster chief",
    "stage": "name tier",
    "tier_name": "name",
    "supply_link": "group share",
    "qualification": "name level batch valid_until",
}
"""Per table of the log the facts that people set one by one, in the order in which they are told."""

_MEASURES = {setting_key(name): name for name in MEASURES}
RESTORABLE: Mapping[str, frozenset[str]] = {
    **{table: frozenset(names.split()) for table, names in (FACTS | ROWS).items()},
    **{kind.value: frozenset(("name", *(one.key for one in FIELDS[kind]))) for kind in RecordKind},
    "setting": frozenset(_MEASURES),
}
"""Per table of the log the facts that a command puts back alone; the rest goes back with its whole entry."""


Whole = Company | ListRecord | MeasureSettings
"""What is changed as a whole: it is needed as it is today to change one fact of it."""


def restoring(fact: PastFact, subject: str, *, before: bool, whole: Whole | None = None) -> Composite:
    """The change that gives the fact the value from before, or from after, the entry.

    `subject` is what the log calls it; `whole` what has the fact, as it is now. The command holds only as
    long as nobody changes that. Raises NotRestorable when what it is a fact of is gone, or was not there on
    that side, or there is no command for it.
    """
    named = f"{fact.table}.{fact.field}"
    if fact.field not in RESTORABLE.get(fact.table, frozenset()):
        raise NotRestorable(field=named, cause="no_command")
    if fact.table in ROWS:
        return Composite("restore_value", subject, (RestoreRow(fact.item, fact.field, before, fact.seen),))
    if not fact.is_there or (fact.table in _AS_A_WHOLE and whole is None):
        raise NotRestorable(field=named, cause="gone")
    if not (fact.had_before if before else fact.had_after):
        raise NotRestorable(field=named, cause="no_value")
    value = fact.before if before else fact.after
    command = _COMMANDS[fact.table](fact, value) if whole is None else _changed(whole, fact, value)
    return Composite("restore_value", subject, (command,))


def _changed(whole: Whole, fact: PastFact, value: Any) -> Command:  # noqa: ANN401 - any field's value
    if isinstance(whole, Company):
        return EditCompany(replace(whole, **{fact.field: value}), fact.version)
    if isinstance(whole, MeasureSettings):
        name = _MEASURES[fact.field]
        kind = type(getattr(whole, name))
        return SetMeasureSettings(replace(whole, **{name: kind(value)}), whole)
    if fact.field == "name":
        return SaveRecord(replace(whole, name=value), fact.version)
    return SaveRecord(replace(whole, values={**whole.values, fact.field: value}), fact.version)


def _assess(fact: PastFact, value: Any) -> Command:  # noqa: ANN401 - any field's value
    return AssessSegment(_ref(fact), **{fact.field: value}, expected_version=fact.version)


def _place(fact: PastFact, value: Any) -> Command:  # noqa: ANN401
    company = int(fact.key["company_id"])
    return PlaceCompany(_ref(fact), company, **{fact.field: value}, expected_version=fact.version)


def _pursue(fact: PastFact, value: Any) -> Command:  # noqa: ANN401
    return UpdateTarget(int(fact.key["id"]), **{fact.field: value}, expected_version=fact.version)


def _segment(fact: PastFact, value: Any) -> Command:  # noqa: ANN401
    chain, segment = str(fact.key["chain"]), str(fact.key["code"])
    if fact.field == "stage":
        return MoveSegments(chain, (segment,), value, expected_version=fact.version)
    ref = SegmentRef(chain, segment)
    return EditSegment(ref, **{fact.field: value}, expected_version=fact.version)


def _chain(fact: PastFact, value: Any) -> Command:  # noqa: ANN401
    return EditChain(str(fact.key["code"]), **{fact.field: value}, expected_version=fact.version)


def _stage(fact: PastFact, value: Any) -> Command:  # noqa: ANN401
    chain, stage = str(fact.key["chain"]), str(fact.key["code"])
    return EditStage(chain, stage, **{fact.field: value}, expected_version=fact.version)


def _tier(fact: PastFact, value: Any) -> Command:  # noqa: ANN401
    return RenameTier(str(fact.key["chain"]), Tier(fact.key["tier"]), value, fact.version)


def _link(fact: PastFact, value: Any) -> Command:  # noqa: ANN401
    chain, source, target = (str(fact.key[name]) for name in ("chain", "source", "target"))
    return EditLink(chain, source, target, **{fact.field: value}, expected_version=fact.version)


def _honour(fact: PastFact, value: Any) -> Command:  # noqa: ANN401
    now = Qualification(*(fact.row[name] for name in ("name", "level", "batch", "valid_until")))
    changed = replace(now, **{fact.field: value})
    return EditQualification(int(fact.row["company_id"]), now, changed, fact.version)


def _ref(fact: PastFact) -> SegmentRef:
    return SegmentRef(str(fact.key["chain"]), str(fact.key["segment"]))


_COMMANDS: Mapping[str, Callable[[PastFact, Any], Command]] = {
    "assessment": _assess,
    "placement": _place,
    "target": _pursue,
    "segment": _segment,
    "chain": _chain,
    "stage": _stage,
    "tier_name": _tier,
    "supply_link": _link,
    "qualification": _honour,
}
_AS_A_WHOLE = frozenset(("company", "setting", *RecordKind))
