"""Words painted over the map: what to do where there is nothing yet, and what the keys do now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

if TYPE_CHECKING:
    from widgets.style.roles import Roles

EMPTY_CHAIN = "这条产业链还没有环节"
HOW_TO_BEGIN = (
    "按 N 新增环节：输入名称后回车，可接着输入下一个",
    "在阶段标题或空白处点右键，可新增阶段、粘贴从表格复制的名称",
    "把鼠标移到环节上，从左右两侧的圆点拖出供应关系",
)
_TITLE_PIXELS, _LINE_HEIGHT, _BAR_HEIGHT = 18, 28, 30


def paint_line(painter: QPainter, room: QRect, text: str, roles: Roles) -> None:
    """One line in the middle of an empty canvas."""
    painter.setPen(QColor(roles.muted))
    painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, text)


def paint_beginning(painter: QPainter, room: QRect, roles: Roles) -> None:
    """How to begin a chain that has no segments."""
    font = painter.font()
    top = room.center().y() - (len(HOW_TO_BEGIN) + 1) * _LINE_HEIGHT // 2
    painter.save()
    painter.setPen(QColor(roles.ink))
    font.setPixelSize(_TITLE_PIXELS)
    painter.setFont(font)
    painter.drawText(
        QRect(room.x(), top, room.width(), _LINE_HEIGHT), Qt.AlignmentFlag.AlignCenter, EMPTY_CHAIN
    )
    font.setPixelSize(14)
    painter.setFont(font)
    painter.setPen(QColor(roles.muted))
    for number, line in enumerate(HOW_TO_BEGIN, start=1):
        area = QRect(room.x(), top + 8 + number * _LINE_HEIGHT, room.width(), _LINE_HEIGHT)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, line)
    painter.restore()


def paint_bar(painter: QPainter, room: QRect, text: str, roles: Roles) -> None:
    """A line at the lower edge while the keys mean something else."""
    width = painter.fontMetrics().horizontalAdvance(text) + 32
    area = QRectF(0, 0, width, _BAR_HEIGHT)
    area.moveCenter(QRectF(room).center())
    area.moveBottom(room.bottom() - 14)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(roles.accent))
    painter.drawRoundedRect(area, 6, 6)
    painter.setPen(QColor(roles.chip_ink))
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
