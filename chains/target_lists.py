"""招商目标企业清单 as a person wants it: which targets, in which order, with which columns, under a name."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from chains.kinds import Phase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from chains.chain import SegmentRef
    from chains.rows import TargetRow

ENDED = frozenset({Phase.LANDED, Phase.LOST})
"""Phases in which nothing is due any more."""

PRIORITIES = ("高", "中", "低")
TEMPLATE_PREFIX = "target_list#"
"""The setting of the workspace that keeps a template; its name stands behind it."""

MOST_LETTERS = 40


class TargetColumn(StrEnum):
    """One column of the list. Contacts are no column: they are asked for at each export."""

    NUMBER = "number"
    CHAIN = "chain"
    SEGMENT = "segment"
    GAP = "gap"
    COMPANY = "company"
    CODE = "code"
    REGION = "region"
    PRODUCTS = "products"
    QUALIFICATIONS = "qualifications"
    CAPITAL = "capital"
    INSURED = "insured"
    SCORE = "score"
    REASON = "reason"
    ORIGIN = "origin"
    PRIORITY = "priority"
    INVESTMENT = "investment"
    PHASE = "phase"
    LAST_FOLLOW_UP = "last_follow_up"
    NEXT_STEP = "next_step"
    NEXT_ON = "next_on"
    UNIT = "unit"
    PERSON = "person"
    REMARK = "remark"


ALL_COLUMNS = tuple(TargetColumn)
DEFAULT_COLUMNS = tuple(one for one in TargetColumn if one is not TargetColumn.NEXT_ON)
"""The columns of domain.md, in its order."""


class TargetSort(StrEnum):
    """What the list is sorted by; among equals by chain, segment and score."""

    GAP_INDEX = "gap_index"
    OVERDUE = "overdue"
    SCORE = "score"
    PHASE = "phase"
    PRIORITY = "priority"
    NEXT_ON = "next_on"
    LAST_FOLLOW_UP = "last_follow_up"
    UNIT = "unit"
    INVESTMENT = "investment"
    COMPANY = "company"


@dataclass(frozen=True, slots=True)
class TargetFilter:
    """Which targets; an empty part keeps all. `text` is looked for in company, segment, next step, remark."""

    chains: tuple[str, ...] = ()
    phases: tuple[Phase, ...] = ()
    units: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    priorities: tuple[str, ...] = ()
    overdue: bool = False
    text: str = ""

    def fits(self, row: TargetRow, today: date) -> bool:
        """Whether the target is wanted."""
        chosen = (
            (self.chains, row.ref.chain),
            (self.phases, row.phase),
            (self.units, row.responsible_unit),
            (self.persons, row.responsible_person),
            (self.priorities, row.priority),
        )
        if any(wanted and value not in wanted for wanted, value in chosen):
            return False
        if self.overdue and not is_overdue(row, today):
            return False
        texts = (row.company_name, row.segment_name, row.next_step, row.remark, row.chain_name)
        return self.text.casefold() in "\n".join(texts).casefold()


@dataclass(frozen=True, slots=True)
class TargetList:
    """How the list is wanted: which targets, in which order, which columns in which order."""

    wanted: TargetFilter = TargetFilter()
    sort: TargetSort = TargetSort.GAP_INDEX
    descending: bool = False
    columns: tuple[TargetColumn, ...] = DEFAULT_COLUMNS


@dataclass(frozen=True, slots=True)
class SaveTargetTemplate:
    """Keep a list under a name in the workspace (模板); a template of that name is replaced."""

    name: str
    content: TargetList


@dataclass(frozen=True, slots=True)
class RemoveTargetTemplate:
    """Forget a template."""

    name: str


TemplateCommand = SaveTargetTemplate | RemoveTargetTemplate


def is_overdue(row: TargetRow, today: date) -> bool:
    """Whether the next step was due before today and the pursuit still goes on."""
    return row.next_on is not None and row.next_on < today and row.phase not in ENDED


def arranged(
    rows: Iterable[TargetRow], how: TargetList, today: date, gap_index: Mapping[SegmentRef, float]
) -> tuple[TargetRow, ...]:
    """The targets that the list wants, in its order. `gap_index` by segment, higher first."""
    kept = [row for row in rows if how.wanted.fits(row, today)]
    kept.sort(key=lambda row: (row.chain_name, row.segment_name, -(row.score or 0.0), row.id))
    keys = _sort_keys(today, gap_index)
    known = [row for row in kept if keys[how.sort](row) is not None]
    blank = [row for row in kept if keys[how.sort](row) is None]
    known.sort(key=keys[how.sort], reverse=how.descending)
    return (*known, *blank)


def template_text(content: TargetList) -> str:
    """The list as the setting keeps it."""
    return json.dumps(asdict(content), ensure_ascii=False)


def template_from_text(text: str) -> TargetList | None:
    """The list that `template_text` wrote; what this version does not know is left out.

    None for any other text: in a shared database another client may have written it.
    """
    try:
        told = json.loads(text)
        return _template_of(told) if isinstance(told, dict) else None
    except (ValueError, TypeError, RecursionError):
        return None


def _template_of(told: dict[str, Any]) -> TargetList:
    wanted = told.get("wanted", {})
    columns = tuple(TargetColumn(one) for one in told.get("columns", ()) if one in set(TargetColumn))
    sort = told.get("sort", "")
    return TargetList(
        wanted=_filter(wanted if isinstance(wanted, dict) else {}),
        sort=TargetSort(sort) if sort in set(TargetSort) else TargetSort.GAP_INDEX,
        descending=bool(told.get("descending", False)),
        columns=columns or DEFAULT_COLUMNS,
    )


def templates_from_settings(held: Mapping[str, str]) -> dict[str, TargetList]:
    """Templates by name, from the settings under TEMPLATE_PREFIX."""
    found = {key.removeprefix(TEMPLATE_PREFIX): template_from_text(text) for key, text in held.items()}
    return {name: content for name, content in sorted(found.items()) if content is not None}


def _filter(told: dict[str, Any]) -> TargetFilter:
    def words(name: str) -> tuple[str, ...]:
        return tuple(str(one) for one in told.get(name, ()))

    return TargetFilter(
        chains=words("chains"),
        phases=tuple(Phase(one) for one in words("phases") if one in set(Phase)),
        units=words("units"),
        persons=words("persons"),
        priorities=words("priorities"),
        overdue=bool(told.get("overdue", False)),
        text=str(told.get("text", "")),
    )


def _sort_keys(
    today: date, gap_index: Mapping[SegmentRef, float]
) -> dict[TargetSort, Callable[[TargetRow], Any]]:
    phases, ranks = list(Phase), {word: number for number, word in enumerate(PRIORITIES)}
    return {
        TargetSort.GAP_INDEX: lambda row: -gap_index.get(row.ref, 0.0),
        TargetSort.OVERDUE: lambda row: (
            not is_overdue(row, today),
            row.phase in ENDED,
            row.next_on or date.max,
        ),
        TargetSort.SCORE: lambda row: None if row.score is None else -row.score,
        TargetSort.PHASE: lambda row: phases.index(row.phase),
        TargetSort.PRIORITY: lambda row: ranks.get(row.priority),
        TargetSort.NEXT_ON: lambda row: row.next_on,
        TargetSort.LAST_FOLLOW_UP: lambda row: row.last_follow_up_on,
        TargetSort.UNIT: lambda row: row.responsible_unit or None,
        TargetSort.INVESTMENT: lambda row: None if row.investment_yi is None else -row.investment_yi,
        TargetSort.COMPANY: lambda row: row.company_name,
    }
