"""Cells that a reader would give as blank though they are not: errors, and formulas without a result."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml import ElementTree as SafeTree

if TYPE_CHECKING:
    from pathlib import Path

    from app.exchange.preflight import WorkbookFacts

NO_RESULT = "#CALC!"
"""Stands for a formula that was never reckoned: one of the error words."""

Flags = dict[tuple[int, int], str]
"""Row from 1 and column from 0 → error word."""


def flagged_cells(path: Path, facts: WorkbookFacts) -> dict[str, Flags]:
    """The flagged cells by name of the sheet; none where the workbook's parts are not in the usual places."""
    found: dict[str, Flags] = {}
    try:
        with zipfile.ZipFile(path) as archive:
            parts = _parts(archive)
    except (KeyError, ParseError, DefusedXmlException, zipfile.BadZipFile):
        return found
    for sheet, part in parts.items():
        seen = facts.sheets.get(part)
        if seen is not None:
            words = {ref: word or "#N/A" for ref, word in seen.errors.items()}
            words |= dict.fromkeys(seen.no_result, NO_RESULT)
            found[sheet] = {place: word for ref, word in words.items() if (place := _place(ref))}
    return found


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name → name of its part."""
    links = SafeTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id", ""): link.get("Target", "") for link in links}
    parts: dict[str, str] = {}
    for element in SafeTree.fromstring(archive.read("xl/workbook.xml")).iter():
        if element.tag.endswith("}sheet"):
            link = next((value for key, value in element.attrib.items() if key.endswith("}id")), "")
            target = targets.get(link, "")
            parts[element.get("name", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return parts


def _place(ref: str) -> tuple[int, int] | None:
    found = re.fullmatch(r"([A-Z]{1,3})(\d+)", ref)
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column - 1
