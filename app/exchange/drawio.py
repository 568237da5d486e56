"""A chain as a draw.io file: stages are containers with their boxes in them, links are connected edges."""

from __future__ import annotations

import html
from math import hypot
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from app.exchange.chain_document import plain_codes
from app.exchange.safe_write import plain_text, written_beside
from chains import words
from chains.kinds import Coverage, Source, Tier

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from app.exchange.chain_document import ChainDocument
    from chains.chain import Chain, Segment
    from chains.layout import Box, Column, Layout, Route

COLOURS = {
    Coverage.STRONG: ("#1b7f57", "#eef8f3"),
    Coverage.ADEQUATE: ("#2b6cb0", "#eef5fc"),
    Coverage.WEAK: ("#c58a14", "#fdf7e9"),
    Coverage.MISSING: ("#c8403a", "#fdf1f0"),
    Coverage.UNASSESSED: ("#657285", "#f3f5f8"),
}
"""Border and ground of a box, as the window draws them in the light theme (a test compares)."""

_BORDER = {
    Coverage.STRONG: "strokeWidth=2;",
    Coverage.MISSING: "dashed=1;dashPattern=4 3;",
    Coverage.UNASSESSED: "dashed=1;dashPattern=1 2;",
}
_FONT = "fontFamily=Microsoft YaHei;fontSize=12;"
_COLUMN = (
    "swimlane;html=1;startSize=30;collapsible=0;container=1;rounded=1;arcSize=3;fontStyle=1;"
    "fillColor=#e4ebf4;swimlaneFillColor=#ffffff;strokeColor=#e2e8f0;fontColor=#1a202c;" + _FONT
)
_BOX = "rounded=1;arcSize=8;whiteSpace=wrap;html=1;fontColor=#1a202c;spacing=4;" + _FONT
_FRAME = "rounded=1;arcSize=4;html=1;fillColor=none;strokeColor=#a9b5c4;dashed=1;pointerEvents=0;"
_LINE = "edgeStyle=none;rounded=1;html=1;endArrow=block;endSize=4;" + _FONT
_TEXT = "text;html=1;align=left;verticalAlign=middle;whiteSpace=wrap;" + _FONT
_NEAREST = 1.5
"""A way point this near to the straight line between its neighbours, in drawing units, is not needed."""

HEAD = 76.0
"""Room above the drawing for title and figures."""


def write_drawio(path: Path, document: ChainDocument) -> None:
    """Write the drawing so that it can be edited there, not packed. Raises ExportRefused."""
    tree = ET.ElementTree(_Page(document).root())
    ET.indent(tree)
    with written_beside(path, lambda beside: _is_as_meant(beside, document)) as beside:
        tree.write(beside, encoding="utf-8", xml_declaration=True)


