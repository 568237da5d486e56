"""The facts of a company by hand, new or known."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from chains.company import Company
from chains.company_editing import AddCompany, EditCompany, checked_company, company_warning
from chains.errors import InvalidValue
from chains.field_words import FIELD
from chains.industries import industry_labels
from chains.kinds import RegistrationState
from chains.regions import parts_of, region_name
from chains.words import STATE
from widgets.dialogs.company_facts import CURRENCIES
from widgets.dialogs.frame import FramedDialog
from widgets.panels.date_field import DateField
from widgets.panels.labels import PlainLabel, WrappedLabel
from widgets.panels.scrolled import scrolled
from widgets.style.text import cut

if TYPE_CHECKING:
    from datetime import date

_BETWEEN = re.compile(r"[；;\n]+")
_BETWEEN_NAMES = re.compile(r"[、；;\n]+")
_WORDS = {"name": "企业名称（必填）", "capital_wan": "注册资本"}
_LINES = ("credit_code", "short_name", "stock_code", "legal_person", "company_type", "size", "website")
_CODE_WARNING = {
    "length": "不是 18 位", "signs": "含有标准之外的字符", "zeros": "全是 0", "check": "校验位不符",
}  # fmt: skip


class NotReadable(ValueError):
    """What was typed into a field is no value of its kind. Carries what to say."""


class CompanyFormDialog(FramedDialog):
    """`asked` carries AddCompany or EditCompany. It stays open until `accept`: the command may be refused."""

    asked = Signal(object)

    def __init__(self, company: Company | None, today: date, parent: QWidget | None = None) -> None:
        title = "新建企业" if company is None else "修改企业"
        super().__init__(title, title, parent)
        self._old, self._today = company or Company(0, "", state=RegistrationState.ACTIVE), today
        self.name = text_line(self._old.name, 300)
        self.lines = {name: text_line(getattr(self._old, name), 200) for name in _LINES}
        self.former_names = text_line("、".join(self._old.former_names), 2000)
        self.region = _region_box(self._old.region)
        self.address = text_line(self._old.address, 1000)
        self.products = text_line("；".join(self._old.products), 20_000)
        self.industry = _industry_line(self._old.industry)
        self.state = _choice([(one.value, word) for one, word in STATE.items()], self._old.state.value)
        capital = self._old.capital_wan
        self.capital = text_line("" if capital is None else f"{capital:f}", 30)
        self.currency = _choice(_currencies(self._old.currency), self._old.currency)
        self.founded_on = DateField(FIELD["company.founded_on"])
        self.founded_on.show_date(self._old.founded_on)
        insured = self._old.insured_count
        self.insured = text_line("" if insured is None else str(insured), 12)
        self.scope = QPlainTextEdit(self._old.scope)
        self.scope.setFixedHeight(78)
        self.scope.setTabChangesFocus(True)
        self.warning = WrappedLabel("", "bad")
        self.problem = WrappedLabel("", "bad")
        self.problem.hide()
        self._lay_out()
        self.save = self.add_choice("保存")
        self.save.clicked.connect(self._ask)
        self.name.textChanged.connect(self._check)
        self.lines["credit_code"].textChanged.connect(self._warn)
        self.resize(640, 620)
        self.name.setFocus()
        self._check()
        self._warn()

    def show_problem(self, text: str) -> None:
        """Say why it was not kept; the form stays open."""
        self.problem.setText(cut(text))
        self.problem.setVisible(bool(text))
        self.save.setEnabled(True)

    def _lay_out(self) -> None:
        page = QFrame()
        page.setProperty("surface", "panel")
        self._form = form = QFormLayout(page)
        form.setContentsMargins(0, 0, 8, 0)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
        form.setVerticalSpacing(7)
        capital = QWidget()
        row = QHBoxLayout(capital)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.capital, 1)
        row.addWidget(self.currency)
        for name, widget in self._fields(capital):
            word = _WORDS.get(name) or FIELD.get(f"company.{name}", "")
            widget.setAccessibleName(word)
            form.addRow(PlainLabel(word, "faint"), widget)
        self.products.setPlaceholderText("用分号隔开，主要的在前，如：轮胎模具；硫化机")
        self.former_names.setPlaceholderText("用顿号隔开")
        self.body.addWidget(scrolled(page), 1)
        self.body.addWidget(self.problem)

    def _fields(self, capital: QWidget) -> tuple[tuple[str, QWidget], ...]:
        """Field and widget, in the order of the form."""
        lines = self.lines
        return (
            ("name", self.name),
            ("credit_code", lines["credit_code"]),
            ("", self.warning),
            ("short_name", lines["short_name"]),
            ("former_names", self.former_names),
            ("stock_code", lines["stock_code"]),
            ("state", self.state),
            ("region", self.region),
            ("address", self.address),
            ("products", self.products),
            ("industry", self.industry),
            ("capital_wan", capital),
            ("founded_on", self.founded_on),
            ("insured_count", self.insured),
            ("legal_person", lines["legal_person"]),
            ("company_type", lines["company_type"]),
            ("size", lines["size"]),
            ("website", lines["website"]),
            ("scope", self.scope),
        )

    @Slot()
    def _check(self) -> None:
        self.save.setEnabled(bool(self.name.text().strip()))

    @Slot()
    def _warn(self) -> None:
        reason = company_warning(Company(0, "", credit_code=self.lines["credit_code"].text()))
        text = "" if reason is None else f"信用代码{_CODE_WARNING[reason]}，请核对；仍可保存"
        self.warning.setText(text)
        self._form.setRowVisible(self.warning, bool(text))

    @Slot()
    def _ask(self) -> None:
        try:
            company = checked_company(self._typed(), self._today)
        except NotReadable as wrong:
            self.show_problem(str(wrong))
            return
        except InvalidValue as wrong:
            field = FIELD.get(wrong.facts["field"], "")
            self.show_problem(f"{field}“{wrong.facts['value']}”不合要求，应为{wrong.facts['allowed']}。")
            return
        self.show_problem("")
        self.save.setEnabled(False)
        new = self._old.id == 0
        self.asked.emit(AddCompany(company) if new else EditCompany(company, self._old.version))

    def _typed(self) -> Company:
        if self.founded_on.edit.text().strip() and self.founded_on.value() is None:
            raise NotReadable("成立日期无法识别，请写成 2020-01-31 的样子。")
        lines: dict[str, Any] = {name: edit.text() for name, edit in self.lines.items()}
        return replace(
            self._old,
            name=self.name.text(),
            former_names=_words(self.former_names.text(), _BETWEEN_NAMES),
            region=_region_typed(self.region, self._old.region),
            address=self.address.text(),
            products=_words(self.products.text(), _BETWEEN),
            industry=self.industry.text(),
            state=RegistrationState(self.state.currentData()),
            capital_wan=_amount_typed(self.capital.text()),
            currency=self.currency.currentData(),
            founded_on=self.founded_on.value(),
            insured_count=_count_typed(self.insured.text()),
            scope=self.scope.toPlainText(),
            **lines,
        )


def text_line(text: str, longest: int) -> QLineEdit:
    """A field for one line, showing its beginning."""
    edit = QLineEdit(text)
    edit.setMaxLength(longest)
    edit.setCursorPosition(0)
    return edit


def _choice(pairs: list[tuple[str, str]], current: str) -> QComboBox:
    box = QComboBox()
    for value, word in pairs:
        box.addItem(word, value)
    box.setCurrentIndex(max(0, box.findData(current)))
    return box


def _currencies(current: str) -> list[tuple[str, str]]:
    pairs = list(CURRENCIES.items())
    return pairs if current in CURRENCIES else [*pairs, (current, f"万 {cut(current, 8)}")]


def _region_box(current: str) -> QComboBox:
    box = QComboBox()
    box.setEditable(True)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    for province, _ in parts_of(""):
        for code in (province, *_below(province)):
            box.addItem(region_name(code), code)
    box.setCurrentIndex(box.findData(current))
    completer = QCompleter(box.model(), box)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    box.setCompleter(completer)
    line = box.lineEdit()
    if line is not None:
        line.setPlaceholderText("输入市、县区名查找，如：荣成")
    return box


def _industry_line(current: str) -> QLineEdit:
    """Any wording is taken; those of GB/T 4754 are offered while it is typed."""
    line = text_line(current, 500)
    completer = QCompleter(list(industry_labels()), line)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setMaxVisibleItems(10)
    line.setCompleter(completer)
    line.setPlaceholderText("输入名称或代码查找，如：轮胎 或 C2911")
    return line


def _below(code: str) -> list[str]:
    return [one for part, _ in parts_of(code) for one in (part, *_below(part))]


def _region_typed(box: QComboBox, old: str) -> str:
    text = box.currentText().strip()
    if not text:
        return ""
    if text == region_name(old):
        return old
    at = box.findText(text)
    if at < 0:
        raise NotReadable("所在地请从列表中选择，或留空。")
    return str(box.itemData(at))


def _amount_typed(text: str) -> Decimal | None:
    plain = text.strip().replace(",", "").replace("，", "")
    if not plain:
        return None
    try:
        return Decimal(plain)
    except InvalidOperation:
        raise NotReadable("注册资本请填数字，以万为单位，如 1000。") from None


def _count_typed(text: str) -> int | None:
    plain = text.strip().replace(",", "").replace("，", "")
    if not plain:
        return None
    if not (plain.isascii() and plain.isdigit()):
        raise NotReadable("参保人数请填整数，如 120。")
    return int(plain)


def _words(text: str, between: re.Pattern[str]) -> tuple[str, ...]:
    return tuple(part.strip() for part in between.split(text) if part.strip())
