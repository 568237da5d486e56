"""Keeps Python's search for cyclic garbage in the GUI thread: a widget must not die in a worker."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer, Slot

_EVERY_MILLISECONDS = 500


class GuiCollector(QObject):
    """While it runs, garbage is looked for by a timer of this thread and nowhere else.

    Python looks for it in whichever thread happens to allocate. When that is a worker, it destroys the
    widgets of a closed window there, and Qt crashes (seen in ~QAbstractItemView under a reader).
    """

    _running = 0

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MILLISECONDS)
        self._timer.timeout.connect(self._collect)
        self._timer.start()
        GuiCollector._running += 1
        gc.disable()

    def stop(self) -> None:
        """No worker is left: Python may look for garbage by itself again."""
        if self._timer.isActive():
            self._timer.stop()
            GuiCollector._running -= 1
            if not GuiCollector._running:
                gc.enable()

    @Slot()
    def _collect(self) -> None:
        """As Python itself would: the oldest generation that is due."""
        for generation, (count, most) in reversed(
            list(enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)))
        ):
            if count > most:
                gc.collect(generation)
                return
