"""What commands about 清单方案 do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.services.done import Done
from chains.list_presets import RemovePreset, SavePreset, checked_preset

if TYPE_CHECKING:
    from collections.abc import Callable

    from chains.ports import UnitOfWork


def save_preset(command: SavePreset, unit: UnitOfWork) -> Done:
    """Keep it, or replace the one of that name. Raises InvalidValue, Conflict."""
    preset = checked_preset(command.name, command.lists, command.maps)
    return Done("save_preset", preset.name, unit.presets.save(preset, command.expected_version))


def remove_preset(command: RemovePreset, unit: UnitOfWork) -> Done:
    """Forget it."""
    return Done("remove_preset", unit.presets.remove(command.preset_id, command.expected_version))


HANDLERS: dict[type, Callable[[Any, UnitOfWork], Done]] = {
    SavePreset: save_preset,
    RemovePreset: remove_preset,
}
"""What each command of this kind is done by."""