class _Page:
    def __init__(self, document: ChainDocument) -> None:
        self._document, self._layout = document, document.layout
        chain = document.state.chain
        self._ids = {
            code: f"segment-{plain}" for code, plain in plain_codes(s.code for s in chain.segments).items()
        }
        self._stage_ids = {
            code: f"stage-{plain}" for code, plain in plain_codes(s.code for s in chain.stages).items()
        }
        self._cells = ET.Element("root")

    def root(self) -> ET.Element:
        ET.SubElement(self._cells, "mxCell", id="0")
        ET.SubElement(self._cells, "mxCell", {"id": "1", "parent": "0"})
        self._add_head()
        columns = {column.stage: column for column in self._layout.columns}
        for column in columns.values():
            self._add_column(column)
        self._add_frames()
        for segment in self._document.state.chain.segments:
            self._add_box(segment, columns.get(segment.stage))
        for number, route in enumerate(self._layout.routes, 1):
            self._add_line(number, route)
        return self._file()

    def _file(self) -> ET.Element:
        document = self._document
        root = ET.Element("mxfile", host="Lianpu", type="device")
        name = plain_text(document.state.chain.name) or "产业链"
        diagram = ET.SubElement(root, "diagram", id="chain", name=name)
        size = {
            "pageWidth": _number(self._layout.width),
            "pageHeight": _number(self._layout.height + HEAD),
        }
        switches = {"grid": "1", "gridSize": "10", "guides": "1", "tooltips": "1", "connect": "1"}
        switches |= {"arrows": "1", "fold": "1", "page": "1", "pageScale": "1", "math": "0", "shadow": "0"}
        model = ET.SubElement(diagram, "mxGraphModel", {"dx": "0", "dy": "0", **switches, **size})
        model.append(self._cells)
        return root

    def _add_head(self) -> None:
        document = self._document
        figures = " · ".join(f"{word} {text}" for word, text in document.figures)
        as_of = f"截至日期：{document.as_of.isoformat()}"
        width = max(self._layout.width - 32, 400.0)
        self._add_text("title", f"<b>{_html(document.title)}</b>", (16.0, 8.0, width, 30.0), "fontSize=20;")
        self._add_text(
            "figures", _html(f"{figures}　{as_of}"), (16.0, 40.0, width, 24.0), "fontColor=#59667a;"
        )
        for number, band in enumerate(self._layout.bands, 1):
            self._add_text(
                f"tier-{number}",
                f"<b>{_html(_tier(document.state.chain, band.tier))}</b>",
                (band.box.x, band.box.y + HEAD, band.box.width, band.box.height),
                "align=center;",
            )

    def _add_text(self, key: str, text: str, place: tuple[float, float, float, float], style: str) -> None:
        facts = {"id": key, "value": text, "style": _TEXT + style, "vertex": "1", "parent": "1"}
        self._place(ET.SubElement(self._cells, "mxCell", facts), *place)

    def _add_column(self, column: Column) -> None:
        tier = f"{_tier(self._document.state.chain, column.tier)} · " if column.tier is Tier.SUPPORT else ""
        box = column.box
        facts = {"value": _html(f"{tier}{column.name}"), "style": _COLUMN, "vertex": "1", "parent": "1"}
        cell = ET.SubElement(self._cells, "mxCell", {"id": self._stage_ids[column.stage], **facts})
        self._place(cell, box.x, box.y + HEAD, box.width, box.height)

    def _add_frames(self) -> None:
        """Frames round parents and their sub-segments, below the boxes."""
        for number, frame in enumerate(self._layout.frames, 1):
            facts = {"id": f"frame-{number}", "value": "", "style": _FRAME, "vertex": "1", "parent": "1"}
            cell, box = ET.SubElement(self._cells, "mxCell", facts), frame.box
            self._place(cell, box.x, box.y + HEAD, box.width, box.height)

    def _add_box(self, segment: Segment, column: Column | None) -> None:
        coverage = self._document.state.assessment(segment.code).coverage
        edge, ground = COLOURS[coverage]
        style = f"{_BOX}strokeColor={edge};fillColor={ground};{_BORDER.get(coverage, '')}"
        facts = {**_facts(self._document, segment), "id": self._ids[segment.code]}
        holder = ET.SubElement(self._cells, "object", facts)
        parent = self._stage_ids[column.stage] if column else "1"
        cell = ET.SubElement(holder, "mxCell", {"style": style, "vertex": "1", "parent": parent})
        box = self._layout.boxes[segment.code]
        left, top = (column.box.x, column.box.y) if column else (0.0, -HEAD)
        self._place(cell, box.x - left, box.y - top, box.width, box.height)

    def _add_line(self, number: int, route: Route) -> None:
        missing = self._document.state.assessment(route.source).coverage is Coverage.MISSING
        look = f"strokeColor={COLOURS[Coverage.MISSING][0]};dashed=1;" if missing else "strokeColor=#a9b5c4;"
        style = _LINE + look + _ends(route, self._layout)
        facts = {"id": f"link-{number}", "style": style, "edge": "1", "parent": "1"}
        ends = {"source": self._ids[route.source], "target": self._ids[route.target]}
        cell = ET.SubElement(self._cells, "mxCell", {**facts, **ends})
        geometry = ET.SubElement(cell, "mxGeometry", {"relative": "1", "as": "geometry"})
        way = _way_points([(point.x, point.y) for point in route.points])
        if way:
            points = ET.SubElement(geometry, "Array", {"as": "points"})
            for x, y in way:
                ET.SubElement(points, "mxPoint", x=_number(x), y=_number(y + HEAD))

    def _place(self, cell: ET.Element, x: float, y: float, width: float, height: float) -> None:
        place = {"x": _number(x), "y": _number(y), "width": _number(width), "height": _number(height)}
        ET.SubElement(cell, "mxGeometry", {**place, "as": "geometry"})


