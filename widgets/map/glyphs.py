"""Finds signs that no font of this machine has: they would be printed as empty boxes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QFont, QTextLayout

if TYPE_CHECKING:
    from collections.abc import Iterable


def missing_signs(texts: Iterable[str]) -> tuple[str, ...]:
    """The signs without a glyph, in order of their first place."""
    signs = dict.fromkeys(sign for text in texts for sign in text if not sign.isspace())
    if not _lacks_glyph("".join(signs)):
        return ()
    return tuple(sign for sign in signs if _lacks_glyph(sign))


def _lacks_glyph(text: str) -> bool:
    layout = QTextLayout(text, QFont())
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    return any(0 in run.glyphIndexes() for run in layout.glyphRuns())
