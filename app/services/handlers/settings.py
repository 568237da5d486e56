"""The weights and 口径 of measures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.services.done import Done
from chains.errors import Conflict
from chains.measure_settings import (
    SetMeasureSettings,
    as_texts,
    changed_fields,
    checked_settings,
    from_texts,
    setting_key,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from chains.ports import UnitOfWork


def set_measure_settings(command: SetMeasureSettings, unit: UnitOfWork) -> Done:
    """Keep what differs. Raises InvalidValue, and Conflict when it is not as it was seen."""
    wanted, held = checked_settings(command.settings), from_texts(unit.settings.get)
    if command.seen is not None and command.seen != held:
        raise Conflict(kind="settings", name="口径与权重", ref="measures", seen="", found="", by="")
    texts = as_texts(wanted)
    for name in changed_fields(held, wanted):
        unit.settings.put(setting_key(name), texts[setting_key(name)])
    return Done("set_measures", "")


HANDLERS: dict[type, Callable[[Any, UnitOfWork], Done]] = {SetMeasureSettings: set_measure_settings}
"""What each command of this kind is done by."""
