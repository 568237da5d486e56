"""The colours of the map's modes other than 本地供给, for the light and the dark theme.

Chosen so that no two classes of a mode come together for the colour-blind; the tests say how near they may.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from chains.shade_classes import ShadeClass

if TYPE_CHECKING:
    from collections.abc import Iterator


class Look(NamedTuple):
    """How a box of one class is drawn: its edge and chip, the text on the chip, its ground."""

    edge: str
    tint: str
    on_edge: str
    line: str = ""

    @property
    def border(self) -> str:
        """The colour of the box's outline: `line` where the edge is too pale to bound a box."""
        return self.line or self.edge


def contrast(one: str, other: str) -> float:
    """Contrast of two colours as WCAG counts it, 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in _parts(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _mixed(colour: str, other: str, part: float) -> str:
    """`part` of the colour, the rest of the other."""
    pairs = zip(_parts(colour), _parts(other), strict=True)
    return "#" + "".join(f"{round(one * part + two * (1 - part)):02x}" for one, two in pairs)


def _look(edge: str, ground: str, ink: str, *, tint: float) -> Look:
    """A class's look on a ground; the outline is darkened until it can be seen (3 : 1, WCAG 1.4.11)."""
    on_edge = max(("#ffffff", "#10161d"), key=lambda text: contrast(text, edge))
    line, part = edge, 1.0
    while contrast(line, ground) < 3 and part > 0:
        part -= 0.1
        line = _mixed(edge, ink, part)
    return Look(edge, _mixed(edge, ground, tint), on_edge, line)


_LIGHT_EDGES: Mapping[ShadeClass, str] = {
    ShadeClass.SOURCE_LOCAL: "#00795f",
    ShadeClass.SOURCE_PROVINCIAL: "#2f6fd0",
    ShadeClass.SOURCE_DOMESTIC: "#e3a300",
    ShadeClass.SOURCE_ABROAD: "#7a1450",
    ShadeClass.SOURCE_UNKNOWN: "#7a8798",
    ShadeClass.SUPPLIERS_NONE: "#d97a1f",
    ShadeClass.SUPPLIERS_ONE: "#a9d0ea",
    ShadeClass.SUPPLIERS_FEW: "#62a8d8",
    ShadeClass.SUPPLIERS_SOME: "#2474b5",
    ShadeClass.SUPPLIERS_MANY: "#0b3c74",
    ShadeClass.GAP_NONE: "#4f86b8",
    ShadeClass.GAP_LOW: "#f3d27a",
    ShadeClass.GAP_MEDIUM: "#ee9a45",
    ShadeClass.GAP_HIGH: "#cc482b",
    ShadeClass.GAP_TOP: "#7d1230",
    ShadeClass.GAP_UNASSESSED: "#8a95a3",
    ShadeClass.CHANGE_BETTER: "#1769b5",
    ShadeClass.CHANGE_WORSE: "#b23c0c",
    ShadeClass.CHANGE_NEW: "#0a7d5d",
    ShadeClass.CHANGE_OTHER: "#dcb40a",
    ShadeClass.CHANGE_SAME: "#8c97a5",
}
_DARK_EDGES: Mapping[ShadeClass, str] = {
    ShadeClass.SOURCE_LOCAL: "#17b08c",
    ShadeClass.SOURCE_PROVINCIAL: "#6f9cf5",
    ShadeClass.SOURCE_DOMESTIC: "#f0c34a",
    ShadeClass.SOURCE_ABROAD: "#c040a8",
    ShadeClass.SOURCE_UNKNOWN: "#a9b4c0",
    ShadeClass.SUPPLIERS_NONE: "#f0a050",
    ShadeClass.SUPPLIERS_ONE: "#2f5f86",
    ShadeClass.SUPPLIERS_FEW: "#4b8fc4",
    ShadeClass.SUPPLIERS_SOME: "#86bfe8",
    ShadeClass.SUPPLIERS_MANY: "#d3ebfb",
    ShadeClass.GAP_NONE: "#5f97c9",
    ShadeClass.GAP_LOW: "#7a4a20",
    ShadeClass.GAP_MEDIUM: "#bd6a30",
    ShadeClass.GAP_HIGH: "#f2a35e",
    ShadeClass.GAP_TOP: "#ffe9c8",
    ShadeClass.GAP_UNASSESSED: "#7d8997",
    ShadeClass.CHANGE_BETTER: "#6aaef2",
    ShadeClass.CHANGE_WORSE: "#e8743a",
    ShadeClass.CHANGE_NEW: "#2fbf92",
    ShadeClass.CHANGE_OTHER: "#f2e07a",
    ShadeClass.CHANGE_SAME: "#8290a0",
}


class ModeLooks(Mapping[ShadeClass, Look]):
    """The looks of the classes that have an edge here; each is reckoned when it is first drawn."""

    def __init__(self, edges: Mapping[ShadeClass, str], ground: str, ink: str, *, tint: float) -> None:
        self._edges, self._ground, self._ink, self._tint = edges, ground, ink, tint
        self._known: dict[ShadeClass, Look] = {}

    def beside(self, known: Mapping[ShadeClass, Look]) -> ModeLooks:
        """The same with looks that somebody else chose."""
        looks = ModeLooks(self._edges, self._ground, self._ink, tint=self._tint)
        looks._known.update(known)
        return looks

    def __getitem__(self, shade: ShadeClass) -> Look:
        """The look of a class; KeyError when it has none."""
        if shade not in self._known:
            self._known[shade] = _look(self._edges[shade], self._ground, self._ink, tint=self._tint)
        return self._known[shade]

    def __iter__(self) -> Iterator[ShadeClass]:
        """Every class that has a look."""
        return iter({**self._known, **self._edges})

    def __len__(self) -> int:
        """How many have one."""
        return len({**self._known, **self._edges})


LIGHT_MODES = ModeLooks(_LIGHT_EDGES, "#ffffff", "#1a202c", tint=0.09)
DARK_MODES = ModeLooks(_DARK_EDGES, "#1a212b", "#e8edf4", tint=0.12)
