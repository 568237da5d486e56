"""The gap list (缺口清单)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from chains import words
from chains.kinds import Coverage
from widgets.panels.labels import PlainLabel
from widgets.panels.segmented import SegmentedButtons
from widgets.style.drawing import Chip
from widgets.style.shades import FILL, Shade
from widgets.style.text import tip
from widgets.tables.cells import DASH, Align, Cell, Column, Row, text_cell
from widgets.tables.keyed import KeyedModel
from widgets.tables.view import TableView

if TYPE_CHECKING:
    from chains.chain import SegmentRef
    from chains.rows import GapRow

COLUMNS = (
    Column("#", 42, least=36),
    Column("产业链", 130, least=90),
    Column("环节", 150, stretches=True, least=104),
    Column("本地供给", 78, least=72),
    Column("当前来源", 112, least=80),
    Column("卡脖子", 62, least=58),
    Column("受影响环节", 86, least=82, tip="该环节停供时受影响的环节数"),
    Column("缺口指数", 124, least=94, tip="由严重度、断供影响和跨链影响构成，0–1；双击查看怎么算的"),
    Column("跨链影响", 130, least=72, tip="同一产品所在的其他产业链"),
    Column("本地供应商", 86, least=82),
    Column("候选企业", 80, least=68, tip="企业库中匹配的企业数；— 为尚未匹配"),
)
_CHAIN_COLUMN = 1
_FIGURES = {
    "本地供给": "severity",
    "当前来源": "severity",
    "卡脖子": "severity",
    "受影响环节": "impact",
    "缺口指数": "gap_index",
    "跨链影响": "cross",
}
"""The figure that a column shows, or that it counts into."""


class GapTable(QWidget):
    """`picked` carries a SegmentRef, `scope_changed` True for all chains; `export_asked`: 导出.

    `figure_asked` carries (SegmentRef, figure) whose parts are wanted: a figure was double clicked.
    """

    picked = Signal(object)
    scope_changed = Signal(object)
    export_asked = Signal()
    figure_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.scope = SegmentedButtons("范围", [(False, "本链"), (True, "全部产业链")])
        self.scope.setFixedWidth(180)
        self.scope.show_value(value=False)
        self._count = PlainLabel("", "faint")
        self.how = QPushButton("怎么算的")
        self.how.setProperty("small", "true")
        self.how.setToolTip(tip("选中的缺口的缺口指数是怎么算的；也可双击表里的数字"))
        self._export = QPushButton("导出…")
        self._export.setProperty("small", "true")
        self._export.setToolTip(tip("将当前范围的缺口清单导出为 Excel 文件"))
        self.model = KeyedModel(COLUMNS, self)
        self.view = TableView("缺口清单")
        self.view.setModel(self.model)
        self.view.set_widths(COLUMNS)
        self.view.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.view.setSortingEnabled(True)
        self.view.setColumnHidden(_CHAIN_COLUMN, True)
        self._empty = PlainLabel("", "faint")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lay_out()
        self.scope.chosen.connect(self.scope_changed)
        self._export.clicked.connect(self.export_asked)
        self.view.clicked_row.connect(self._pick)
        self.view.opened.connect(self._open)
        self.how.clicked.connect(self._ask_index)
        self.show_gaps(())
        self._empty.setText("")  # not read yet: to say that there is none would be a claim

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(10, 4, 10, 4)
        row.setSpacing(12)
        row.addWidget(self.scope)
        row.addWidget(self._count, 1)
        row.addWidget(self.how)
        row.addWidget(self._export)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.view, 1)
        column.addWidget(self._empty, 1)

    def show_gaps(self, rows: tuple[GapRow, ...], *, all_chains: bool = False) -> None:
        """Show gaps, in the order given unless the user sorted by a column."""
        self.scope.show_value(all_chains)
        self.view.setColumnHidden(_CHAIN_COLUMN, not all_chains)
        self.model.set_rows([_row(number, gap) for number, gap in enumerate(rows, 1)])
        missing = sum(gap.coverage is Coverage.MISSING for gap in rows)
        self._count.setText(f"{len(rows)} 项缺口：缺失 {missing}，薄弱 {len(rows) - missing}" if rows else "")
        where = "全部产业链" if all_chains else "本链"
        self._empty.setText(f"{where}没有标为缺失或薄弱的环节。评估环节后，缺口按缺口指数列在这里")
        self.view.setVisible(bool(rows))
        self._empty.setVisible(not rows)
        self._export.setEnabled(bool(rows))
        self.how.setEnabled(bool(rows))

    def set_current(self, ref: SegmentRef | None) -> None:
        """Mark the segment that is open elsewhere; tells nobody."""
        self.view.select_key(self.model, ref)

    @Slot(QModelIndex)
    def _pick(self, index: QModelIndex) -> None:
        self.picked.emit(self.model.row(index.row()).key)

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        self._pick(index)
        figure = _FIGURES.get(COLUMNS[index.column()].heading)
        if figure is not None:
            self.figure_asked.emit((self.model.row(index.row()).key, figure))

    @Slot()
    def _ask_index(self) -> None:
        key = self.view.current_key() or self.model.row(0).key
        self.figure_asked.emit((key, "gap_index"))


def _row(number: int, gap: GapRow) -> Row:
    choke = (Chip(words.CHOKEPOINT_BADGE, Shade.CHOKEPOINT, filled=True),) if gap.chokepoint else ()
    others = "、".join(gap.affected_chains)
    cells = (
        Cell(str(number), align=Align.LEFT, order=number, ink=Shade.TEXT_FAINT),
        text_cell(gap.chain_name),
        text_cell(gap.name, strong=True),
        Cell("", chips=(_coverage_chip(gap.coverage),), order=list(Coverage).index(gap.coverage)),
        text_cell(words.source_text(gap.source, gap.degree, gap.countries)),
        Cell(
            "" if choke else DASH,
            chips=choke,
            tip=words.CHOKEPOINT if choke else "",
            order=float(gap.chokepoint),
        ),
        Cell(str(gap.affected), order=gap.affected),
        Cell(words.index_text(gap.gap_index), tip(_index_facts(gap)), bar=gap.gap_index, order=gap.gap_index),
        text_cell(others) if others else Cell(DASH, order=""),
        Cell(str(gap.local_suppliers), order=gap.local_suppliers),
        Cell(DASH if gap.candidates is None else str(gap.candidates), order=float(gap.candidates or 0)),
    )
    return Row(gap.ref, cells, Shade.MISSING_TINT if gap.coverage is Coverage.MISSING else None)


def _coverage_chip(coverage: Coverage) -> Chip:
    return Chip(words.COVERAGE[coverage], FILL[coverage], filled=True)


def _index_facts(gap: GapRow) -> str:
    return (
        f"缺口指数 {words.index_text(gap.gap_index)}\n"
        f"严重度 {words.index_text(gap.severity)}\n"
        f"断供影响 {words.index_text(gap.impact)}\n"
        f"跨链影响 {words.index_text(gap.cross)}"
    )
