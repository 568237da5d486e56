"""A table model of any size: it asks for pages as they come into view."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QMimeData, QModelIndex, QObject, Qt, QTimer, Signal, Slot

from widgets.tables.cells import CELL_ROLE, Column, Row
from widgets.tables.dragging import COMPANY_MIME, company_mime
from widgets.tables.keyed import cell_data, heading_data

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QPersistentModelIndex

    Index = QModelIndex | QPersistentModelIndex

PAGE = 200
MOST_PAGES = 40
"""Kept in memory: 8,000 rows."""

MOST_UNDER_WAY = 2
MOST_WAITING = 4
"""Pages that a quick scroll has passed are not read: of those that wait the newest are kept."""


class PagedModel(QAbstractTableModel):
    """`page_asked` carries offset and limit of rows that the view wants to show, a few at a time.

    Each is answered by `set_page` or `drop_page`. `page_shown` carries the offset of a page that arrived.
    """

    page_asked = Signal(object, object)
    page_shown = Signal(object)

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._count = 0
        self._pages: OrderedDict[int, tuple[Row, ...]] = OrderedDict()
        self._stale: set[int] = set()
        self._asked: set[int] = set()
        self._wanted: list[int] = []
        # Painting asks for rows: the question leaves when the paint is done.
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._ask)

    def set_count(self, count: int, *, afresh: bool = True) -> None:
        """So many rows there are now. Pages that are held stay in view until newer ones arrive.

        Not `afresh`: only the number became known; the pages that are held are still right.
        """
        if afresh:
            self._stale, self._asked, self._wanted = set(self._pages), set(), []
        if count > self._count:
            self.beginInsertRows(QModelIndex(), self._count, count - 1)
            self._count = count
            self.endInsertRows()
        elif count < self._count:
            self.beginRemoveRows(QModelIndex(), count, self._count - 1)
            self._count = count
            self.endRemoveRows()
        if count and afresh:
            self.dataChanged.emit(self.index(0, 0), self.index(count - 1, len(self._columns) - 1))

    def forget(self) -> None:
        """Other rows in another order are on their way: nothing that is held is right any more."""
        self._pages.clear()
        self._stale, self._asked, self._wanted = set(), set(), []
        if self._count:
            self.dataChanged.emit(self.index(0, 0), self.index(self._count - 1, len(self._columns) - 1))

    def page_comes(self, offset: int) -> None:
        """A page is on its way without having been asked for."""
        self._asked.add(offset // PAGE)

    def set_page(self, offset: int, rows: Sequence[Row]) -> None:
        """A page arrived; offset is the one that was asked for."""
        page = offset // PAGE
        self._pages[page] = tuple(rows)
        self._pages.move_to_end(page)
        self._stale.discard(page)
        while len(self._pages) > MOST_PAGES:
            old, _ = self._pages.popitem(last=False)
            self._stale.discard(old)
        last = min(offset + PAGE, self._count) - 1
        if last >= offset:
            self.dataChanged.emit(self.index(offset, 0), self.index(last, len(self._columns) - 1))
        self.page_shown.emit(offset)
        self.drop_page(offset)

    def drop_page(self, offset: int) -> None:
        """A page that was asked for does not come; it is asked for again when it is looked at."""
        self._asked.discard(offset // PAGE)
        if self._wanted:
            self._later.start()

    def row(self, number: int) -> Row | None:
        """The row at that place, None while it is on its way."""
        page = self._pages.get(number // PAGE)
        place = number % PAGE
        return page[place] if page is not None and place < len(page) else None

    def row_wanted(self, number: int) -> Row | None:
        """The row at that place; one that is not there, or may have changed, is asked for."""
        row = self.row(number)
        if row is None or self._stale:
            self._want(number // PAGE)
        return row

    def rowCount(self, parent: Index | None = None) -> int:
        """How many rows there are, loaded or not."""
        return 0 if parent is not None and parent.isValid() else self._count

    def columnCount(self, parent: Index | None = None) -> int:
        """How many columns there are."""
        return 0 if parent is not None and parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A lookup; a row that is not there is asked for and shown as … until it comes."""
        if not index.isValid():
            return None
        shown = role in {CELL_ROLE, Qt.ItemDataRole.DisplayRole}
        row = self.row_wanted(index.row()) if shown else self.row(index.row())
        if row is None:
            return "…" if role == Qt.ItemDataRole.DisplayRole else None
        return cell_data(row, index.column(), role)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Headings above, nothing at the side."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        return heading_data(self._columns[section], role)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Rows can be dragged away."""
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else Qt.ItemFlag(0)

    def mimeTypes(self) -> list[str]:
        """Company ids."""
        return [COMPANY_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The ids of the rows, each once; rows still on their way are left out."""
        rows = [self.row(number) for number in sorted({index.row() for index in indexes})]
        return company_mime(row.key for row in rows if row is not None and isinstance(row.key, int))

    def _want(self, page: int) -> None:
        if page in self._asked or page in self._wanted or (page in self._pages and page not in self._stale):
            return
        self._wanted = [*self._wanted[1 - MOST_WAITING :], page]
        self._later.start()

    @Slot()
    def _ask(self) -> None:
        # The last wanted is what the user looks at now.
        while self._wanted and len(self._asked) < MOST_UNDER_WAY:
            page = self._wanted.pop()
            self._asked.add(page)
            self.page_asked.emit(page * PAGE, PAGE)
