"""How long work tells how far it is, everywhere in the same way: (done, total, what is being done)."""

from __future__ import annotations

from collections.abc import Callable

Step = Callable[[int, int, str], None]
"""May raise Cancelled: then the work ends, and what it says of that holds."""


def tell_nobody(_done: int, _total: int, _text: str = "") -> None:
    """A step for those who do not watch."""
