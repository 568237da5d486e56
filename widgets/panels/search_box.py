"""The search box of the tool bar, with its list of hits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from chains import words
from chains.rows import SearchHit
from widgets.panels.labels import PlainLabel
from widgets.style.drawing import draw_elided, row_state, small_font
from widgets.style.palette import colour
from widgets.style.shades import Shade
from widgets.style.text import cut, tip

if TYPE_CHECKING:
    from PySide6.QtCore import QPersistentModelIndex
    from PySide6.QtGui import QFocusEvent

_HIT = Qt.ItemDataRole.UserRole + 1
_POPUP_WIDTH = 460
_POPUP_HEIGHT = 420
_ROW_HEIGHT = 30


class SearchBox(QLineEdit):
    """Type to search; up, down, Enter and Esc work in the list while typing goes on.

    `typed` carries the text after each key, `picked` the SearchHit chosen.
    """

    typed = Signal(object)
    picked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText("搜索环节、产品、企业（支持拼音首字母）  Ctrl+K")
        self.setAccessibleName("搜索环节、产品、企业")
        self.setClearButtonEnabled(True)
        self.setMaxLength(100)
        self.setMinimumWidth(180)
        self.setMaximumWidth(340)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._popup = _HitPopup()
        self._popup.list.itemClicked.connect(self._pick)
        self.textEdited.connect(self._search)
        self._keys = QShortcut(QKeySequence("Ctrl+K"), self)
        self._keys.activated.connect(self.start_search)

    def sizeHint(self) -> QSize:
        """Wide enough for what it asks."""
        return QSize(340, super().sizeHint().height())

    def show_hits(self, hits: tuple[SearchHit, ...]) -> None:
        """Show what was found, grouped by kind; nothing when the box no longer has the keyboard."""
        if not self.text().strip() or not self.hasFocus():
            self._popup.hide()
            return
        self._popup.show_hits(hits)
        self._popup.open_under(self)

    def hits_shown(self) -> bool:
        """Whether the list is open."""
        return self._popup.isVisible()

    @Slot()
    def start_search(self) -> None:
        """Take the keyboard and mark the old text, ready to type over."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move in the list, choose, or close it; everything else is typing."""
        key = event.key()
        if self._popup.isVisible() and key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self._popup.move_current(1 if key == Qt.Key.Key_Down else -1)
        elif self._popup.isVisible() and key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            item = self._popup.list.currentItem()
            if item is not None:
                self._pick(item)
        elif key == Qt.Key.Key_Escape:
            if self._popup.isVisible():
                self._popup.hide()
            else:
                self.clear()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Close the list."""
        super().focusOutEvent(event)
        self._popup.hide()

    def event(self, event: QEvent) -> bool:
        """Keep Esc for the box, whatever shortcuts the window has."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()
            return True
        return super().event(event)

    @Slot(str)
    def _search(self, text: str) -> None:
        if not text.strip():
            self._popup.hide()
        self.typed.emit(text.strip())

    @Slot(QListWidgetItem)
    def _pick(self, item: QListWidgetItem) -> None:
        hit = item.data(_HIT)
        if isinstance(hit, SearchHit):
            self._popup.hide()
            self.picked.emit(hit)


class _HitPopup(QFrame):
    """The list below the box: a child of the window, so that it never takes the keyboard."""

    def __init__(self) -> None:
        super().__init__(None)
        self.hide()
        self.setProperty("popup", "true")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list = QListWidget(self)
        self.list.setAccessibleName("搜索结果")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setItemDelegate(_HitDelegate(self.list))
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.none = PlainLabel("没有找到。可输入名称中的任意字，或拼音首字母，如 ltmj", "faint")
        self.none.setContentsMargins(10, 8, 10, 8)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.setSpacing(0)
        column.addWidget(self.none)
        column.addWidget(self.list)

    def show_hits(self, hits: tuple[SearchHit, ...]) -> None:
        self.list.clear()
        for kind in dict.fromkeys(hit.kind for hit in hits):
            heading = QListWidgetItem(words.ENTITY.get(kind, ""))
            heading.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(heading)
            for hit in hits:
                if hit.kind is kind:
                    self.list.addItem(_item(hit))
        self.none.setVisible(not hits)
        self.list.setVisible(bool(hits))
        self.move_current(1)

    def move_current(self, step: int) -> None:
        row = self.list.currentRow() + step
        while 0 <= row < self.list.count():
            if self.list.item(row).flags() & Qt.ItemFlag.ItemIsSelectable:
                self.list.setCurrentRow(row)
                return
            row += step

    def open_under(self, box: QWidget) -> None:
        window = box.window()
        if self.parent() is not window:
            self.setParent(window)
        rows = self.list.count()
        height = min(rows * _ROW_HEIGHT + 10 if rows else 44, _POPUP_HEIGHT)
        at = box.mapTo(window, QPoint(0, box.height() + 2))
        width = max(_POPUP_WIDTH, box.width())
        self.setGeometry(min(at.x(), max(0, window.width() - width - 4)), at.y(), width, height)
        self.show()
        self.raise_()


def _item(hit: SearchHit) -> QListWidgetItem:
    item = QListWidgetItem(cut(hit.name))
    item.setData(_HIT, hit)
    where = f"{hit.where}（{hit.matched}）" if hit.matched else hit.where
    item.setData(Qt.ItemDataRole.ToolTipRole, tip(f"{hit.name}\n{where}"))
    item.setData(Qt.ItemDataRole.AccessibleTextRole, cut(f"{hit.name} {where}"))
    return item


class _HitDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, _ROW_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        state, hit = row_state(option), index.data(_HIT)
        area = QRectF(state.area).adjusted(8, 0, -8, 0)
        painter.save()
        painter.setFont(state.font)
        if not isinstance(hit, SearchHit):
            painter.setFont(small_font(state.font))
            painter.setPen(colour(Shade.TEXT_FAINT))
            draw_elided(painter, area, index.data(), Qt.AlignmentFlag.AlignLeft)
            painter.restore()
            return
        if state.selected or state.hovered:
            painter.fillRect(state.area, colour(Shade.ACCENT_TINT if state.selected else Shade.HOVER))
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
        where = cut(f"{hit.where} · {hit.matched}" if hit.matched else hit.where)
        rest = QRectF(area.left() + wide + 8, area.top(), area.width() - wide - 8, area.height())
        draw_elided(painter, rest, where, Qt.AlignmentFlag.AlignRight)
        painter.restore()
