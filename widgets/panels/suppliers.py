"""The companies on a segment, and what can be decided of each."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QMenu, QPushButton, QVBoxLayout, QWidget

from chains import words
from chains.commands import PlaceCompany, RemovePlacement
from chains.kinds import Decision, Role
from widgets.panels.flow import FlowLayout
from widgets.panels.labels import PlainLabel, WrappedLabel, card
from widgets.panels.row_list import ListRow, RowList
from widgets.style.drawing import Chip
from widgets.style.shades import Shade

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from chains.rows import SupplierRow
    from widgets.panels.segment_view import SegmentView


class Deed(StrEnum):
    """What can be done with a placement; the value is its word."""

    CONFIRM = "确认"
    REVIEW = "待复核"
    REJECT = "剔除"
    LEAD = "设为链主"
    SUPPLIER = "设为供应商"
    LOCAL = "标为本地"
    OUTSIDE = "标为市外"
    REMOVE = "移除"


def deeds_for(row: SupplierRow) -> tuple[Deed, ...]:
    """What can still be done with it: nothing that holds already."""
    done = {
        Decision.CONFIRMED: Deed.CONFIRM,
        Decision.TO_REVIEW: Deed.REVIEW,
        Decision.REJECTED: Deed.REJECT,
    }[row.decision]
    decisions = tuple(one for one in (Deed.CONFIRM, Deed.REVIEW, Deed.REJECT) if one is not done)
    roles = {
        Role.LEAD: (Deed.SUPPLIER,),
        Role.SUPPLIER: (Deed.LEAD,),
        Role.CANDIDATE: (Deed.SUPPLIER, Deed.LEAD),
    }[row.role]
    place = Deed.OUTSIDE if row.local else Deed.LOCAL
    return (*decisions, *roles, place, Deed.REMOVE)


def command_for(deed: Deed, row: SupplierRow, version: int) -> PlaceCompany | RemovePlacement:
    """The command that does it."""
    ref, company = row.ref, row.company_id
    if deed is Deed.REMOVE:
        return RemovePlacement(ref, company, version)
    decisions = {
        Deed.CONFIRM: Decision.CONFIRMED,
        Deed.REVIEW: Decision.TO_REVIEW,
        Deed.REJECT: Decision.REJECTED,
    }
    if deed in decisions:
        return PlaceCompany(ref, company, decision=decisions[deed], expected_version=version)
    if deed in {Deed.LEAD, Deed.SUPPLIER}:
        role = Role.LEAD if deed is Deed.LEAD else Role.SUPPLIER
        return PlaceCompany(ref, company, role=role, expected_version=version)
    return PlaceCompany(ref, company, local=deed is Deed.LOCAL, expected_version=version)


class SuppliersSection(QWidget):
    """Local suppliers and those from outside. `asked` carries a command, `picked` a company id."""

    asked = Signal(object)
    picked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: dict[object, SupplierRow] = {}
        self._version = 0
        self._heading = PlainLabel("", "heading")
        self._empty = card("empty")
        words_row = QVBoxLayout(self._empty)
        words_row.setContentsMargins(10, 7, 10, 7)
        words_row.addWidget(
            WrappedLabel("尚无本地供应商。可在下方标注企业，或从企业库将企业拖到此处", "faint")
        )
        self.local = RowList("本地供应商", 6)
        self._outside_heading = PlainLabel("", "heading")
        self.outside = RowList("市外供应商", 5)
        self._deeds = QWidget()
        self._flow = FlowLayout(self._deeds, across=5, down=5)
        self._group = QButtonGroup(self)
        self._buttons = {deed: self._button(deed) for deed in Deed}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        for widget in (
            self._heading, self._empty, self.local, self._outside_heading, self.outside, self._deeds,
        ):  # fmt: skip
            column.addWidget(widget)
        for rows in (self.local, self.outside):
            rows.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            rows.customContextMenuRequested.connect(self._open_menu)
            rows.chosen.connect(self.picked)
        self.local.moved.connect(self._leave_outside)
        self.outside.moved.connect(self._leave_local)
        self._group.buttonClicked.connect(self._press)

    def show_view(self, view: SegmentView) -> None:
        """Show the companies on the segment."""
        self._version = view.version
        # What staff said of a match stands with the matches, below.
        placed = [row for row in view.suppliers if not row.is_verdict]
        self._rows = {row.company_id: row for row in placed}
        here = tuple(row for row in placed if row.local)
        away = tuple(row for row in placed if not row.local)
        self._heading.setText(f"本地供应商（{_counting(here)}）")
        self._outside_heading.setText(f"市外供应商（{_counting(away)}）")
        self._empty.setVisible(not here)
        self.local.setVisible(bool(here))
        self.local.show_rows(tuple(_list_row(row) for row in here))
        self._outside_heading.setVisible(bool(away))
        self.outside.setVisible(bool(away))
        self.outside.show_rows(tuple(_list_row(row) for row in away))
        self._show_deeds()

    def button(self, deed: Deed) -> QPushButton:
        """The button of a deed."""
        return self._buttons[deed]

    def _button(self, deed: Deed) -> QPushButton:
        button = QPushButton(deed.value)
        button.setProperty("small", "true")
        button.setProperty("deed", deed.value)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._group.addButton(button)
        self._flow.addWidget(button)
        return button

    def _current(self) -> SupplierRow | None:
        key = self.local.current_key() or self.outside.current_key()
        return self._rows.get(key)

    def _show_deeds(self) -> None:
        row = self._current()
        self._deeds.setVisible(row is not None)
        offered = deeds_for(row) if row is not None else ()
        for deed, button in self._buttons.items():
            button.setVisible(deed in offered)

    @Slot(object)
    def _leave_outside(self, key: object) -> None:
        if key is not None:
            self.outside.set_current(None)
        self._show_deeds()

    @Slot(object)
    def _leave_local(self, key: object) -> None:
        if key is not None:
            self.local.set_current(None)
        self._show_deeds()

    @Slot(QPoint)
    def _open_menu(self, at: QPoint) -> None:
        rows = self.sender()
        row = self._current()
        if row is None or not isinstance(rows, RowList):
            return
        menu = QMenu(self)
        for deed in deeds_for(row):
            menu.addAction(deed.value).setData(deed.value)
        menu.triggered.connect(self._choose)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(rows.viewport().mapToGlobal(at))

    @Slot(object)
    def _choose(self, action: QAction) -> None:
        self._do(Deed(action.data()))

    @Slot(QAbstractButton)
    def _press(self, button: QAbstractButton) -> None:
        self._do(Deed(button.property("deed")))

    def _do(self, deed: Deed) -> None:
        row = self._current()
        if row is not None:
            self.asked.emit(command_for(deed, row, self._version))


def _counting(rows: tuple[SupplierRow, ...]) -> str:
    counted = [row for row in rows if row.decision is Decision.CONFIRMED and row.role is not Role.CANDIDATE]
    return str(len(rows)) if len(counted) == len(rows) else f"{len(rows)}，已确认 {len(counted)}"


def _list_row(row: SupplierRow) -> ListRow:
    chips = [Chip(words.ROLE[row.role], Shade.CHOKEPOINT if row.role is Role.LEAD else Shade.UNASSESSED)]
    if row.decision is not Decision.CONFIRMED:
        shade = Shade.WEAK if row.decision is Decision.TO_REVIEW else Shade.MISSING
        chips.append(Chip(words.DECISION[row.decision], shade, filled=True))
    here = "本地" if row.local else "市外" if row.local is False else "所在地不详"
    chips.append(Chip(here, Shade.STRONG if row.local else Shade.UNASSESSED))
    facts = [row.company_name, f"{row.company_code} · {row.region_name or '所在地不详'}"]
    facts += [f"产品：{row.product}"] if row.product else []
    facts += [f"依据：{row.evidence}"] if row.evidence else []
    if row.placed_by:
        facts.append(f"{row.placed_by} 标注" + (f"于 {row.placed_on:%Y-%m-%d}" if row.placed_on else ""))
    return ListRow(
        row.company_id,
        row.company_name,
        tuple(chips),
        tip="\n".join(facts),
        faded=row.decision is Decision.REJECTED,
    )
