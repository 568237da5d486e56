"""The change log (变更记录): who changed what, when, from what to what; of any length."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from chains import field_words, words
from chains.change_filter import EVERY_CHANGE, ChangeFilter, change_filter_parts
from chains.rows import ChangeRow
from widgets.panels.demand_chips import DemandChips
from widgets.panels.labels import WrappedLabel
from widgets.panels.log_bar import LogBar
from widgets.style.shades import Shade
from widgets.style.text import cut, tip
from widgets.tables.cells import Cell, Column, Row, text_cell
from widgets.tables.paged import PagedModel
from widgets.tables.view import TableView

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from chains.rows import FieldChange

COLUMNS = (
    Column("编号", 62),
    Column("时间", 138),
    Column("谁", 84),
    Column("做了什么", 196),
    Column("字段 前 → 后", 200, stretches=True),
    Column("状态", 100),
)
EMPTY = "还没有变更。评估、标注、导入等每一次修改都会记在这里，可逐条撤销"
NONE_FOUND = "没有符合条件的变更。可换个词，或去掉一些条件"
_ON_THE_BAR = frozenset({"text", "topic", "author"})
"""Demands that the bar shows itself: they have no chip."""


class LogTable(QWidget):
    """Asks for pages as they come into view.

    `filter_changed` carries a ChangeFilter, `page_asked` offset and limit, `opened` a ChangeRow,
    `revert_asked` the number of an entry to take back. The others say what was asked for.
    """

    filter_changed = Signal(object)
    page_asked = Signal(object, object)
    opened = Signal(object)
    revert_asked = Signal(object)
    filter_asked = Signal()
    export_asked = Signal()
    check_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._wanted = EVERY_CHANGE
        self.bar, self.chips = LogBar(), DemandChips()
        self.revert = self.bar.revert
        self.model = PagedModel(COLUMNS, self)
        self.view = TableView("变更记录")
        self.view.setModel(self.model)
        self.view.set_widths(COLUMNS)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._empty = WrappedLabel(EMPTY, "faint")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(0)
        for widget in (self.bar, self.chips):
            column.addWidget(widget)
        column.addWidget(self.view, 1)
        column.addWidget(self._empty, 1)
        self._connect()
        self.show_numbers(())
        self._empty.setText("")  # not read yet: to say that there is none would be a claim

    def show_filter(self, wanted: ChangeFilter, names: Mapping[str, str]) -> None:
        """Show what is asked; `names` as chains.change_filter.change_filter_parts takes them."""
        if wanted != self._wanted:
            self.view.selectionModel().clear()
            self.model.forget()
            self.view.scrollToTop()
        self._wanted = wanted
        parts = [(fields, said) for fields, said in change_filter_parts(wanted, names) if not _on_bar(fields)]
        self.chips.show_demands(parts)
        self.bar.show_filter(wanted, len(parts))

    def show_numbers(self, numbers: Sequence[int]) -> None:
        """These entries there are, newest first; their pages are asked for as they are seen."""
        current = self.current_change()
        self.model.set_count(len(numbers))
        count = f"{len(numbers):,} 条"
        self.bar.count.show_text(f"找到 {count}" if self._wanted.is_on else f"共 {count}" if numbers else "")
        self._empty.setText(NONE_FOUND if self._wanted.is_on else EMPTY)
        self.view.setVisible(bool(numbers))
        self._empty.setVisible(not numbers)
        self.bar.export.setEnabled(bool(numbers))
        if current is not None:
            self._stay_on(current.number, numbers)
        self._show_buttons()

    def show_page(self, offset: int, changes: Sequence[ChangeRow]) -> None:
        """Show a page that was asked for."""
        self.model.set_page(offset, [_row(change) for change in changes])
        self._show_buttons()

    def current_change(self) -> ChangeRow | None:
        """The entry of the current row, None when there is none or it is on its way."""
        row = self.model.row(self.view.currentIndex().row()) if self.view.currentIndex().isValid() else None
        return row.key if row is not None and isinstance(row.key, ChangeRow) else None

    @Slot()
    def start_search(self) -> None:
        """Give the keyboard to the search line, what stands in it selected."""
        self.bar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.bar.search.selectAll()

    def _connect(self) -> None:
        bar = self.bar
        bar.typed.connect(self._search)
        bar.search.entered.connect(self._enter_list)
        bar.topic_chosen.connect(self._take_topic)
        bar.who_chosen.connect(self._take_who)
        bar.filter.clicked.connect(self.filter_asked)
        bar.export.clicked.connect(self.export_asked)
        bar.check.clicked.connect(self.check_asked)
        bar.details.clicked.connect(self._open)
        bar.revert.clicked.connect(self._ask)
        self.chips.dropped.connect(self._drop)
        self.chips.cleared.connect(self._clear)
        self.model.page_asked.connect(self.page_asked)
        self.view.opened.connect(self._open)
        self.view.customContextMenuRequested.connect(self._show_menu)
        self.view.selectionModel().currentChanged.connect(self._show_buttons)

    @Slot()
    def _enter_list(self) -> None:
        if self.model.rowCount():
            if not self.view.currentIndex().isValid():
                self.view.selectRow(0)
            self.view.setFocus(Qt.FocusReason.TabFocusReason)

    def _stay_on(self, number: int, numbers: Sequence[int]) -> None:
        """Entries came or went above: the current one is at another place, or gone."""
        place = bisect_left(numbers, -number, key=int.__neg__)
        if place < len(numbers) and numbers[place] == number:
            self.view.selectRow(place)
        else:
            self.view.selectionModel().clear()

    @Slot()
    def _show_buttons(self) -> None:
        change = self.current_change()
        self.bar.details.setEnabled(change is not None)
        self.bar.revert.setEnabled(change is not None and change.undone_by is None and change.items > 0)

    @Slot(object)
    def _search(self, text: str) -> None:
        self.filter_changed.emit(replace(self._wanted, text=text))

    @Slot(object)
    def _take_topic(self, topic: object) -> None:
        self.filter_changed.emit(replace(self._wanted, topic=topic))  # type: ignore[arg-type]

    @Slot(object)
    def _take_who(self, name: str) -> None:
        self.filter_changed.emit(replace(self._wanted, author=name))

    @Slot(object)
    def _drop(self, fields: Sequence[str]) -> None:
        kept = {name: getattr(EVERY_CHANGE, name) for name in fields}
        self.filter_changed.emit(replace(self._wanted, **kept))

    @Slot()
    def _clear(self) -> None:
        kept = {name: getattr(self._wanted, name) for name in _ON_THE_BAR}
        self.filter_changed.emit(replace(EVERY_CHANGE, **kept))

    @Slot()
    def _open(self) -> None:
        change = self.current_change()
        if change is not None:
            self.opened.emit(change)

    @Slot()
    def _ask(self) -> None:
        change = self.current_change()
        if change is not None:
            self.revert_asked.emit(change.number)

    @Slot(QPoint)
    def _show_menu(self, at: QPoint) -> None:
        change = self.current_change()
        if change is None:
            return
        menu = QMenu(self.view)
        menu.addAction("明细与恢复…\tEnter").triggered.connect(self._open)
        revert = menu.addAction("撤销这一条")
        revert.setEnabled(self.bar.revert.isEnabled())
        revert.triggered.connect(self._ask)
        menu.addAction("复制\tCtrl+C").triggered.connect(self.view.copy_selected)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.view.viewport().mapToGlobal(at))


def field_text(change: FieldChange) -> str:
    """`本地供给 具备 → 缺失`, in the field's words."""
    name = field_words.FIELD.get(change.field, change.field)
    before, after = (
        field_words.field_value(change.field, change.before),
        field_words.field_value(change.field, change.after),
    )
    return f"{name} {cut(before, 60)} → {cut(after, 60)}"


