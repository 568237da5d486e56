"""The words on links: the share of a need that a link covers, where it is not all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QFontMetricsF

from widgets.map.scene import text_font

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chains.chain import Chain

_HEIGHT, _SIDE = 16.0, 4.0


def link_texts(chain: Chain) -> Mapping[tuple[str, str], str]:
    """`60%` by (source, target); links that cover the whole need of their group say nothing."""
    return {(link.source, link.target): f"{link.share:.0%}" for link in chain.links if link.share < 1}


def label_size(text: str) -> tuple[float, float]:
    """Width and height of a label, in drawing units."""
    return QFontMetricsF(text_font()).horizontalAdvance(text) + 2 * _SIDE, _HEIGHT


def label_sizes(chain: Chain) -> dict[tuple[str, str], tuple[float, float]]:
    """What the layout shall keep room for."""
    return {ends: label_size(text) for ends, text in link_texts(chain).items()}
