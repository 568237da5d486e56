"""来源国（地区）: what a country or area is called, whatever it was called in a form or a workbook."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from chains.errors import InvalidValue
from chains.names import display_name

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_COUNTRIES = 20
NAME_LETTERS = 40

_SEPARATORS = re.compile(r"[、，,；;/／|\n\t]+")
_HOME = frozenset({"中国", "中国大陆", "中国内地", "大陆", "内地", "国内", "china", "cn", "chn", "prc"})
"""What comes from here is 市内, 省内 or 国内, never an import."""


@cache
def country_names() -> tuple[str, ...]:
    """Every known country and area by its Chinese name, those that most imports come from first."""
    return tuple(names[0] for _code, names in _table())


def countries_in(text: str) -> tuple[str, ...]:
    """The countries and areas that a text names, in its order, each once: `日本；Germany` → 日本, 德国.

    A name that nobody knows stays as it is written. Raises InvalidValue for 中国, for a name of more than
    NAME_LETTERS letters, and for more than MOST_COUNTRIES names.
    """
    names: list[str] = []
    for part in _SEPARATORS.split(text):
        words = part.split()
        apart = _key(part) not in _by_any_name() and all(_key(word) in _by_any_name() for word in words)
        names += words if apart else [part]
    return checked_countries(names)


def checked_countries(names: Iterable[str]) -> tuple[str, ...]:
    """The names as they are kept; blank ones are left out. Raises InvalidValue as `countries_in` does."""
    found = tuple(dict.fromkeys(name for name in map(_country, names) if name))
    if len(found) > MOST_COUNTRIES:
        raise InvalidValue(
            field="assessment.countries", value=len(found), allowed=f"至多 {MOST_COUNTRIES} 个"
        )
    return found


def _country(text: str) -> str:
    name = " ".join(display_name(text).split())
    key = _key(name)
    if key in _HOME:
        raise InvalidValue(field="assessment.countries", value=name, allowed="国外国家或境外地区")
    if len(name) > NAME_LETTERS:
        raise InvalidValue(
            field="assessment.countries", value=name[:NAME_LETTERS], allowed=f"至多 {NAME_LETTERS} 个字"
        )
    return _by_any_name().get(key, name)


@cache
def _by_any_name() -> dict[str, str]:
    known: dict[str, str] = {}
    for code, names in _table():
        for name in (*names, code):
            known.setdefault(_key(name), names[0])
    return known


@cache
def _table() -> tuple[tuple[str, tuple[str, ...]], ...]:
    text = (resources.files("chains.standards") / "countries.txt").read_text("utf-8")
    rows = (line.split() for line in text.splitlines() if line and not line.startswith("#"))
    return tuple((row[0], tuple(name.replace("_", " ") for name in row[1:])) for row in rows)


def _key(name: str) -> str:
    """What names are compared by: width, case, spaces and dots do not count."""
    return re.sub(r"[\s.·]+", "", unicodedata.normalize("NFKC", name).casefold())