def standing_text(change: ChangeRow) -> str:
    """已撤销, 撤销第 7 条, or nothing."""
    if change.undone_by is not None:
        return "已撤销"
    return f"撤销第 {change.undoes} 条" if change.undoes else ""


def _on_bar(fields: tuple[str, ...]) -> bool:
    return bool(_ON_THE_BAR & set(fields))


def _who(change: ChangeRow) -> Cell:
    """The name; its hint tells who signed in and on which computer, as far as that is known."""
    said = words.signed_text(change)
    return Cell(cut(change.author), tip(said)) if said != change.author else text_cell(said)


def _row(change: ChangeRow) -> Row:
    fields = [field_text(field) for field in change.fields]
    undone = change.undone_by is not None
    ink = Shade.TEXT_FAINT if undone else None
    many = f"{change.items:,} 项" if change.items > 1 and not fields else ""
    said = cut(words.action_text(change.action, change.subject))
    at = change.at.astimezone()
    cells = (
        Cell(str(change.number), order=change.number, ink=Shade.TEXT_FAINT),
        Cell(f"{at:%Y-%m-%d %H:%M:%S}", ink=ink),
        _who(change),
        Cell(said, tip(said), ink=ink, strong=not undone),
        Cell(cut("；".join(fields) or many), tip("\n".join(fields)), ink=ink),
        Cell(standing_text(change), ink=Shade.UNASSESSED if undone else ink),
    )
    return Row(change, cells)
