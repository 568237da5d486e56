"""Keeping target lists as templates, and forgetting them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.services.done import Done
from chains.editing_checks import checked_name
from chains.errors import InvalidValue, NotFound
from chains.target_lists import (
    MOST_LETTERS,
    TEMPLATE_PREFIX,
    RemoveTargetTemplate,
    SaveTargetTemplate,
    TargetColumn,
    template_text,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from chains.ports import UnitOfWork


def save_template(command: SaveTargetTemplate, unit: UnitOfWork) -> Done:
    """Keep it, or replace the one of that name. Raises InvalidValue for a list without a company column."""
    name = checked_name(command.name)
    if len(name) > MOST_LETTERS:
        raise InvalidValue(field="template.name", value=name, allowed=f"最多 {MOST_LETTERS} 字")
    if TargetColumn.COMPANY not in command.content.columns:
        raise InvalidValue(field="template.columns", value="", allowed="至少包含目标企业一列")
    unit.settings.put(TEMPLATE_PREFIX + name, template_text(command.content))
    return Done("save_template", name)


def remove_template(command: RemoveTargetTemplate, unit: UnitOfWork) -> Done:
    """Forget it. Raises NotFound."""
    if not unit.settings.get(TEMPLATE_PREFIX + command.name, ""):
        raise NotFound(kind="template", name=command.name, near=())
    # A setting is never taken away, so that it can be found in the log: an empty one counts as none.
    unit.settings.put(TEMPLATE_PREFIX + command.name, "")
    return Done("remove_template", command.name)


HANDLERS: dict[type, Callable[[Any, UnitOfWork], Done]] = {
    SaveTargetTemplate: save_template,
    RemoveTargetTemplate: remove_template,
}
"""What each command of this kind is done by."""
