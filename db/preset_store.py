"""清单方案 as the workspace keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Column, Integer, String, Table, Text, select

from chains.errors import Conflict, NotFound
from chains.list_presets import ListPreset, content_as_text, with_content
from db.metadata import metadata

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from db.mapping import Row
    from db.recorder import Recorder

list_preset = Table(
    "list_preset",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(80), nullable=False, unique=True),
    Column("lists", Text, nullable=False),
    Column("version", Integer, nullable=False, default=1),
    sqlite_autoincrement=True,
)
"""A preset of lists; `lists` is the JSON text of its lists and maps, as chains.list_presets makes it."""


class PresetStore:
    """Presets inside a unit of work; see chains.ports_workspace.Presets."""

    def __init__(self, connection: Connection, recorder: Recorder) -> None:
        self._connection = connection
        self._recorder = recorder

    def save(self, preset: ListPreset, expected: int | None) -> int:
        """Keep it under its name, in place of the one of that name; returns its id. Raises Conflict."""
        values = {"name": preset.name, "lists": content_as_text(preset)}
        query = select(list_preset).where(list_preset.c.name == preset.name)
        row = self._connection.execute(query).mappings().first()
        if row is None:
            return self._recorder.insert(list_preset, {**values, "version": 1})
        found = _checked(row, expected)
        self._recorder.update(list_preset, found.id, {**values, "version": found.version + 1})
        return found.id

    def remove(self, preset_id: int, expected: int | None) -> str:
        """Forget it and return its name. Raises NotFound, Conflict."""
        query = select(list_preset).where(list_preset.c.id == preset_id)
        row = self._connection.execute(query).mappings().first()
        if row is None:
            raise NotFound(kind="preset", name=str(preset_id), near=())
        found = _checked(row, expected)
        self._recorder.delete(list_preset, preset_id)
        return found.name


def read_presets(connection: Connection) -> tuple[ListPreset, ...]:
    """All presets of the workspace, by name."""
    rows = connection.execute(select(list_preset).order_by(list_preset.c.name)).mappings()
    return tuple(_preset(row) for row in rows)


def _checked(row: Row, expected: int | None) -> ListPreset:
    found = _preset(row)
    if expected is not None and found.version != expected:
        raise Conflict(
            kind="preset", name=found.name, ref=str(found.id), seen=expected, found=found.version, by=""
        )
    return found


def _preset(row: Row) -> ListPreset:
    return with_content(ListPreset(row["name"], (), (), row["id"], row["version"]), row["lists"])
