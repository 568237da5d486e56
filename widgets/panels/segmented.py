"""A row of joined buttons of which at most one is pressed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from widgets.style.text import on_button

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent


class SegmentedButtons(QWidget):
    """Choices beside each other. `chosen` carries the value that the user pressed, never one that was shown.

    Buttons take the keyboard by Tab and arrows but not by click: a click must not take the focus from a
    text that is being written, because leaving it would save it in a command of its own.
    """

    chosen = Signal(object)

    def __init__(
        self, name: str, choices: Sequence[tuple[object, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._values = tuple(value for value, _ in choices)
        self._shown: object = None
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for number, (value, word) in enumerate(choices):
            button = QPushButton(on_button(word), self)
            button.setCheckable(True)
            button.setAutoDefault(False)  # in a dialog, Enter is for what the dialog does
            button.setProperty("piece", _piece(number, len(choices)))
            button.setProperty("tone", str(value))
            button.setAccessibleName(f"{name} {word}")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            self._group.addButton(button, number)
            row.addWidget(button)
        self._group.buttonClicked.connect(self._choose)

    def show_value(self, value: object) -> None:
        """Press the button of the value; of none when no button has it."""
        self._shown = value
        for number, own in enumerate(self._values):
            self._group.button(number).setChecked(own == value)

    def value(self) -> object:
        """The value that is shown."""
        return self._shown

    def button(self, value: object) -> QAbstractButton:
        """The button of a value; ValueError when there is none."""
        return self._group.button(self._values.index(value))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right go from button to button."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        for number in range(len(self._values)):
            if step and self._group.button(number).hasFocus():
                other = self._group.button((number + step) % len(self._values))
                other.setFocus(Qt.FocusReason.TabFocusReason)
                return
        super().keyPressEvent(event)

    @Slot(QAbstractButton)
    def _choose(self, button: QAbstractButton) -> None:
        value = self._values[self._group.id(button)]
        changed = value != self._shown
        self.show_value(value)
        if changed:
            self.chosen.emit(value)


def _piece(number: int, count: int) -> str:
    if count == 1:
        return "only"
    return "first" if number == 0 else "last" if number == count - 1 else "middle"
