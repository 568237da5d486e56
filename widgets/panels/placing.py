"""Put a company on the segment: type, choose, done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from chains.commands import KEEP, PlaceCompany
from chains.kinds import GONE_STATES
from chains.words import STATE
from widgets.panels.labels import PlainLabel
from widgets.panels.row_list import ListRow, RowList
from widgets.style.drawing import Chip
from widgets.style.shades import Shade
from widgets.style.text import tip

if TYPE_CHECKING:
    from chains.rows import CompanyRow
    from widgets.panels.segment_view import SegmentView


class PlacingSection(QWidget):
    """`typed` carries what is searched, `asked` the command for the company that was chosen."""

    typed = Signal(object)
    asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: SegmentView | None = None
        self.edit = QLineEdit()
        self.edit.setPlaceholderText("＋ 输入企业名称、简称或信用代码")
        self.edit.setAccessibleName("标注企业：输入名称或信用代码")
        self.edit.setClearButtonEnabled(True)
        self.edit.setMaxLength(100)
        self.edit.installEventFilter(self)
        self.is_local = QCheckBox("本地供货")
        self.is_local.setToolTip(tip("勾选：按本地供应商计，即使注册地不在本市。不勾选：按企业所在地判断"))
        self.hits = RowList("可标注的企业", 6)
        self.hits.setProperty("boxed", "true")
        self._none = PlainLabel("企业库中没有找到", "faint")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.edit, 1)
        row.addWidget(self.is_local)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(PlainLabel("标注企业", "heading"))
        column.addLayout(row)
        column.addWidget(self.hits)
        column.addWidget(self._none)
        self.edit.textEdited.connect(self._search)
        self.edit.textChanged.connect(self._close_when_empty)
        self.hits.chosen.connect(self._place)
        self.hits.clicked.connect(self._place_current)
        self._close()

    def show_view(self, view: SegmentView) -> None:
        """Place on this segment from now on; another segment begins with an empty field."""
        if self._view is None or self._view.ref != view.ref:
            self.edit.clear()
            self.is_local.setChecked(False)
        self._view = view

    def show_hits(self, companies: tuple[CompanyRow, ...]) -> None:
        """Show what was found; nothing when the field was emptied in between."""
        if not self.edit.text().strip():
            self._close()
            return
        self.hits.show_rows(tuple(_hit_row(company) for company in companies))
        self.hits.setVisible(bool(companies))
        self._none.setVisible(not companies)
        if companies and self.hits.current_key() is None:
            self.hits.set_current(companies[0].id)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up, down, Enter and Esc in the field work on the list."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent) or self.hits.isHidden():
            return super().eventFilter(watched, event)
        if event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.hits.keyPressEvent(event)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._place(self.hits.current_key())
        elif event.key() == Qt.Key.Key_Escape:
            self._close()
        else:
            return super().eventFilter(watched, event)
        return True

    @Slot(str)
    def _search(self, text: str) -> None:
        if text.strip():
            self.typed.emit(text.strip())

    @Slot(str)
    def _close_when_empty(self, text: str) -> None:
        if not text.strip():
            self._close()

    @Slot()
    def _place_current(self) -> None:
        self._place(self.hits.current_key())

    @Slot(object)
    def _place(self, company: object) -> None:
        if self._view is None or not isinstance(company, int):
            return
        local = True if self.is_local.isChecked() else KEEP
        self.edit.clear()
        self._close()
        self.asked.emit(
            PlaceCompany(self._view.ref, company, local=local, expected_version=self._view.version)
        )

    def _close(self) -> None:
        self.hits.hide()
        self._none.hide()


def _hit_row(company: CompanyRow) -> ListRow:
    gone = company.state in GONE_STATES
    chips = (Chip(STATE[company.state], Shade.MISSING, filled=True),) if gone else ()
    facts = f"{company.name}\n{company.code}\n{company.products}"
    return ListRow(company.id, company.name, chips, note=company.region_name, tip=facts, faded=gone)
