"""Cells of forms in the words of the screen, and who set one."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from chains import field_words, words
from chains.forms import IS_PLACED, assessment_cells

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from chains.forms import RowKey
    from chains.ports import Reader
    from chains.state import ChainState

_KINDS: dict[str, Mapping[Any, str]] = {
    "coverage": words.COVERAGE,
    "source": words.SOURCE,
    "degree": words.DEGREE,
    "role": words.ROLE,
    "decision": words.DECISION,
}


def field_word(key: RowKey, field: str) -> str:
    """What a cell is called on screen."""
    if field == IS_PLACED:
        return "标注"
    return field_words.FIELD[f"{'placement' if key.is_company else 'assessment'}.{field}"]


def value_word(field: str, value: Any) -> str:  # noqa: ANN401 - any cell
    """A cell's value on screen, "" for blank."""
    if value is None:
        return ""
    if field in _KINDS:
        return _KINDS[field][value]
    if field == "countries":
        return words.countries_text(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return f"{float(value) * 100:g}%" if field == "share" else f"{float(value):,.10g}"
    return str(value)


def who_set(reader: Reader, states: Mapping[str, ChainState], key: RowKey, field: str) -> tuple[str, str]:
    """Who gave the cell the value that it has now, and on which day; "" where that is not known."""
    if key.is_company:
        for one in states[key.ref.chain].suppliers_of(key.ref.segment):
            if one.placement.company_id == key.company_id:
                return one.placement.placed_by, _day(one.placement.placed_on)
        return "", ""
    now = assessment_cells(states[key.ref.chain].assessment(key.ref.segment))[field]
    who, when = "", ""
    for said in reader.assessment_history(key.ref):
        if assessment_cells(said)[field] != now:
            break
        who, when = said.assessor, _day(said.assessed_on)
    return who, when


def _day(on: date | None) -> str:
    return "" if on is None else on.isoformat()
