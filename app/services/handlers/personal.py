"""清除个人信息: erases what is known of people, everywhere in the workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.services.done import Done
from chains.personal import ERASE_ACTION, ErasePersonal

if TYPE_CHECKING:
    from collections.abc import Callable

    from chains.ports import UnitOfWork


def erase_personal(command: ErasePersonal, unit: UnitOfWork) -> Done:
    """Erase that of one company, or of all; nothing is logged where there is none.

    Raises NotFound; Cancelled when whoever watches says so, and then nothing is erased.
    """
    of = "全部企业" if command.company_id is None else unit.companies.name(command.company_id)
    found = unit.personal.erase(command.company_id, unit.step)
    said = f"{of}（联系方式 {found.contacts:,} 条，变更记录 {found.changes:,} 处）"
    return Done(ERASE_ACTION, said, is_final=True)


HANDLERS: dict[type, Callable[[Any, UnitOfWork], Done]] = {ErasePersonal: erase_personal}
"""What each command of this kind is done by."""
