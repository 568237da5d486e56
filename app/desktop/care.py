"""Looks after the workspace of a window: backups on the hour, the full check, and putting a backup back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from app import trust_words
from app.desktop.jobs import Job
from app.desktop.regular_check import RegularCheck
from chains import words
from chains.errors import WorkspaceRefused
from chains.trust import BackupContents, BackupKind
from db.backup_look import look_inside
from db.backups import backup_folder, backups_of, take_backup, take_due_backup
from db.checking import check_workspace
from db.places import place_text
from widgets.dialogs.backups import BackupLine, BackupsDialog
from widgets.dialogs.message import MessageDialog
from widgets.panels.bars import MessageKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.desktop.session import Session
    from app.desktop.settings import UserSettings
    from app.services.jobs import Ticket
    from chains.errors import DomainError
    from chains.trust import Backup, CheckReport
    from db.places import Place

LOOK_MILLISECONDS = 10 * 60 * 1000
FIRST_LOOK_MILLISECONDS = 60 * 1000
"""After the start: what is drawn first must not wait for the disk."""


class Care(QObject):
    """Asks the session for `restore_backup` when `chosen` is to take the workspace's place."""

    def __init__(self, session: Session, place: Place, settings: UserSettings, *, writable: bool) -> None:
        super().__init__()
        # Not the session itself: it must go as soon as the desktop lets it go.
        self._jobs, self._window, self._place = session.jobs, session.window, place
        self.chosen: Path | None = None
        self._asked = session.asked
        self._dialog: BackupsDialog | None = None
        self._question: MessageDialog | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look_after)
        self._regular = RegularCheck(self._jobs, place, settings, self._tell_check)
        if writable and isinstance(place, Path):
            self._timer.start(FIRST_LOOK_MILLISECONDS)
            self._regular.start()

    def dialog(self) -> BackupsDialog | None:
        """The dialog that is open."""
        return self._dialog

    def question(self) -> MessageDialog | None:
        """The question before a backup is put back."""
        return self._question

    def stop(self) -> None:
        """Let the workspace be: it is closed."""
        self._timer.stop()
        self._regular.stop()

    @property
    def _path(self) -> Path:
        """The file; nothing of a shared database's asks for it."""
        if isinstance(self._place, Path):
            return self._place
        raise WorkspaceRefused(file=place_text(self._place), reason="files_only")

    @Slot()
    def ask(self) -> None:
        """Open 备份与恢复; a shared database is backed up by its administrator."""
        if not isinstance(self._place, Path):
            self._jobs.refused.emit(WorkspaceRefused(file=place_text(self._place), reason="files_only"))
            return
        dialog = BackupsDialog(str(backup_folder(self._path)), self._window)
        dialog.look_asked.connect(self._look_inside)
        dialog.backup_asked.connect(self._back_up)
        dialog.check_asked.connect(self.check)
        dialog.restore_asked.connect(self._ask_restore)
        dialog.destroyed.connect(self._forget)
        self._dialog = dialog
        self._read_backups()
        dialog.open()

    @Slot()
    def check(self) -> None:
        """Check everything in the background and say what was found."""
        self._check(self._tell_check)

    def check_after_crash(self) -> None:
        """Check everything after the program or the power went; only what is wrong is told."""
        if isinstance(self._place, Path):
            self._check(self._tell_if_wrong)

    def _check(self, then: Callable[[CheckReport], None]) -> None:
        place = self._place

        def work(ticket: Ticket) -> CheckReport:
            return check_workspace(place, ticket.step)

        def tell(report: CheckReport) -> None:
            self._regular.note()
            then(report)

        self._jobs.read(Job("check", work, tell, shown="完整检查工作区"))

    @Slot()
    def _look_after(self) -> None:
        path = self._path

        def work(ticket: Ticket) -> Backup | None:
            return take_due_backup(path, step=ticket.step)

        self._jobs.read(Job("backup", work, self._again, self._tell_no_backup))

    def _again(self, _taken: Backup | None) -> None:
        self._timer.start(LOOK_MILLISECONDS)

    def _tell_no_backup(self, error: DomainError) -> None:
        self._timer.start(LOOK_MILLISECONDS)
        self._jobs.refused.emit(error)

    @Slot()
    def _back_up(self) -> None:
        path = self._path

        def work(ticket: Ticket) -> Backup:
            return take_backup(path, BackupKind.MANUAL, step=ticket.step)

        self._jobs.read(Job("backup-now", work, self._backed_up, shown="备份工作区"))

    def _backed_up(self, taken: Backup) -> None:
        self._window.messages.show_message(f"已备份到 {taken.file}", MessageKind.SUCCESS)
        self._read_backups()

    def _read_backups(self) -> None:
        path = self._path

        def work(_ticket: Ticket) -> tuple[Backup, ...]:
            return backups_of(path)

        self._jobs.read(Job("backups", work, self._show_backups))

    def _show_backups(self, found: tuple[Backup, ...]) -> None:
        if self._dialog is not None:
            self._dialog.show_backups([_line(one) for one in found])

    @Slot(object)
    def _look_inside(self, file: str) -> None:
        def work(_ticket: Ticket) -> BackupContents:
            return look_inside(Path(file))

        def show(found: BackupContents) -> None:
            if self._dialog is not None:
                self._dialog.show_inside(file, inside_text(found))

        self._jobs.read(Job("backup-inside", work, show))

    @Slot(object)
    def _ask_restore(self, file: str) -> None:
        text = (
            "将用选中的备份换回工作区。备份之后的更改不在其中；现在的工作区文件另存在旁边，不会丢失。\n"
            "其他正在打开此工作区的窗口请先关闭。"
        )
        self._question = MessageDialog(text, MessageKind.WARNING, action="恢复", parent=self._dialog)

        def restore() -> None:
            self.chosen = Path(file)
            self._asked.emit("restore_backup")

        self._question.agreed.connect(restore)
        self._question.open()

    def _tell_if_wrong(self, report: CheckReport) -> None:
        if not report.sound:
            self._tell_check(report)

    def _tell_check(self, report: CheckReport) -> None:
        kind = MessageKind.SUCCESS if report.sound else MessageKind.ERROR
        lines = trust_words.check_lines(report)
        MessageDialog("\n".join(lines), kind, parent=self._dialog or self._window).open()

    @Slot()
    def _forget(self) -> None:
        self._dialog = self._question = None


def inside_text(found: BackupContents) -> str:
    """What a backup holds, for people."""
    counts = "，".join(f"{trust_words.table_word(name)} {count:,}" for name, count in found.counts.items())
    entries = [
        f"{at[:16].replace('T', ' ')}（UTC）　{author}　{words.action_text(action, subject)}"
        for at, author, action, subject in found.entries
    ]
    chains = f"{len(found.chains)} 条产业链：{'、'.join(found.chains)}"
    return "\n".join([counts, chains, "", "最近的变更：", *entries])


def _line(backup: Backup) -> BackupLine:
    at = f"{backup.at.astimezone():%Y-%m-%d %H:%M}"
    kind, size = trust_words.BACKUP_KIND[backup.kind], trust_words.size_text(backup.size_bytes)
    return BackupLine(str(backup.file), (at, kind, size, trust_words.backup_label(backup)))
