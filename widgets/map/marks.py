"""Small marks in boxes: how many sub-segments are folded away, and the pin of a box put by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from widgets.map.scene import text_font

if TYPE_CHECKING:
    from widgets.style.roles import Roles

HEADING_HEIGHT = 30.0
"""Of a stage's panel, in drawing units."""

_MARK_HEIGHT, _MARK_WIDTH, _DIGIT = 16.0, 18.0, 8.0


def fold_text(hidden: int) -> str:
    """＋3 where three are hidden, − where all are shown."""
    return f"＋{hidden}" if hidden else "−"


def fold_mark(box: QRectF, hidden: int) -> QRectF:
    """Where the fold mark is in a parent's box, in drawing units."""
    width = _MARK_WIDTH + (_DIGIT * len(str(hidden)) if hidden else 0.0)
    return QRectF(box.right() - width - 5, box.bottom() - _MARK_HEIGHT - 5, width, _MARK_HEIGHT)


def paint_fold_mark(painter: QPainter, box: QRectF, hidden: int, roles: Roles) -> None:
    """Paint ＋n or −: filled where something is hidden."""
    area = fold_mark(box, hidden)
    painter.setPen(QPen(QColor(roles.muted), 1))
    painter.setBrush(QColor(roles.heading) if hidden else QColor(roles.column))
    painter.drawRoundedRect(area, 4, 4)
    painter.setPen(QColor(roles.ink))
    painter.setFont(text_font())
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, fold_text(hidden))


def paint_pin(painter: QPainter, box: QRectF, roles: Roles) -> None:
    """Paint the pin at the top right corner."""
    head = QPointF(box.right() - 9, box.y() + 8)
    painter.setPen(QPen(QColor(roles.muted), 1.4))
    painter.drawLine(head, head + QPointF(-4.5, 6.5))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(roles.accent))
    painter.drawEllipse(head, 3.4, 3.4)
