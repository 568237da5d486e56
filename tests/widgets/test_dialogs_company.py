"""The page of a company and its forms: words, origins, jumps; typed values are checked and kept as text."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel
from pytestqt.qtbot import QtBot

from chains.company import Company, Contact, Qualification
from chains.company_editing import (
    AddCompany,
    AddQualification,
    EditCompany,
    EditQualification,
    RemoveQualification,
)
from chains.company_record import CompanyRecord, FactOrigin, PlacementLine
from chains.contacts import EditContact, Person, RemoveContact
from chains.kinds import Decision, RegistrationState, Role
from tests.widgets.builders import HOSTILE, LEFT, MOULD, TODAY, Heard, a_change
from widgets.dialogs.company import CompanyDialog, CompanyView
from widgets.dialogs.company_form import CompanyFormDialog
from widgets.dialogs.contact_form import ContactFormDialog
from widgets.dialogs.honour_form import HonourFormDialog
from widgets.panels.labels import ElidedLabel

OLD = Qualification("瞪羚", valid_until=date(2025, 1, 1))
COMPANY = Company(
    5, "甲模具有限公司", credit_code="91371000166700127U", region="371082", products=("轮胎模具", "硫化机"),
    state=RegistrationState.ACTIVE, state_text="在业", capital_wan=Decimal("1000"), insured_count=120,
    qualifications=(Qualification("单项冠军", valid_until=TODAY), OLD, Qualification("上市")), version=4,
)  # fmt: skip
AT = datetime(2026, 11, 24, 2, 30, tzinfo=UTC)
RECORD = CompanyRecord(
    COMPANY,
    (PlacementLine(MOULD, "轮胎", "轮胎模具", Role.LEAD, Decision.CONFIRMED, "", "", "王五", TODAY),),
    origins={"insured_count": FactOrigin(3, AT, "赵六", "edit_company", "甲模具有限公司")},
    history=(a_change(),),
)


def opened(qtbot: QtBot, dialog: QDialog) -> QDialog:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(dialog)
    dialog.open()
    return dialog


@pytest.fixture
def page(qtbot: QtBot) -> CompanyDialog:
    return opened(qtbot, CompanyDialog(CompanyView(RECORD, TODAY)))


def texts(dialog: QDialog) -> list[str]:
    return [one.text() for one in dialog.findChildren(QLabel)]


def test_each_fact_says_where_it_came_from(page: CompanyDialog) -> None:
    assert {"威海市荣成市", "存续（在业）", "1,000 万元", "轮胎模具；硫化机"} <= set(texts(page))
    told = f"{AT.astimezone():%Y-%m-%d} · 赵六 · 手工修改"
    assert told in [one.whole_text() for one in page.findChildren(ElidedLabel)]


@pytest.mark.parametrize(
    ("industry", "shown"),
    [("轮胎制造", "轮胎制造（C2911）"), ("C29 橡胶", "C29 橡胶"), ("别的", "别的"), ("", "（未登记）")],
)
def test_an_industry_says_as_what_it_is_taken(qtbot: QtBot, industry: str, shown: str) -> None:
    record = replace(RECORD, company=replace(COMPANY, industry=industry))
    assert shown in texts(opened(qtbot, CompanyDialog(CompanyView(record, TODAY))))


def test_expired_honours_are_shown_as_such(page: CompanyDialog) -> None:
    table = page.honours
    assert [table.item(row, 4).text() for row in range(3)] == ["有效", "已过期", "未登记有效期"]
    assert "单项冠军；瞪羚（已过期）；上市" in texts(page)


def test_contacts_are_hidden_until_asked_for(qtbot: QtBot, page: CompanyDialog) -> None:
    heard = Heard(page.contacts_asked)
    assert not [text for text in texts(page) if "0631" in text]
    qtbot.mouseClick(page.people.reveal, LEFT)
    assert heard.said == [5]
    page.show_contacts((Contact("phone", "0631-5200000"),))
    assert page.people.table.item(0, 2).text() == "0631-5200000"
    page.show_view(CompanyView(RECORD, TODAY))
    assert page.people.table.item(0, 2).text() == "0631-5200000"


def test_a_person_is_chosen_changed_and_removed(qtbot: QtBot, page: CompanyDialog) -> None:
    asked, forms = Heard(page.asked), Heard(page.contact_asked)
    page.show_contacts((Contact("person", "张三", role="总经理"), Contact("phone", "0631-1", "张三")))
    page.tabs.setCurrentIndex(4)
    assert not page.people.edit.isEnabled()
    page.people.table.selectRow(0)
    qtbot.mouseClick(page.people.add, LEFT)
    qtbot.mouseClick(page.people.edit, LEFT)
    qtbot.mouseClick(page.people.remove, LEFT)
    zhang = Person("张三", "总经理", ("0631-1",))
    assert forms.said == [None, zhang]
    assert asked.said == [RemoveContact(5, zhang, 4)]


def test_a_person_is_typed_and_what_is_wrong_is_said(qtbot: QtBot) -> None:
    form = opened(qtbot, ContactFormDialog(COMPANY, Person("张三", phones=("0631-1",))))
    heard = Heard(form.asked)
    form.mail.setText("zhang")
    qtbot.mouseClick(form.save, LEFT)
    assert heard.said == []
    assert "邮箱" in form.problem.text()
    form.mail.setText("z@a.cn；z@b.cn")
    qtbot.mouseClick(form.save, LEFT)
    old, new = Person("张三", phones=("0631-1",)), Person("张三", "", ("0631-1",), ("z@a.cn", "z@b.cn"))
    assert heard.said == [EditContact(5, old, new, 4)]


def test_the_end_of_an_honour_is_changed(qtbot: QtBot, page: CompanyDialog) -> None:
    heard = Heard(page.honour_asked)
    page.tabs.setCurrentIndex(1)
    page.honours.selectRow(1)
    qtbot.mouseClick(page.edit_honour, LEFT)
    qtbot.keyClick(page.honours, Qt.Key.Key_Return)
    place = page.honours.visualItemRect(page.honours.item(1, 0)).center()
    qtbot.mouseClick(page.honours.viewport(), LEFT, pos=place)
    qtbot.mouseDClick(page.honours.viewport(), LEFT, pos=place)
    assert heard.said == [OLD] * 3
    assert page.isVisible()
    form = opened(qtbot, HonourFormDialog(COMPANY, (), OLD))
    asked = Heard(form.asked)
    form.until.edit.setText("2030-01-01")
    qtbot.mouseClick(form.save, LEFT)
    assert asked.said == [EditQualification(5, OLD, replace(OLD, valid_until=date(2030, 1, 1)), 4)]


def test_a_placement_is_jumped_to(qtbot: QtBot, page: CompanyDialog) -> None:
    heard = Heard(page.picked)
    page.tabs.setCurrentIndex(2)
    qtbot.mouseClick(page.locate, LEFT)
    assert heard.said == [MOULD]


def test_an_honour_is_chosen_and_removed(qtbot: QtBot, page: CompanyDialog) -> None:
    heard = Heard(page.asked)
    page.tabs.setCurrentIndex(1)
    assert not page.remove_honour.isEnabled()
    place = page.honours.visualItemRect(page.honours.item(1, 0)).center()
    qtbot.mouseClick(page.honours.viewport(), LEFT, pos=place)
    qtbot.mouseClick(page.remove_honour, LEFT)
    assert heard.said == [RemoveQualification(5, OLD, 4)]


def test_the_page_that_is_open_stays_open_when_facts_change(page: CompanyDialog) -> None:
    page.tabs.setCurrentIndex(5)
    page.show_view(CompanyView(replace(RECORD, company=replace(COMPANY, name=HOSTILE)), TODAY))
    assert page.tabs.currentIndex() == 5
    assert page.title.text() == HOSTILE


def test_facts_are_changed_with_the_version_that_was_seen(qtbot: QtBot) -> None:
    form = opened(qtbot, CompanyFormDialog(COMPANY, TODAY))
    heard = Heard(form.asked)
    form.insured.clear()
    qtbot.keyClicks(form.insured, "1,200")
    qtbot.mouseClick(form.save, LEFT)
    assert heard.said == [EditCompany(replace(COMPANY, insured_count=1200), 4)]
    assert form.isVisible()
    form.show_problem("企业“乙”已存在。")
    assert form.problem.isVisible()
    assert form.save.isEnabled()


@pytest.mark.parametrize(
    ("field", "typed", "word"),
    [
        ("insured", "12a", "参保人数"),
        ("insured", "١٢", "参保人数"),
        ("capital", "一千", "注册资本"),
        ("capital", "-1", "注册资本"),
        ("capital", "NaN", "注册资本"),
    ],
)
def test_what_is_no_value_is_said_and_nothing_is_asked(
    qtbot: QtBot, field: str, typed: str, word: str
) -> None:
    form = opened(qtbot, CompanyFormDialog(COMPANY, TODAY))
    heard = Heard(form.asked)
    getattr(form, field).setText(typed)
    qtbot.mouseClick(form.save, LEFT)
    assert heard.said == []
    assert word in form.problem.text()


def test_a_region_is_found_by_typing(qtbot: QtBot) -> None:
    form = opened(qtbot, CompanyFormDialog(COMPANY, TODAY))
    heard = Heard(form.asked)
    form.region.setEditText("没有的地方")
    qtbot.mouseClick(form.save, LEFT)
    assert "所在地" in form.problem.text()
    form.region.setEditText("威海市高区")
    qtbot.mouseClick(form.save, LEFT)
    assert heard.last.company.region == "371000-gq"


def test_an_industry_is_offered_while_it_is_typed(qtbot: QtBot) -> None:
    form = opened(qtbot, CompanyFormDialog(COMPANY, TODAY))
    completer = form.industry.completer()
    completer.setCompletionPrefix("轮胎")
    assert completer.currentCompletion() == "C2911 轮胎制造"


def test_a_new_company_needs_a_name_and_a_doubtful_code_only_warns(qtbot: QtBot) -> None:
    form = opened(qtbot, CompanyFormDialog(None, TODAY))
    heard = Heard(form.asked)
    assert not form.save.isEnabled()
    qtbot.keyClicks(form.name, "new")
    qtbot.keyClicks(form.lines["credit_code"], "9137")
    assert "不是 18 位" in form.warning.text()
    qtbot.mouseClick(form.save, LEFT)
    assert isinstance(heard.last, AddCompany)
    assert (heard.last.company.name, heard.last.company.credit_code) == ("new", "9137")


def test_an_honour_needs_a_name_and_a_date_that_is_one(qtbot: QtBot) -> None:
    form = opened(qtbot, HonourFormDialog(COMPANY, ("高新技术企业",)))
    heard = Heard(form.asked)
    assert not form.save.isEnabled()
    form.name.setEditText("高新技术企业")
    qtbot.keyClicks(form.until.edit, "soon")
    qtbot.mouseClick(form.save, LEFT)
    assert heard.said == [] or heard.last.qualification.valid_until is None
    form.until.edit.setText("2027/12/31")
    qtbot.mouseClick(form.save, LEFT)
    honour = Qualification("高新技术企业", valid_until=date(2027, 12, 31))
    assert heard.last == AddQualification(5, honour, 4)
