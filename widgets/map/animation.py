"""One run from 0 to 1, told at each frame: what glides and what pulses both go by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QVariantAnimation

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QObject


def one_run(
    parent: QObject, milliseconds: int, step: Callable[[float], None], end: Callable[[], None]
) -> QVariantAnimation:
    """A run that calls `step` with the part that is over, and `end` when it is."""
    run = QVariantAnimation(parent)
    run.setDuration(milliseconds)
    run.setStartValue(0.0)
    run.setEndValue(1.0)
    run.valueChanged.connect(step)
    run.finished.connect(end)
    return run
