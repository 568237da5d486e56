"""Tells this computer from others, also from those that were set up from one image and have its name."""

from __future__ import annotations

import hashlib
import platform
import uuid
from contextlib import suppress
from functools import cache
from pathlib import Path

_MACHINE_ID = Path("/etc/machine-id")
_MADE_UP_CARD = 1 << 40
"""This bit of a network card's address is set where Python found no card and threw dice."""


@cache
def this_machine() -> str:
    """A text of 32 signs that stays while the computer keeps its name and its network card."""
    card = uuid.getnode()
    known = [platform.node(), "" if card & _MADE_UP_CARD else str(card)]
    with suppress(OSError):
        known.append(_MACHINE_ID.read_text(encoding="utf-8"))
    return hashlib.sha256("\n".join(known).encode()).hexdigest()[:32]
