"""One more honour of a company (资质), by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QWidget

from chains.company import Qualification
from chains.company_editing import AddQualification, EditQualification, checked_qualification
from chains.errors import InvalidValue
from widgets.dialogs.company_form import text_line
from widgets.dialogs.frame import FramedDialog
from widgets.panels.date_field import DateField
from widgets.panels.labels import WrappedLabel
from widgets.style.text import cut

if TYPE_CHECKING:
    from chains.company import Company


class HonourFormDialog(FramedDialog):
    """`asked` carries AddQualification, or EditQualification of `old`; `known` are names of the registry."""

    asked = Signal(object)

    def __init__(
        self,
        company: Company,
        known: tuple[str, ...],
        old: Qualification | None = None,
        parent: QWidget | None = None,
    ) -> None:
        word = "新增资质" if old is None else "修改资质"
        super().__init__(word, f"{word}：{company.name}", parent)
        self._company, self._old = company, old
        self.name = QComboBox()
        self.name.setEditable(True)
        self.name.addItems([cut(one, 60) for one in known])
        self.name.setCurrentIndex(-1)
        shown = old or Qualification("")
        self.name.setEditText(shown.name)
        self.level, self.batch = text_line(shown.level, 80), text_line(shown.batch, 80)
        self.level.setPlaceholderText("国家级、省级、市级")
        self.batch.setPlaceholderText("如：2024 年第一批")
        self.until = DateField("有效期至")
        self.until.show_date(shown.valid_until)
        self.add_field("资质名称（必填）", self.name)
        self.add_field("级别", self.level)
        self.add_field("批次", self.batch)
        self.add_field("有效期至", self.until, "不填表示不清楚有效期，按有效看待")
        self.problem = WrappedLabel("", "bad")
        self.problem.hide()
        self.body.addWidget(self.problem)
        self.save = self.add_choice("保存")
        self.save.clicked.connect(self._ask)
        self.name.editTextChanged.connect(self._check)
        self.setMinimumWidth(420)
        self._check()

    def show_problem(self, text: str) -> None:
        """Say why it was not kept; the form stays open."""
        self.problem.setText(cut(text))
        self.problem.setVisible(bool(text))
        self.save.setEnabled(True)

    @Slot()
    def _check(self) -> None:
        self.save.setEnabled(bool(self.name.currentText().strip()))

    @Slot()
    def _ask(self) -> None:
        if self.until.edit.text().strip() and self.until.value() is None:
            self.show_problem("有效期无法识别，请写成 2027-12-31 的样子。")
            return
        honour = Qualification(
            self.name.currentText(), self.level.text(), self.batch.text(), self.until.value()
        )
        try:
            honour = checked_qualification(honour)
        except InvalidValue as wrong:
            self.show_problem(f"资质名称不合要求，应为{wrong.facts['allowed']}。")
            return
        self.save.setEnabled(False)
        company, version = self._company.id, self._company.version
        if self._old is None:
            self.asked.emit(AddQualification(company, honour, version))
        else:
            self.asked.emit(EditQualification(company, self._old, honour, version))
