"""清除个人信息: how much there is and what cannot be reached, to be agreed to before it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QVBoxLayout

from widgets.dialogs.frame import FramedDialog
from widgets.panels.labels import WrappedLabel, card

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_WHAT = "联系人、职务、电话、邮箱都会清除；变更记录里仍看得出何时改过、谁在何时清除。"
_HOW = "保存之前可以随时取消；清除期间，同时使用此工作区的其他人要等它结束才能保存。"
_AGREE = "我已了解：清除后不能撤销，也不能恢复"


class EraseDialog(FramedDialog):
    """`agreed`: the button was pressed after the box was ticked."""

    agreed = Signal()

    def __init__(self, subject: str, counts: str, beyond: str, parent: QWidget | None = None) -> None:
        super().__init__("清除个人信息", subject, parent)
        frame = card("warning")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(12, 10, 12, 10)
        inside.addWidget(WrappedLabel(f"将清除：{counts}。"))
        self.body.addWidget(frame)
        self.body.addWidget(WrappedLabel(f"{_WHAT}{_HOW}", "soft"))
        self.body.addWidget(WrappedLabel(beyond, "faint"))
        self.dropping = QCheckBox()
        self.dropping.hide()
        self.body.addWidget(self.dropping)
        self.tick = QCheckBox(_AGREE)
        self.body.addWidget(self.tick)
        self.body.addStretch(1)
        self.erase = self.add_choice("清除")
        self.erase.setEnabled(False)
        self.tick.toggled.connect(self.erase.setEnabled)
        self.erase.clicked.connect(self._agree)
        self.setMinimumWidth(480)
        self.resize(520, 360)

    def offer_dropping(self, copies: int) -> None:
        """Offer to take so many older copies away as well; with none nothing is offered."""
        self.dropping.setText(f"同时删除旁边的 {copies:,} 份旧备份（先另存一份清除之后的）")
        self.dropping.setVisible(copies > 0)

    @property
    def drops(self) -> bool:
        """Whether the older copies are to go."""
        return self.dropping.isChecked()

    @Slot()
    def _agree(self) -> None:
        self.agreed.emit()
        self.accept()
