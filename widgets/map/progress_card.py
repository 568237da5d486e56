"""Says over the old picture how far a long layout is, and lets the user stop it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

_PARTS = 1_000
_TOP = 14


class ProgressCard(QFrame):
    """A card at the top of the canvas; the picture below it stays alive."""

    cancel_asked = Signal()

    def __init__(self, canvas: QWidget) -> None:
        super().__init__(canvas)
        self.setObjectName("mapProgress")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._bar = QProgressBar()
        self._bar.setFixedWidth(180)
        self._bar.setTextVisible(False)
        self._cancel = QPushButton("取消")
        self._cancel.clicked.connect(self.cancel_asked)
        line = QHBoxLayout(self)
        for part in (self._text, self._bar, self._cancel):
            line.addWidget(part)
        self.hide()

    def show_progress(self, text: str, part: float | None) -> None:
        """Show a line and how far it is, 0 to 1; None where nobody knows."""
        self._text.setText(text)
        self._bar.setRange(0, 0 if part is None else _PARTS)
        if part is not None:
            self._bar.setValue(round(_PARTS * min(max(part, 0.0), 1.0)))
        self.place()
        self.show()
        self.raise_()

    def place(self) -> None:
        """In the middle of the canvas's upper edge."""
        self.adjustSize()
        canvas = self.parentWidget()
        if canvas is not None:
            self.move(max(0, (canvas.width() - self.width()) // 2), _TOP)
