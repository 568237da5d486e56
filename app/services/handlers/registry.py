"""What commands about the registry do: named lists of companies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.services.done import Done
from chains import registry
from chains.editing_checks import checked_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from chains.ports import UnitOfWork
    from chains.registry import RemoveCompanyList, SaveCompanyList


def save_company_list(command: SaveCompanyList, unit: UnitOfWork) -> Done:
    """Keep a filter under a name. Raises InvalidValue for a name that is none."""
    name = checked_name(command.name)
    created = unit.company_lists.save(name, command.wanted, command.sort, unit.author)
    return Done("save_company_list", name, created)


def remove_company_list(command: RemoveCompanyList, unit: UnitOfWork) -> Done:
    """Forget a named list. Raises NotFound."""
    return Done("remove_company_list", unit.company_lists.remove(command.list_id))


HANDLERS: dict[type, Callable[[Any, UnitOfWork], Done]] = {
    registry.SaveCompanyList: save_company_list,
    registry.RemoveCompanyList: remove_company_list,
}
