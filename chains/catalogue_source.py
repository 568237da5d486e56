"""A TOML file of the catalogue that still knows on which line each entry stands."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from chains.errors import CatalogueError

if TYPE_CHECKING:
    from collections.abc import Mapping

_HEADING = re.compile(r"\s*\[\[\s*(\w+)\s*\]\]")
_LINK = re.compile(r"\s*\{.*\bfrom\s*=")
_LINKS = "{ from"
"""No table has this name."""


@dataclass(frozen=True, slots=True)
class CatalogueSource:
    """A parsed file, and the lines (from 1) on which each kind of entry begins, in order."""

    file: str
    text: str
    table: dict[str, Any]
    beginnings: Mapping[str, list[int]]

    @classmethod
    def parse(cls, file: str, text: str) -> CatalogueSource:
        """The text of the file. Raises CatalogueError naming the line where it is no TOML."""
        try:
            return cls(file, text, tomllib.loads(text), _beginnings(text))
        except tomllib.TOMLDecodeError as error:
            found = re.search(r"at line (\d+)", str(error))
            raise CatalogueError(
                file=file, line=int(found.group(1)) if found else 0, reason="syntax", value=str(error)
            ) from error

    def line_of_table(self, name: str, index: int) -> int:
        """The line of the `index`-th `[[name]]`."""
        return self._nth_line(name, index)

    def line_of_link(self, index: int) -> int:
        """The line of the `index`-th link in the `[supply]` table."""
        return self._nth_line(_LINKS, index)

    def line_of_field(self, name: str, start: int) -> int:
        """The line at or below `start` that sets the field; `start` when none does."""
        for number, line in enumerate(self.text.splitlines(), 1):
            if number >= start and re.match(rf"\s*{re.escape(name)}\s*=", line):
                return number
        return start

    def error(self, line: int, reason: str, value: object) -> CatalogueError:
        """What is wrong on that line, to be raised."""
        return CatalogueError(file=self.file, line=line, reason=reason, value=str(value))

    def _nth_line(self, kind: str, index: int) -> int:
        lines = self.beginnings.get(kind, [])
        return lines[index] if index < len(lines) else 1


def _beginnings(text: str) -> dict[str, list[int]]:
    """Found once for the whole file: to look for each entry anew took three quarters of the reading."""
    found = defaultdict(list)
    for number, line in enumerate(text.splitlines(), 1):
        if heading := _HEADING.match(line):
            found[heading.group(1)].append(number)
        elif _LINK.match(line):
            found[_LINKS].append(number)
    return found
