"""The target list (目标企业): whom the city pursues, how far it is, what comes next; a table or a board."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QMenu, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from chains.commands import AddFollowUp, RemoveTarget, UpdateTarget
from chains.target_lists import TargetList, TargetSort, arranged, is_overdue
from widgets.dialogs.follow_up import FollowUpDialog
from widgets.panels.flow import FlowLayout
from widgets.panels.labels import PlainLabel, WrappedLabel
from widgets.panels.segmented import SegmentedButtons
from widgets.style.text import cut, tip
from widgets.tables.editors import EditingDelegate
from widgets.tables.target_board import TargetBoard
from widgets.tables.target_cells import COLUMNS, FIELDS, KEYS, TargetModel, target_cells
from widgets.tables.view import TableView

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from chains.chain import SegmentRef
    from chains.rows import TargetRow

__all__ = ["COLUMNS", "FIRST_LIST", "TargetTable"]

FIRST_LIST = TargetList(sort=TargetSort.OVERDUE, columns=KEYS)
"""How the panel shows the list until a person says otherwise: what is overdue stands first."""


class TargetTable(QWidget):
    """`asked` carries commands, `picked` a SegmentRef, `activated` a company id; `export_asked`: 导出.

    `history_asked` and `sheet_asked` carry a target id; `setting_asked`: 清单设置.
    """

    asked = Signal(object)
    picked = Signal(object)
    activated = Signal(object)
    export_asked = Signal()
    history_asked = Signal(object)
    sheet_asked = Signal(object)
    setting_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._all: tuple[TargetRow, ...] = ()
        self._targets: dict[object, TargetRow] = {}
        self._how, self._how_name = FIRST_LIST, ""
        self._today = date.today()  # noqa: DTZ011 - the office's own calendar
        self._gap_index: Mapping[SegmentRef, float] = {}
        self.mode = SegmentedButtons("目标企业的样式", [(False, "表格"), (True, "看板")])
        self.mode.setFixedWidth(110)
        self.mode.show_value(value=False)
        self._count = PlainLabel("", "faint")
        self.setting = QPushButton("清单设置…")
        self.follow_up = QPushButton("跟进…")
        self.history = QPushButton("历史…")
        self.sheet = QPushButton("一页纸…")
        self.show_company = QPushButton("企业详情")
        self.show_segment = QPushButton("定位环节")
        self.remove = QPushButton("移出清单")
        self.export = QPushButton("导出…")
        self.model = TargetModel(self)
        self.board = TargetBoard()
        self.view = _view(self.model)
        self._empty = WrappedLabel("", "faint")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lay_out()
        self._connect()
        self.show_targets(())

    def show_targets(
        self,
        rows: Sequence[TargetRow],
        today: date | None = None,
        gap_index: Mapping[SegmentRef, float] | None = None,
    ) -> None:
        """Show targets. `today` decides what is overdue; None: this machine's date."""
        self._all = tuple(rows)
        self._today = today or date.today()  # noqa: DTZ011 - the office's own calendar
        self._gap_index = self._gap_index if gap_index is None else gap_index
        self._show()

    def show_list(self, how: TargetList, name: str = "") -> None:
        """Show which targets, in which order and columns; `name` is the template's, if it is one."""
        self._how, self._how_name = how, name
        self.view.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        head = self.view.horizontalHeader()
        shown = [KEYS.index(one) for one in how.columns if one in KEYS]
        for column in range(len(KEYS)):
            self.view.setColumnHidden(column, column not in shown)
        for place, column in enumerate(shown):
            head.moveSection(head.visualIndex(column), place)
        self._show()

    def how(self) -> tuple[TargetList, str]:
        """The list that is shown, and the name of its template."""
        return self._how, self._how_name

    def rows(self) -> tuple[TargetRow, ...]:
        """All targets, those that the list leaves out too."""
        return self._all

    def current_target(self) -> TargetRow | None:
        """The target of the current row or card, None when there is none."""
        key = self.board.current_id() if self.mode.value() else self.view.current_key()
        return self._targets.get(key)

    def _show(self) -> None:
        rows = arranged(self._all, self._how, self._today, self._gap_index)
        self._targets = {row.id: row for row in rows}
        # Only what is in sight: thousands of targets take half a second each way.
        if self.mode.value():
            self.board.show_targets(rows, self._today)
        else:
            self.model.set_rows([target_cells(target, self._today) for target in rows])
        late = sum(is_overdue(target, self._today) for target in rows)
        left_out = len(self._all) - len(rows)
        parts = [f"{len(rows)} 家"] + ([f"{late} 家逾期"] if late else [])
        parts += [f"另有 {left_out} 家不在筛选之内"] if left_out else []
        self._count.setText("，".join(parts) if self._all else "")
        self.setting.setText(f"清单设置：{cut(self._how_name, 12)}…" if self._how_name else "清单设置…")
        self._empty.setText(
            "没有符合筛选的目标企业。可在“清单设置”里改筛选"
            if self._all
            else "目标清单为空。选择一个缺口环节，在右侧目标企业中点击“加入目标清单”"
        )
        self._stack.setCurrentWidget(
            self._empty if not rows else self.board if self.mode.value() else self.view
        )
        self.export.setEnabled(bool(self._all))
        self._show_buttons()

    def _lay_out(self) -> None:
        bar = QWidget()
        around = QVBoxLayout(bar)
        around.setContentsMargins(10, 3, 10, 3)
        row = FlowLayout(across=4)
        around.addLayout(row)
        for widget in (self.mode, self.setting, self._count):
            row.addWidget(widget)
        for button in (
            self.follow_up, self.history, self.sheet, self.show_segment, self.show_company, self.remove,
            self.export,
        ):  # fmt: skip
            row.addWidget(button)
            button.setProperty("small", "true")
        self.setting.setProperty("small", "true")
        self.sheet.setToolTip(tip("拜访用的一页纸：企业概况、缺什么、为什么合适、本地上下游"))
        self._stack = QStackedLayout()
        for shown in (self.view, self.board, self._empty):
            self._stack.addWidget(shown)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addLayout(self._stack, 1)

    def _connect(self) -> None:
        self.model.edited.connect(self._update)
        self.mode.chosen.connect(self._switch)
        self.setting.clicked.connect(self.setting_asked)
        self.export.clicked.connect(self.export_asked)
        self.follow_up.clicked.connect(self._ask_follow_up)
        self.history.clicked.connect(self._ask_history)
        self.sheet.clicked.connect(self._ask_sheet)
        self.remove.clicked.connect(self._remove)
        self.show_company.clicked.connect(self._activate)
        self.show_segment.clicked.connect(self._pick)
        self.view.opened.connect(self._open)
        self.view.selectionModel().currentChanged.connect(self._show_buttons)
        self.model.rowsRemoved.connect(self._show_buttons)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._show_menu)
        self.board.asked.connect(self.asked)
        self.board.moved.connect(self._show_buttons)
        self.board.opened.connect(self.history_asked)
        self.board.deed.connect(self._do)

    def _own_buttons(self) -> tuple[QPushButton, ...]:
        """Those that do something with the current target."""
        return (
            self.follow_up, self.history, self.sheet, self.show_segment, self.show_company, self.remove,
        )  # fmt: skip

    def menu(self) -> QMenu:
        """What can be done with the current target."""
        menu = QMenu(self.view)
        for button in self._own_buttons():
            action = menu.addAction(button.text())
            action.setEnabled(button.isEnabled())
            action.triggered.connect(button.click)
        menu.addSeparator()
        menu.addAction("复制\tCtrl+C").triggered.connect(self.view.copy_selected)
        return menu

    @Slot(QPoint)
    def _show_menu(self, at: QPoint) -> None:
        if self.view.indexAt(at).isValid():
            menu = self.menu()
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(self.view.viewport().mapToGlobal(at))

    @Slot()
    def _show_buttons(self) -> None:
        chosen = self.current_target() is not None
        for button in self._own_buttons():
            button.setEnabled(chosen)

    @Slot(object)
    def _switch(self, _as_board: bool) -> None:
        """The other style, with the same target chosen."""
        as_board = bool(self.mode.value())
        chosen = self.view.current_key() if as_board else self.board.current_id()
        self._show()
        if as_board:
            self.board.set_current(chosen if isinstance(chosen, int) else None)
        else:
            self.view.select_key(self.model, chosen)
        self._show_buttons()

    @Slot(str)
    def _do(self, deed: str) -> None:
        deeds = {
            "follow_up": self._ask_follow_up,
            "history": self._ask_history,
            "company": self._activate,
            "segment": self._pick,
            "sheet": self._ask_sheet,
        }
        deeds[deed]()

    @Slot(object, object, object)
    def _update(self, target_id: int, field: str, value: object) -> None:
        target = self._targets[target_id]
        command = UpdateTarget(target_id, expected_version=target.version)
        self.asked.emit(replace(command, **{field: value}))  # type: ignore[arg-type]

    @Slot()
    def _remove(self) -> None:
        target = self.current_target()
        if target is not None:
            self.asked.emit(RemoveTarget(target.id, target.version))

    @Slot()
    def _ask_history(self) -> None:
        target = self.current_target()
        if target is not None:
            self.history_asked.emit(target.id)

    @Slot()
    def _ask_sheet(self) -> None:
        target = self.current_target()
        if target is not None:
            self.sheet_asked.emit(target.id)

    @Slot()
    def _ask_follow_up(self) -> None:
        target = self.current_target()
        if target is not None:
            dialog = FollowUpDialog(target.id, target.company_name, self)
            dialog.asked.connect(self._add_follow_up)
            dialog.open()

    @Slot(object)
    def _add_follow_up(self, command: AddFollowUp) -> None:
        self.asked.emit(command)

    @Slot()
    def _activate(self) -> None:
        target = self.current_target()
        if target is not None:
            self.activated.emit(target.company_id)

    @Slot()
    def _pick(self) -> None:
        target = self.current_target()
        if target is not None:
            self.picked.emit(target.ref)

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        if index.column() in FIELDS:
            self.view.edit(index)
        else:
            self._activate()


def _view(model: TargetModel) -> TableView:
    view = TableView("目标企业")
    view.setModel(model)
    view.setItemDelegate(EditingDelegate({column: editor for column, (_, editor) in FIELDS.items()}, view))
    trigger = QAbstractItemView.EditTrigger
    view.setEditTriggers(trigger.DoubleClicked | trigger.EditKeyPressed)
    view.set_widths(COLUMNS)
    view.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
    view.setSortingEnabled(True)
    return view
