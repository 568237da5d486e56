"""The one place that constructs: the application, its theme and words, and a session on a workspace."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QObject, Qt, Slot
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QWidget

from app import __version__
from app.backup_restoring import restore_backup
from app.desktop.application import place_window
from app.desktop.care import Care
from app.desktop.copying import copy_to_file, suggested_copy
from app.desktop.crash import CRASHED, CrashReporter
from app.desktop.first_start import FirstStart, is_as_made, regions_from, take_away, workspace_of
from app.desktop.last_look import keep_look
from app.desktop.leaving import LEAVING
from app.desktop.leftovers import clear_leftovers
from app.desktop.mending import Mending, is_damaged
from app.desktop.place_notice import place_notice
from app.desktop.recovery import Recovery
from app.desktop.sample_desk import SAMPLE_CHAIN, SampleDesk, remove_sample, sample_beside
from app.desktop.session import Session
from app.desktop.settings import UserSettings, default_workspace, log_folder
from app.desktop.shared_opening import SharedOpening
from app.desktop.signing import ask_author
from app.desktop.tour import begin_tour
from app.messages import tell
from app.passwords import entered
from app.services.workspace import Workspace
from chains.catalogue_reader import built_in_catalogue
from chains.errors import DomainError
from db.backups import SUFFIX
from db.places import place_text, without_password
from db.workspace_file import create_workspace, make_folder_of, open_workspace, workspace_place
from widgets.dialogs.about import AboutDialog
from widgets.dialogs.message import MessageDialog
from widgets.dialogs.new_workspace import NewWorkspace, NewWorkspaceDialog
from widgets.panels.bars import MessageKind
from widgets.style.sheet import apply_theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.desktop.front import Front
    from db.database import SqlDatabase
    from db.places import Place
    from widgets.dialogs.welcome import FirstChoices

HOME_REGION = "371000"
_FILTER = f"链谱工作区 (*{SUFFIX})"


class Desktop(QObject):
    """The application with one session at a time."""

    def __init__(self, application: QApplication, settings: UserSettings, front: Front | None = None) -> None:
        super().__init__()
        self._front = front
        self._application, self._settings = application, settings
        self.session: Session | None = None
        self.crash = CrashReporter(log_folder(), self)
        # Queued: an error may come from the middle of a paint, where no dialog can be opened.
        self.crash.crashed.connect(self._show_crash, Qt.ConnectionType.QueuedConnection)
        self.care: Care | None = None
        self.dialog: QDialog | None = None
        self.first: FirstStart | None = None
        self._recovery: Recovery | None = None
        self._database: SqlDatabase | None = None
        self.shared = SharedOpening(self)
        self.shared.opened.connect(self.show)
        self.sample = SampleDesk(self)
        self.sample.made.connect(self._show_sample)

    def start(self, place: Place | None) -> bool:
        """Open the named workspace, the last one, or make the first one. False when none could be opened."""
        if self._front is None:  # else it has its colours: all widgets would be styled once more
            apply_theme(self._application, self._settings.dark)
        self.crash.start()
        return self._open_first(place)

    def _open_first(self, place: Place | None) -> bool:
        wanted = place or self._known()
        is_first = wanted is None
        try:
            database = self._first() if wanted is None else open_workspace(entered(wanted))
        except DomainError as error:
            return self._start_refused(error, wanted)
        self.show(database)
        if is_first:
            self._welcome()
        return True

    def _welcome(self) -> None:
        self.first = FirstStart(HOME_REGION, self._settings.author, self)
        self.first.decided.connect(self._begin)
        self.first.open_asked.connect(self._ask_open)
        self.first.sample_asked.connect(self._open_sample)
        self.first.ask(self._window())

    @Slot(object)
    def _begin(self, choices: FirstChoices) -> None:
        """Work with what was chosen at the first start, and be shown around."""
        self._settings.author = choices.author
        if not is_as_made(choices, HOME_REGION):
            made = self._settings.recent[0]
            try:
                self.show(workspace_of(choices, made))
            except DomainError as error:
                self._tell(error, self._window())
                return
            take_away(made)
        if self.session is not None:
            self.session.workspace.author = self._settings.author
        self._show_around()

    def _show_around(self) -> None:
        if self.session is not None:
            begin_tour(self.session)

    def _start_refused(self, error: DomainError, place: Place | None) -> bool:
        """Before there is a window: a server is asked again, a damaged file mended, anything else told."""
        if self._front is not None:  # what it shows cannot be opened
            self._front.window.deleteLater()
            self._front = None
        if place is not None and not isinstance(place, Path):
            if self.shared.asked_first(error, place):
                return True
            self._settings.remember_shared("")
            return self._open_first(None)
        if place is None or not is_damaged(error):
            self._tell(error, None)
            return False
        loop = QEventLoop(self)
        self._mend(place, None, loop.quit)
        loop.exec()
        return self.session is not None

    def _mend(self, path: Path, parent: QWidget | None, then: Callable[[], None]) -> None:
        """Offer what can be done for a damaged workspace; `then` is called at the end of it."""
        mending = Mending(path, self._settings.author, self)
        self.dialog = mending.dialog(parent)

        def mended(opened: Path, told: str) -> None:
            self._open(opened)
            MessageDialog(told, MessageKind.SUCCESS, parent=self._window()).open()
            then()

        def refused(error: DomainError) -> None:
            self._tell(error, parent)
            then()

        mending.mended.connect(mended)

        def broke(error: Exception) -> None:
            self.crash.report(error)
            then()

        mending.refused.connect(refused)
        mending.broke.connect(broke)
        self.dialog.rejected.connect(then)
        self.dialog.open()

    def _open(self, path: Path) -> None:
        try:
            self.show(open_workspace(path))
        except DomainError as error:
            if is_damaged(error):
                self._mend(path, self._window(), lambda: None)
            else:
                self._tell(error, self._window())

    def _restore_chosen(self) -> None:
        """Put the backup that was chosen in the place of the workspace that is open."""
        backup = None if self.care is None else self.care.chosen
        if self.session is None or self._database is None or backup is None:
            return
        path = self._database.path
        self._let_be()
        self.session.close()
        try:
            restore_backup(backup, path, self._settings.author)
        except DomainError as error:
            self._tell(error, self._window())
        self._open(path)

    def show(self, database: SqlDatabase) -> None:
        """Show a workspace in a window of its own, in place of the one there was."""
        old = self.session
        if self.first is not None:
            self.first.close()
        workspace = Workspace(database, self._settings.author)
        front, self._front = self._front, None
        session = Session(workspace, dark=self._settings.dark, mode=self._settings.mode, front=front)
        session.asked.connect(self._act)
        session.window.closed.connect(self._closed)
        session.jobs.broke.connect(self.crash.report)
        self.crash.refused.connect(session.jobs.refused)
        self.session, self._database = session, database
        if front is None:
            place_window(session.window, self._settings)
        session.company_table.columns.restore(self._settings.columns)
        session.start(self._settings.chain)
        session.window.show()
        if isinstance(database.place, Path):
            self._settings.remember(database.place)
        else:
            self._settings.remember_shared(without_password(database.place))
        self._look_after(session, database)
        clear_leftovers(session.desk, session.jobs)
        if old is not None:
            old.close()
            old.window.held_open = None
            old.window.close()
            old.window.deleteLater()
            old.deleteLater()

    def _look_after(self, session: Session, database: SqlDatabase) -> None:
        """Backups, what was left unsaved by a crash, and what is special about where the file lies."""
        self._let_be()
        self.care = Care(session, database.place, self._settings, writable=database.writable)
        self._recovery = Recovery(session, log_folder(), without_password(database.place))
        notice = place_notice(database)
        if notice:
            self._say(notice, MessageKind.WARNING)
        if came_back := self._recovery.start():
            self._say(came_back, MessageKind.INFO)
            self.care.check_after_crash()

    def _let_be(self) -> None:
        """Look no more after what is open."""
        for one in (self.care, self._recovery):
            if one is not None:
                one.stop()

    def close(self) -> None:
        """Keep the user's places, end the session."""
        self._let_be()
        if self.first is not None:
            self.first.close()
        self.care = self._recovery = self.dialog = self.first = None
        if self.session is not None:
            self._settings.places = self.session.window.save_places()
            self._settings.columns = self.session.company_table.columns.save()
            self._settings.chain = self.session.place.chain
            self._settings.mode = self.session.seeing.mode
            look = self.session.look()
            self.session.close()
            if self._database is not None and isinstance(self._database.place, Path):
                keep_look(self._settings.look_file, self._database.place, look)
            self.session.window.deleteLater()  # before Python lets go of its parts in any order
            self.session = None
        self._settings.save()
        self.crash.stop()

    def _known(self) -> Place | None:
        """The workspace that was open last; None at the first start."""
        if self._settings.shared:
            with suppress(DomainError):
                return workspace_place(self._settings.shared)
        places = (*self._settings.recent, default_workspace())
        return next((path for path in places if path.is_file()), None)

    def _first(self) -> SqlDatabase:
        path = default_workspace()
        make_folder_of(path)
        return create_workspace(path, built_in_catalogue(), HOME_REGION, self._settings.author)

    @Slot(str)
    def _act(self, action: str) -> None:
        own = {
            "new": self._ask_new,
            "open": self._ask_open,
            "open_shared": self._ask_shared,
            "copy": self._ask_copy,
            "author": self._ask_author,
            "backups": self.care.ask if self.care is not None else lambda: None,
            "check": self.care.check if self.care is not None else lambda: None,
            "restore_backup": self._restore_chosen,
            "dark": self._switch_theme,
            "tour": self._show_around,
            "sample": self._open_sample,
            "remove_sample": self._remove_sample,
            "about": self._show_about,
            "quit": self._quit,
        }
        if action in LEAVING and self.session is not None and self.session.leaving.holds():
            return
        own[action]()

    @Slot()
    def _open_sample(self) -> None:
        if self.session is not None:
            self.sample.make(self.session.jobs, sample_beside(default_workspace()))

    @Slot(object)
    def _show_sample(self, path: Path) -> None:
        self._settings.chain = SAMPLE_CHAIN
        self._open(path)

    def _remove_sample(self) -> None:
        """Go back to what was open before the sample, then delete it."""
        sample = sample_beside(default_workspace())
        self._settings.forget(sample)
        try:
            if self._database is not None and self._database.place == sample:
                self.show(open_workspace(entered(known)) if (known := self._known()) else self._first())
            remove_sample(sample)
        except DomainError as error:
            self._tell(error, self._window())
        else:
            self._say("示例工作区已删除", MessageKind.SUCCESS)

    @Slot()
    def _ask_new(self) -> None:
        suggested = str(default_workspace().with_name(f"新工作区{SUFFIX}"))
        regions = regions_from(HOME_REGION)
        dialog = NewWorkspaceDialog(regions, suggested, self._settings.author, self._window())
        dialog.create_asked.connect(self._create)
        dialog.open()

    @Slot(object)
    def _create(self, choice: NewWorkspace) -> None:
        path = Path(choice.path)
        path = path if path.suffix else path.with_suffix(SUFFIX)
        if choice.author:
            self._settings.author = choice.author
        try:
            make_folder_of(path)
            self.show(create_workspace(path, built_in_catalogue(), choice.region, self._settings.author))
        except DomainError as error:
            self._tell(error, self._window())

    def _ask_open(self) -> None:
        folder = str(self._settings.recent[0].parent) if self._settings.recent else ""
        name, _ = QFileDialog.getOpenFileName(
            self._window(), "打开工作区", folder, f"{_FILTER};;所有文件 (*)"
        )
        if name:
            self._open(Path(name))

    def _ask_shared(self) -> None:
        if self.session is not None:
            self.shared.ask(self.session.window, self.session.jobs)

    def _ask_copy(self) -> None:
        if self.session is None or self._database is None:
            return
        source = self._database.place
        suggested = suggested_copy(source)
        name, _ = QFileDialog.getSaveFileName(self._window(), "另存副本", suggested, _FILTER)
        if name and Path(name) != source:
            copy_to_file(self.session, source, Path(name), noted=self._database.writable)

    def _ask_author(self) -> None:
        if self.session is not None:
            self.dialog = ask_author(self.session, self._settings)

    def _switch_theme(self) -> None:
        if self.session is not None:
            dark = self.session.window.action("dark").isChecked()
            self._settings.dark = dark
            apply_theme(self._application, dark)
            self.session.show_theme(dark=dark)

    def _show_about(self) -> None:
        where = "" if self._database is None else place_text(self._database.place)
        facts = (("工作区", where), ("日志", str(log_folder())))
        AboutDialog(__version__, facts, self._window()).open()

    def _quit(self) -> None:
        if self.session is not None:
            self.session.window.close()

    @Slot()
    def _closed(self) -> None:
        if self.session is not None and self.sender() is self.session.window:
            self._application.quit()

    def _say(self, text: str, kind: MessageKind) -> None:
        if self.session is not None:
            self.session.window.messages.show_message(text, kind)

    def _window(self) -> QWidget | None:
        return None if self.session is None else self.session.window

    def _tell(self, error: DomainError, parent: QWidget | None) -> None:
        dialog = MessageDialog(tell(error), MessageKind.ERROR, parent=parent)
        show = dialog.exec if parent is None else dialog.open
        show()

    @Slot(object)
    def _show_crash(self, report: str) -> None:
        MessageDialog(CRASHED, MessageKind.ERROR, details=report, parent=self._window()).open()
