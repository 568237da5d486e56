"""The legend of a map: what its colours, outlines and signs mean, on a screen and on paper alike."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPen

from chains import words
from chains.kinds import Coverage
from chains.shade_classes import Mode
from widgets.map.looks import LegendEntry, Sign, legend_entries, paint_stripe
from widgets.map.scene import text_font

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from widgets.map.looks import BoxLook
    from widgets.map.scene import MapPicture
    from widgets.style.roles import Roles

ROW_HEIGHT = 22.0
_SAMPLE = QRectF(0, 3.5, 20, 13)
_TEXT_FROM, _GAP = 25.0, 14.0


def legend_of(picture: MapPicture) -> tuple[LegendEntry, ...]:
    """The entries that explain this picture; without looks, of 本地供给."""
    if picture.looks is not None and picture.looks.legend:
        return picture.looks.legend
    from chains.shading import by_coverage  # noqa: PLC0415 - a map at first sight is shaded already

    return legend_entries(Mode.COVERAGE, by_coverage(picture.state).counts())


def entry_width(entry: LegendEntry) -> float:
    """The room that an entry takes, with the gap behind it."""
    before = _TEXT_FROM if entry.sample is not None else 0.0
    return before + QFontMetricsF(text_font()).horizontalAdvance(entry.text) + _GAP


def legend_places(entries: tuple[LegendEntry, ...], width: float) -> tuple[QPointF, ...]:
    """Where each entry stands when they are set in lines of that width, as text is."""
    places: list[QPointF] = []
    x = y = 0.0
    for entry in entries:
        wide = entry_width(entry)
        if x > 0 and x + wide - _GAP > width:
            x, y = 0.0, y + ROW_HEIGHT
        places.append(QPointF(x, y))
        x += wide
    return tuple(places)


def legend_height(entries: tuple[LegendEntry, ...], width: float) -> float:
    """The room from top to bottom when set in lines of that width."""
    places = legend_places(entries, width)
    return places[-1].y() + ROW_HEIGHT if places else 0.0


def paint_legend(painter: QPainter, entries: tuple[LegendEntry, ...], at: QPointF, roles: Roles) -> float:
    """Paint all entries on one line from `at`; returns the width used."""
    x = 0.0
    for entry in entries:
        x += paint_entry(painter, entry, at + QPointF(x, 0), roles)
    return x


def paint_entry(painter: QPainter, entry: LegendEntry, at: QPointF, roles: Roles) -> float:
    """Paint one entry with its top left at `at`; returns the width used."""
    painter.save()
    painter.translate(at)
    left = 0.0
    if entry.sample is not None:
        left = _TEXT_FROM
        if isinstance(entry.sample, Sign):
            painter.save()
            _paint_sign(painter, entry.sample, roles)
            painter.restore()
        else:
            _paint_sample(painter, entry.sample, roles)
    width = entry_width(entry)
    painter.setFont(text_font())
    painter.setPen(QColor(roles.ink))
    middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
    painter.drawText(QRectF(left, 0, width - left, 20), middle, entry.text)
    painter.restore()
    return width


def _paint_sample(painter: QPainter, look: BoxLook, roles: Roles) -> None:
    colours = roles.shades[look.shade]
    painter.setPen(replace(look, dash=tuple(part * 0.7 for part in look.dash)).pen(colours.border))
    painter.setBrush(QColor(colours.tint))
    painter.drawRoundedRect(_SAMPLE, 2, 2)
    paint_stripe(painter, look, colours, _SAMPLE)


def _paint_sign(painter: QPainter, sign: Sign, roles: Roles) -> None:
    badge = {
        Sign.CHOKEPOINT: (words.CHOKEPOINT_BADGE, roles.chokepoint),
        Sign.IMPORTED: (words.IMPORTED_BADGE, roles.coverage[Coverage.MISSING].edge),
    }.get(sign)
    lines = {
        Sign.MISSING_LINK: QPen(QColor(roles.link_missing), 1.5, Qt.PenStyle.DashLine),
        Sign.WAY: QPen(QColor(roles.link_lit), 2.2),
        Sign.SHARED: QPen(QColor(roles.link), 1.8, Qt.PenStyle.DashLine),
        Sign.MATCH: QPen(QColor(roles.coverage[Coverage.STRONG].edge), 2.6),
    }
    middle = _SAMPLE.center().y()
    ends = QPointF(_SAMPLE.x(), middle), QPointF(_SAMPLE.right(), middle)
    if badge is not None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(badge[1]))
        painter.drawRoundedRect(_SAMPLE.adjusted(1, -1, -1, 1), 3, 3)
        painter.setFont(text_font())
        painter.setPen(QColor(roles.chip_ink))
        painter.drawText(_SAMPLE, Qt.AlignmentFlag.AlignCenter, badge[0])
    elif sign in lines:
        painter.setPen(lines[sign])
        painter.drawLine(*ends)
    elif sign is Sign.MARKED:
        paint_ring(painter, _SAMPLE.adjusted(3, 2, -3, -2), roles)
    else:
        painter.setOpacity(0.35)
        painter.setPen(QPen(QColor(roles.muted), 1.3))
        painter.setBrush(QColor(roles.heading))
        painter.drawRoundedRect(_SAMPLE, 2, 2)


def paint_ring(painter: QPainter, area: QRectF, roles: Roles) -> None:
    """Mark a box: a double ring around it, which a grey printer shows, too."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(roles.mark), 3))
    painter.drawRoundedRect(area.adjusted(-4, -4, 4, 4), 10, 10)
