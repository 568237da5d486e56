"""The list of hits below the search box: grouped by kind, each with where it is and what hit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from chains import words
from chains.kinds import EntityKind
from chains.search_hit import SearchHit
from widgets.panels.hit_role import HIT
from widgets.panels.labels import PlainLabel
from widgets.style.drawing import draw_elided, row_state, small_font
from widgets.style.palette import colour
from widgets.style.shades import Shade
from widgets.style.text import cut, tip

if TYPE_CHECKING:
    from PySide6.QtCore import QPersistentModelIndex

    from chains.registry import Count

PRODUCTS = "产品"
_NONE = "没有找到。可输入名称中的任意字、代码、产品，或拼音首字母，如 ltmj"
_POPUP_WIDTH = 520
_POPUP_HEIGHT = 500
_ROW_HEIGHT = 28
MOST_LINES = 12
"""Hits in all; with four headings and the line that leads to all companies they fit a small screen."""


class HitPopup(QFrame):
    """A child of the window, so that it never takes the keyboard."""

    def __init__(self) -> None:
        super().__init__(None)
        self.hide()
        self._hits: tuple[SearchHit, ...] = ()
        self._count: Count | None = None
        self.setProperty("popup", "true")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list = QListWidget(self)
        self.list.setAccessibleName("搜索结果")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setItemDelegate(_HitDelegate(self.list))
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.none = PlainLabel(_NONE, "faint")
        self.none.setContentsMargins(10, 8, 10, 8)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.setSpacing(0)
        column.addWidget(self.none)
        column.addWidget(self.list)

    def show_hits(self, hits: tuple[SearchHit, ...]) -> None:
        """Show hits, the first of them chosen; how many companies there are in all is not known yet."""
        self._hits, self._count = hits, None
        self._fill(0)

    def show_searching(self) -> None:
        """Say that the answer is on its way."""
        self._hits, self._count = (), None
        self._fill(0)
        self.none.setText("正在查找…")

    def show_count(self, count: Count) -> None:
        """Say how many companies there are in all; what is chosen stays chosen."""
        self._count = count
        self._fill(max(0, self.list.currentRow()))

    def move_current(self, step: int) -> None:
        """Choose the next line that can be chosen."""
        row = self.list.currentRow() + step
        while 0 <= row < self.list.count():
            if self.list.item(row).flags() & Qt.ItemFlag.ItemIsSelectable:
                self.list.setCurrentRow(row)
                return
            row += step

    def open_under(self, box: QWidget) -> None:
        """Open below the box, as high as the lines need, inside its window."""
        window = box.window()
        if self.parent() is not window:
            self.setParent(window)
        rows = self.list.count()
        at = box.mapTo(window, QPoint(0, box.height() + 2))
        most = min(_POPUP_HEIGHT, max(120, window.height() - at.y() - 8))
        height = min(rows * _ROW_HEIGHT + 10 if rows else 44, most)
        width = max(_POPUP_WIDTH, box.width())
        self.setGeometry(min(at.x(), max(0, window.width() - width - 4)), at.y(), width, height)
        self.show()
        self.raise_()

    def _fill(self, current: int) -> None:
        self.list.clear()
        groups: dict[str, list[SearchHit]] = {}
        for hit in self._hits:
            groups.setdefault(_group(hit), []).append(hit)
        shares = _shares({name: len(hits) for name, hits in groups.items()})
        for name, hits in groups.items():
            self._add_heading(name, shares[name], len(hits))
            for hit in hits[: shares[name]]:
                self.list.addItem(_item(_as_product(hit) if name == PRODUCTS else hit))
        if words.ENTITY[EntityKind.COMPANY] in groups:
            item = QListWidgetItem(self._all_words())
            item.setToolTip(tip("把输入的文字放进企业库的查找框"))
            self.list.addItem(item)
        self.none.setText(_NONE)
        self.none.setVisible(not self._hits)
        self.list.setVisible(bool(self._hits))
        self.list.setCurrentRow(current if current else -1)
        if not current:
            self.move_current(1)

    def _add_heading(self, name: str, shown: int, found: int) -> None:
        if name == words.ENTITY[EntityKind.COMPANY]:
            many = f"  共 {self._count.text} 家" if self._count is not None else ""
        else:
            many = f"  前 {shown} 个，共 {found} 个" if shown < found else ""
        heading = QListWidgetItem(f"{name}{many}")
        heading.setFlags(Qt.ItemFlag.NoItemFlags)
        self.list.addItem(heading)

    def _all_words(self) -> str:
        many = f" {self._count.text} 家" if self._count is not None else ""
        return f"在企业库中查看全部{many}企业（Ctrl+Enter）"


def _shares(found: dict[str, int]) -> dict[str, int]:
    """How many lines each group gets, so that all groups are seen without scrolling: one each in turn."""
    shares = dict.fromkeys(found, 0)
    left = MOST_LINES
    while left > 0 and any(shares[name] < count for name, count in found.items()):
        for name, count in found.items():
            if shares[name] < count and left > 0:
                shares[name] += 1
                left -= 1
    return shares


def _group(hit: SearchHit) -> str:
    """The heading that the hit stands below: a segment found by its product stands with the products."""
    by_product = hit.kind is EntityKind.SEGMENT and hit.matched and hit.matched != hit.name
    return PRODUCTS if by_product else words.ENTITY.get(hit.kind, "")


def _as_product(hit: SearchHit) -> SearchHit:
    """The product first, the segment behind it."""
    return replace(hit, name=hit.matched, where=f"{hit.where} · {hit.name}", matched="")


def _what_hit(hit: SearchHit) -> str:
    """What hit, where it is not the name itself."""
    return "" if hit.matched == hit.name else hit.matched


def _item(hit: SearchHit) -> QListWidgetItem:
    item = QListWidgetItem(cut(hit.name))
    item.setData(HIT, hit)
    where = f"{hit.where}（{_what_hit(hit)}）" if _what_hit(hit) else hit.where
    item.setData(Qt.ItemDataRole.ToolTipRole, tip(f"{hit.name}\n{where}"))
    item.setData(Qt.ItemDataRole.AccessibleTextRole, cut(f"{hit.name} {where}"))
    return item


class _HitDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, _ROW_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        state, hit = row_state(option), index.data(HIT)
        area = QRectF(state.area).adjusted(8, 0, -8, 0)
        painter.save()
        painter.setFont(state.font)
        if state.selected or state.hovered:
            painter.fillRect(state.area, colour(Shade.ACCENT_TINT if state.selected else Shade.HOVER))
        if not isinstance(hit, SearchHit):
            _draw_line(painter, area, index, state.font)
            painter.restore()
            return
        name_font = QFont(state.font)
        name_font.setWeight(QFont.Weight.DemiBold)
        name = cut(hit.name)
        wide = min(QFontMetricsF(name_font).horizontalAdvance(name) + 4, area.width() * 0.65)
        painter.setFont(name_font)
        painter.setPen(colour(Shade.TEXT))
        draw_elided(
            painter, QRectF(area.left(), area.top(), wide, area.height()), name, Qt.AlignmentFlag.AlignLeft
        )
        painter.setFont(small_font(state.font))
        painter.setPen(colour(Shade.TEXT_FAINT))
        where = " · ".join(part for part in (cut(hit.where), cut(_what_hit(hit))) if part)
        rest = QRectF(area.left() + wide + 8, area.top(), area.width() - wide - 8, area.height())
        draw_elided(painter, rest, where, Qt.AlignmentFlag.AlignRight)
        painter.restore()


def _draw_line(
    painter: QPainter, area: QRectF, index: QModelIndex | QPersistentModelIndex, font: QFont
) -> None:
    """A heading, or the line that leads to all companies."""
    leads = bool(index.flags() & Qt.ItemFlag.ItemIsSelectable)
    painter.setFont(font if leads else small_font(font))
    painter.setPen(colour(Shade.ACCENT_TEXT if leads else Shade.TEXT_FAINT))
    draw_elided(painter, area, index.data(), Qt.AlignmentFlag.AlignLeft)
