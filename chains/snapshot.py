"""A named state of the workspace (快照)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The state after entry `number` of the change log, with the name that `author` gave it."""

    id: int
    name: str
    number: int
    at: datetime
    author: str
