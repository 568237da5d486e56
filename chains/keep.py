"""The mark of a field that a command leaves as it is."""

from __future__ import annotations

from enum import Enum
from typing import Final, TypeVar


class Keep(Enum):
    """The mark of a field that a command leaves as it is."""

    KEEP = "keep"


KEEP: Final = Keep.KEEP

_Value = TypeVar("_Value")


def kept(new: _Value | Keep, old: _Value) -> _Value:
    """The new value, or the old one where the command says KEEP."""
    return old if isinstance(new, Keep) else new
