"""What the map shows: a chain as it stands, laid out, with the figures of each box."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF

from chains.coverage_signs import contradictions, stale_segments
from chains.kinds import Coverage, Source
from chains.shade_classes import COVERAGE_CLASS, Mode
from widgets.map.looks import coverage_look
from widgets.style.text import cut as cut_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from chains.chain import Chain, Segment
    from chains.layout_shapes import Box, Layout
    from chains.shade_classes import ShadeClass
    from chains.state import ChainState
    from widgets.map.looks import BoxLook, Looks

BOX_WIDTH = 152.0
LINE_HEIGHT = 19.0
BOX_PADDING = 10.0
NAME_PIXELS = 14
TEXT_PIXELS = 12


@dataclass(frozen=True, slots=True)
class MapPicture:
    """One chain to draw. `targets` count 目标企业 by segment; without `looks` it is coloured by 本地供给.

    `pins` were put by hand; `parents` can be folded, and `hidden` says how many each folded one hides.
    """

    state: ChainState
    layout: Layout
    targets: Mapping[str, int] = field(default_factory=dict)
    contradictions: frozenset[str] = frozenset()
    stale: frozenset[str] = frozenset()
    looks: Looks | None = None
    pins: frozenset[str] = frozenset()
    hidden: Mapping[str, int] = field(default_factory=dict)
    parents: frozenset[str] = frozenset()

    @classmethod
    def of(cls, state: ChainState, layout: Layout, targets: Mapping[str, int], today: date) -> MapPicture:
        """The picture of a chain on a day."""
        return cls(state, layout, targets, frozenset(contradictions(state)), stale_segments(state, today))

    @property
    def segments(self) -> Mapping[str, Segment]:
        """The chain's segments by code."""
        return {segment.code: segment for segment in self.state.chain.segments}

    def coverage(self, code: str) -> Coverage:
        """Coverage of a segment."""
        return self.state.assessment(code).coverage

    def look(self, code: str) -> BoxLook:
        """How the segment's box is drawn."""
        known = self.looks.boxes.get(code) if self.looks is not None else None
        return known or coverage_look(self.state.assessment(code))

    def shade(self, code: str) -> ShadeClass:
        """The class that gives the box its colours."""
        known = self.looks.boxes.get(code) if self.looks is not None else None
        return known.shade if known is not None else COVERAGE_CLASS[self.coverage(code)]

    @property
    def mode(self) -> Mode:
        """What the colours tell."""
        return self.looks.mode if self.looks is not None else Mode.COVERAGE

    @property
    def faded(self) -> frozenset[str]:
        """Codes of the boxes that step back."""
        return self.looks.faded if self.looks is not None else frozenset()

    def is_imported(self, code: str) -> bool:
        """Whether the segment's supply comes from abroad (badge 进)."""
        return self.state.assessment(code).source is Source.ABROAD

    def counts_line(self, code: str) -> str:
        """`2 本地 · 1 市外 · 目标 3`."""
        here, outside = len(self.state.local_suppliers(code)), len(self.state.outside_suppliers(code))
        wanted = self.targets.get(code, 0)
        return f"{here} 本地 · {outside} 市外" + (f" · 目标 {wanted}" if wanted else "")

    def flag(self, code: str) -> str:
        """标注冲突 or 待复核, "" for none."""
        if code in self.contradictions:
            return "⚠ 标注冲突"
        return "⏱ 待复核" if code in self.stale else ""


def name_font() -> QFont:
    """The font of a box's name."""
    font = QFont()
    font.setPixelSize(NAME_PIXELS)
    font.setWeight(QFont.Weight.DemiBold)
    return font


def text_font() -> QFont:
    """The font of everything else in a box."""
    font = QFont()
    font.setPixelSize(TEXT_PIXELS)
    return font


def box_sizes(chain: Chain) -> dict[str, tuple[float, float]]:
    """Width and height of every box: taller where the name needs a second line."""
    metrics = QFontMetricsF(name_font())
    return {
        segment.code: (
            BOX_WIDTH,
            2 * BOX_PADDING + LINE_HEIGHT * (2 + len(name_lines(segment.name, metrics))),
        )
        for segment in chain.segments
    }


def name_lines(name: str, metrics: QFontMetricsF) -> tuple[str, ...]:
    """The name on one line, or on two with the rest left out."""
    room = BOX_WIDTH - 2 * BOX_PADDING - 4
    shown = cut_text(name)
    if metrics.horizontalAdvance(shown) <= room:
        return (shown,)
    cut = next((end for end in range(len(shown), 0, -1) if metrics.horizontalAdvance(shown[:end]) <= room), 1)
    return shown[:cut], metrics.elidedText(shown[cut:], Qt.TextElideMode.ElideRight, room)


def rect(box: Box) -> QRectF:
    """A box of the layout as Qt's rectangle."""
    return QRectF(box.x, box.y, box.width, box.height)
