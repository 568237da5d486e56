"""A person to reach at a company, by hand (联系人)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot

from chains.contacts import BETWEEN, AddContact, EditContact, Person, checked_person
from chains.errors import InvalidValue
from chains.field_words import FIELD
from widgets.dialogs.company_form import text_line
from widgets.dialogs.frame import FramedDialog
from widgets.panels.labels import WrappedLabel
from widgets.style.text import cut

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from chains.company import Company

_BETWEEN = re.compile(r"[；;，,、\n]+")


class ContactFormDialog(FramedDialog):
    """`asked` carries AddContact or EditContact. It stays open until `accept`."""

    asked = Signal(object)

    def __init__(self, company: Company, person: Person | None, parent: QWidget | None = None) -> None:
        word = "新增联系人" if person is None else "修改联系人"
        super().__init__(word, f"{word}：{company.name}", parent)
        self._company, self._old = company, person
        old = person or Person()
        self.name, self.role = text_line(old.name, 80), text_line(old.role, 80)
        self.phone, self.mail = (
            text_line(BETWEEN.join(old.phones), 400),
            text_line(BETWEEN.join(old.mails), 800),
        )
        self.role.setPlaceholderText("总经理、招商联络人")
        self.add_field("姓名", self.name)
        self.add_field("职务", self.role)
        self.add_field("电话", self.phone, "几个号码之间用分号隔开")
        self.add_field("邮箱", self.mail)
        self.body.addWidget(WrappedLabel("个人信息：不随名单导出，变更记录里只留掩码。", "faint"))
        self.problem = WrappedLabel("", "bad")
        self.problem.hide()
        self.body.addWidget(self.problem)
        self.save = self.add_choice("保存")
        self.save.clicked.connect(self._ask)
        self.setMinimumWidth(420)
        self.name.setFocus()

    def show_problem(self, text: str) -> None:
        """Say why it was not kept; the form stays open."""
        self.problem.setText(cut(text))
        self.problem.setVisible(bool(text))
        self.save.setEnabled(True)

    @Slot()
    def _ask(self) -> None:
        phones, mails = (tuple(_BETWEEN.split(line.text())) for line in (self.phone, self.mail))
        try:
            person = checked_person(Person(self.name.text(), self.role.text(), phones, mails))
        except InvalidValue as wrong:
            self.show_problem(f"{FIELD[wrong.facts['field']]}不合要求，应为：{wrong.facts['allowed']}。")
            return
        self.save.setEnabled(False)
        company, version = self._company.id, self._company.version
        if self._old is None:
            self.asked.emit(AddContact(company, person, version))
        else:
            self.asked.emit(EditContact(company, self._old, person, version))
