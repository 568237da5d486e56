"""The line for 来源国（地区）: what is typed is kept by its names, and never lost or taken for another."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.widgets.builders import Heard
from widgets.panels.countries_field import CountriesField


def a_field(qtbot: QtBot, *countries: str) -> tuple[CountriesField, Heard]:
    field = CountriesField()
    qtbot.addWidget(field)
    field.show_countries("mould", countries)
    field.show()
    field.edit.setFocus()
    return field, Heard(field.changed)


def test_what_is_typed_is_told_once_by_its_names(qtbot: QtBot) -> None:
    field, heard = a_field(qtbot)

    qtbot.keyClicks(field.edit, "japan; US")
    qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    field.edit.clearFocus()

    assert heard.said == [("日本", "美国")]
    assert field.edit.text() == "日本、美国"


def test_home_is_refused_beside_the_line_and_stays_to_be_mended(qtbot: QtBot) -> None:
    field, heard = a_field(qtbot, "日本")

    qtbot.keyClicks(field.edit, ",CN")
    qtbot.keyClick(field.edit, Qt.Key.Key_Return)

    assert heard.said == []
    assert field.edit.text() == "日本,CN"
    assert "应为国外国家或境外地区" in field.told()


def test_what_is_being_typed_stays_when_the_same_segment_is_shown_again(qtbot: QtBot) -> None:
    field, _ = a_field(qtbot, "日本")
    qtbot.keyClicks(field.edit, ",DE")

    field.show_countries("mould", ("日本",))
    assert field.edit.text() == "日本,DE"
    field.show_countries("press", ())
    assert field.edit.text() == ""


def test_the_last_name_alone_is_completed(qtbot: QtBot) -> None:
    field, _ = a_field(qtbot)
    field.edit.setText("日本、加")
    completer = field.edit.completer()

    completer.setCompletionPrefix(field.edit.text())

    rows = range(completer.completionCount())
    found = [completer.currentCompletion() for row in rows if completer.setCurrentRow(row)]
    assert found[:2] == ["日本、加拿大", "日本、新加坡"]


def test_segments_that_differ_show_no_country_and_keep_theirs(qtbot: QtBot) -> None:
    field, heard = a_field(qtbot)

    field.show_countries("both", None)
    qtbot.keyClick(field.edit, Qt.Key.Key_Return)

    assert "不同" in field.edit.placeholderText()
    assert heard.said == []
