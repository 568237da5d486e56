"""A row that was read, folded up: what it is found by stands open, the rest waits as bytes.

Of a million rows most are new companies, which nothing looks at between reading and writing: they go from
process to process and to disk and back as they are.
"""

from __future__ import annotations

import pickle
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from app.exchange.company_row import ReadRow
from chains.company import Company, Contact
from chains.kinds import RegistrationState

if TYPE_CHECKING:
    from collections.abc import Sequence

FIELDS = tuple(one.name for one in fields(Company))
"""In this order stand the values of a company."""

_STATE_PLACE = FIELDS.index("state")
_CAPITAL_PLACE, _FOUNDED_PLACE = FIELDS.index("capital_wan"), FIELDS.index("founded_on")
_ORIGIN_PLACE = FIELDS.index("origin")
_STATES = {state.value: state for state in RegistrationState}
_VALUES = attrgetter(*FIELDS)


@dataclass(slots=True)
class PackedRow:
    """What one row said; see ReadRow. `packed` holds, pickled, what `row_of` makes one of."""

    number: int
    name: str
    credit_code: str
    stock_code: str
    former_names: tuple[str, ...]
    notes: list[str]
    packed: bytes

    def row(self) -> ReadRow:
        """The whole row."""
        return row_of(pickle.loads(self.packed))


def packed_values(
    number: int,
    values: Sequence[Any],
    contacts: Sequence[tuple[str, str]],
    row_hash: int | None,
    notes: list[str] | None = None,
) -> PackedRow:
    """Fold up a company whose values stand in the order of FIELDS, its state as a word."""
    told, capital, founded = list(values), values[_CAPITAL_PLACE], values[_FOUNDED_PLACE]
    # Texts go into bytes and come back out three times as fast as amounts and days.
    told[_CAPITAL_PLACE] = None if capital is None else str(capital)
    told[_FOUNDED_PLACE] = None if founded is None else founded.toordinal()
    body = pickle.dumps((number, told, contacts, notes or (), row_hash), protocol=5)
    return PackedRow(number, values[1], values[2], values[4], values[5], notes or [], body)


def packed_row(row: ReadRow) -> PackedRow:
    """Fold up a row."""
    values = list(_VALUES(row.company))
    values[_STATE_PLACE] = row.company.state.value
    contacts = [(one.kind, one.value) for one in row.contacts]
    return packed_values(row.number, values, contacts, row.row_hash, row.notes)


def row_of(told: tuple[Any, ...], origin: str = "") -> ReadRow:
    """The row that was folded up, from what its bytes hold, which it takes over.

    `origin` is put where the file says none.
    """
    number, values, contacts, notes, row_hash = told
    values[_STATE_PLACE] = _STATES[values[_STATE_PLACE]]
    capital, founded = values[_CAPITAL_PLACE], values[_FOUNDED_PLACE]
    values[_CAPITAL_PLACE] = None if capital is None else Decimal(capital)
    values[_FOUNDED_PLACE] = None if founded is None else date.fromordinal(founded)
    values[_ORIGIN_PLACE] = values[_ORIGIN_PLACE] or origin
    return ReadRow(
        number, Company(*values), tuple([Contact(*one) for one in contacts]), list(notes), row_hash
    )


assert FIELDS[1:3] == ("name", "credit_code")
assert FIELDS[4:6] == ("stock_code", "former_names")
