"""清除个人信息: what is asked, how much there is, and what storage has to offer for it.

Personal data are the columns that the schema marks (db.personal): people of companies, their phones and mail.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

ERASE_ACTION = "erase_personal"
"""The entry of the change log; it cannot be taken back, as what it took away is nowhere any more."""

COUNTING = "正在统计个人信息"
"""What is told while it is counted, before anybody is asked."""

ERASING, KEEPING = "正在清除个人信息", "正在保存，不能再取消"
"""What is told while it is erased, and of the last moment."""

ERASED = "（已清除）"
"""What stands in the change log in the place of a value that was erased."""


@dataclass(frozen=True, slots=True)
class ErasePersonal:
    """Erase the personal data of one company, or of all with None.

    It goes from the registry, from imports under way and from both sides of every change in the log.
    """

    company_id: int | None


@dataclass(frozen=True, slots=True)
class PersonalCounts:
    """How much personal data there is.

    Contacts of so many companies, changes in the log that hold some, and `waiting`: companies of imports
    under way that bring some.
    """

    contacts: int = 0
    companies: int = 0
    changes: int = 0
    waiting: int = 0

    @property
    def is_nothing(self) -> bool:
        """Whether there is none anywhere."""
        return not (self.contacts or self.changes or self.waiting)


class PersonalData(Protocol):
    """Personal data as a whole, inside a unit of work."""

    def erase(self, company_id: int | None, step: Callable[[int, int, str], None]) -> PersonalCounts:
        """Erase that of one company, or all with None; returns how much there was.

        `step` is told how far it is. What it raises takes everything back, also at the last call, which
        says that it cannot be stopped any more.
        """
