"""Texts that no database keeps rightly: a file would take NUL and a server not, neither half a sign."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass

from chains.errors import InvalidValue

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_MOST_TOLD = 40


def refuse_unstorable(value: object, field: str = "text") -> None:
    """Raises InvalidValue, naming field and text, where NUL or half a sign stands anywhere in a command."""
    if isinstance(value, str):
        if not value.isprintable() and _UNSTORABLE.search(value):
            told = _UNSTORABLE.sub("□", value)[:_MOST_TOLD]
            raise InvalidValue(field=field, value=told, allowed="storable")
    elif isinstance(value, Mapping):
        for part in (*value.keys(), *value.values()):
            refuse_unstorable(part, field)
    elif isinstance(value, tuple | list | frozenset | set):
        for part in value:
            refuse_unstorable(part, field)
    elif is_dataclass(value):
        for one in fields(value):
            refuse_unstorable(getattr(value, one.name), one.name)
