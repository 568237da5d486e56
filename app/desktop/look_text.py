"""Values of a map as text and back: only the classes named here are ever made of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Any
from zlib import crc32

from chains.chain import Chain, ChainNote, Product, Segment, SegmentRef, Stage, SupplyLink
from chains.kinds import Coverage, Decision, Degree, NoteKind, Role, Source, Tier
from chains.layout_shapes import Band, Box, Column, Frame, Layout, Point, Route
from chains.marking import Assessment, Placement, Supplier
from chains.shade_classes import Mode, ShadeClass
from chains.state import ChainState
from widgets.map.looks import BoxLook, LegendEntry, Looks, Sign, Stripe
from widgets.map.scene import MapPicture

if TYPE_CHECKING:
    from collections.abc import Callable

_VALUES = (
    Chain, ChainNote, Product, Segment, Stage, SupplyLink, Layout, Assessment, Placement, Supplier,
    ChainState, BoxLook, LegendEntry, Looks, MapPicture,
)  # fmt: skip
_TUPLES = (Band, Box, Column, Frame, Point, Route, SegmentRef)
_OTHERS = (
    Coverage, Decision, Degree, NoteKind, Role, Source, Tier, Mode, ShadeClass,
    Sign, Stripe,
)  # fmt: skip


def _decimal(text: str) -> object:
    from decimal import Decimal  # noqa: PLC0415 - few maps hold one, and each start reads a map

    return Decimal(text)


_MAKERS: Mapping[str, Callable[..., Any]] = {
    **{one.__name__: one for one in (*_VALUES, *_TUPLES, *_OTHERS)},
    "tuple": lambda *parts: parts,
    "frozenset": lambda *parts: frozenset(parts),
    "dict": lambda *pairs: dict(pairs),
    "date": date.fromisoformat,
    "Decimal": _decimal,
}


def text_of(value: object) -> str:
    """The value as text. Raises TypeError for a class that is not named here."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def value_of(text: str) -> Any:  # noqa: ANN401 - what was written
    """The value again. Raises ValueError, KeyError or TypeError for anything that `text_of` did not write."""
    return json.loads(text, object_hook=_made)


def shape_of_values() -> int:
    """Another number when the fields of a class are others: text written before cannot be read then."""
    names = {one.__name__: [field.name for field in fields(one)] for one in _VALUES}
    names |= {one.__name__: list(one._fields) for one in _TUPLES}
    return crc32(str(names).encode())


def _plain(value: object) -> object:
    kind = type(value)
    if value is None or kind in {bool, int, float, str}:
        return value
    if isinstance(value, Enum):
        return _call(kind.__name__, [value.value])
    if is_dataclass(value) and not isinstance(value, type):
        return _call(kind.__name__, [_plain(getattr(value, field.name)) for field in fields(value)])
    if isinstance(value, tuple | frozenset):
        return _call(kind.__name__, [_plain(part) for part in value])
    if isinstance(value, Mapping):
        return _call("dict", [[_plain(key), _plain(one)] for key, one in value.items()])
    return _call(kind.__name__, [str(value)])


def _call(name: str, parts: list[Any]) -> dict[str, list[Any]]:
    if name not in _MAKERS:
        raise TypeError(name)
    return {name: parts}


def _made(call: dict[str, Any]) -> Any:  # noqa: ANN401 - any of the classes
    [(name, parts)] = call.items()
    return _MAKERS[name](*parts)
