"""Mends what a PDF of Qt says its signs mean, so that its text can be searched and copied.

A font often has one glyph for several signs (用 and the radical ⽤, 胶 and 㬵, space and tab), and Qt
notes the first of them: a search for 专用汽车 then finds nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtGui import QFont, QTextLayout

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_TABLE = re.compile(
    rb"\n(\d+) 0 obj\s*<< /Length \d+ >>\s*stream\n(/CIDInit.*?\nend\s)\s*endstream", re.DOTALL
)
_RANGES = re.compile(rb"beginbfrange\n(.*?)endbfrange", re.DOTALL)
_RANGE = re.compile(rb"<(\w+)> <(\w+)> (?:<(\w+)>|\[([^\]]*)\])")
_END = re.compile(rb"trailer\s*<<(.*)>>\s*startxref\s*(\d+)\s*%%EOF\s*$", re.DOTALL)
_RARE = (range(0x2E80, 0x2FE0), range(0x3400, 0x4DC0))
"""Radicals and seldom signs; they come before the usual ones, so that Qt takes them."""

_USUAL = "".join(map(chr, range(0x4E00, 0xA000)))
_MOST_A_BLOCK = 100
_HEAD = b"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
"""
_FOOT = b"endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"


def mend_search(path: Path) -> None:
    """Add corrected tables behind the file's end, as PDF updates are; a file that is not as Qt's is left."""
    content = path.read_bytes()
    end = _END.search(content)
    tables = {int(found[1]): _meanings(found[2]) for found in _TABLE.finditer(content)}
    usual = _usual({sign for table in tables.values() for sign in table.values()})
    if end is None or not usual:
        return
    offsets: dict[int, int] = {}
    for number, table in tables.items():
        offsets[number] = len(content)
        stream = _written({glyph: usual.get(sign, sign) for glyph, sign in table.items()})
        content += b"%d 0 obj\n<< /Length %d >>\nstream\n%sendstream\nendobj\n" % (
            number,
            len(stream),
            stream,
        )
    start = len(content)
    content += b"xref\n" + b"".join(b"%d 1\n%010d 00000 n \n" % place for place in sorted(offsets.items()))
    content += b"trailer\n<<%s/Prev %s\n>>\nstartxref\n%d\n%%%%EOF\n" % (end[1], end[2], start)
    path.write_bytes(content)


def _meanings(table: bytes) -> dict[int, int]:
    """Sign by glyph."""
    signs: dict[int, int] = {}
    for block in _RANGES.finditer(table):
        for first, last, start, each in _RANGE.findall(block[1]):
            glyphs = range(int(first, 16), int(last, 16) + 1)
            listed = [int(sign, 16) for sign in re.findall(rb"<(\w+)>", each)]
            signs.update(zip(glyphs, listed or range(int(start or b"0", 16), 0x110000), strict=False))
    return {glyph: sign for glyph, sign in signs.items() if sign}


def _usual(signs: set[int]) -> Mapping[int, int]:
    """The usual sign in place of each seldom one whose glyph it shares."""
    found: dict[int, int] = {0x09: 0x20} if 0x09 in signs else {}
    places: dict[str, dict[int, str]] = {}
    for sign in sorted(signs):
        if not any(sign in block for block in _RARE):
            continue
        layout = QTextLayout(chr(sign), QFont())
        layout.beginLayout()
        layout.createLine()
        layout.endLayout()
        for run in layout.glyphRuns():
            font, glyphs = run.rawFont(), run.glyphIndexes()
            key = f"{font.familyName()} {font.styleName()}"
            if key not in places:
                places[key] = dict(zip(font.glyphIndexesForString(_USUAL), _USUAL, strict=False))
            if glyphs and glyphs[0] and glyphs[0] in places[key]:
                found[sign] = ord(places[key][glyphs[0]])
    return found


def _written(signs: Mapping[int, int]) -> bytes:
    lines = [b"<%04X> <%04X>\n" % one for one in sorted(signs.items())]
    blocks = [lines[at : at + _MOST_A_BLOCK] for at in range(0, len(lines), _MOST_A_BLOCK)]
    return _HEAD + b"".join(b"%d beginbfchar\n%sendbfchar\n" % (len(b), b"".join(b)) for b in blocks) + _FOOT
