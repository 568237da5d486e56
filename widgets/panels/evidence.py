"""The evidence of an assessment (依据): text that is never lost while it is being written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from widgets.panels.labels import ElidedLabel, PlainLabel
from widgets.style.text import cut

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData
    from PySide6.QtGui import QFocusEvent, QKeyEvent

_HEIGHT = 62


class _TextBox(QPlainTextEdit):
    left = Signal()
    saved = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setFixedHeight(_HEIGHT)
        self.setAccessibleName("依据")
        self.setPlaceholderText("文件名称及章节，或调研记录（Ctrl+Enter 保存）")

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Text only: no files, no pictures, no companies."""
        return source.hasText() and not source.hasUrls() and not source.hasImage()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Take text, and of it no more than the text."""
        if self.canInsertFromMimeData(source):
            self.insertPlainText(source.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (
            event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.saved.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()


class EvidenceSection(QWidget):
    """`saved` carries the text when it is to be kept: on Ctrl+Enter, 保存, or when the box is left."""

    saved = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key: object = None
        self._kept = ""
        self._sent: str | None = None
        self.box = _TextBox()
        self._mark = PlainLabel("● 未保存", "bad")
        self._other = ElidedLabel("", "faint")
        self._save = QPushButton("保存")
        self._save.setProperty("small", "true")
        self._save.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._save.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.box.textChanged.connect(self._refresh)
        self.box.left.connect(self._send)
        self.box.saved.connect(self._send)
        self._save.clicked.connect(self._send)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._other, 1)
        row.addWidget(self._mark)
        row.addWidget(self._save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.box)
        column.addLayout(row)
        self._refresh()

    def show_evidence(self, key: object, text: str) -> None:
        """Show what is kept. Of the same segment, text that is not saved yet stays as it is written."""
        same, old = key == self._key, self._kept
        unsaved = self.unsaved() if same else None
        self._key, self._kept, self._sent = key, text, None
        if unsaved is None or unsaved == text:
            if self.box.toPlainText() != text:
                self.box.setPlainText(text)
            self._other.show_text("")
        elif text != old:
            self._other.show_text(f"此处已被改为：{cut(text) or '（空）'}")
        self._refresh()

    def write(self, text: str) -> None:
        """Put back what was written and not kept when the program ended."""
        self.box.setPlainText(text)

    def unsaved(self) -> str | None:
        """What is written and not kept; None when there is nothing."""
        text = self.box.toPlainText()
        return text if text != self._kept else None

    def take_unsaved(self) -> str | None:
        """What is written and was not yet sent to be kept; from now on it counts as sent."""
        text = self.unsaved()
        if text is None or text == self._sent:
            return None
        self._sent = text
        self._refresh()
        return text

    @Slot()
    def _send(self) -> None:
        text = self.take_unsaved()
        if text is not None:
            self.saved.emit(text)

    @Slot()
    def _refresh(self) -> None:
        unsaved = self.unsaved()
        self._mark.setText("正在保存…" if unsaved is not None and unsaved == self._sent else "● 未保存")
        self._mark.setVisible(unsaved is not None)
        self._save.setVisible(unsaved is not None)
        self._other.setVisible(unsaved is not None and bool(self._other.whole_text()))
