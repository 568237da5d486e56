"""Text made fit for a terminal: shown, and not obeyed."""

from __future__ import annotations

import re

_COMMANDS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
)
"""Signs that move the cursor, rename the window, colour, or turn what follows; not tab and line feed."""


def for_terminal(text: str) -> str:
    """The text with such signs written as their numbers, and half a sign, which no terminal takes, as ?."""
    if text.isprintable():
        return text
    whole = text.encode(errors="replace").decode()
    return _COMMANDS.sub(lambda found: f"‹U+{ord(found[0]):04X}›", whole)


def json_for_terminal(text: str) -> str:
    """The same for JSON, whose strings have a way of their own to write them."""
    whole = text.encode(errors="replace").decode()
    return _COMMANDS.sub(lambda found: f"\\u{ord(found[0]):04x}", whole)
