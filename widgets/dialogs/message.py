"""A message that must be read: as text, never as markup, and to be copied."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from widgets.dialogs.frame import FramedDialog
from widgets.panels.bars import MessageKind
from widgets.panels.labels import WrappedLabel, card

MOST_TEXT = 4_000
MOST_DETAILS = 200_000
_TITLES = {
    MessageKind.INFO: "提示",
    MessageKind.SUCCESS: "完成",
    MessageKind.WARNING: "注意",
    MessageKind.ERROR: "出错了",
}
_CARDS = {
    MessageKind.INFO: "true",
    MessageKind.SUCCESS: "true",
    MessageKind.WARNING: "warning",
    MessageKind.ERROR: "error",
}


class MessageDialog(FramedDialog):
    """`agreed`: the button `action` was pressed, where there is one. `details` are long text to copy."""

    agreed = Signal()

    def __init__(
        self,
        text: str,
        kind: MessageKind = MessageKind.INFO,
        details: str = "",
        action: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_TITLES[kind], _TITLES[kind], parent)
        self._text = f"{text}\n\n{details}".strip()
        frame = card(_CARDS[kind])
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(12, 10, 12, 10)
        inside.addWidget(WrappedLabel(text[:MOST_TEXT]))
        self.body.addWidget(frame)
        if details:
            box = QPlainTextEdit(details[:MOST_DETAILS])
            box.setReadOnly(True)
            box.setAccessibleName("详细内容")
            box.setTabChangesFocus(True)
            self.body.addWidget(box, 1)
        else:
            self.body.addStretch(1)
        self.copy = self.add_button("复制", left=True)
        self.copy.clicked.connect(self._copy)
        if action:
            self.close_button = self.add_button("取消")
            self.close_button.clicked.connect(self.reject)
            self.act = self.add_button(action, primary=True)
            self.act.clicked.connect(self._agree)
        else:
            self.close_button = self.add_closing("知道了")
        self.resize(520, 380 if details else 200)
        # Else 复制, which is made first, would be what Enter presses.
        self.close_button.setFocus()

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text)

    @Slot()
    def _agree(self) -> None:
        self.agreed.emit()
        self.accept()
