"""Note one step of the pursuit of a target (跟进)."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from chains.commands import AddFollowUp
from widgets.dialogs.frame import FramedDialog
from widgets.panels.date_field import DateField
from widgets.panels.labels import PlainLabel


class FollowUpDialog(FramedDialog):
    """`asked` carries AddFollowUp."""

    asked = Signal(object)

    def __init__(self, target_id: int, company: str, parent: QWidget | None = None) -> None:
        super().__init__("添加跟进", company, parent)
        self._target_id = target_id
        self.on = DateField("跟进日期")
        self.on.show_date(date.today())  # noqa: DTZ011 - the office's own calendar
        self.text = QPlainTextEdit()
        self.text.setAccessibleName("跟进内容")
        self.text.setPlaceholderText("与谁、谈了什么、结果如何")
        self.text.setTabChangesFocus(True)
        self.body.addWidget(PlainLabel("跟进日期", "heading"))
        self.body.addWidget(self.on)
        self.body.addWidget(PlainLabel("跟进内容", "heading"))
        self.body.addWidget(self.text, 1)
        cancel = self.add_button("取消")
        self.save = self.add_button("保存", primary=True)
        cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self._ask)
        self.text.textChanged.connect(self._check)
        self.on.edit.textChanged.connect(self._check)
        self.resize(460, 320)
        self.text.setFocus()
        self._check()

    @Slot()
    def _check(self) -> None:
        self.save.setEnabled(bool(self.text.toPlainText().strip()) and self.on.value() is not None)

    @Slot()
    def _ask(self) -> None:
        on, text = self.on.value(), self.text.toPlainText().strip()
        if on is not None and text:
            self.asked.emit(AddFollowUp(self._target_id, on, text))
            self.accept()
