"""A tree of things to tick, with a search in it: regions, industries, chains."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QTreeView, QVBoxLayout, QWidget

from chains.names import matches_typed
from widgets.panels.labels import PlainLabel
from widgets.style.text import cut

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CHECKED, PARTLY, UNCHECKED = (
    Qt.CheckState.Checked,
    Qt.CheckState.PartiallyChecked,
    Qt.CheckState.Unchecked,
)
_CODE = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class TreeNode:
    """One thing with what lies in it; `note` stands behind its name (how many companies)."""

    code: str
    name: str
    parts: tuple[TreeNode, ...] = ()
    note: str = ""


class CheckTree(QWidget):
    """A tick on a thing holds for everything in it. `changed` carries the codes that cover what is ticked."""

    changed = Signal(object)

    def __init__(self, name: str, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: dict[str, QStandardItem] = {}
        self._telling = True
        self.search = QLineEdit()
        self.search.setPlaceholderText(hint)
        self.search.setAccessibleName(f"在{name}中查找")
        self.search.setClearButtonEnabled(True)
        self.search.setMaxLength(40)
        self.model = QStandardItemModel(self)
        self.view = QTreeView()
        self.view.setAccessibleName(name)
        self.view.setModel(self.model)
        self.view.setHeaderHidden(True)
        self.view.setUniformRowHeights(True)
        self.view.setProperty("boxed", "true")
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setExpandsOnDoubleClick(True)
        self._none = PlainLabel("没有符合的项", "faint")
        self._none.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.search)
        column.addWidget(self._none)
        column.addWidget(self.view, 1)
        self.search.textChanged.connect(self._search)
        self.model.itemChanged.connect(self._spread)

    def show_tree(self, roots: Iterable[TreeNode]) -> None:
        """Show the tree; what was ticked and is still there stays ticked."""
        chosen = self.chosen()
        self._telling = False
        self.model.clear()
        self._items = {}
        top = self.model.invisibleRootItem()
        for node in roots:
            top.appendRow(self._item(node))
        self.view.setRootIsDecorated(any(item.rowCount() for item in _parts(top)))
        self._telling = True
        self.show_chosen(chosen)

    def show_chosen(self, codes: Iterable[str]) -> None:
        """Tick these and what lies in them, and nothing else; tells nobody."""
        self._telling = False
        for item in _all_items(self.model.invisibleRootItem()):
            if item.checkState() != UNCHECKED:
                item.setCheckState(UNCHECKED)
        for code in codes:
            wanted = self._items.get(code)
            if wanted is not None:
                _set_below(wanted, CHECKED)
                _set_above(wanted)
        self._telling = True

    def chosen(self) -> tuple[str, ...]:
        """The fewest codes that cover what is ticked, in the order of the tree."""
        return tuple(_cover(self.model.invisibleRootItem()))

    def open_at(self, code: str) -> None:
        """Open the branch of that code and bring it into view."""
        item = self._items.get(code)
        if item is not None:
            self.view.setExpanded(item.index(), True)
            self.view.scrollTo(item.index(), QAbstractItemView.ScrollHint.PositionAtTop)
            self.view.setCurrentIndex(item.index())

    def item(self, code: str) -> QStandardItem:
        """The line of that code; KeyError when there is none."""
        return self._items[code]

    def _item(self, node: TreeNode) -> QStandardItem:
        item = QStandardItem(cut(f"{node.name}  {node.note}" if node.note else node.name, 80))
        item.setData(node.code, _CODE)
        item.setCheckable(True)
        item.setEditable(False)
        self._items[node.code] = item
        for part in node.parts:
            item.appendRow(self._item(part))
        return item

    @Slot(QStandardItem)
    def _spread(self, item: QStandardItem) -> None:
        """A tick goes down to everything below, and shows above."""
        if not self._telling:
            return
        self._telling = False
        _set_below(item, CHECKED if item.checkState() == CHECKED else UNCHECKED)
        _set_above(item)
        self._telling = True
        self.changed.emit(self.chosen())

    @Slot(str)
    def _search(self, text: str) -> None:
        typed = text.strip()
        self.view.setUpdatesEnabled(False)
        self.view.collapseAll()
        hits = _filter(self.view, self.model.invisibleRootItem(), typed)
        self.view.setUpdatesEnabled(True)
        self._none.setVisible(not hits)


def _parts(item: QStandardItem) -> Iterator[QStandardItem]:
    for row in range(item.rowCount()):
        yield item.child(row)


def _all_items(top: QStandardItem) -> Iterator[QStandardItem]:
    for item in _parts(top):
        yield item
        yield from _all_items(item)


def _set_below(item: QStandardItem, state: Qt.CheckState) -> None:
    if item.checkState() != state:
        item.setCheckState(state)
    for part in _parts(item):
        _set_below(part, state)


def _set_above(item: QStandardItem) -> None:
    above: QStandardItem | None = item.parent()
    while above is not None:
        states = {part.checkState() for part in _parts(above)}
        state = states.pop() if len(states) == 1 else PARTLY
        if above.checkState() != state:
            above.setCheckState(state)
        above = above.parent()


def _cover(top: QStandardItem) -> Iterator[str]:
    for item in _parts(top):
        if item.checkState() == CHECKED:
            yield str(item.data(_CODE))
        elif item.checkState() == PARTLY:
            yield from _cover(item)


def _filter(view: QTreeView, top: QStandardItem, typed: str) -> int:
    """Hide lines that neither fit nor lead to one that does, open those that lead; returns how many fit."""
    hits = 0
    for item in _parts(top):
        fits = not typed or matches_typed(typed, item.text())
        below = 0 if fits else _filter(view, item, typed)
        if fits:
            _show_all(view, item)
        view.setRowHidden(item.row(), top.index(), not (fits or below))
        if below:
            view.setExpanded(item.index(), True)
        hits += fits + below
    return hits


def _show_all(view: QTreeView, top: QStandardItem) -> None:
    for item in _parts(top):
        view.setRowHidden(item.row(), top.index(), False)
        _show_all(view, item)
