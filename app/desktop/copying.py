"""另存副本: the whole workspace in a file of its own, from a file or from a shared database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.desktop.jobs import Job
from app.desktop.settings import default_workspace
from app.trust_words import table_word
from chains.commands import NoteCopy
from db.backups import SUFFIX, back_up
from db.copying import copy_in_place_of
from db.places import shared_parts
from widgets.panels.bars import MessageKind

if TYPE_CHECKING:
    from app.desktop.session import Session
    from app.services.jobs import Ticket
    from db.places import Place


def suggested_copy(source: Place) -> str:
    """Where the copy would go if nobody says otherwise."""
    if isinstance(source, Path):
        return str(source.with_name(f"{source.stem}-副本{SUFFIX}"))
    return str(default_workspace().with_name(f"{shared_parts(source)[2]}-副本{SUFFIX}"))


def copy_to_file(session: Session, source: Place, target: Path, *, noted: bool = True) -> None:
    """Copy in the background, and say so when it is there; `noted` in the change log, where one can write."""
    messages, workspace = session.window.messages, session.workspace

    def work(ticket: Ticket) -> None:
        if noted:
            # Written down first: personal data must not leave without a trace when the machine stops here.
            workspace.execute(NoteCopy(target.name))
        if isinstance(source, Path):
            back_up(source, target, ticket.step)
            return

        def step(done: int, total: int, table: str) -> None:
            ticket.step(done, total, table_word(table) if table else "")

        # The dialog asked whether what is there may be replaced.
        copy_in_place_of(source, target, step)

    def done(_nothing: None) -> None:
        messages.show_message(f"已另存副本 {target}", MessageKind.SUCCESS)

    session.jobs.read(Job("copy", work, done, shown="另存副本"))
