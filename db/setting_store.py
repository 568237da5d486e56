"""Settings of the workspace, written through the change log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from db import tables

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from db.recorder import Recorder


class SettingStore:
    """Settings as texts; see chains.ports.Settings."""

    def __init__(self, connection: Connection, recorder: Recorder) -> None:
        self._connection = connection
        self._recorder = recorder

    def get(self, key: str, default: str) -> str:
        """The setting, `default` where it is not set."""
        table = tables.setting
        value = self._connection.execute(select(table.c.value).where(table.c.key == key)).scalar()
        return default if value is None else str(value)

    def put(self, key: str, value: str) -> None:
        """Set it."""
        if self._recorder.has(tables.setting, {"key": key}):
            self._recorder.update(tables.setting, {"key": key}, {"value": value})
        else:
            self._recorder.insert(tables.setting, {"key": key, "value": value})
