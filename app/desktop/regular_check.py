"""A full check every week, some time after the start, when nothing else is done: only what is wrong is told.

When it was done is kept with the user, by file: a copy of it elsewhere was not checked there.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from app.desktop.jobs import Job, Jobs
from db.apart_check import check_apart

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.desktop.settings import UserSettings
    from app.services.jobs import Ticket
    from chains.errors import DomainError
    from chains.trust import CheckReport
    from db.places import Place

log = logging.getLogger(__name__)

EVERY = timedelta(days=7)
FIRST_LOOK_MILLISECONDS = 10 * 60 * 1000
"""After the start: who opens a file wants to work in it."""
LOOK_MILLISECONDS = 60 * 60 * 1000
BUSY_MILLISECONDS = 60 * 1000
WHAT = "每周一次的完整检查"


class RegularCheck(QObject):
    """`tell` hears the report of a check that found something."""

    def __init__(
        self, jobs: Jobs, place: Place, settings: UserSettings, tell: Callable[[CheckReport], None]
    ) -> None:
        super().__init__()
        self._jobs, self._place, self._settings, self._tell = jobs, place, settings, tell
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look)

    def start(self) -> None:
        """Begin to look; of a shared database its server takes care."""
        if isinstance(self._place, Path):
            self._timer.start(FIRST_LOOK_MILLISECONDS)

    def stop(self) -> None:
        """The workspace is closed."""
        self._timer.stop()

    def note(self) -> None:
        """The file was checked just now, for whatever reason."""
        if isinstance(self._place, Path):
            self._settings.checks.note(self._place, datetime.now(UTC))

    @property
    def is_due(self) -> bool:
        """Whether the last check is a week ago; one from the future is of a wrong clock."""
        if not isinstance(self._place, Path):
            return False
        last, now = self._settings.checks.last(self._place), datetime.now(UTC)
        return last is None or not last <= now < last + EVERY

    @Slot()
    def _look(self) -> None:
        path = self._place
        if not isinstance(path, Path):
            return
        if not self.is_due or self._jobs.busy:
            self._timer.start(BUSY_MILLISECONDS if self.is_due else LOOK_MILLISECONDS)
            return

        def work(ticket: Ticket) -> CheckReport:
            return check_apart(path, lambda done, total, _text: ticket.step(done, total, WHAT))

        self._jobs.read(Job("regular-check", work, self._found, self._not_made, shown=WHAT))

    def _found(self, report: CheckReport) -> None:
        self.note()
        self._timer.start(LOOK_MILLISECONDS)
        if not report.sound:
            self._tell(report)

    def _not_made(self, error: DomainError) -> None:
        """No room for the copy, or a file out of reach: the next start tries again."""
        log.info("full check not made: %s", error.facts.get("reason"))
