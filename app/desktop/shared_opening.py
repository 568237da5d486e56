"""Opens shared databases from the window: asks where and who, off the GUI thread, until it is let in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QObject, Signal, Slot

from app import passwords
from app.desktop.jobs import Job
from app.messages import tell
from chains.errors import DomainError
from db.places import encryption_of, server_place, shared_parts, with_encryption
from db.workspace_file import open_workspace
from widgets.dialogs.shared_database import SharedDatabase, SharedDatabaseDialog

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.desktop.jobs import Jobs
    from app.services.jobs import Ticket
    from db.database import SqlDatabase
    from db.places import Place


class SharedOpening(QObject):
    """`opened` carries the SqlDatabase that was let in."""

    opened = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs: Jobs | None = None
        self.dialog: SharedDatabaseDialog | None = None

    def ask(self, parent: QWidget | None, jobs: Jobs | None, place: Place | None = None) -> None:
        """Open the dialog; `jobs` None while there is no window, then the server is waited for."""
        self._jobs = jobs
        known = SharedDatabase() if place is None else _known(place)
        self.dialog = SharedDatabaseDialog(known, has_keyring=passwords.can_remember(), parent=parent)
        self.dialog.open_asked.connect(self._try)
        self.dialog.finished.connect(self._forget)
        self.dialog.open()

    def asked_first(self, error: DomainError, place: Place) -> bool:
        """Before there is a window: ask again until let in, which `opened` tells of, or given up (False)."""
        loop = QEventLoop(self)
        found: list[SqlDatabase] = []
        self.ask(None, None, place)
        if self.dialog is not None:
            self.dialog.refuse(tell(error))
            self.dialog.finished.connect(loop.quit)
        keep = self.opened.connect(found.append)
        loop.exec()
        self.opened.disconnect(keep)
        return bool(found)

    @Slot(object)
    def _try(self, wanted: SharedDatabase) -> None:
        place = server_place(wanted.host, wanted.port, wanted.database, wanted.user, wanted.password)
        place = with_encryption(place, wanted.encryption, wanted.certificate)

        def work(_ticket: Ticket | None) -> SqlDatabase:
            database = open_workspace(place if wanted.password else passwords.entered(place))
            if wanted.remembered:
                passwords.remember(place, wanted.password)
            return database

        if self.dialog is not None:
            self.dialog.wait()
        if self._jobs is not None:
            self._jobs.read(Job("open-shared", work, self._let_in, self._refused))
            return
        try:
            self._let_in(work(None))
        except DomainError as error:
            self._refused(error)

    def _let_in(self, database: SqlDatabase) -> None:
        if self.dialog is None:
            database.close()  # nobody waits any more
            return
        self.opened.emit(database)
        if self.dialog is not None:
            self.dialog.accept()

    def _refused(self, error: DomainError) -> None:
        if self.dialog is not None:
            self.dialog.refuse(tell(error))

    @Slot()
    def _forget(self) -> None:
        self.dialog = None


def _known(place: Place) -> SharedDatabase:
    encryption, certificate = encryption_of(place)
    return replace(SharedDatabase(*shared_parts(place)), encryption=encryption, certificate=certificate)
