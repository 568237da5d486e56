"""The name of this computer, as it stands beside who made a change."""

from __future__ import annotations

import platform
from functools import cache

LONGEST = 80


@cache
def computer_name() -> str | None:
    """What the system calls it; None where it has no name."""
    name = "".join(sign for sign in platform.node() if sign.isprintable()).strip()
    return name[:LONGEST] or None
