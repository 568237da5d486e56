"""How boxes look on a map: outline, stripe and chip of each class, what is faded, marked or on a way."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPen

from chains.shade_classes import CLASS_WORD, Mode, ShadeClass, classes_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QPainter

    from chains.marking import Assessment
    from chains.shading import BoxShade, Shading
    from widgets.style.looks import Look


class Stripe(Enum):
    """What fills the stripe at a box's left side: tells a class without colour."""

    FULL = "full"
    THIN = "thin"
    HATCH = "hatch"
    BARS = "bars"
    DOTS = "dots"
    EMPTY = "empty"


class Sign(StrEnum):
    """What a legend explains beside the classes."""

    CHOKEPOINT = "chokepoint"
    IMPORTED = "imported"
    MISSING_LINK = "missing_link"
    MARKED = "marked"
    FADED = "faded"
    WAY = "way"
    SHARED = "shared"
    MATCH = "match"


@dataclass(frozen=True, slots=True)
class BoxLook:
    """How one box is drawn. Its colours are those that the roles give its class.

    `width` and `dash` are the outline's; `level` (0–1) is how far the stripe is filled from below;
    `chip` and `note` are the words on the second line.
    """

    shade: ShadeClass
    width: float = 1.3
    dash: tuple[float, ...] = ()
    stripe: Stripe = Stripe.THIN
    level: float = 1.0
    chip: str = ""
    note: str = ""

    def pen(self, colour: str) -> QPen:
        """The outline's pen."""
        pen = QPen(QColor(colour), self.width)
        if self.dash:
            pen.setDashPattern(list(self.dash))
        return pen


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """A sample with its word, and how many boxes are so where that is counted."""

    word: str
    sample: BoxLook | Sign | None
    count: int | None = None

    @property
    def text(self) -> str:
        """The word with the count behind it."""
        return self.word if self.count is None else f"{self.word} {self.count}"


@dataclass(frozen=True, slots=True)
class Looks:
    """How a map's boxes look. `faded` ones step back, `marked` ones have a ring, links in `path` are lit.

    A box without an entry looks as its 本地供给 has it.
    """

    mode: Mode = Mode.COVERAGE
    boxes: Mapping[str, BoxLook] = field(default_factory=dict)
    legend: tuple[LegendEntry, ...] = ()
    faded: frozenset[str] = frozenset()
    marked: frozenset[str] = frozenset()
    path: frozenset[str] = frozenset()


_LINES: Mapping[ShadeClass, BoxLook] = {
    look.shade: look
    for look in (
        BoxLook(ShadeClass.COVERAGE_STRONG, 2.2),
        BoxLook(ShadeClass.COVERAGE_ADEQUATE),
        BoxLook(ShadeClass.COVERAGE_WEAK, dash=(9, 3)),
        BoxLook(ShadeClass.COVERAGE_MISSING, dash=(4, 3)),
        BoxLook(ShadeClass.COVERAGE_UNASSESSED, dash=(1, 2.5)),
        BoxLook(ShadeClass.SOURCE_LOCAL, 2.2, stripe=Stripe.FULL),
        BoxLook(ShadeClass.SOURCE_PROVINCIAL, stripe=Stripe.HATCH),
        BoxLook(ShadeClass.SOURCE_DOMESTIC, stripe=Stripe.BARS),
        BoxLook(ShadeClass.SOURCE_ABROAD, 1.6, (4, 3), Stripe.DOTS),
        BoxLook(ShadeClass.SOURCE_UNKNOWN, dash=(1, 2.5), stripe=Stripe.EMPTY),
        BoxLook(ShadeClass.SUPPLIERS_NONE, dash=(4, 3), stripe=Stripe.EMPTY),
        BoxLook(ShadeClass.SUPPLIERS_ONE, stripe=Stripe.FULL, level=0.25),
        BoxLook(ShadeClass.SUPPLIERS_FEW, stripe=Stripe.FULL, level=0.5),
        BoxLook(ShadeClass.SUPPLIERS_SOME, stripe=Stripe.FULL, level=0.75),
        BoxLook(ShadeClass.SUPPLIERS_MANY, 2.2, stripe=Stripe.FULL),
        BoxLook(ShadeClass.GAP_NONE, stripe=Stripe.EMPTY),
        BoxLook(ShadeClass.GAP_LOW, stripe=Stripe.FULL, level=0.25),
        BoxLook(ShadeClass.GAP_MEDIUM, stripe=Stripe.FULL, level=0.5),
        BoxLook(ShadeClass.GAP_HIGH, 1.6, stripe=Stripe.FULL, level=0.75),
        BoxLook(ShadeClass.GAP_TOP, 2.4, stripe=Stripe.FULL),
        BoxLook(ShadeClass.GAP_UNASSESSED, dash=(1, 2.5), stripe=Stripe.EMPTY),
        BoxLook(ShadeClass.CHANGE_BETTER, 2.0, stripe=Stripe.FULL),
        BoxLook(ShadeClass.CHANGE_WORSE, 2.0, (4, 3), Stripe.HATCH),
        BoxLook(ShadeClass.CHANGE_NEW, 2.0, (8, 2, 2, 2), Stripe.BARS),
        BoxLook(ShadeClass.CHANGE_OTHER, stripe=Stripe.DOTS),
        BoxLook(ShadeClass.CHANGE_SAME, 1.0, stripe=Stripe.EMPTY),
    )
}


