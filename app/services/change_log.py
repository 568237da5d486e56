"""What is asked of the change log beyond reading it: a filter in words, an older value put back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.services.workspace import measure_settings
from chains import field_words
from chains.change_filter import change_filter_text
from chains.errors import DomainError, NotFound
from chains.record_shapes import RecordKind
from chains.restoring import restoring
from chains.row_restoring import ROWS
from chains.words import action_text

if TYPE_CHECKING:
    from chains.change_facts import ChangeFact, PastFact
    from chains.change_filter import ChangeFilter
    from chains.commands import Composite
    from chains.company import Company
    from chains.ports import Reader
    from chains.restoring import Whole
    from chains.rows import ChangeRow


@dataclass(frozen=True, slots=True)
class OldValue:
    """A value that a fact had: as the screen shows it, and the change that puts it back.

    `command` is None when it is today's value, or cannot be put back: then `refused` says why.
    """

    text: str
    command: Composite | None = None
    refused: DomainError | None = None


@dataclass(frozen=True, slots=True)
class Restoration:
    """A fact of the log today, and its values on both sides of an entry; personal data masked."""

    fact: ChangeFact
    now: str
    before: OldValue
    after: OldValue


def restoration(reader: Reader, fact: ChangeFact) -> Restoration:
    """What may be put back of the fact. Raises NotFound when the log has it no more."""
    past = reader.changes.past_fact(fact.item, fact.field)
    whole = _whole(reader, past)
    return Restoration(
        fact,
        field_words.field_value(fact.field, past.now_text) if past.is_there else "（已删除）",
        _old_value(fact, past, whole, before=True),
        _old_value(fact, past, whole, before=False),
    )


def newest_of(reader: Reader, fact: ChangeFact) -> ChangeRow | None:
    """The newest entry that changed what the fact is of; None when there is none."""
    number = reader.changes.newest_number(fact.item)
    return next(iter(reader.changes.entries([number])), None)


def what_was_done(reader: Reader, number: int) -> str:
    """What the entry did, in the user's words; "" when there is no such entry."""
    return "".join(action_text(one.action, one.subject) for one in reader.changes.entries([number]))


def fact_of(reader: Reader, number: int, item: int, field: str) -> ChangeFact:
    """A fact of an entry by its item and field (`segment.name`, or 环节名称). Raises NotFound."""
    for fact in reader.changes.facts(number):
        if fact.item == item and field in {fact.field, field_words.FIELD.get(fact.field)}:
            return fact
    raise NotFound(kind="change", name=f"{number}/{item} {field}", near=())


def filter_names(reader: Reader, wanted: ChangeFilter) -> dict[str, str]:
    """What the chain, segment and company of the filter are called, as far as they are there."""
    names = {}
    chains = reader.chain_names()
    if wanted.chain in chains:
        names["chain"] = chains[wanted.chain][0]
    if wanted.segment is not None and wanted.segment.chain in chains:
        segments = reader.chain_state(wanted.segment.chain).chain.segments
        found = next((one.name for one in segments if one.code == wanted.segment.segment), "")
        names["segment"] = f"{chains[wanted.segment.chain][0]}/{found or wanted.segment.segment}"
    company = None if wanted.company is None else _company_of(reader, wanted.company)
    if company is not None:
        names["company"] = company.name
    return names


def filter_text(reader: Reader, wanted: ChangeFilter) -> str:
    """The filter in a line, with names instead of codes; a thing that is gone goes by its code."""
    return change_filter_text(wanted, filter_names(reader, wanted))


def _old_value(fact: ChangeFact, past: PastFact, whole: Whole | None, *, before: bool) -> OldValue:
    text = field_words.field_value(fact.field, fact.before if before else fact.after)
    had = past.had_before if before else past.had_after
    if past.is_there and had and past.now == (past.before if before else past.after):
        return OldValue(text)
    if past.table in ROWS:
        if not past.is_there and not had:
            return OldValue(text)
        text = _row_text(text, is_there=past.is_there, had=had)
    subject = f"{fact.subject} {field_words.FIELD.get(fact.field, fact.field)}".strip()
    try:
        return OldValue(text, restoring(past, subject, before=before, whole=whole))
    except DomainError as refused:
        return OldValue(text, refused=refused)


def _row_text(text: str, *, is_there: bool, had: bool) -> str:
    """What becomes of a small thing that comes and goes whole."""
    if not had:
        return "（没有这一条，恢复时删除）"
    return text if is_there else f"{text}（恢复时重新加入整条）"


def _whole(reader: Reader, past: PastFact) -> Whole | None:
    """What has the fact, where it is changed as a whole."""
    if past.table == "company":
        return _company_of(reader, int(past.key["id"]))
    if past.table == "setting":
        return measure_settings(reader)
    if past.table in set(RecordKind):
        records = reader.records(RecordKind(past.table))
        return next((one for one in records if one.id == past.key["id"]), None)
    return None


def _company_of(reader: Reader, company: int) -> Company | None:
    try:
        return reader.company(company)
    except NotFound:
        return None
