"""The companies behind a number: a list from which each company's card can be opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot

from widgets.dialogs.frame import MOST_TABLE_ROWS, FramedDialog, facts_table, more_note
from widgets.panels.labels import WrappedLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget


class CompaniesBehindDialog(FramedDialog):
    """`picked` carries the id of a company whose row was double clicked, or opened by the button."""

    picked = Signal(object)

    def __init__(
        self, title: str, rows: Sequence[tuple[int, str, str]], parent: QWidget | None = None
    ) -> None:
        """`rows` are (company id, name, where)."""
        super().__init__(title, title, parent)
        self._ids = [number for number, _, _ in rows[:MOST_TABLE_ROWS]]
        self.body.addWidget(WrappedLabel(f"共 {len(rows)} 家，双击查看企业详情", "faint"))
        self.table = facts_table(("企业", "所在地"), [(name, where) for _, name, where in rows], stretch=0)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(more_note(len(rows)))
        self.details = self.add_button("企业详情", left=True)
        self.details.setAutoDefault(False)
        self.details.clicked.connect(self._pick_current)
        self.table.cellDoubleClicked.connect(self._pick)
        self.add_closing()
        self.resize(520, 420)

    @Slot(int, int)
    def _pick(self, row: int, _column: int) -> None:
        self.picked.emit(self._ids[row])

    @Slot()
    def _pick_current(self) -> None:
        if self._ids:
            self._pick(max(0, self.table.currentRow()), 0)
