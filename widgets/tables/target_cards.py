"""Targets of one 招商阶段 as cards, one below another: to be dragged, or moved by keys."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QMimeData,
    QModelIndex,
    QPoint,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QFont, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from chains.target_lists import is_overdue
from widgets.style.drawing import draw_elided, draw_focus, row_state, small_font
from widgets.style.palette import colour
from widgets.style.shades import Shade
from widgets.style.text import cut, tip

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from PySide6.QtCore import QPersistentModelIndex
    from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QKeyEvent

    from chains.rows import TargetRow

    Index = QModelIndex | QPersistentModelIndex

TARGET_MIME = "application/x-lianpu-target"
"""The id of a target in digits."""

CARD_HEIGHT = 74
MOST_CARD_LETTERS = 60
_CARD = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class Card:
    """One target, ready to be drawn: its company, gap, who pursues it, what comes next."""

    id: int
    name: str
    gap: str
    who: str
    next_step: str
    late: bool
    tip: str
    priority: str = ""


@lru_cache(maxsize=10_000)
def card_of(target: TargetRow, today: date) -> Card:
    """The card of a target."""
    late = is_overdue(target, today)
    who = " · ".join(part for part in (target.responsible_unit, target.responsible_person) if part)
    step = target.next_step or ("" if target.next_on is None else "下一步")
    when = "" if target.next_on is None else f"{target.next_on:%m-%d}"
    days = (today - target.next_on).days if late and target.next_on is not None else 0
    facts = [
        target.company_name,
        f"{target.chain_name} · {target.segment_name}",
        f"责任单位：{target.responsible_unit or '未定'}　责任人：{target.responsible_person or '未定'}",
        f"下一步：{target.next_step or '未定'}"
        + (f"（{target.next_on:%Y-%m-%d}）" if target.next_on is not None else ""),
    ]
    facts += [f"已逾期 {days} 天"] if late else []
    facts += [f"最近跟进：{target.last_follow_up_on:%Y-%m-%d}"] if target.last_follow_up_on else []
    return Card(
        id=target.id,
        name=cut(target.company_name, MOST_CARD_LETTERS),
        gap=cut(f"{target.chain_name} · {target.segment_name}", MOST_CARD_LETTERS),
        who=cut(who or "责任单位未定", MOST_CARD_LETTERS),
        next_step=cut(
            " ".join(part for part in (when, "逾期" if late else "", step) if part), MOST_CARD_LETTERS
        ),
        late=late,
        tip=tip("\n".join(facts)),
        priority=target.priority,
    )


class CardList(QListView):
    """`dropped` carries the id of a target that was dropped here, `stepped` -1 or 1 for Ctrl+← and Ctrl+→.

    `crossed` is the same for ← and → alone. `opened` carries the id of a card that was double-clicked or
    entered, `moved` that of the current one, `menu_asked` where a menu is wanted.
    """

    dropped = Signal(object)
    stepped = Signal(object)
    crossed = Signal(object)
    opened = Signal(object)
    moved = Signal(object)
    menu_asked = Signal(QPoint)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._model = _Cards(self)
        self.setModel(self._model)
        self.setItemDelegate(_CardDelegate(self))
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDropIndicatorShown(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._ask_menu)
        self.doubleClicked.connect(self._open)
        self.selectionModel().currentChanged.connect(self._tell_moved)

    def show_cards(self, cards: Sequence[Card]) -> None:
        """Show the cards; the current one stays current when it is still here."""
        key = self.current_id()
        place = self.verticalScrollBar().value()
        self.selectionModel().blockSignals(True)
        self._model.set_cards(tuple(cards))
        self.set_current(key)
        self.selectionModel().blockSignals(False)
        self.verticalScrollBar().setValue(place)

    def cards(self) -> tuple[Card, ...]:
        """The cards that are shown."""
        return self._model.cards

    def current_id(self) -> int | None:
        """The target of the current card."""
        index = self.currentIndex()
        return self._model.cards[index.row()].id if index.isValid() else None

    def set_current(self, target_id: int | None) -> bool:
        """Make the target's card the current one; says whether it is here."""
        for number, card in enumerate(self._model.cards):
            if card.id == target_id:
                flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
                self.selectionModel().setCurrentIndex(self._model.index(number), flag)
                return True
        self.selectionModel().clear()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; Ctrl with left and right moves the card to the phase beside, without it the focus."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if step and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.stepped.emit(step)
        elif step:
            self.crossed.emit(step)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Only targets."""
        if event.mimeData().hasFormat(TARGET_MIME):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Anywhere in the column."""
        if event.mimeData().hasFormat(TARGET_MIME):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell who was dropped; cards change when new rows arrive: never shows what is not kept."""
        told = bytes(event.mimeData().data(TARGET_MIME).data())
        if told.isdigit():
            event.acceptProposedAction()
            self.dropped.emit(int(told))

    @Slot(QPoint)
    def _ask_menu(self, at: QPoint) -> None:
        if self.indexAt(at).isValid():
            self.menu_asked.emit(self.viewport().mapToGlobal(at))

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(self._model.cards[index.row()].id)

    @Slot(QModelIndex, QModelIndex)
    def _tell_moved(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self.moved.emit(self.current_id())


class _Cards(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.cards: tuple[Card, ...] = ()

    def set_cards(self, cards: tuple[Card, ...]) -> None:
        self.beginResetModel()
        self.cards = cards
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.cards)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        card = self.cards[index.row()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return card.tip
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return "，".join(part for part in (card.name, card.gap, card.who, card.next_step) if part)
        return card if role == _CARD else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flag = Qt.ItemFlag
        return flag.ItemIsEnabled | flag.ItemIsSelectable | flag.ItemIsDragEnabled

    def supportedDragActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        if indexes:
            data.setData(TARGET_MIME, str(self.cards[indexes[0].row()].id).encode())
        return data


class _CardDelegate(QStyledItemDelegate):
    """Four lines: company, gap, who, next step; a card that is overdue has a red edge and says so."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, CARD_HEIGHT + 6)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        card: Card = index.data(_CARD)
        state = row_state(option)
        area = QRectF(state.area).adjusted(4, 3, -4, -3)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour(Shade.ACCENT if state.selected else Shade.LINE_STRONG), 1))
        painter.setBrush(colour(Shade.ACCENT_TINT if state.selected else Shade.PANEL))
        painter.drawRoundedRect(area, 4, 4)
        edge = {True: Shade.MISSING, False: Shade.LINE_STRONG}[card.late]
        painter.fillRect(QRectF(area.left(), area.top() + 3, 3, area.height() - 6), colour(edge))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        _draw_lines(painter, card, area.adjusted(9, 4, -6, -4), state.font)
        if state.focused:
            draw_focus(painter, state.area)
        painter.restore()


def _draw_lines(painter: QPainter, card: Card, area: QRectF, font: QFont) -> None:
    strong = QFont(font)
    strong.setWeight(QFont.Weight.DemiBold)
    small = small_font(font)
    name = f"[{card.priority}] {card.name}" if card.priority else card.name
    lines = (
        (name, strong, Shade.TEXT),
        (card.gap, small, Shade.TEXT_SOFT),
        (card.who, small, Shade.TEXT_SOFT),
        (card.next_step or "下一步未定", small, Shade.MISSING_TEXT if card.late else Shade.TEXT_FAINT),
    )
    height = area.height() / len(lines)
    for number, (text, own, ink) in enumerate(lines):
        painter.setFont(own)
        painter.setPen(colour(ink))
        line = QRectF(area.left(), area.top() + number * height, area.width(), height)
        draw_elided(painter, line, text, Qt.AlignmentFlag.AlignLeft)


def phase_heading(word: str, cards: Sequence[Card]) -> str:
    """The head of a column: its phase, how many, how many of them are overdue."""
    late = sum(card.late for card in cards)
    return f"{word} {len(cards)}" + (f"（逾期 {late}）" if late else "")
