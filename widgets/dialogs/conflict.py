"""Somebody else changed it in between: whose holds?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from widgets.dialogs.frame import FramedDialog
from widgets.panels.labels import PlainLabel, WrappedLabel, card
from widgets.style.text import cut


class Ruling(StrEnum):
    """What was decided."""

    THEIRS = "theirs"
    OURS = "ours"


@dataclass(frozen=True, slots=True)
class ConflictView:
    """What both sides say of one field of `subject`, in words. `when` is a time as text."""

    subject: str
    field: str
    theirs: str
    ours: str
    who: str
    when: str


class ConflictDialog(FramedDialog):
    """`ruled` carries a Ruling; nothing on 取消, which leaves theirs and drops ours."""

    ruled = Signal(object)

    def __init__(self, conflict: ConflictView, parent: QWidget | None = None) -> None:
        super().__init__("内容已被他人修改", conflict.subject, parent)
        who = conflict.who or "他人"
        when = f" {conflict.when}" if conflict.when else ""
        self.body.addWidget(
            WrappedLabel(f"{cut(who, 40)}{when} 修改了“{cut(conflict.field, 40)}”。请选择保留哪一个：")
        )
        self.body.addWidget(_side(f"{cut(who, 40)} 的", conflict.theirs))
        self.body.addWidget(_side("我的", conflict.ours))
        self.cancel = self.add_button("取消")
        self.theirs = self.add_button("看他的")
        self.ours = self.add_button("用我的", primary=True)
        # Enter must not overwrite what somebody else wrote before it was read.
        self.ours.setDefault(False)
        self.cancel.setFocus()
        self.cancel.clicked.connect(self.reject)
        self.theirs.clicked.connect(self._take_theirs)
        self.ours.clicked.connect(self._take_ours)
        self.setMinimumWidth(460)

    @Slot()
    def _take_theirs(self) -> None:
        self.ruled.emit(Ruling.THEIRS)
        self.accept()

    @Slot()
    def _take_ours(self) -> None:
        self.ruled.emit(Ruling.OURS)
        self.accept()


def _side(whose: str, text: str) -> QWidget:
    frame = card()
    column = QVBoxLayout(frame)
    column.setContentsMargins(12, 8, 12, 8)
    column.setSpacing(2)
    column.addWidget(PlainLabel(whose, "faint"))
    column.addWidget(WrappedLabel(text[:1000] or "（空）", "strong"))
    return frame
