"""Cells of a table that goes to a spreadsheet by the clipboard: one line each, text as text."""

from __future__ import annotations

import re

FORMULA_SIGNS = frozenset("=+-@＝＋－＠")
_PLAIN = re.compile(r"[-+]?[\d,]*\.?\d+ ?%?|[-+－＋]", re.ASCII)
"""A number, or a sign that stands for nothing: neither is a formula."""


def table_cell(text: str) -> str:
    """One line, and nothing that a spreadsheet takes as a formula."""
    line = " ".join(text.split())
    return f"'{line}" if line[:1] in FORMULA_SIGNS and not _PLAIN.fullmatch(line) else line
