"""The search box of the tool bar, with its list of hits."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QListWidgetItem, QSizePolicy, QWidget

from widgets.panels.hit_role import HIT

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent

    from chains.registry import Count
    from chains.search_hit import SearchHit
    from widgets.panels.search_hits import HitPopup

MOST_TYPED = 100
PATIENCE_MILLISECONDS = 300
"""Hits of the text before stay in view so long, so that quick answers do not make the list flicker."""


_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class SearchBox(QLineEdit):
    """Type to search; up, down, Enter, Ctrl+Enter and Esc work in the list while typing goes on.

    `entered` says that the keyboard came, `typed` carries the text after each key, `picked` the SearchHit
    chosen, `all_asked` the text whose companies shall all be shown.
    """

    entered = Signal()
    typed = Signal(object)
    picked = Signal(object)
    all_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText("搜索环节、产品、企业、代码、拼音  Ctrl+K")
        self.setAccessibleName("搜索环节、产品、企业")
        self.setClearButtonEnabled(True)
        self.setMaxLength(MOST_TYPED)
        self.setMinimumWidth(180)
        self.setMaximumWidth(340)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._late, self._enter_waits = False, False
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MILLISECONDS)
        self._patience.timeout.connect(self._show_searching)
        self.textEdited.connect(self._search)
        self._keys = QShortcut(QKeySequence("Ctrl+K"), self)
        self._keys.activated.connect(self.start_search)

    def sizeHint(self) -> QSize:
        """Wide enough for what it asks."""
        return QSize(340, super().sizeHint().height())

    def show_hits(self, hits: tuple[SearchHit, ...]) -> None:
        """Show what was found, grouped by kind; nothing when the box no longer has the keyboard."""
        self._late = False
        self._patience.stop()
        if not self.text().strip() or not self.hasFocus():
            self._close_hits()
            return
        self._popup.show_hits(hits)
        self._popup.open_under(self)
        if self._enter_waits:
            self._pick_current()

    def show_count(self, count: Count) -> None:
        """Say how many companies there are in all."""
        self._popup.show_count(count)
        if self.hits_shown():
            self._popup.open_under(self)

    def hits_shown(self) -> bool:
        """Whether the list is open."""
        return "_popup" in self.__dict__ and self._popup.isVisible()

    @Slot()
    def start_search(self) -> None:
        """Take the keyboard and mark the old text, ready to type over."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move in the list, choose, or close it; everything else is typing."""
        key = event.key()
        if self.hits_shown() and key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self._popup.move_current(1 if key == Qt.Key.Key_Down else -1)
        elif key in _ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._ask_all()
        elif key in _ENTER and self._late:
            # The hits in view are those of an earlier text: what is meant is still being looked for.
            self._enter_waits = True
        elif self.hits_shown() and key in _ENTER:
            self._pick_current()
        elif key == Qt.Key.Key_Escape:
            if self.hits_shown():
                self._close_hits()
            else:
                self.clear()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that typing is about to begin."""
        super().focusInEvent(event)
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Close the list."""
        super().focusOutEvent(event)
        self._close_hits()

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
        self._late, self._enter_waits = bool(text.strip()), False
        if self._late:
            self._patience.start()
        else:
            self._patience.stop()
            self._close_hits()
        self.typed.emit(text.strip())

    @Slot(QListWidgetItem)
    def _pick(self, item: QListWidgetItem) -> None:
        hit = item.data(HIT)
        if hit is not None:
            self._close_hits()
            self.picked.emit(hit)
        elif item.flags() & Qt.ItemFlag.ItemIsSelectable:
            self._ask_all()

    @cached_property
    def _popup(self) -> HitPopup:
        """Made when there is first something to show: a start need not wait for it."""
        from widgets.panels.search_hits import HitPopup  # noqa: PLC0415 - as said

        made = HitPopup()
        made.list.itemClicked.connect(self._pick)
        return made

    def _close_hits(self) -> None:
        if "_popup" in self.__dict__:
            self._popup.hide()

    def _pick_current(self) -> None:
        self._enter_waits = False
        item = self._popup.list.currentItem()
        if item is not None:
            self._pick(item)

    @Slot()
    def _show_searching(self) -> None:
        """Old hits must not pass for those of the new text."""
        if self._late and self.hasFocus():
            self._popup.show_searching()
            self._popup.open_under(self)

    def _ask_all(self) -> None:
        if self.text().strip():
            self._close_hits()
            self.all_asked.emit(self.text().strip())