def look_of(box: BoxShade) -> BoxLook:
    """How a box of that class is drawn."""
    line = _LINES[box.shade]
    return BoxLook(line.shade, line.width, line.dash, line.stripe, line.level, box.chip, box.note)


def class_look(shade: ShadeClass) -> BoxLook:
    """The look of a class, for its sample in the legend."""
    return _LINES[shade]


def coverage_look(assessment: Assessment) -> BoxLook:
    """How a box looks where no mode is chosen."""
    from chains.shading import coverage_shade  # noqa: PLC0415 - a map at first sight is shaded already

    return look_of(coverage_shade(assessment))


def looks_of(
    shading: Shading,
    faded: frozenset[str] = frozenset(),
    marked: frozenset[str] = frozenset(),
    path: frozenset[str] = frozenset(),
) -> Looks:
    """The looks of a shaded map, with its legend."""
    boxes = {code: look_of(box) for code, box in shading.boxes.items()}
    legend = legend_entries(shading.mode, shading.counts(), shading.remark)
    legend += (LegendEntry("标出", Sign.MARKED, len(marked)),) if marked else ()
    legend += (LegendEntry("路径", Sign.WAY),) if path else ()
    legend += (LegendEntry("淡化：不在筛选内", Sign.FADED, len(faded)),) if faded else ()
    return Looks(shading.mode, boxes, legend, faded, marked, path)


def legend_entries(
    mode: Mode, counts: Mapping[ShadeClass, int] | None = None, remark: str = ""
) -> tuple[LegendEntry, ...]:
    """The classes of a mode, counted where counts are given, and the signs that every map has."""
    entries = [
        LegendEntry(CLASS_WORD[one], class_look(one), None if counts is None else counts.get(one, 0))
        for one in classes_of(mode)
    ]
    entries.append(LegendEntry("卡脖子", Sign.CHOKEPOINT))
    if mode is not Mode.SOURCE:
        entries.append(LegendEntry("主要来自国外", Sign.IMPORTED))
    if mode is Mode.COVERAGE:
        entries.append(LegendEntry("来自缺失环节的供应关系", Sign.MISSING_LINK))
    entries += [LegendEntry(part, None) for part in remark.split("；") if part]
    return tuple(entries)


def paint_stripe(painter: QPainter, look: BoxLook, colours: Look, area: QRectF) -> None:
    """Paint the stripe at the left side of a box."""
    # Lines of our own and no pattern brush: an SVG has none of Qt's, and on paper they would not scale.
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.edge))
    if look.stripe is Stripe.THIN:
        painter.drawRoundedRect(QRectF(area.x(), area.y(), 5, area.height()), 2.5, 2.5)
        return
    room = QRectF(area.x(), area.y() + 3, 8, area.height() - 6)
    if look.stripe is Stripe.FULL:
        high = room.height() * look.level
        painter.drawRoundedRect(QRectF(room.x(), room.bottom() - high, room.width(), high), 2, 2)
    if look.stripe is Stripe.DOTS:
        for at in _steps(room, 6):
            painter.drawEllipse(QPointF(room.center().x(), at + 1), 2.2, 2.2)
    if look.stripe in {Stripe.HATCH, Stripe.BARS}:
        rise = 7.0 if look.stripe is Stripe.HATCH else 0.0
        painter.setPen(QPen(QColor(colours.edge), 2.2))
        left, right = room.x() + 1.5, room.right()
        painter.drawLines(
            [QLineF(left, at + rise, right, at) for at in _steps(room.adjusted(0, 0, 0, -rise), 5)]
        )
    painter.setPen(QPen(QColor(colours.border), 0.8))
    painter.drawLine(QLineF(room.right(), area.y() + 1, room.right(), area.bottom() - 1))


def _steps(room: QRectF, step: float) -> list[float]:
    count = max(1, int(room.height() // step))
    start = room.y() + (room.height() - (count - 1) * step) / 2
    return [start + number * step for number in range(count)]
