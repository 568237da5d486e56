"""Maps to export, and a reader of what a PDF says, built in a line."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

from chains.state import ChainState
from tests.widgets.laid_out import a_built_in, a_picture
from widgets.map.picture import MapDrawing, PictureHead

if TYPE_CHECKING:
    from pathlib import Path

HEAD = PictureHead(
    "威海市轮胎产业链图谱", "本地配套率 0%", "2026-11-24", "威海市工信局", ("本地配套率（按环节）。",)
)


def a_drawing(state: ChainState | None = None) -> MapDrawing:
    """A map that is to go out."""
    return MapDrawing(a_picture(state or a_built_in()), HEAD)


def pdf_pages(path: Path) -> list[str]:
    """The text of each page as a reader finds it: glyphs through the fonts' tables, newest table first."""
    objects = {int(found[1]): found[2] for found in _OBJECT.finditer(path.read_bytes())}
    meanings = {
        number: _meanings(objects[int(found[1])])
        for number, whole in objects.items()
        if (found := re.search(rb"/ToUnicode (\d+) 0 R", whole))
    }
    pages = [whole for whole in objects.values() if re.search(rb"/Type /Page\b", whole)]
    return [_text(objects, meanings, whole) for whole in pages]


def pdf_fonts(path: Path) -> list[bytes]:
    """Descriptors of the fonts."""
    return re.findall(rb"/Type /FontDescriptor.*?>>", path.read_bytes(), re.DOTALL)


_OBJECT = re.compile(rb"(?:^|\n)(\d+) 0 obj\n(.*?)\nendobj", re.DOTALL)


def _text(objects: dict[int, bytes], meanings: dict[int, dict[int, str]], page: bytes) -> str:
    found = re.search(rb"/Contents (\d+) 0 R", page)
    assert found is not None
    packed = objects[int(found[1])].split(b"stream\n", 1)[1]
    content = zlib.decompressobj().decompress(packed)
    signs: list[str] = []
    font: dict[int, str] = {}
    for name, shown in re.findall(rb"/F(\d+) [\d.]+ Tf|<([0-9a-fA-F]+)> Tj", content):
        if name:
            font = meanings[int(name)]
        else:
            signs += [font.get(int(shown[at : at + 4], 16), "?") for at in range(0, len(shown), 4)]
    return "".join(signs)


def _meanings(table: bytes) -> dict[int, str]:
    found: dict[int, str] = {}
    for block in re.findall(rb"beginbfrange\n(.*?)endbfrange", table, re.DOTALL):
        for first, last, start, each in re.findall(rb"<(\w+)> <(\w+)> (?:<(\w+)>|\[([^\]]*)\])", block):
            glyphs = range(int(first, 16), int(last, 16) + 1)
            listed = [int(sign, 16) for sign in re.findall(rb"<(\w+)>", each)]
            signs = listed or range(int(start or b"0", 16), 0xFFFF)
            found |= {glyph: chr(sign) for glyph, sign in zip(glyphs, signs, strict=False)}
    for block in re.findall(rb"beginbfchar\n(.*?)endbfchar", table, re.DOTALL):
        found |= {
            int(glyph, 16): chr(int(sign, 16)) for glyph, sign in re.findall(rb"<(\w+)> <(\w+)>", block)
        }
    return found
