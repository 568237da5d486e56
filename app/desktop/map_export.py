"""A chain's map into a PNG, SVG or PDF file: written beside its place, read back, then renamed over it."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET
from zlib import crc32

from PySide6.QtGui import QGuiApplication

from app.desktop.map_source import read_source
from app.exchange.safe_write import written_beside
from chains.errors import ExportRefused
from chains.steps import tell_nobody
from widgets.map.export_options import MapExportOptions, PictureKind
from widgets.map.glyphs import missing_signs
from widgets.map.page import MOST_PAGES
from widgets.map.picture import plan_of, save_picture
from widgets.style.sheet import program_font

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app.desktop.map_source import MapSource, SeenMap
    from app.services.workspace import Workspace
    from widgets.map.page import PagePlan
    from widgets.map.picture import MapDrawing

    Step = Callable[[int, int], None]

KINDS = tuple(PictureKind)
_PNG_BEGINS = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class MapWritten:
    """What was written: the file, the pages of a PDF, and signs that no font of this machine has."""

    path: Path
    plan: PagePlan | None = None
    missing: tuple[str, ...] = ()


def export_map(
    workspace: Workspace,
    chain: str,
    path: Path,
    options: MapExportOptions,
    seen: SeenMap | None = None,
    step: Step = tell_nobody,
) -> MapWritten:
    """Draw the chain as it stands, or as it is seen, into the file; its ending says which kind.

    Needs a QGuiApplication. Raises ExportRefused when the ending is none of KINDS or writing fails.
    """
    options = with_kind_of(path, options)
    return write_map(read_source(workspace, chain, seen, step), path, options, step)


def write_map(
    source: MapSource, path: Path, options: MapExportOptions, step: Step = tell_nobody
) -> MapWritten:
    """Write what is to go out. Raises ExportRefused."""
    options = with_kind_of(path, options)
    drawing = source.drawing(options)
    plan = plan_of(drawing, options) if options.kind is PictureKind.PDF else None
    if plan is not None and plan.pages > MOST_PAGES:
        raise ExportRefused(file=path.name, reason="too_many_pages", pages=plan.pages, most=MOST_PAGES)
    with written_beside(path, _VERIFY[options.kind]) as beside:
        save_picture(drawing, beside, options, step)
    return MapWritten(path, plan, missing_signs(_texts(drawing)))


def export_map_alone(workspace: Workspace, chain: str, path: Path, options: MapExportOptions) -> MapWritten:
    """The same for the command line: makes the application that drawing needs, without a screen."""
    application = QGuiApplication.instance() or QGuiApplication([sys.argv[0], "-platform", "offscreen"])
    if isinstance(application, QGuiApplication):
        application.setFont(program_font())
    return export_map(workspace, chain, path, options)


def with_kind_of(path: Path, options: MapExportOptions) -> MapExportOptions:
    """The options with the kind that the ending names. Raises ExportRefused when it is none of KINDS."""
    kind = path.suffix.lower().removeprefix(".")
    if kind not in set(PictureKind):
        raise ExportRefused(file=path.name, reason="picture_kind")
    return replace(options, kind=PictureKind(kind))


def _texts(drawing: MapDrawing) -> list[str]:
    head, picture = drawing.head, drawing.picture
    names = [picture.segments[code].name for code in picture.layout.boxes]
    return [head.title, head.drawn_by, *names, *(panel.name for panel in picture.layout.columns)]


def _is_whole_png(path: Path) -> bool:
    """Every part there with its checksum, the last one last. Not decoded: Qt reads 256 MB at most."""
    with path.open("rb") as file:
        if file.read(len(_PNG_BEGINS)) != _PNG_BEGINS:
            return False
        while len(head := file.read(8)) == 8:
            length, kind = int.from_bytes(head[:4], "big"), head[4:]
            content, checksum = file.read(length), file.read(4)
            if len(content) != length or crc32(kind + content).to_bytes(4, "big") != checksum:
                return False
            if kind == b"IEND":
                return not file.read(1)
    return False


def _is_whole_svg(path: Path) -> bool:
    try:
        return ET.parse(path).getroot().tag.endswith("svg")
    except ET.ParseError:
        return False


def _is_whole_pdf(path: Path) -> bool:
    content = path.read_bytes()
    return content.startswith(b"%PDF") and b"%%EOF" in content[-64:]


_VERIFY = {PictureKind.PNG: _is_whole_png, PictureKind.SVG: _is_whole_svg, PictureKind.PDF: _is_whole_pdf}