def _tier(chain: Chain, tier: Tier) -> str:
    return chain.tier_name(tier) or words.TIER[tier]


def _facts(document: ChainDocument, segment: Segment) -> Mapping[str, str]:
    """Label and facts of a box; draw.io shows the latter under 编辑数据."""
    said = document.state.assessment(segment.code)
    marks = [words.COVERAGE[said.coverage]]
    if said.source is not Source.UNKNOWN:
        marks.append(words.source_text(said.source, said.degree, said.countries))
    if said.chokepoint:
        marks.append(words.CHOKEPOINT)
    facts = {
        "label": f"<b>{_html(segment.name)}</b><br>{' · '.join(marks)}",
        "code": segment.code,
        "coverage": said.coverage.value,
        "source": said.source.value,
        "chokepoint": str(said.chokepoint).lower(),
        "evidence": said.evidence,
        "suppliers": "；".join(one.company_name for one in document.state.local_suppliers(segment.code)),
    }
    return {key: plain_text(fact) for key, fact in facts.items() if fact}


def _ends(route: Route, layout: Layout) -> str:
    """Where the line leaves its source and meets its target, as parts of their sides."""
    parts = []
    ends = (("exit", route.source, route.points[0]), ("entry", route.target, route.points[-1]))
    for word, code, at in ends:
        box: Box = layout.boxes[code]
        x = min(1.0, max(0.0, (at.x - box.x) / box.width))
        y = min(1.0, max(0.0, (at.y - box.y) / box.height))
        parts.append(f"{word}X={_number(x)};{word}Y={_number(y)};{word}Dx=0;{word}Dy=0;{word}Perimeter=0;")
    return "".join(parts)


def _way_points(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The points between the ends that the line's shape needs (Douglas and Peucker)."""
    needed = {0, len(points) - 1}
    waiting = [(0, len(points) - 1)]
    while waiting:
        first, last = waiting.pop()
        if last - first < 2:
            continue
        far = max(range(first + 1, last), key=lambda at: _distance(points[at], points[first], points[last]))
        if _distance(points[far], points[first], points[last]) > _NEAREST:
            needed.add(far)
            waiting += [(first, far), (far, last)]
    return [points[at] for at in sorted(needed)[1:-1]]


def _distance(point: tuple[float, float], one: tuple[float, float], two: tuple[float, float]) -> float:
    along = (two[0] - one[0], two[1] - one[1])
    length = hypot(*along)
    off = (point[0] - one[0], point[1] - one[1])
    return hypot(*off) if length == 0 else abs(along[0] * off[1] - along[1] * off[0]) / length


def _html(text: str) -> str:
    """The text as HTML in which nothing is markup, on one line."""
    return html.escape(" ".join(plain_text(text).split()))


def _number(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".") or "0"


def _is_as_meant(path: Path, document: ChainDocument) -> bool:
    """Read what was written: well-formed, and every segment and link is there."""
    try:
        root = ET.parse(path).getroot()
    except ET.ParseError:
        return False
    edges = sum(1 for cell in root.iter("mxCell") if cell.get("edge") == "1")
    boxes = sum(1 for _ in root.iter("object"))
    return (boxes, edges) == (len(document.state.chain.segments), len(document.layout.routes))
