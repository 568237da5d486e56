"""What one entry of the change log changed, fact by fact, and what may be put back of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_FACTS = 500
"""So many facts of one entry are shown: a bulk import has millions."""


@dataclass(frozen=True, slots=True)
class ChangeFact:
    """One field of one row that an entry changed; `subject` is whose it is (轮胎模具 · 某公司).

    `item` names the row of the log. Values are as text, personal data masked. `restorable`: there is a
    command that puts an older value back, as long as what it is a fact of is still there.
    """

    item: int
    subject: str
    field: str
    before: str
    after: str
    restorable: bool


@dataclass(frozen=True, slots=True)
class PastFact:
    """A fact that was changed, with its raw values: for a command, not for the screen.

    `table` and `field` name it as the log does, `key` what it is a fact of. `had_before` and `had_after`:
    whether the row was there on that side. `now` is today's value, `now_text` as the screen shows it, masked;
    `is_there` tells whether anything has it, `row` is all that this has. `version` is of what people edit
    (segment, chain, company, target, record), None when it has none. `item` names the row of the log, `seen`
    stands for the row as it is today.
    """

    table: str
    field: str
    key: Mapping[str, Any]
    before: Any
    after: Any
    now: Any
    now_text: str
    had_before: bool
    had_after: bool
    is_there: bool
    row: Mapping[str, Any]
    version: int | None
    item: int = 0
    seen: str = ""
