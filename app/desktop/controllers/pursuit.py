"""The list of targets as a person wants it, its templates, and the history of a target."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from app.desktop.jobs import Job, Jobs
from chains.kinds import EntityKind
from chains.target_lists import TEMPLATE_PREFIX, templates_from_settings
from widgets.dialogs.target_history import TargetHistoryDialog
from widgets.dialogs.target_list import ListChoices, TargetListDialog

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.desktop.desk import Desk
    from app.services.jobs import Ticket
    from chains.events import ChangeSet
    from chains.rows import TargetRow
    from chains.target import TargetHistory
    from chains.target_lists import TargetList
    from widgets.tables.target import TargetTable


class PursuitController(QObject):
    """Answers what the target panel asks about its list and about one target.

    `list_shown` carries a TargetList that a person chose, and the name of its template.
    """

    list_shown = Signal(object, str)

    def __init__(self, desk: Desk, jobs: Jobs, table: TargetTable, window: QWidget) -> None:
        super().__init__(desk)
        self._desk, self._jobs, self._table, self._window = desk, jobs, table, window
        self._dialog: TargetListDialog | None = None
        self._history: TargetHistoryDialog | None = None
        table.setting_asked.connect(self.ask_list)
        table.history_asked.connect(self.show_history)
        desk.changed.connect(self._look)

    def dialog(self) -> TargetListDialog | None:
        """The 清单设置 that is open."""
        return self._dialog

    def history(self) -> TargetHistoryDialog | None:
        """The history that is open."""
        return self._history

    @Slot()
    def ask_list(self) -> None:
        """Ask which targets, in which order and columns."""
        with self._desk.workspace.read() as reader:
            templates = templates_from_settings(reader.settings_under(TEMPLATE_PREFIX))
            names = reader.chain_names()
        rows = self._table.rows()
        used = {row.ref.chain for row in rows}
        choices = ListChoices(
            tuple((code, known[0]) for code, known in names.items() if code in used),
            tuple(sorted({row.responsible_unit for row in rows})),
            tuple(sorted({row.responsible_person for row in rows})),
        )
        self._dialog = TargetListDialog(*self._table.how(), choices, templates, self._window)
        self._dialog.chosen.connect(self._show_list)
        self._dialog.asked.connect(self._desk.submit)
        self._dialog.finished.connect(self._forget)
        self._dialog.open()

    @Slot(object)
    def show_history(self, target_id: int) -> None:
        """Show what happened to a target."""
        self._read(target_id, self._open_history)

    def _read(self, target_id: int, then: object) -> None:
        workspace = self._desk.workspace

        def work(_ticket: Ticket) -> tuple[TargetRow, TargetHistory] | None:
            with workspace.read() as reader:
                row = next((one for one in reader.targets() if one.id == target_id), None)
                return None if row is None else (row, reader.target_history(target_id))

        self._jobs.read(Job("target-history", work, then))  # type: ignore[arg-type]

    def _open_history(self, found: tuple[TargetRow, TargetHistory] | None) -> None:
        if found is None:
            return
        if self._history is not None:
            self._history.close()
        self._history = TargetHistoryDialog(*found, self._window)
        self._history.asked.connect(self._desk.submit)
        self._history.finished.connect(self._close_history)
        self._history.open()

    def _show_again(self, found: tuple[TargetRow, TargetHistory] | None) -> None:
        if self._history is not None and found is not None and found[0].id == self._history.target_id:
            self._history.show_history(*found)

    @Slot(object, str)
    def _show_list(self, how: TargetList, name: str) -> None:
        self._table.show_list(how, name)
        self.list_shown.emit(how, name)

    @Slot(object)
    def _look(self, changes: ChangeSet) -> None:
        kinds = (EntityKind.TARGET, EntityKind.FOLLOW_UP)
        if self._history is not None and any(changes.touches(kind) for kind in kinds):
            self._read(self._history.target_id, self._show_again)

    @Slot()
    def _forget(self) -> None:
        self._dialog = None

    @Slot()
    def _close_history(self) -> None:
        if self.sender() is self._history:
            self._history = None
