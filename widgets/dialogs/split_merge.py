"""One segment becomes several (拆分), or several become one (合并)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QButtonGroup, QPlainTextEdit, QRadioButton, QWidget

from widgets.dialogs.frame import FramedDialog
from widgets.panels.labels import PlainLabel, WrappedLabel
from widgets.style.text import cut

if TYPE_CHECKING:
    from collections.abc import Sequence


class SplitDialog(FramedDialog):
    """`split` carries the names, the first for the segment that keeps its marks."""

    split = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__("拆分环节", f"拆分 {cut(name, 60)}", parent)
        self.names = QPlainTextEdit(f"{name}\n")
        self.names.setTabChangesFocus(True)
        self.add_field(
            "拆成（每行一个）",
            self.names,
            "第一行沿用现有的评估、企业标注和目标企业；其余为新环节，供应关系相同，尚未评估",
        )
        self.do = self.add_choice("拆分")
        self.do.clicked.connect(self._ask)
        self.names.textChanged.connect(self._check)
        self.setMinimumWidth(460)
        self.names.moveCursor(QTextCursor.MoveOperation.End)
        self.names.setFocus()
        self._check()

    def _named(self) -> tuple[str, ...]:
        lines = (line.strip() for line in self.names.toPlainText().splitlines())
        return tuple(dict.fromkeys(line for line in lines if line))

    @Slot()
    def _check(self) -> None:
        self.do.setEnabled(len(self._named()) >= 2)

    @Slot()
    def _ask(self) -> None:
        self.split.emit(self._named())
        self.accept()


class MergeDialog(FramedDialog):
    """`merged` carries the code of the segment that stays. `segments` are (code, name, facts)."""

    merged = Signal(object)

    def __init__(self, segments: Sequence[tuple[str, str, str]], parent: QWidget | None = None) -> None:
        super().__init__("合并环节", f"合并 {len(segments)} 个环节", parent)
        self.body.addWidget(
            WrappedLabel("保留的环节沿用自己的名称和评估，并接收其余环节的供应关系、企业标注和目标企业。")
        )
        self.body.addWidget(PlainLabel("保留", "heading"))
        self._codes = tuple(code for code, _, _ in segments)
        self.group = QButtonGroup(self)
        for number, (_, name, facts) in enumerate(segments):
            radio = QRadioButton(f"{cut(name, 40)}　{cut(facts, 60)}".replace("&", "&&"))
            self.group.addButton(radio, number)
            self.body.addWidget(radio)
        self.group.button(0).setChecked(True)
        self.do = self.add_choice("合并")
        self.do.clicked.connect(self._ask)
        self.setMinimumWidth(460)

    @Slot()
    def _ask(self) -> None:
        self.merged.emit(self._codes[self.group.checkedId()])
        self.accept()
