"""Where the suppliers of each segment sit (区市分布): segments down, districts across."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from widgets.panels.labels import WrappedLabel
from widgets.style.shades import Shade
from widgets.style.text import cut, tip
from widgets.tables.cells import Align, Cell, Column, Row, text_cell
from widgets.tables.keyed import KeyedModel
from widgets.tables.view import TableView

if TYPE_CHECKING:
    from chains.chain import SegmentRef
    from chains.rows import RegionCell

OUTSIDE = "市外"
_NAME_WIDTH, _CELL_WIDTH = 170, 78
_MOST_NAMES = 25

NONE_CONFIRMED = "尚无已确认的供应商。标注并确认企业后，这里按区市列出每个环节的企业数"


class RegionTable(QWidget):
    """`picked` carries the SegmentRef of a row, `cell_opened` the RegionCells of a double click."""

    picked = Signal(object)
    cell_opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._districts: tuple[tuple[str, str], ...] = ()
        self._cells: tuple[RegionCell, ...] = ()
        self.model = KeyedModel((), self)
        self.view = TableView("区市分布")
        self.view.setModel(self.model)
        self._empty = WrappedLabel("", "faint")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 0)
        column.addWidget(self.view)
        column.addWidget(self._empty)
        self.view.clicked_row.connect(self._pick)
        self.view.opened.connect(self._open)
        self.show_cells((), (), ())
        self._empty.setText("")  # not read yet: to say that there is none would be a claim

    def show_cells(
        self,
        cells: tuple[RegionCell, ...],
        districts: tuple[tuple[str, str], ...],
        segments: tuple[tuple[SegmentRef, str], ...],
    ) -> None:
        """Show how many companies each segment has where; regions that are no district count as 市外."""
        if districts != self._districts or not self.model.columns():
            self._districts = districts
            self._set_columns()
        self._cells = cells
        known = {code for code, _ in districts}
        found: dict[SegmentRef, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for cell in cells:
            found[cell.ref][cell.region if cell.region in known else OUTSIDE].extend(cell.companies)
        most = max((len(names) for by in found.values() for names in by.values()), default=1)
        self.model.set_rows([self._row(ref, name, found[ref], most) for ref, name in segments])
        self.view.setVisible(bool(cells))
        self._empty.setText(NONE_CONFIRMED)
        self._empty.setVisible(not cells)

    def set_current(self, ref: SegmentRef | None) -> None:
        """Mark the segment that is open elsewhere; tells nobody."""
        self.view.select_key(self.model, ref)

    def _set_columns(self) -> None:
        columns = (
            Column("环节", _NAME_WIDTH),
            *(Column(cut(name, 20), _CELL_WIDTH, align=Align.CENTRE) for _, name in self._districts),
            Column(OUTSIDE, _CELL_WIDTH, tip="供应商不在本市，或所在地不详", align=Align.CENTRE),
            Column("合计", _CELL_WIDTH, align=Align.CENTRE),
        )
        self.model.set_columns(columns)
        self.view.set_widths(columns)

    def _row(self, ref: SegmentRef, name: str, found: dict[str, list[str]], most: int) -> Row:
        places = (*(code for code, _ in self._districts), OUTSIDE)
        counts = [_count(found.get(code, []), most) for code in places]
        total = sum(len(names) for names in found.values())
        sum_cell = Cell(str(total) if total else "·", align=Align.CENTRE, order=total, strong=bool(total))
        return Row(ref, (text_cell(name, strong=True), *counts, sum_cell))

    @Slot(QModelIndex)
    def _pick(self, index: QModelIndex) -> None:
        self.picked.emit(self.model.row(index.row()).key)

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        """The companies behind a cell; behind the name and the sum stand all of the row."""
        ref, at = self.model.row(index.row()).key, index.column() - 1
        cells = tuple(cell for cell in self._cells if cell.ref == ref)
        if 0 <= at <= len(self._districts):
            known = {code for code, _ in self._districts}
            wanted = self._districts[at][0] if at < len(self._districts) else OUTSIDE
            cells = tuple(
                cell for cell in cells if (cell.region if cell.region in known else OUTSIDE) == wanted
            )
        if cells:
            self.cell_opened.emit(cells)


def _count(companies: list[str], most: int) -> Cell:
    if not companies:
        return Cell("·", align=Align.CENTRE, ink=Shade.TEXT_FAINT, order=0)
    names = [cut(name, 60) for name in companies[:_MOST_NAMES]]
    if len(companies) > _MOST_NAMES:
        names.append(f"……等 {len(companies)} 家")
    count = len(companies)
    return Cell(str(count), tip("\n".join(names)), Align.CENTRE, heat=count / most, order=count)
