"""The company table (企业库), of any size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from chains import words
from chains.kinds import GONE_STATES
from widgets.panels.labels import PlainLabel, WrappedLabel
from widgets.style.shades import Shade
from widgets.style.text import tip
from widgets.tables.cells import Align, Cell, Column, Row, number_cell, text_cell
from widgets.tables.paged import PagedModel
from widgets.tables.view import TableView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chains.rows import CompanyRow

COLUMNS = (
    Column("企业名称", 230),
    Column("信用代码／证券代码", 168),
    Column("所在地", 110),
    Column("主营产品", 200, stretches=True),
    Column("企业资质", 150),
    Column("注册资本(万元)", 112, align=Align.RIGHT),
    Column("参保人数", 82, align=Align.RIGHT),
    Column("登记状态", 78),
    Column("已标注环节", 86),
    Column("信息来源", 120),
)


class CompanyTable(QWidget):
    """Searches and shows companies.

    `typed` carries the search text, `page_asked` offset and limit, `activated` a company id, `import_asked`
    says that 导入企业… was pressed. Selected rows can be dragged onto a segment.
    """

    typed = Signal(object)
    page_asked = Signal(object, object)
    activated = Signal(object)
    import_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.search = QLineEdit()
        self.search.setPlaceholderText("按名称、简称、信用代码或产品查找企业")
        self.search.setAccessibleName("查找企业")
        self.search.setClearButtonEnabled(True)
        self.search.setMaxLength(100)
        self.search.setMaximumWidth(360)
        self._count = PlainLabel("", "faint")
        self._import = QPushButton("导入企业…")
        self._import.setProperty("small", "true")
        self.model = PagedModel(COLUMNS, self)
        self.view = TableView("企业库")
        self.view.setModel(self.model)
        self.view.set_widths(COLUMNS)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.view.setDragEnabled(True)
        self.view.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self._empty = WrappedLabel("", "faint")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lay_out()
        self.search.textChanged.connect(self._search)
        self._import.clicked.connect(self.import_asked)
        self.model.page_asked.connect(self.page_asked)
        self.view.opened.connect(self._open)
        self.show_count(0)

    def show_count(self, count: int) -> None:
        """So many companies fit the search; pages are asked for afresh."""
        self.model.set_count(count)
        searching = bool(self.search.text().strip())
        found = f"找到 {count:,} 家" if searching else f"共 {count:,} 家"
        self._count.setText(f"{found}；可选中后拖到右侧环节" if count else "")
        nothing = "没有找到符合的企业" if searching else "企业库为空。点击“导入企业…”读入 Excel 或 CSV 名单"
        self._empty.setText(nothing)
        self._empty.setVisible(not count)
        self.view.setVisible(bool(count))

    def show_page(self, offset: int, rows: Sequence[CompanyRow]) -> None:
        """Show a page that was asked for."""
        self.model.set_page(offset, [_row(company) for company in rows])

    def selected_companies(self) -> tuple[int, ...]:
        """The ids of the selected companies, as far as they are loaded."""
        rows = [self.model.row(index.row()) for index in self.view.selectionModel().selectedRows()]
        return tuple(row.key for row in rows if row is not None and isinstance(row.key, int))

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(10, 4, 10, 4)
        row.setSpacing(12)
        row.addWidget(self.search, 1)
        row.addWidget(self._count, 1)
        row.addWidget(self._import)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.view, 1)
        column.addWidget(self._empty, 1)

    @Slot(str)
    def _search(self, text: str) -> None:
        self.typed.emit(text.strip())

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        row = self.model.row(index.row())
        if row is not None:
            self.activated.emit(row.key)


def _row(company: CompanyRow) -> Row:
    gone = company.state in GONE_STATES
    unit = "" if company.currency in {"", "CNY"} else company.currency
    cells = (
        text_cell(company.name, strong=True),
        Cell(company.code),
        text_cell(company.region_name),
        text_cell(company.products),
        text_cell(company.qualifications),
        number_cell(company.capital_wan, unit),
        number_cell(company.insured_count),
        Cell(words.STATE[company.state], ink=Shade.MISSING if gone else None),
        Cell(str(company.placements) if company.placements else "—", align=Align.LEFT),
        Cell(text_cell(company.origin).text, tip(company.origin)),
    )
    return Row(company.id, cells)
