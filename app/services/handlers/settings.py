"""Settings of the workspace: the weights and 口径 of measures, and what columns of forms mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.services.done import Done
from chains.column_memory import MOST_COLUMNS, RememberColumns, columns_as_text, memory_key
from chains.errors import Conflict, InvalidValue
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


def remember_columns(command: RememberColumns, unit: UnitOfWork) -> Done:
    """Keep what the columns mean. Raises InvalidValue for a form that has too many."""
    if not 0 < len(command.columns) <= MOST_COLUMNS:
        raise InvalidValue(
            field="import_columns", value=str(len(command.columns)), allowed=f"1–{MOST_COLUMNS}"
        )
    unit.settings.put(memory_key(command.signature), columns_as_text(command.columns))
    return Done("remember_columns", command.form)


HANDLERS: dict[type, Callable[[Any, UnitOfWork], Done]] = {
    SetMeasureSettings: set_measure_settings,
    RememberColumns: remember_columns,
}
"""What each command of this kind is done by."""
