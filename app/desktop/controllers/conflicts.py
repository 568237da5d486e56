"""When a colleague was quicker: both values side by side, and who said the other one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from app.desktop.jobs import Job, Jobs
from app.services.disputes import Disputable, dispute_of
from app.services.settling import can_be_settled
from chains import field_words
from chains.commands import RevertChange
from chains.errors import Conflict, NotUndoable
from widgets.dialogs.conflict import ConflictDialog, ConflictView, Ruling

if TYPE_CHECKING:
    from datetime import datetime

    from PySide6.QtWidgets import QWidget

    from app.desktop.desk import Desk
    from app.services.disputes import Difference, Dispute
    from app.services.jobs import Ticket
    from chains.errors import DomainError


class ConflictController(QObject):
    """Asks which of two values holds; the colleague's stays unless the user says otherwise.

    `unasked` carries the Conflict when there is nothing to choose between: it is to be told, then.
    """

    unasked = Signal(object)

    def __init__(self, desk: Desk, jobs: Jobs, window: QWidget) -> None:
        super().__init__(desk)
        self._desk, self._jobs, self._window = desk, jobs, window
        self._ours: Disputable | None = None
        self._dialog: ConflictDialog | None = None
        desk.refused.connect(self._look)

    def dialog(self) -> ConflictDialog | None:
        """The dialog that is open."""
        return self._dialog

    @Slot(object, object)
    def _look(self, error: DomainError, command: object) -> None:
        if not isinstance(error, Conflict) or not isinstance(command, Disputable):
            return
        workspace = self._desk.workspace

        def work(_ticket: Ticket) -> Dispute | None:
            with workspace.read() as reader:
                return dispute_of(reader, command, str(error.facts["name"]))

        def ask(dispute: Dispute | None) -> None:
            if dispute is not None and dispute.differences:
                self._ask(error, command, dispute)
            else:
                self.unasked.emit(error)

        self._jobs.read(Job("conflict", work, ask))

    def _ask(self, error: Conflict, command: Disputable, dispute: Dispute) -> None:
        self._ours = replace(command, expected_version=error.facts["found"])
        view = ConflictView(
            subject=dispute.subject,
            field="、".join(field_words.FIELD[one.field] for one in dispute.differences),
            theirs=_side(dispute.differences, "theirs"),
            ours=_side(dispute.differences, "ours"),
            who=str(error.facts.get("by") or ""),
            when=_time(error.facts.get("at")),
        )
        self._dialog = ConflictDialog(view, self._window)
        self._dialog.ruled.connect(self._rule)
        self._dialog.destroyed.connect(self._forget)
        self._dialog.open()

    @Slot(object)
    def _rule(self, ruling: Ruling) -> None:
        ours, self._ours = self._ours, None
        if ruling is Ruling.OURS and ours is not None:
            self._desk.submit(ours)

    @Slot()
    def _forget(self) -> None:
        self._dialog = None


def is_asked(error: DomainError, command: object) -> bool:
    """Whether the user is asked about it, in place of being told that it was refused."""
    if isinstance(error, NotUndoable) and isinstance(command, RevertChange):
        return can_be_settled(error, command)
    return isinstance(error, Conflict) and isinstance(command, Disputable)


def _side(differences: tuple[Difference, ...], whose: str) -> str:
    several = len(differences) > 1
    texts = ((one.field, _text(one.field, getattr(one, whose))) for one in differences)
    return "\n".join(f"{field_words.FIELD[field]}：{text}" if several else text for field, text in texts)


def _text(field: str, value: object) -> str:
    if isinstance(value, tuple):
        value = "、".join(value)
    return field_words.field_value(field, "" if value is None or value is False else str(value))


def _time(at: datetime | None) -> str:
    return "" if at is None else at.astimezone().strftime("%m-%d %H:%M")
