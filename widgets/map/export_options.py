"""What is chosen for a map that goes out: one value for dialog, controller and command line. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class PictureKind(StrEnum):
    """The kinds of picture."""

    PNG = "png"
    SVG = "svg"
    PDF = "pdf"


class Part(StrEnum):
    """How much of the map goes out."""

    WHOLE = "whole"
    SELECTION = "selection"
    VISIBLE = "visible"


class Paper(StrEnum):
    """Sizes of paper."""

    A4 = "A4"
    A3 = "A3"
    A2 = "A2"
    A1 = "A1"
    A0 = "A0"


MILLIMETRES = {
    Paper.A4: (210.0, 297.0),
    Paper.A3: (297.0, 420.0),
    Paper.A2: (420.0, 594.0),
    Paper.A1: (594.0, 841.0),
    Paper.A0: (841.0, 1189.0),
}
"""Width and height of a sheet that stands upright."""

LEAST_MARGIN_MM, MOST_MARGIN_MM = 5.0, 40.0
LEAST_SCALE, MOST_SCALE = 1.0, 4.0
MOST_PAGES_A_SIDE = 10


@dataclass(frozen=True, slots=True)
class PageSetup:
    """How a PDF's pages are: `landscape` None takes what suits the map.

    The map is fitted to `across` × `down` pages, or drawn at `percent` (100: names are 10.5 points) on as
    many pages as that takes. Neighbouring pages share a strip `overlap_mm` wide, to be glued.
    """

    paper: Paper = Paper.A3
    landscape: bool | None = None
    margin_mm: float = 10.0
    across: int = 1
    down: int = 1
    percent: float | None = None
    overlap_mm: float = 10.0


@dataclass(frozen=True, slots=True)
class MapExportOptions:
    """`scale` (1–4) is for PNG, `outlines` for SVG, `page` for PDF; "" as title takes the usual one."""

    kind: PictureKind = PictureKind.PDF
    part: Part = Part.WHOLE
    scale: float = 2.0
    outlines: bool = False
    page: PageSetup = field(default_factory=PageSetup)
    title: str = ""
    drawn_by: str = ""
