"""What one cell of a form means, whatever program it went through."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from app.exchange.table import cell_text
from app.exchange.values import day, folded, is_error
from chains.countries import countries_in
from chains.errors import InvalidValue
from chains.forms import number, plain
from chains.words import COVERAGE, DECISION, DEGREE, ROLE, SOURCE

if TYPE_CHECKING:
    from app.exchange.table import Value

_KINDS: dict[str, dict[str, Any]] = {
    field: {word: kind for kind, word in words.items()}
    for field, words in (
        ("coverage", COVERAGE), ("source", SOURCE), ("degree", DEGREE), ("role", ROLE), ("decision", DECISION)
    )
}  # fmt: skip
_YES_NO = {
    "是": True,
    "否": False,
    "true": True,
    "false": False,
    "√": True,
    "×": False,
    "1": True,
    "0": False,
}
_MAY_BE_BLANK = frozenset({"degree", "local"})
"""Drop-down fields in which blank is a value; in the others it says nothing."""
COUNTRIES_REFUSED = "当前来源不是国外，来源国（地区）未采用"
_MOST_WAN = Decimal(10) ** 12


class CellRefused(Exception):
    """The cell holds what its column does not take; carries the text."""


def read_cell(field: str, value: Value) -> tuple[bool, object]:
    """Whether the cell says anything, and what; None is blank. Raises CellRefused."""
    if is_error(value):
        raise CellRefused(cell_text(value))
    text = folded(cell_text(value))
    if field in _KINDS or field in {"chokepoint", "local"}:
        words = _KINDS.get(field, _YES_NO)
        if not text:
            return field in _MAY_BE_BLANK, None
        if text.casefold() not in words:
            raise CellRefused(text)
        return True, words[text.casefold()]
    if field == "review_on":
        return True, _day(value, text)
    if field == "countries":
        return True, _countries(cell_text(value))
    if field in {"share", "purchase_wan"}:
        return True, _number(field, value, text)
    return True, plain(cell_text(value))


def _countries(text: str) -> tuple[str, ...] | None:
    try:
        return countries_in(text) or None
    except InvalidValue as error:
        raise CellRefused(text) from error


def _day(value: Value, text: str) -> object:
    if not text:
        return None
    found = day(value)
    if found is None:
        raise CellRefused(text)
    return found


def _number(field: str, value: Value, text: str) -> Decimal | None:
    if not text:
        return None
    if isinstance(value, int | float):
        found = number(value)
    else:
        plain_number = re.sub(r"[,，\s]|万元?$", "", text)
        percent = plain_number.endswith("%")
        try:
            found = Decimal(plain_number.removesuffix("%")) / (100 if percent else 1)
        except InvalidOperation as error:
            raise CellRefused(text) from error
        found = number(found)
    if not found.is_finite() or found < 0 or (field == "share" and not 0 < found <= 1) or found > _MOST_WAN:
        raise CellRefused(text)
    return found
