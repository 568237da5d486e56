"""Mends the text of an SVG that Qt wrote: whole words with a stack of Chinese fonts, or outlines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from PySide6.QtGui import QFont, QFontMetricsF, QPainterPath

from widgets.style.sheet import FONT_FAMILIES

if TYPE_CHECKING:
    from collections.abc import Iterator

_SVG = "http://www.w3.org/2000/svg"
_TEXT, _GROUP = f"{{{_SVG}}}text", f"{{{_SVG}}}g"
_XLINK = "http://www.w3.org/1999/xlink"
_FONT_ATTRIBUTES = ("font-family", "font-size", "font-weight", "font-style")
_NEAR = 1.5
_GENERIC = "sans-serif"
FONT_STACK = ", ".join(name if name == _GENERIC else f"'{name}'" for name in FONT_FAMILIES)
"""Other machines have other fonts: the first one that is there is taken."""


def mended(svg: bytes, *, outlines: bool) -> bytes:
    """The same with text as whole lines in the font stack, or as paths that need no font."""
    ET.register_namespace("", _SVG)
    ET.register_namespace("xlink", _XLINK)
    root = ET.fromstring(svg)
    for group in reversed(list(root.iter(_GROUP))):
        _drop_empty(group)
        _join_texts(group)
    for group in list(root.iter(_GROUP)):
        _mend_fonts(group, outlines=outlines)
    whole: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return whole


def _drop_empty(group: ET.Element) -> None:
    for inner in list(group):
        if inner.tag == _GROUP and len(inner) == 0:
            group.remove(inner)


def _join_texts(group: ET.Element) -> None:
    """Qt writes a line in pieces, one a script, alone or in groups: join those that follow one another."""
    last: ET.Element | None = None
    for inner in list(group):
        if last is not None and _text_of(inner) is not None and _follows(last, inner):
            first, second = _text_of(last), _text_of(inner)
            if first is not None and second is not None:
                first.text = (first.text or "") + (second.text or "")
                group.remove(inner)
        else:
            last = inner if _text_of(inner) is not None else None


def _text_of(element: ET.Element) -> ET.Element | None:
    """The text that the element is, or that alone is in it."""
    if element.tag == _TEXT:
        return element
    return element[0] if element.tag == _GROUP and len(element) == 1 and element[0].tag == _TEXT else None


def _follows(one: ET.Element, two: ET.Element) -> bool:
    if one.tag != two.tag or any(one.get(name) != two.get(name) for name in ("transform", "opacity")):
        return False
    first, second = _text_of(one), _text_of(two)
    if first is None or second is None:
        return False
    if any(first.get(name) != second.get(name) for name in ("y", "fill", "fill-opacity", *_FONT_ATTRIBUTES)):
        return False
    end = float(first.get("x", "0")) + QFontMetricsF(_font(first)).horizontalAdvance(first.text or "")
    return abs(end - float(second.get("x", "0"))) <= _NEAR


def _mend_fonts(group: ET.Element, *, outlines: bool) -> None:
    for name in _FONT_ATTRIBUTES:
        group.attrib.pop(name, None)
    for number, text in enumerate(list(group)):
        if text.tag != _TEXT:
            continue
        if outlines:
            group.remove(text)
            group.insert(number, _outline(text))
        else:
            text.set("font-family", FONT_STACK)


def _font(text: ET.Element) -> QFont:
    font = QFont()
    font.setPixelSize(round(float(text.get("font-size", "12"))))
    font.setWeight(QFont.Weight(int(text.get("font-weight", "400"))))
    return font


def _outline(text: ET.Element) -> ET.Element:
    path = QPainterPath()
    path.addText(float(text.get("x", "0")), float(text.get("y", "0")), _font(text), text.text or "")
    facts = {name: str(text.get(name)) for name in ("fill", "fill-opacity", "stroke") if text.get(name)}
    return ET.Element(f"{{{_SVG}}}path", {**facts, "fill-rule": "nonzero", "d": " ".join(_steps(path))})


def _steps(path: QPainterPath) -> Iterator[str]:
    """The path in SVG's letters; a curve is three elements."""
    at = 0
    while at < path.elementCount():
        if path.elementAt(at).isCurveTo():
            yield f"C{_place(path, at)} {_place(path, at + 1)} {_place(path, at + 2)}"
            at += 3
        else:
            yield f"{'M' if path.elementAt(at).isMoveTo() else 'L'}{_place(path, at)}"
            at += 1


def _place(path: QPainterPath, at: int) -> str:
    element: Any = path.elementAt(at)  # Qt's stubs leave x and y out
    return f"{element.x:.2f} {element.y:.2f}"
