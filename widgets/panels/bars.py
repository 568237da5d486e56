"""Bars that tell what goes on: long jobs in the status bar, messages in place above the map."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from widgets.panels.labels import ElidedLabel, PlainLabel, set_look
from widgets.style.text import cut, on_button, tip


class BusyBar(QWidget):
    """The newest of the long jobs under way, with 取消. `cancel_asked` carries the job's id."""

    cancel_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs: dict[object, tuple[str, int, int]] = {}
        self._text = PlainLabel("", "soft")
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setFixedWidth(150)
        self._progress.setAccessibleName("进度")
        self._cancel = QPushButton("取消")
        self._cancel.setProperty("small", "true")
        self._cancel.setAccessibleName("取消正在进行的工作")
        self._cancel.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._cancel.clicked.connect(self._ask)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(8)
        for widget in (self._text, self._progress, self._cancel):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_job(self, job: object, text: str) -> None:
        """A job began."""
        self._jobs[job] = (text, 0, 0)
        self._refresh()

    def show_progress(self, job: object, done: int, total: int, text: str = "") -> None:
        """A job got on; total 0 means that nobody knows how much there is. Unknown jobs are let be."""
        if job in self._jobs:
            self._jobs[job] = (text or self._jobs[job][0], done, total)
            self._refresh()

    def end_job(self, job: object) -> None:
        """A job ended, however it did."""
        self._jobs.pop(job, None)
        self._refresh()

    def _refresh(self) -> None:
        self.setVisible(bool(self._jobs))
        if not self._jobs:
            return
        text, done, total = self._jobs[next(reversed(self._jobs))]
        more = f"（另有 {len(self._jobs) - 1} 项）" if len(self._jobs) > 1 else ""
        # A progress bar counts in 32 bits: a thousandth is fine enough.
        self._progress.setRange(0, 1000 if total else 0)
        self._progress.setValue(min(1000, done * 1000 // total) if total else 0)
        self._text.setText(cut(f"{text} {done:,}/{total:,}{more}" if total else f"{text}{more}", 60))
        # Whoever tells that all is done only keeps it now: that cannot be stopped any more.
        self._cancel.setEnabled(not total or done < total)

    @Slot()
    def _ask(self) -> None:
        if self._jobs:
            self._cancel.setEnabled(False)
            self.cancel_asked.emit(next(reversed(self._jobs)))


class MessageKind(StrEnum):
    """How much a message matters."""

    INFO = "info"
    SUCCESS = "success"
    WARNING = "warning"
    ERROR = "error"


_SIGNS = {
    MessageKind.INFO: "提示",
    MessageKind.SUCCESS: "完成",
    MessageKind.WARNING: "注意",
    MessageKind.ERROR: "出错",
}


class MessageBar(QFrame):
    """One message in place, until it is closed or another comes; `action_asked`: its button was pressed."""

    action_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sign = PlainLabel("", "strong")
        self._text = ElidedLabel("")
        self._action = QPushButton()
        self._action.setProperty("small", "true")
        self._action.clicked.connect(self._act)
        self._close = QToolButton()
        self._close.setText("✕")
        self._close.setProperty("plain", "true")
        self._close.setAccessibleName("关闭提示")
        self._close.setToolTip(tip("关闭提示"))
        self._close.clicked.connect(self.hide_message)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 5, 8, 5)
        row.setSpacing(10)
        row.addWidget(self._sign)
        row.addWidget(self._text, 1)
        row.addWidget(self._action)
        row.addWidget(self._close)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_message(self, text: str, kind: MessageKind = MessageKind.INFO, action: str = "") -> None:
        """Show a message; with `action` a button of that word."""
        set_look(self, "bar", kind.value)
        self._sign.setText(_SIGNS[kind])
        self._text.show_text(text)
        self._action.setText(on_button(action))
        self._action.setVisible(bool(action))
        self.setAccessibleName(f"{_SIGNS[kind]}：{cut(text)}")
        self.show()

    @Slot()
    def hide_message(self) -> None:
        """Take the message away."""
        self.hide()

    def text(self) -> str:
        """The message that is shown, "" for none."""
        return "" if self.isHidden() else self._text.whole_text()

    @Slot()
    def _act(self) -> None:
        self.hide()
        self.action_asked.emit()
