"""Workbooks made to blow up or to lie are refused for what they are; made here, so tried everywhere."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from app.exchange import preflight
from app.exchange.preflight import PreflightRefused, inspect, refuse_directory
from app.exchange.reasons import sentence
from app.exchange.sheet_in import read_table
from chains.errors import FileRefused

SHEET = "xl/worksheets/sheet1.xml"
ROW = '<row r="1"><c r="A1" t="inlineStr"><is><t>企业名称</t></is></c></row>'
MEGABYTE = 1 << 20


def _sheet(rows: str = ROW, before: str = "", after: str = "") -> str:
    name = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return f'{head}{before}<worksheet xmlns="{name}"><sheetData>{rows}</sheetData>{after}</worksheet>'


def _book(path: Path, parts: dict[str, str | bytes] | None = None) -> Path:
    """A workbook of one sheet; `parts` take the place of its own or come beside them."""
    whole: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": "<workbook/>",
        SHEET: _sheet(),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (whole | (parts or {})).items():
            archive.writestr(name, content)
    return path


_ENTITIES = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
_OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
_CORNERS = '<row r="9"><c r="ZZ9"/></row><row r="60000"><c r="A60000"/></row>'
_FAR_DOCTYPE = "<!-- {} -->" + _OUTSIDE
HOSTILE: dict[str, tuple[str, Callable[[Path], Path]]] = {
    "entities that multiply": ("forbidden_xml", lambda at: _book(at, {SHEET: _sheet(before=_ENTITIES)})),
    "a file of this machine": ("forbidden_xml", lambda at: _book(at, {SHEET: _sheet(before=_OUTSIDE)})),
    "entities of a drawing": ("forbidden_xml", lambda at: _book(at, {"xl/drawings/a.vml": _OUTSIDE})),
    "entities of relations": ("forbidden_xml", lambda at: _book(at, {"xl/_rels/a.rels": _OUTSIDE})),
    "entities far down": (
        "forbidden_xml",
        lambda at: _book(at, {SHEET: _sheet(before=_FAR_DOCTYPE.format("-" * 5_000))}),
    ),
    "entities in UTF-16": ("forbidden_xml", lambda at: _book(at, {SHEET: _OUTSIDE.encode("utf-16")})),
    "entities in UTF-16 without a mark": (
        "forbidden_xml",
        lambda at: _book(at, {SHEET: _OUTSIDE.encode("utf-16-le")}),
    ),
    "one part of 6 MB packed into nothing": (
        "unpacks_too_large",
        lambda at: _book(at, {SHEET: _sheet(" " * (6 * MEGABYTE))}),
    ),
    "merged without end": (
        "merges",
        lambda at: _book(at, {SHEET: _sheet(after='<mergeCell ref="A1:B2"/>' * 20_001)}),
    ),
    "a rectangle of billions of cells": (
        "far_cells",
        lambda at: _book(at, {SHEET: _sheet(_CORNERS)}),
    ),
    "more columns than there are": (
        "far_cells",
        lambda at: _book(at, {SHEET: _sheet('<row r="1"><c r="ZZZZ1"/></row>')}),
    ),
    "parts without number": (
        "damaged",
        lambda at: _book(at, {f"xl/media/{n}.bin": "" for n in range(5_000)}),
    ),
    "no workbook inside": ("not_workbook", lambda at: _without(at, "xl/workbook.xml")),
}


def _without(path: Path, name: str) -> Path:
    whole = _book(path.with_name("whole.zip"))
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w") as new:
        for entry in old.infolist():
            if entry.filename != name:
                new.writestr(entry, old.read(entry))
    return path


def test_an_honest_workbook_passes(tmp_path: Path) -> None:
    assert inspect(_book(tmp_path / "名单.xlsx")).sheets[SHEET].rows == 1


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_refused_before_any_reader_sees_it(name: str, tmp_path: Path) -> None:
    reason, make = HOSTILE[name]
    path = make(tmp_path / "名单.xlsx")

    with pytest.raises(PreflightRefused) as seen:
        inspect(path)
    with pytest.raises(FileRefused) as refused:
        read_table(path)

    assert seen.value.reason == refused.value.facts["reason"] == reason
    assert "名单.xlsx" in sentence(refused.value) and "请" in sentence(refused.value)


def test_two_parts_of_one_name_are_refused(tmp_path: Path) -> None:
    path = _book(tmp_path / "名单.xlsx")
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(SHEET, _sheet("<row/>"))

    with pytest.raises(PreflightRefused) as refused:
        inspect(path)

    assert refused.value.reason == "damaged"


@pytest.mark.parametrize(
    ("bound", "most"), [("_PART_BYTES", MEGABYTE), ("_ALL_BYTES", MEGABYTE), ("_RATIO", 1)]
)
def test_each_bound_of_size_holds_alone(
    bound: str, most: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("_PART_BYTES", "_ALL_BYTES", "_RATIO"):
        monkeypatch.setattr(preflight, name, 1 << 40)
    monkeypatch.setattr(preflight, "_RATIO_FROM_BYTES", 0)
    path = _book(tmp_path / "名单.xlsx", {SHEET: _sheet(ROW + " " * 2 * MEGABYTE)})
    inspect(path)
    monkeypatch.setattr(preflight, bound, most)

    with pytest.raises(PreflightRefused) as refused:
        refuse_directory(path)  # by the list of parts alone, so in no time

    assert refused.value.reason == "unpacks_too_large"


def test_a_part_that_is_larger_than_it_says_is_not_unpacked_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _book(tmp_path / "名单.xlsx", {SHEET: _sheet(ROW + " " * 2 * MEGABYTE)})
    content = path.read_bytes()
    size = (len(_sheet(ROW + " " * 2 * MEGABYTE).encode())).to_bytes(4, "little")
    assert content.count(size) == 2
    path.write_bytes(content.replace(size, (1_000).to_bytes(4, "little")))
    monkeypatch.setattr(preflight, "_PART_BYTES", MEGABYTE)

    with pytest.raises(PreflightRefused) as refused:
        inspect(path)

    assert refused.value.reason in {"damaged", "unpacks_too_large"}
