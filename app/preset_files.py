"""A 清单方案 as JSON, for scripts: what `lianpu presets --json` prints of one can be kept again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from chains.errors import InvalidValue
from chains.list_presets import MapView, PresetList, SavePreset
from chains.list_shapes import LIST_SHAPES, ListKind

if TYPE_CHECKING:
    from chains.list_presets import ListPreset


def preset_shape(preset: ListPreset) -> dict[str, Any]:
    """The preset with its lists in order; columns by heading."""
    return {
        "name": preset.name,
        "built_in": not preset.id,
        "maps": [view.value for view in preset.maps],
        "lists": [
            {
                "kind": one.kind.value,
                "name": one.title,
                "columns": [column.heading for column in one.shown],
            }
            for one in preset.lists
        ],
    }


def preset_from_json(text: str, name: str) -> SavePreset:
    """The command that keeps such a preset under a name. Raises InvalidValue when it is none.

    A list needs its `kind` alone; without `columns` it has all.
    """
    try:
        told = json.loads(text)
        lists = tuple(_list(one) for one in told["lists"])
        maps = tuple(_map(view) for view in told.get("maps", [MapView.WHOLE.value]))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InvalidValue(field="preset.file", value=text[:40], allowed="清单方案的 JSON") from error
    return SavePreset(name, lists, maps)


def _list(told: dict[str, Any]) -> PresetList:
    kind = str(told["kind"])
    if kind not in set(ListKind):
        raise InvalidValue(field="preset.kind", value=kind, allowed="、".join(ListKind))
    columns = tuple(_column(ListKind(kind), str(one)) for one in told.get("columns", ()))
    return PresetList(ListKind(kind), str(told.get("name", "")), columns)


def _column(kind: ListKind, told: str) -> str:
    """The key of the column of that heading or key."""
    for one in LIST_SHAPES[kind].columns:
        if told in {one.heading, one.key}:
            return one.key
    known = "、".join(one.heading for one in LIST_SHAPES[kind].columns)
    raise InvalidValue(field="preset.column", value=told, allowed=known)


def _map(told: str) -> MapView:
    if told not in set(MapView):
        raise InvalidValue(field="preset.map", value=told, allowed="、".join(MapView))
    return MapView(told)
