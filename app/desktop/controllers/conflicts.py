"""When a colleague was quicker: both values side by side, and who said the other one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.desktop.jobs import Job, Jobs
from chains import words
from chains.commands import AssessSegment, Keep
from chains.countries import countries_text
from chains.errors import Conflict
from widgets.dialogs.conflict import ConflictDialog, ConflictView, Ruling

if TYPE_CHECKING:
    from datetime import datetime

    from PySide6.QtWidgets import QWidget

    from app.desktop.desk import Desk
    from app.services.jobs import Ticket
    from chains.errors import DomainError
    from chains.marking import Assessment

FIELDS = ("coverage", "source", "degree", "countries", "chokepoint", "evidence", "review_on")


class ConflictController(QObject):
    """Asks which of two values holds; the colleague's stays unless the user says otherwise."""

    def __init__(self, desk: Desk, jobs: Jobs, window: QWidget) -> None:
        super().__init__(desk)
        self._desk, self._jobs, self._window = desk, jobs, window
        self._ours: AssessSegment | None = None
        self._dialog: ConflictDialog | None = None
        desk.refused.connect(self._look)

    def dialog(self) -> ConflictDialog | None:
        """The dialog that is open."""
        return self._dialog

    @Slot(object, object)
    def _look(self, error: DomainError, command: object) -> None:
        if not isinstance(error, Conflict) or not isinstance(command, AssessSegment):
            return
        workspace = self._desk.workspace

        def work(_ticket: Ticket) -> Assessment:
            with workspace.read() as reader:
                return reader.chain_state(command.ref.chain).assessment(command.ref.segment)

        def ask(theirs: Assessment) -> None:
            self._ask(error, command, theirs)

        self._jobs.read(Job("conflict", work, ask))

    def _ask(self, error: Conflict, command: AssessSegment, theirs: Assessment) -> None:
        changed = [name for name in FIELDS if not isinstance(getattr(command, name), Keep)]
        self._ours = replace(command, expected_version=error.facts["found"])
        view = ConflictView(
            subject=str(error.facts["name"]),
            field="、".join(words.FIELD[f"assessment.{name}"] for name in changed),
            theirs="；".join(_text(name, getattr(theirs, name)) for name in changed),
            ours="；".join(_text(name, getattr(command, name)) for name in changed),
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


def _text(name: str, value: object) -> str:
    if isinstance(value, tuple):
        value = countries_text(value)
    return words.field_value(f"assessment.{name}", "" if value is None or value is False else str(value))


def _time(at: datetime | None) -> str:
    return "" if at is None else at.astimezone().strftime("%m-%d %H:%M")
