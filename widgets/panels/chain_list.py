"""The list of all chains by cluster, with their rate and their gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFont, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from chains import words
from chains.names import matches_typed
from chains.rows import ChainOverview
from widgets.panels.labels import PlainLabel
from widgets.style.drawing import (
    RowState,
    draw_bar,
    draw_elided,
    draw_focus,
    draw_pill,
    row_state,
    small_font,
)
from widgets.style.palette import colour
from widgets.style.shades import Shade
from widgets.style.text import cut, tip

if TYPE_CHECKING:
    from PySide6.QtCore import QPersistentModelIndex
    from PySide6.QtGui import QKeyEvent

_CHAIN = Qt.ItemDataRole.UserRole + 1
_CURRENT = Qt.ItemDataRole.UserRole + 2
_ROW_HEIGHT = 27
_HEADING_HEIGHT = 30
_BAR_WIDTH, _RATE_WIDTH, _PILL_WIDTH = 24.0, 30.0, 21.0
_ROOM_FOR_BARS = 196.0
_LEAST_WIDTH = 150
"""Narrower, of most names nothing could be read."""
NO_CLUSTER = "其他"


class ChainListPanel(QWidget):
    """`picked` carries the code of the chain that was clicked or entered."""

    picked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(_LEAST_WIDTH)
        self._overviews: tuple[ChainOverview, ...] = ()
        self._current = ""
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("筛选产业链")
        self.filter.setAccessibleName("筛选产业链（支持拼音首字母）")
        self.filter.setClearButtonEnabled(True)
        self.filter.setMaxLength(40)
        self.view = _ChainView()
        self._model = QStandardItemModel(self)
        self.view.setModel(self._model)
        self.view.setItemDelegate(_ChainDelegate(self.view))
        self._none = PlainLabel("没有符合的产业链", "faint")
        self._none.setContentsMargins(14, 8, 0, 8)
        self._none.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(2)
        box = QVBoxLayout()
        box.setContentsMargins(10, 4, 10, 4)
        box.addWidget(self.filter)
        column.addLayout(box)
        column.addWidget(self._none)
        column.addWidget(self.view, 1)
        self.filter.textChanged.connect(self._fill)
        self.filter.returnPressed.connect(self._pick_first)
        self.view.clicked.connect(self._pick)
        self.view.entered_row.connect(self._pick)

    def show_overviews(self, overviews: tuple[ChainOverview, ...]) -> None:
        """Show the chains, clusters in the order in which they first appear."""
        if overviews != self._overviews:
            self._overviews = overviews
            self._fill()

    def set_current(self, code: str) -> None:
        """Mark the chain that is open; tells nobody."""
        self._current = code
        for row in range(self._model.rowCount()):
            item = self._model.item(row)
            chain = item.data(_CHAIN)
            item.setData(isinstance(chain, ChainOverview) and chain.code == code, _CURRENT)
        self._move_to_current()

    def shown_codes(self) -> tuple[str, ...]:
        """The chains that the filter lets through, in order."""
        chains = (self._model.item(row).data(_CHAIN) for row in range(self._model.rowCount()))
        return tuple(chain.code for chain in chains if isinstance(chain, ChainOverview))

    @Slot()
    def _fill(self) -> None:
        typed = self.filter.text()
        shown = [
            one
            for one in self._overviews
            if matches_typed(typed, one.name) or matches_typed(typed, one.cluster)
        ]
        place = self.view.verticalScrollBar().value()
        self._model.clear()
        for cluster in dict.fromkeys(one.cluster for one in shown):
            heading = QStandardItem(cut(cluster or NO_CLUSTER))
            heading.setFlags(Qt.ItemFlag.NoItemFlags)
            heading.setData(tip(cluster), Qt.ItemDataRole.ToolTipRole)
            self._model.appendRow(heading)
            for one in shown:
                if one.cluster == cluster:
                    self._model.appendRow(self._item(one))
        self._none.setVisible(not shown and bool(self._overviews))
        self._move_to_current()
        self.view.verticalScrollBar().setValue(place)

    def _item(self, overview: ChainOverview) -> QStandardItem:
        item = QStandardItem(cut(overview.name))
        item.setEditable(False)
        item.setData(overview, _CHAIN)
        item.setData(overview.code == self._current, _CURRENT)
        item.setData(tip(_facts(overview)), Qt.ItemDataRole.ToolTipRole)
        item.setData(_facts(overview).replace("\n", "，"), Qt.ItemDataRole.AccessibleTextRole)
        return item

    def _move_to_current(self) -> None:
        for row in range(self._model.rowCount()):
            item = self._model.item(row)
            if item.data(_CURRENT):
                flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
                self.view.selectionModel().setCurrentIndex(item.index(), flag)
                return

    @Slot(QModelIndex)
    def _pick(self, index: QModelIndex) -> None:
        chain = index.data(_CHAIN)
        if isinstance(chain, ChainOverview):
            self.picked.emit(chain.code)

    @Slot()
    def _pick_first(self) -> None:
        codes = self.shown_codes()
        if codes:
            self.picked.emit(codes[0])


class _ChainView(QListView):
    entered_row = Signal(QModelIndex)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("产业链列表")
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.entered_row.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class _ChainDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        is_chain = isinstance(index.data(_CHAIN), ChainOverview)
        return QSize(100, _ROW_HEIGHT if is_chain else _HEADING_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        state, chain = row_state(option), index.data(_CHAIN)
        painter.save()
        painter.setFont(state.font)
        if isinstance(chain, ChainOverview):
            _draw_chain(painter, state, chain, current=bool(index.data(_CURRENT)))
        else:
            painter.setFont(small_font(state.font))
            painter.setPen(colour(Shade.TEXT_FAINT))
            area = QRectF(state.area).adjusted(12, 7, -8, 0)
            draw_elided(painter, area, index.data(), Qt.AlignmentFlag.AlignLeft)
        painter.restore()


def _draw_chain(painter: QPainter, state: RowState, chain: ChainOverview, *, current: bool) -> None:
    area = QRectF(state.area)
    if current:
        painter.fillRect(area, colour(Shade.ACCENT_TINT))
        painter.fillRect(QRectF(area.left(), area.top(), 3, area.height()), colour(Shade.ACCENT))
    elif state.hovered:
        painter.fillRect(area, colour(Shade.HOVER))
    if state.focused:
        draw_focus(painter, state.area)
    font = QFont(state.font)
    font.setWeight(QFont.Weight.DemiBold if current else QFont.Weight.Normal)
    painter.setFont(font)
    middle, right = area.center().y(), area.right() - 6
    if chain.gaps:
        shade = Shade.MISSING if chain.missing else Shade.WEAK
        draw_pill(painter, QRectF(right - _PILL_WIDTH, middle - 8, _PILL_WIDTH, 16), str(chain.gaps), shade)
    right -= _PILL_WIDTH + 3
    painter.setFont(small_font(font))
    painter.setPen(colour(Shade.TEXT_SOFT))
    rate = QRectF(right - _RATE_WIDTH, area.top(), _RATE_WIDTH, area.height())
    draw_elided(painter, rate, words.rate_text(chain.local_supply_rate), Qt.AlignmentFlag.AlignRight)
    right -= _RATE_WIDTH + 3
    if area.width() >= _ROOM_FOR_BARS:  # else the room is the name's: the rate is told beside it
        if chain.local_supply_rate is not None:
            bar = QRectF(right - _BAR_WIDTH, middle - 2.5, _BAR_WIDTH, 5)
            draw_bar(painter, bar, chain.local_supply_rate, Shade.STRONG)
        right -= _BAR_WIDTH + 4
    painter.setFont(font)
    painter.setPen(colour(Shade.TEXT))
    name = QRectF(area.left() + 12, area.top(), right - area.left() - 12, area.height())
    draw_elided(painter, name, cut(chain.name), Qt.AlignmentFlag.AlignLeft)


def _facts(chain: ChainOverview) -> str:
    return (
        f"{cut(chain.name)}\n"
        f"本地配套率 {words.rate_text(chain.local_supply_rate)}\n"
        f"完整度 {words.rate_text(chain.completeness)}\n"
        f"环节 {chain.segments}，已评估 {chain.assessed}\n"
        f"缺失 {chain.missing}，薄弱 {chain.weak}，卡脖子 {chain.chokepoints}\n"
        f"待核对 {chain.to_check}"
    )
