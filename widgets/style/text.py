"""Text from files made fit to be shown: cut, plain, and without meaning to Qt."""

from __future__ import annotations

import html
import re
import textwrap

_UNSEEN = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
"""Signs that turn the direction of what follows, or have no width; not joiners: emoji need them."""

LONGEST_SHOWN = 200
_TIP_LINE = 48


def seen(text: str) -> str:
    """The text with its unseen signs shown by their numbers: shown, they can neither turn it nor hide."""
    if text.isprintable():
        return text
    return _UNSEEN.sub(lambda found: f"‹U+{ord(found[0]):04X}›", text)


def cut(text: str, longest: int = LONGEST_SHOWN) -> str:
    """The text on one line, at most that many signs; QLabel needs seconds for a name of a million."""
    line = seen(" ".join(text[: longest * 4].split()))
    return line if len(line) <= longest else line[: longest - 1] + "…"


def tip(text: str) -> str:
    """The text as a tooltip that no markup in it can change, wrapped."""
    if not text:
        return ""
    lines = [
        part for line in seen(text[:2000]).splitlines() for part in textwrap.wrap(line, _TIP_LINE) or [""]
    ]
    return "<p style='white-space:pre'>" + "\n".join(html.escape(line) for line in lines[:30]) + "</p>"


def on_button(text: str) -> str:
    """The text for a button or a menu: an ampersand stays one."""
    return cut(text).replace("&", "&&")
