"""待核对 as a table, with the way to settle each line."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from chains import words
from chains.checks import TO_SETTLE, Check, CheckRow
from chains.commands import AssessSegment
from chains.kinds import Coverage
from widgets.panels.segmented import SegmentedButtons
from widgets.style.drawing import Chip
from widgets.style.shades import FILL, Shade
from widgets.style.text import cut, tip
from widgets.tables.cells import DASH, Cell, Column, Row, text_cell
from widgets.tables.listed import ListedTable

_COLUMNS = (
    Column("产业链", 104),
    Column("环节", 130),
    Column("原因", 124),
    Column("本地供给", 78),
    Column("说明", 150, stretches=True),
    Column("断供影响", 110, tip="该环节停摆时全链其余环节停摆的占比"),
)
_CHECK = {
    Check.MISSING_BUT_SUPPLIED: ("标注冲突", Shade.MISSING),
    Check.STRONG_BUT_EMPTY: ("标注冲突", Shade.MISSING),
    Check.STALE: ("待复核", Shade.WEAK),
    Check.ONE_SUPPLIER: ("唯一供应商", Shade.CHOKEPOINT),
    Check.ONE_GROUP: ("疑似同一集团", Shade.CHOKEPOINT),
}
_YEAR = timedelta(days=365)


class CheckTable(ListedTable):
    """`asked` carries AssessSegment, `marks_asked` the SegmentRef whose placements are to be looked at."""

    asked = Signal(object)
    marks_asked = Signal(object)
    scope_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        empty = "没有标注冲突、过期的评估或单点供应"
        super().__init__("待核对", _COLUMNS, empty, parent=parent)
        self._rows: dict[object, CheckRow] = {}
        self._today = date.min
        self.scope = SegmentedButtons("范围", [(False, "本链"), (True, "全部产业链")])
        self.scope.setFixedWidth(180)
        self.scope.show_value(value=True)
        self.confirm = _button("确认评估", "评估不变，复核日期改为一年以后")
        self.again = _button("改评估", "按现状改本地供给")
        self.marks = _button("查看标注", "转到环节，去掉或补上企业标注")
        menu = QMenu(self.again)
        for coverage in Coverage:
            menu.addAction(words.COVERAGE[coverage]).setData(coverage.value)
        menu.triggered.connect(self._assess)
        self.again.setMenu(menu)
        self.bar.insertWidget(0, self.scope)
        for at, button in enumerate((self.confirm, self.again, self.marks)):
            self.bar.insertWidget(2 + at, button)
        self.scope.chosen.connect(self.scope_changed)
        self.confirm.clicked.connect(self._confirm)
        self.marks.clicked.connect(self._ask_marks)
        self.view.selectionModel().selectionChanged.connect(self._show_ways)
        self._show_ways()

    def show_checks(self, rows: tuple[CheckRow, ...], today: date, *, all_chains: bool) -> None:
        """Show them; what can be settled first."""
        self._today = today
        self._rows = {(row.ref, row.check): row for row in rows}
        self.scope.show_value(all_chains)
        self.view.setColumnHidden(0, not all_chains)
        settle = sum(row.check in TO_SETTLE for row in rows)
        line = f"{settle} 项待核对，{len(rows) - settle} 项单点供应" if rows else ""
        self.show_rows([_row(key, row) for key, row in self._rows.items()], line)
        self._show_ways()

    def current(self) -> CheckRow | None:
        """The line that is selected."""
        return self._rows.get(self.view.current_key())

    @Slot()
    def _show_ways(self) -> None:
        row = self.current()
        self.confirm.setEnabled(row is not None and row.check is Check.STALE)
        self.again.setEnabled(row is not None and row.check in TO_SETTLE)
        self.marks.setEnabled(row is not None)

    @Slot()
    def _confirm(self) -> None:
        row = self.current()
        if row is not None:
            until = self._today + _YEAR
            self.asked.emit(AssessSegment(row.ref, review_on=until, expected_version=row.version))

    @Slot(QAction)
    def _assess(self, action: QAction) -> None:
        row = self.current()
        if row is not None:
            coverage = Coverage(action.data())
            # Whoever assesses anew has looked: the date of review that has passed no longer holds.
            review = self._today + _YEAR if row.check is Check.STALE else row.assessment.review_on
            command = AssessSegment(
                row.ref, coverage=coverage, review_on=review, expected_version=row.version
            )
            self.asked.emit(command)

    @Slot()
    def _ask_marks(self) -> None:
        row = self.current()
        if row is not None:
            self.marks_asked.emit(row.ref)


def _row(key: object, row: CheckRow) -> Row:
    word, shade = _CHECK[row.check]
    coverage = row.assessment.coverage
    cells = (
        text_cell(row.chain_name),
        text_cell(row.name, strong=True),
        Cell("", chips=(Chip(word, shade, filled=row.check in TO_SETTLE),), order=row.check.value),
        Cell("", chips=(Chip(words.COVERAGE[coverage], FILL[coverage], filled=True),), order=coverage.value),
        _reason(row),
        Cell(DASH, order=-1.0)
        if row.impact is None
        else Cell(words.rate_text(row.impact), bar=row.impact, order=row.impact),
    )
    return Row(key, cells)


def _reason(row: CheckRow) -> Cell:
    names = "、".join(cut(name, 60) for name in row.suppliers)
    texts = {
        Check.MISSING_BUT_SUPPLIED: f"评估为缺失，却有已确认的本地供应商：{names}",
        Check.STRONG_BUT_EMPTY: "评估为优势，却没有已确认的本地供应商",
        Check.STALE: f"复核日期 {row.assessment.review_on} 已过",
        Check.ONE_SUPPLIER: f"仅 {names} 一家",
        Check.ONE_GROUP: f"{row.group}（{names}）；无股权数据，按字号或法定代表人判断",
    }
    return Cell(cut(texts[row.check], 120), tip(texts[row.check]))


def _button(word: str, told: str) -> QPushButton:
    button = QPushButton(word)
    button.setProperty("small", "true")
    button.setToolTip(tip(told))
    return button
