"""A chain with all that its files for other programs say: facts, drawing, figures and their 口径."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.exchange.safe_write import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from chains.chain import Chain
    from chains.layout import Layout
    from chains.state import ChainState

BOX_WIDTH = 152.0
_LINE, _PADDING, _SIGN = 19.0, 10.0, 14.0


@dataclass(frozen=True, slots=True)
class ChainDocument:
    """`figures` are (word, text) as the window shows them, `basis` their 口径.

    `version` is what the file was made from: the workspace's mark, the newest log entry and its time.
    """

    state: ChainState
    layout: Layout
    title: str
    region: str
    as_of: date
    figures: tuple[tuple[str, str], ...] = ()
    basis: tuple[str, ...] = ()
    version: tuple[str, int, str] = ("", 0, "")


def box_sizes(chain: Chain) -> dict[str, tuple[float, float]]:
    """Width and height of every box, reckoned without a font: a Chinese sign is as wide as it is high."""
    room = BOX_WIDTH - 2 * _PADDING
    sizes = {}
    for segment in chain.segments:
        lines = min(3, max(1, -(-int(_width(segment.name[:200])) // int(room))))
        sizes[segment.code] = (BOX_WIDTH, 2 * _PADDING + _LINE * (1 + lines))
    return sizes


def plain_codes(codes: Iterable[str]) -> Mapping[str, str]:
    """Each code as a text that every file bears, no two alike."""
    plain: dict[str, str] = {}
    taken: set[str] = set()
    for code in codes:
        base = plain_text(code) or "_"
        name, number = base, 2
        while name in taken:
            name, number = f"{base}_{number}", number + 1
        taken.add(name)
        plain[code] = name
    return plain


def repeated(names: Iterable[str]) -> frozenset[str]:
    """The names that more than one thing has."""
    return frozenset(name for name, count in Counter(names).items() if count > 1)


def _width(text: str) -> float:
    return sum(_SIGN if unicodedata.east_asian_width(sign) in "WFA" else _SIGN * 0.6 for sign in text)
