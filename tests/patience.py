"""How long tests of windows wait: as long as a busy machine may need; what comes sooner is seen sooner."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pytestqt.qtbot import QtBot

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

PATIENCE_MS = 60_000
"""Machines that run the checks were five times slower than ours; a test that fails may take its time."""


class PatientBot(QtBot):
    """Waits as pytest-qt does; no test says for how long: what fits one machine fails on another."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE_MS) -> None:
        """Until the callback says yes."""
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: Any, *, timeout: int = PATIENCE_MS, **how: Any) -> Any:
        """Until the signal comes."""
        return super().waitSignal(signal, timeout=timeout, **how)

    def waitExposed(self, widget: QWidget, *, timeout: int = PATIENCE_MS) -> Any:
        """Until the window is drawn."""
        return super().waitExposed(widget, timeout=timeout)
