"""The first moments of a start: the map of last time at once, everything else behind it."""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot

from app.desktop.application import (
    NO_SCREEN,
    dress,
    has_screen,
    make_application,
    place_panels,
    size_window,
)
from app.desktop.settings import UserSettings

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from app.desktop.bootstrap import Desktop
    from app.desktop.front import Front
    from app.desktop.last_look import LastLook
    from db.places import Place


class Opening(QObject):
    """Loads the program while the front shows the map, then lets the desktop take over."""

    loaded = Signal()

    def __init__(self, application: QApplication, settings: UserSettings, place: Place | None) -> None:
        super().__init__()
        self._application, self._settings, self._place = application, settings, place
        self.front: Front | None = None
        self._loader = Thread(target=self._load, name="loader")
        self.desktop: Desktop | None = None
        self.is_refused = False
        self.loaded.connect(self._make_panels, Qt.ConnectionType.QueuedConnection)

    def begin(self) -> None:
        """Show what can be shown at once, and go on behind it."""
        self.front = _shown_front(self._settings, self._place, self._application)
        self.front.window.closed.connect(self._application.quit)
        self._application.processEvents()  # the map is on the screen before anything else is loaded
        QTimer.singleShot(0, self._make_places)

    def end(self) -> None:
        """The window is closed: keep what is to be kept."""
        if self._loader.is_alive():
            self._loader.join()
        if self.desktop is not None:
            self.desktop.close()

    @Slot()
    def _make_places(self) -> None:
        """The panels' places, all at once: the map stays where it is. Then the rest is loaded."""
        if self.front is None or not self.front.window.isVisible():
            return
        dress(self._application)
        window = self.front.window
        window.setUpdatesEnabled(False)
        self.front.make_places()
        place_panels(window, self._settings)
        # Laid out to the end before it is painted, else the map would jump and come back.
        self._application.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        window.setUpdatesEnabled(True)
        self._loader.start()

    def _load(self) -> None:
        """May run in a thread: modules only, nothing of Qt is made here."""
        import app.desktop.bootstrap  # noqa: F401, PLC0415 - it loads nearly everything there is

        self.loaded.emit()

    @Slot()
    def _make_panels(self) -> None:
        """One panel after another, with time for the user between them; then the rest at once."""
        from app.desktop.panels import Panels  # noqa: PLC0415 - loaded by now

        if self.front is None or not self.front.window.isVisible():
            return
        panels = self.front.panels = self.front.panels or Panels(self.front)
        QTimer.singleShot(0, self._make_panels if panels.make_next() else self._take_over)

    @Slot()
    def _take_over(self) -> None:
        from app.desktop.bootstrap import Desktop  # noqa: PLC0415 - behind a front it is loaded by now

        front, self.front = self.front, None
        if front is not None:
            front.window.closed.disconnect(self._application.quit)
            if not front.window.isVisible():
                return
        self.desktop = Desktop(self._application, self._settings, front)
        if not self.desktop.start(self._place):
            self.is_refused = True
            self._application.quit()


def run(place: Place | None) -> int:
    """Open the window and work until it is closed; returns the exit status."""
    if not has_screen():
        print(NO_SCREEN, file=sys.stderr)  # noqa: T201 - there is no window to say it in
        return 2
    # A start makes much that stays and no garbage; later a timer of the session looks for it.
    gc.disable()
    application = make_application(sys.argv[:1])
    # The window's own end quits. A dialog that closes while there is no window yet must not.
    application.setQuitOnLastWindowClosed(False)
    opening = Opening(application, UserSettings(), place)
    opening.begin()
    status = 0 if opening.is_refused else application.exec()
    opening.end()
    return 2 if opening.is_refused else status


def _shown_front(settings: UserSettings, place: Place | None, application: QApplication) -> Front:
    """The window with the map of last time, when the workspace is as it was then; else with its name."""
    # Not at the top: whoever asks for the version or has no screen does without.
    from app.desktop.front import Front  # noqa: PLC0415
    from widgets.style.sheet import apply_theme  # noqa: PLC0415

    known = place or (settings.recent[0] if settings.recent and not settings.shared else None)
    file = known if isinstance(known, Path) else None
    look = None if file is None else _kept(settings, file)
    name = file.name if file is not None else "共享数据库" if known or settings.shared else ""
    apply_theme(application, settings.dark)
    front = Front()
    front.show_theme(dark=settings.dark)
    size_window(front.window, settings)
    if look is None:
        front.show_opening(name)
    else:
        front.show_look(look, name)
    front.window.show()
    return front


def _kept(settings: UserSettings, workspace: Path) -> LastLook | None:
    if not settings.look_file.exists():
        return None
    from datetime import datetime  # noqa: PLC0415 - as below

    from app.desktop.last_look import kept_look  # noqa: PLC0415 - no look, no need of it

    return kept_look(settings.look_file, workspace, datetime.now().astimezone().date())
