"""The company table (企业库), of any size."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QDrag
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from chains.registry import ALL_COMPANIES, BEST_FIRST, CompanyFilter, CompanySort, Count
from widgets.panels.filter_chips import FilterChips
from widgets.panels.labels import WrappedLabel
from widgets.tables.columns import ColumnChoice
from widgets.tables.company_bar import CompanyBar
from widgets.tables.company_row import COLUMNS, HIDDEN_AT_FIRST, SORTS, row_of
from widgets.tables.company_view import CompanyView
from widgets.tables.dragging import company_mime
from widgets.tables.keeping import MOST_KEPT, SelectionKeeper
from widgets.tables.paged import PagedModel
from widgets.tables.view import copy_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from chains.registry import CompanyList
    from chains.rows import CompanyRow

EMPTY = "企业库还没有企业。点击“导入企业…”读入 Excel 或 CSV 名单，或逐家新建"
NONE_FOUND = "没有符合条件的企业。可换个词，或去掉一些条件"


class CompanyTable(QWidget):
    """Searches, filters and shows companies.

    `filter_changed` carries a CompanyFilter, `sort_changed` a CompanySort, `page_asked` offset and limit,
    `rows_asked` ranges of rows to copy, `activated` a company id, `log_asked` one whose changes
    are wanted. The others say what was asked for. Selected rows can be dragged onto a segment.
    """

    filter_changed = Signal(object)
    sort_changed = Signal(object)
    page_asked = Signal(object, object)
    rows_asked = Signal(object)
    activated = Signal(object)
    import_asked = Signal()
    export_asked = Signal()
    new_asked = Signal()
    log_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._wanted, self._found = ALL_COMPANIES, ""
        self.bar = CompanyBar()
        self.search = self.bar.search
        self.chips = FilterChips()
        self.model = PagedModel(COLUMNS, self)
        self.view = CompanyView()
        self.view.show_model(self.model)
        self.keeper = SelectionKeeper(self.view, self.model)
        self.columns = ColumnChoice(self.view, COLUMNS, HIDDEN_AT_FIRST)
        self._empty = WrappedLabel("", "faint")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._import, self._new, self._clear = (
            QPushButton(word) for word in ("导入企业…", "新建企业…", "清除全部条件")
        )
        self._lay_out()
        self._connect()
        self.show_count(Count(0))

    def show_filter(self, wanted: CompanyFilter, chain_names: Mapping[str, str] | None = None) -> None:
        """Show what is asked: other rows are on their way."""
        self.expect_others()
        self._wanted = wanted
        self.bar.show_text(wanted.text)
        self.chips.show_filter(wanted, chain_names or {})
        self.bar.show_demands(len(self.chips.chips()))
        self.view.scrollToTop()

    def show_sort(self, sort: CompanySort) -> None:
        """Show in the header what is sorted by."""
        column = SORTS.index(sort.column) if sort.column in SORTS else -1
        order = Qt.SortOrder.DescendingOrder if sort.descending else Qt.SortOrder.AscendingOrder
        head = self.view.horizontalHeader()
        head.blockSignals(True)
        head.setSortIndicator(column, order)
        head.blockSignals(False)

    def show_lists(self, lists: Sequence[CompanyList], chosen: CompanyList | None) -> None:
        """Offer the named lists."""
        self.bar.show_lists(lists, chosen, can_save=self._wanted.is_on)

    def expect_others(self) -> None:
        """Other rows are on their way, or the same in another order; what is selected stays so."""
        self.keeper.let_go()
        self.model.forget()

    def expect_newer(self) -> None:
        """Rows may have changed: those in view are asked for anew, and stand until they come."""
        self.keeper.let_go()
        self.model.set_count(self.model.rowCount())

    def show_count(self, count: Count, shown: int | None = None) -> None:
        """So many companies fit; `shown` of them are in the list, None: all."""
        rows = count.number if shown is None else shown
        self.model.set_count(rows, afresh=False)
        if rows < count.number or not count.exact:
            self._found = f"{count.text} 家，列前 {rows:,}"
        else:
            self._found = f"{'找到' if self._wanted.is_on else '共'} {count.text} 家" if rows else ""
        self._show_words()
        self._empty.setText(NONE_FOUND if self._wanted.is_on else EMPTY)
        for widget in (self._import, self._new):
            widget.setVisible(not self._wanted.is_on)
        self._clear.setVisible(self._wanted.is_on)
        self._nothing.setVisible(not rows)
        self.view.setVisible(bool(rows))
        self.bar.exporting.setEnabled(bool(rows))

    def show_page(self, offset: int, rows: Sequence[CompanyRow]) -> None:
        """Show a page that was asked for."""
        self.model.set_page(offset, [row_of(company) for company in rows])

    def selected_companies(self) -> tuple[int, ...]:
        """The ids of the selected companies, as far as they are known, at most 5,000."""
        return tuple(key for key in self.keeper.kept() if isinstance(key, int))

    @Slot()
    def start_search(self) -> None:
        """Give the keyboard to the search line, what stands in it selected."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def copy(self, rows: Sequence[CompanyRow]) -> None:
        """Copy rows that were asked for, as a spreadsheet takes them."""
        copy_rows(self.view, [row_of(company) for company in rows])

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        for button in (self._import, self._new, self._clear):
            buttons.addWidget(button)
        buttons.addStretch(1)
        self._nothing = QWidget()
        middle = QVBoxLayout(self._nothing)
        middle.addStretch(1)
        middle.addWidget(self._empty)
        middle.addLayout(buttons)
        middle.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.chips)
        column.addWidget(self.view, 1)
        column.addWidget(self._nothing, 1)

    def _connect(self) -> None:
        self.bar.typed.connect(self._search)
        self.search.entered.connect(self._enter_list)
        self.view.left_upwards.connect(self.start_search)
        self.bar.importing.clicked.connect(self.import_asked)
        self.bar.exporting.clicked.connect(self.export_asked)
        self.bar.new_asked.connect(self.new_asked)
        self.bar.columns_asked.connect(self._choose_columns)
        self._import.clicked.connect(self.import_asked)
        self._new.clicked.connect(self.new_asked)
        self._clear.clicked.connect(self._ask_all)
        self.chips.changed.connect(self.filter_changed)
        self.model.page_asked.connect(self.page_asked)
        self.view.opened.connect(self._open)
        self.view.copy_asked.connect(self._ask_copy)
        self.view.drag_asked.connect(self._drag)
        self.view.horizontalHeader().sortIndicatorChanged.connect(self._sort)
        self.view.customContextMenuRequested.connect(self._show_menu)
        self.keeper.changed.connect(self._show_words)

    @Slot()
    def _show_words(self) -> None:
        selected = self.keeper.count()
        self.bar.count.show_text(f"{self._found}，选中 {selected:,} 家" if selected > 1 else self._found)

    @Slot(object)
    def _search(self, text: str) -> None:
        self.filter_changed.emit(replace(self._wanted, text=text))

    @Slot()
    def _enter_list(self) -> None:
        if self.model.rowCount():
            if not self.view.currentIndex().isValid():
                self.view.selectRow(0)
            self.view.setFocus(Qt.FocusReason.TabFocusReason)

    @Slot()
    def _ask_all(self) -> None:
        self.filter_changed.emit(ALL_COMPANIES)

    @Slot(int, Qt.SortOrder)
    def _sort(self, column: int, order: Qt.SortOrder) -> None:
        wanted = SORTS[column] if 0 <= column < len(SORTS) else None
        if wanted is None:
            self.show_sort(BEST_FIRST)
            self.sort_changed.emit(BEST_FIRST)
        else:
            self.sort_changed.emit(CompanySort(wanted, order == Qt.SortOrder.DescendingOrder))

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        row = self.model.row(index.row())
        if row is not None:
            self.activated.emit(row.key)

    @Slot()
    def _ask_copy(self) -> None:
        """Copy at once what is loaded; the rest has to be read first."""
        ranges = self.keeper.ranges()
        count = sum(last - first + 1 for first, last in ranges)
        if count <= MOST_KEPT:
            rows = [self.model.row(number) for first, last in ranges for number in range(first, last + 1)]
            known = [row for row in rows if row is not None]
            if len(known) == len(rows):
                copy_rows(self.view, known)
                return
        self.rows_asked.emit(ranges)

    @Slot()
    def _drag(self) -> None:
        companies = self.selected_companies()
        if companies:
            drag = QDrag(self.view)
            drag.setMimeData(company_mime(companies))
            drag.exec(Qt.DropAction.CopyAction)

    @Slot()
    def _choose_columns(self) -> None:
        self.columns.menu().popup(self.bar.more.mapToGlobal(QPoint(0, self.bar.more.height())))

    @Slot(QPoint)
    def _show_menu(self, at: QPoint) -> None:
        if not self.view.currentIndex().isValid():
            return
        menu = QMenu(self.view)
        menu.addAction("企业详情\tEnter").triggered.connect(self._open_current)
        menu.addAction("这家企业的变更记录").triggered.connect(self._ask_log)
        menu.addAction("复制\tCtrl+C").triggered.connect(self._ask_copy)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.view.viewport().mapToGlobal(at))

    @Slot()
    def _open_current(self) -> None:
        self._open(self.view.currentIndex())

    @Slot()
    def _ask_log(self) -> None:
        row = self.model.row(self.view.currentIndex().row())
        if row is not None:
            self.log_asked.emit(row.key)
