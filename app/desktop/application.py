"""The Qt application itself: its words, name and icon, and whether there is a screen for it."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

import resources

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.desktop.fcitx import Fcitx
    from app.desktop.settings import UserSettings
    from widgets.window import MainWindow

NO_SCREEN = "没有可用的屏幕，打不开窗口。不用窗口也能工作，全部命令见 lianpu --help。"


def has_screen() -> bool:
    """Whether a window can be shown: without one Qt ends the whole process."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _has_fcitx() -> bool:
    from PySide6.QtCore import QLibraryInfo  # noqa: PLC0415 - as below

    plugins = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforminputcontexts"
    return any(plugins.glob("*fcitx*"))


def _line_to_fcitx() -> Fcitx | None:
    """How Chinese gets in where fcitx is asked for: the wheels bring no plug-in for it, so we speak with it.

    Where it does not answer, the plug-in for ibus is tried: some programs stand in for ibus.
    """
    if os.environ.get("QT_IM_MODULE") not in {"fcitx", "fcitx5"} or _has_fcitx():
        return None
    from app.desktop.fcitx import open_fcitx  # noqa: PLC0415 - few need it, and its library is for Linux alone

    fcitx = open_fcitx()
    os.environ["QT_IM_MODULE"] = "compose" if fcitx else "ibus"
    return fcitx


def fit_to_screen(window: QWidget) -> None:
    """A window that would not fit fills the screen instead."""
    room = window.screen().availableSize()
    if window.width() > room.width() or window.height() > room.height():
        window.resize(window.size().boundedTo(room))
        window.setWindowState(window.windowState() | Qt.WindowState.WindowMaximized)


def size_window(window: MainWindow, settings: UserSettings) -> None:
    """The window as large as the user left it, or so that it fits the screen; its panels come later."""
    if not window.restore_size(settings.places):
        fit_to_screen(window)


def place_window(window: MainWindow, settings: UserSettings) -> None:
    """The window and its panels as the user left them, or so that it fits the screen."""
    if not (settings.places and window.restore_places(settings.places)):
        fit_to_screen(window)
    window.action("dark").setChecked(settings.dark)


def place_panels(window: MainWindow, settings: UserSettings) -> None:
    """The panels as the user left them, in the room that `size_window` kept for them."""
    window.restore_panels(settings.places)
    window.give_room()
    window.action("dark").setChecked(settings.dark)


def make_application(arguments: list[str]) -> QApplication:
    """The Qt application with its name; the rest comes with `dress`."""
    fcitx = _line_to_fcitx()
    # Named here, not by setStyle: that would load all that Python knows of styles, a tenth of a start.
    application = QApplication([*arguments, "-style", "fusion"])
    if fcitx is not None:
        from app.desktop.fcitx_typing import FcitxTyping  # noqa: PLC0415 - few need it

        FcitxTyping(application, fcitx)
    application.setApplicationName("lianpu")
    application.setApplicationDisplayName("链谱")
    application.setDesktopFileName("lianpu")
    return application


def dress(application: QApplication) -> None:
    """Its icon, Qt's own words and numbers: nothing that is seen first needs them, and they are slow."""
    from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator  # noqa: PLC0415 - a thousand names
    from PySide6.QtGui import QIcon  # noqa: PLC0415 - as above

    application.setWindowIcon(QIcon(str(resources.path("icons/lianpu.svg"))))
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    # Ours last, it is asked first: Qt's lacks words of the file dialog, and says 撤消 where we say 撤销.
    for words in (str(Path(folder) / "qtbase_zh_CN"), str(resources.path("words/qt_zh"))):
        translator = QTranslator(application)
        if translator.load(words):
            application.installTranslator(translator)
    for window in application.topLevelWidgets():
        window.setLocale(QLocale())
