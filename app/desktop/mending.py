"""Opens workspaces for the window; of a damaged one it offers the newest backup, or what can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from app import trust_words
from app.backup_restoring import restore_backup
from app.desktop.jobs import Job, Jobs
from chains.errors import WorkspaceRefused
from db.backups import backups_of
from db.rescue import rescue
from widgets.dialogs.damaged import DamagedDialog, WayOut

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from app.services.jobs import Ticket
    from chains.errors import DomainError
    from chains.trust import RescueReport


class Mending(QObject):
    """One damaged workspace; ends in one of three signals, or in none when the dialog is closed.

    `mended` carries the Path to open and what to tell, `refused` a DomainError, `broke` an exception.
    """

    mended = Signal(object, object)
    refused = Signal(object)
    broke = Signal(object)

    def __init__(self, path: Path, author: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path, self._author = path, author
        self._jobs = Jobs(self)
        self._jobs.refused.connect(self.refused)
        self._jobs.broke.connect(self.broke)

    def dialog(self, parent: QWidget | None) -> DamagedDialog:
        """The question; its answer is carried out."""
        found = backups_of(self._path)
        when = (
            f"{found[0].at.astimezone():%Y-%m-%d %H:%M}，{trust_words.backup_label(found[0])}"
            if found
            else ""
        )
        dialog = DamagedDialog(self._path.name, when, parent)
        dialog.chosen.connect(self._do)
        return dialog

    def close(self) -> None:
        """Wait for what is under way."""
        self._jobs.close()

    @Slot(object)
    def _do(self, way: WayOut) -> None:
        path, author = self._path, self._author
        if way is WayOut.RESTORE:
            newest = backups_of(path)[0]

            def put_back(_ticket: Ticket) -> Path | None:
                return restore_backup(newest.file, path, author)

            self._jobs.read(Job("mend", put_back, self._restored))
            return
        target = free_name(path)

        def save(ticket: Ticket) -> RescueReport:
            return rescue(path, target, author, ticket.step)

        def saved(report: RescueReport) -> None:
            lines = trust_words.rescue_lines(report)
            self.mended.emit(target, "\n".join([f"能读出的内容已存为 {target.name}。", *lines]))

        self._jobs.read(Job("mend", save, saved))

    def _restored(self, aside: Path | None) -> None:
        kept = f"损坏的文件留在 {aside.name}。" if aside is not None else ""
        self.mended.emit(self._path, f"已用最近的备份恢复。{kept}")


def free_name(path: Path) -> Path:
    """A name beside the file that nothing has yet."""
    target, number = path.with_name(f"{path.stem}-抢救{path.suffix}"), 2
    while target.exists():
        target = path.with_name(f"{path.stem}-抢救{number}{path.suffix}")
        number += 1
    return target


def is_damaged(error: DomainError) -> bool:
    """Whether the refusal leaves anything to mend."""
    return isinstance(error, WorkspaceRefused) and error.facts.get("reason") in {"damaged", "foreign_parts"}
