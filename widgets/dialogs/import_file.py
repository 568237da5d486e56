"""The wizard's page for the file: choose it, drop it, or say which encoding it has."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from widgets.panels.labels import PlainLabel, WrappedLabel, card, set_look
from widgets.style.text import cut

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent

FILES = "企业名单（*.xlsx *.xlsm *.xls *.csv *.txt）(*.xlsx *.xlsm *.xls *.csv *.txt);;所有文件 (*)"
_HINTS = (
    "支持 .xlsx、.xlsm（宏不运行）、.xls、.csv、.txt；扩展名写错也能识别。",
    "企查查、天眼查导出的名单可直接使用；表头上方的声明、没有表头的名单也能处理。",
    "前几步只是查看，点“写入”之前工作区不会有任何变化；随时可以取消。",
)


class ImportFilePage(QWidget):
    """`file_picked` carries a Path; `encoding_picked` the key of an encoding."""

    file_picked = Signal(object)
    encoding_picked = Signal(str)

    def __init__(self, encodings: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self._zone = card("empty")
        inner = QVBoxLayout(self._zone)
        inner.setContentsMargins(24, 26, 24, 26)
        inner.setSpacing(10)
        self._name = PlainLabel("把文件拖到这里，或", "soft")
        self._name.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.choose = QPushButton("选择文件…")
        self.choose.setProperty("primary", "true")
        self.choose.clicked.connect(self._ask)
        inner.addStretch(1)
        inner.addWidget(self._name)
        inner.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignHCenter)
        inner.addStretch(1)
        self._make_error(encodings)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 4, 0, 0)
        whole.setSpacing(10)
        whole.addWidget(self._zone, 1)
        whole.addWidget(self._error)
        for hint in _HINTS:
            whole.addWidget(WrappedLabel(hint, "faint"))
        self._error.hide()

    def _make_error(self, encodings: Mapping[str, str]) -> None:
        self._error = card("error")
        column = QVBoxLayout(self._error)
        column.setContentsMargins(12, 9, 12, 9)
        self.error = WrappedLabel("")
        column.addWidget(self.error)
        self._encoding = QWidget()
        row = QHBoxLayout(self._encoding)
        row.setContentsMargins(0, 0, 0, 0)
        self.encoding = QComboBox()
        self.encoding.setAccessibleName("文字编码")
        for key, word in encodings.items():
            self.encoding.addItem(word, key)
        self.retry = QPushButton("用此编码重新读取")
        self.retry.clicked.connect(self._retry)
        for widget in (PlainLabel("文字编码"), self.encoding, self.retry):
            row.addWidget(widget)
        row.addStretch(1)
        column.addWidget(self._encoding)

    def show_file(self, name: str) -> None:
        """The file that is looked into."""
        self._name.setText(cut(name, 120))
        self.choose.setText("换一个文件…")
        self._error.hide()

    def show_error(self, sentence: str, suggested: str) -> None:
        """Why the file cannot be read; with a box for the encoding where one is suggested."""
        self.error.setText(sentence)
        self._encoding.setVisible(bool(suggested))
        self.encoding.setCurrentIndex(max(0, self.encoding.findData(suggested)))
        self._error.show()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one file."""
        if dropped_file(event) is not None:
            set_look(self._zone, "card", "drop")
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """The file went elsewhere."""
        set_look(self._zone, "card", "empty")
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Look into the file."""
        set_look(self._zone, "card", "empty")
        path = dropped_file(event)
        if path is not None:
            event.acceptProposedAction()
            self.file_picked.emit(path)

    @Slot()
    def _ask(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "导入企业", "", FILES)
        if name:
            self.file_picked.emit(Path(name))

    @Slot()
    def _retry(self) -> None:
        self.encoding_picked.emit(str(self.encoding.currentData()))


def dropped_file(event: QDropEvent) -> Path | None:
    """The one local file that is dragged, None when it is something else."""
    urls = event.mimeData().urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    return Path(urls[0].toLocalFile())
