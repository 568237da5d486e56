"""Cyclic garbage is looked for in the GUI thread while workers run."""

from __future__ import annotations

import gc
import threading

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.desktop.jobs import Job, Jobs


class _Cycle:
    def __init__(self, deaths: list[int]) -> None:
        self.me = self
        self.deaths = deaths

    def __del__(self) -> None:
        self.deaths.append(threading.get_ident())


def test_what_a_worker_leaves_behind_dies_in_the_gui_thread(qtbot: QtBot) -> None:
    owner, deaths = QObject(), []
    # Off already where another test's window still works.
    was_on = gc.isenabled()
    jobs = Jobs(owner)
    assert not gc.isenabled()

    def work(_ticket: object) -> int:
        for _ in range(5_000):
            _Cycle(deaths)
        return 1

    jobs.read(Job("cycles", work, lambda _result: None))
    qtbot.waitUntil(lambda: not jobs.busy)
    qtbot.waitUntil(lambda: bool(deaths))

    assert set(deaths) == {threading.get_ident()}
    jobs.close()
    assert gc.isenabled() is was_on
