"""Clears away what broken imports left, behind a window that is already there to work in."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from app.desktop.jobs import Job
from chains.events import ChangeSet, Ref
from chains.kinds import EntityKind

if TYPE_CHECKING:
    from app.desktop.desk import Desk
    from app.desktop.jobs import Jobs
    from app.services.jobs import Ticket
    from chains.errors import DomainError

log = logging.getLogger(__name__)

_SECONDS_AT_ONCE = 0.5
"""Between these the job can be told to stop; each write in it holds the lock some 60 ms."""
WHAT = "清理上次没有完成的导入"


def clear_leftovers(desk: Desk, jobs: Jobs) -> None:
    """Clear away in the background; nobody sees what is left when it is stopped, the next start goes on.

    What was imported but not yet put in everywhere is finished, and shown then.
    """
    database = desk.workspace.database

    def work(ticket: Ticket) -> bool:
        if not database.has_leftovers():
            return False

        def step() -> None:
            ticket.step(0, 0, WHAT)

        step()
        while not database.clean_up(_SECONDS_AT_ONCE, step):
            step()
        return True

    def tell(had_some: bool) -> None:
        if had_some:
            desk.changed.emit(ChangeSet(frozenset({Ref(EntityKind.COMPANY, "leftovers")}), own=False))

    jobs.read(Job("leftovers", work, tell, _wait))


def _wait(error: DomainError) -> None:
    """The file is busy or the disk is full: the next start tries again."""
    log.info("leftovers of imports not cleared away: %s", type(error).__name__)
