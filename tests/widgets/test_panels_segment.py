"""What can be said of a segment, by mouse and by keyboard; and that nothing written is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from pytestqt.qtbot import QtBot

from chains.chain import SegmentRef
from chains.commands import AssessSegment
from chains.kinds import Coverage, Degree, Source
from chains.marking import Assessment
from tests.widgets.builders import (
    HOSTILE,
    LEFT,
    MOULD,
    TODAY,
    Heard,
    a_gap,
    a_supplier_row,
    a_target,
    a_view,
    opened_panel,
)
from widgets.panels.segment import SegmentPanel
from widgets.tables.dragging import company_mime


@pytest.fixture
def panel(qtbot: QtBot) -> SegmentPanel:
    made = opened_panel(qtbot, SegmentPanel())
    made.show_segment(a_view())
    return made


def test_a_click_on_missing_asks_with_the_version_that_is_seen(qtbot: QtBot, panel: SegmentPanel) -> None:
    heard = Heard(panel.asked)
    qtbot.mouseClick(panel.assessing.coverage.button(Coverage.MISSING), LEFT)
    assert heard.said == [AssessSegment(MOULD, coverage=Coverage.MISSING, expected_version=7)]


def test_a_click_on_what_holds_asks_nothing(qtbot: QtBot, panel: SegmentPanel) -> None:
    heard = Heard(panel.asked)
    button = panel.assessing.coverage.button(Coverage.ADEQUATE)
    qtbot.mouseClick(button, LEFT)
    assert heard.said == []
    assert button.isChecked()


@pytest.mark.parametrize(
    ("key", "coverage"), [("1", Coverage.STRONG), ("4", Coverage.MISSING), ("5", Coverage.UNASSESSED)]
)
def test_a_digit_says_local_supply(qtbot: QtBot, panel: SegmentPanel, key: str, coverage: Coverage) -> None:
    heard = Heard(panel.asked)
    panel.setFocus()
    qtbot.keyClicks(panel, key)
    assert heard.said == [AssessSegment(MOULD, coverage=coverage, expected_version=7)]


def test_a_digit_in_the_evidence_is_text(qtbot: QtBot, panel: SegmentPanel) -> None:
    heard = Heard(panel.asked)
    panel.assessing.evidence.box.setFocus()
    qtbot.keyClicks(panel.assessing.evidence.box, "4")
    assert heard.said == []
    assert "4" in panel.assessing.evidence.box.toPlainText()


def test_source_degree_and_chokepoint_are_said_apart(qtbot: QtBot, panel: SegmentPanel) -> None:
    heard = Heard(panel.asked)
    qtbot.mouseClick(panel.assessing.source.button(Source.ABROAD), LEFT)
    qtbot.mouseClick(panel.assessing.degree.button(Degree.WHOLLY), LEFT)
    qtbot.mouseClick(panel.assessing.degree.button(None), LEFT)
    qtbot.mouseClick(panel.assessing.chokepoint, LEFT)
    assert heard.said == [
        AssessSegment(MOULD, source=Source.ABROAD, expected_version=7),
        AssessSegment(MOULD, degree=Degree.WHOLLY, expected_version=7),
        AssessSegment(MOULD, degree=None, expected_version=7),
        AssessSegment(MOULD, chokepoint=True, expected_version=7),
    ]


def test_showing_a_segment_asks_nothing(panel: SegmentPanel) -> None:
    heard = Heard(panel.asked)
    now = Assessment(Coverage.WEAK, Source.ABROAD, Degree.MAINLY, True, "新依据", "李四", TODAY, TODAY)
    panel.show_segment(a_view(version=8, assessment=now))
    panel.show_nothing()
    assert heard.said == []


def test_ctrl_enter_keeps_the_evidence(qtbot: QtBot, panel: SegmentPanel) -> None:
    heard = Heard(panel.asked)
    box = panel.assessing.evidence.box
    box.setFocus()
    box.selectAll()
    qtbot.keyClicks(box, "new note")
    assert panel.has_unsaved()
    qtbot.keyClick(box, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert heard.said == [AssessSegment(MOULD, evidence="new note", expected_version=7)]


def test_leaving_the_evidence_keeps_it_once(qtbot: QtBot, panel: SegmentPanel) -> None:
    heard = Heard(panel.asked)
    box = panel.assessing.evidence.box
    box.setFocus()
    qtbot.keyClicks(box, "x")
    panel.placing.edit.setFocus()
    box.setFocus()
    panel.placing.edit.setFocus()
    assert heard.said == [AssessSegment(MOULD, evidence="x旧依据", expected_version=7)]


def test_a_click_while_evidence_is_written_says_both_in_one_command(
    qtbot: QtBot, panel: SegmentPanel
) -> None:
    heard = Heard(panel.asked)
    box = panel.assessing.evidence.box
    box.setFocus()
    qtbot.keyClicks(box, "x")
    qtbot.mouseClick(panel.assessing.coverage.button(Coverage.WEAK), LEFT)
    assert heard.said == [
        AssessSegment(MOULD, coverage=Coverage.WEAK, evidence="x旧依据", expected_version=7)
    ]


def test_unsaved_evidence_survives_a_refresh_by_another_change(qtbot: QtBot, panel: SegmentPanel) -> None:
    box = panel.assessing.evidence.box
    box.setFocus()
    qtbot.keyClicks(box, "x")
    cursor = box.textCursor().position()

    panel.show_segment(a_view(version=8, suppliers=(a_supplier_row(),)))

    assert box.toPlainText() == "x旧依据"
    assert box.textCursor().position() == cursor
    assert panel.has_unsaved()


def test_evidence_changed_by_others_is_told_and_does_not_overwrite(qtbot: QtBot, panel: SegmentPanel) -> None:
    section = panel.assessing.evidence
    section.box.setFocus()
    qtbot.keyClicks(section.box, "x")
    theirs = replace(a_view().assessment, evidence="别人写的")

    panel.show_segment(a_view(version=8, assessment=theirs))

    assert section.box.toPlainText() == "x旧依据"
    assert "别人写的" in section._other.whole_text()


def test_evidence_that_arrives_as_written_counts_as_saved(qtbot: QtBot, panel: SegmentPanel) -> None:
    section = panel.assessing.evidence
    section.box.setFocus()
    qtbot.keyClicks(section.box, "x")
    panel.show_segment(a_view(version=8, assessment=replace(a_view().assessment, evidence="x旧依据")))
    assert not panel.has_unsaved()


def test_unsaved_evidence_is_kept_for_its_own_segment_when_another_is_shown(
    qtbot: QtBot, panel: SegmentPanel
) -> None:
    heard = Heard(panel.asked)
    panel.assessing.evidence.box.setFocus()
    qtbot.keyClicks(panel.assessing.evidence.box, "x")

    panel.show_segment(a_view("carbon", "炭黑", version=2))

    assert heard.said == [AssessSegment(MOULD, evidence="x旧依据", expected_version=7)]
    assert panel.assessing.evidence.box.toPlainText() == "旧依据"
    assert not panel.has_unsaved()


def test_the_evidence_takes_text_and_no_files(panel: SegmentPanel) -> None:
    box = panel.assessing.evidence.box
    files = QMimeData()
    files.setUrls([QUrl("file:///etc/passwd")])
    files.setText("file:///etc/passwd")
    rich = QMimeData()
    rich.setHtml("<b>粗</b>")
    rich.setText("粗")
    assert not box.canInsertFromMimeData(files)
    assert not box.canInsertFromMimeData(company_mime([1]))
    box.selectAll()
    box.insertFromMimeData(rich)
    assert box.toPlainText() == "粗"


def test_a_date_of_review_is_typed_and_cleared(qtbot: QtBot, panel: SegmentPanel) -> None:
    heard = Heard(panel.asked)
    edit = panel.assessing.review.edit
    edit.setFocus()
    qtbot.keyClicks(edit, "2027/2/12")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    edit.selectAll()
    qtbot.keyClick(edit, Qt.Key.Key_Delete)
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert [one.review_on for one in heard.said] == [TODAY.replace(2027, 2, 12), None]


def test_what_is_no_date_is_taken_back(qtbot: QtBot, panel: SegmentPanel) -> None:
    heard = Heard(panel.asked)
    edit = panel.assessing.review.edit
    edit.setFocus()
    qtbot.keyClicks(edit, "2027-13-40")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert heard.said == []
    assert edit.text() == ""


def test_contradiction_and_overdue_review_are_told_in_place(panel: SegmentPanel) -> None:
    assert panel._notes.isHidden()
    overdue = replace(a_view().assessment, review_on=TODAY)
    panel.show_segment(a_view(contradiction="标为缺失但有供应商", stale=True, assessment=overdue))
    assert not panel._notes.isHidden()
    assert "标注冲突：标为缺失但有供应商" in panel._notes_text.text()
    assert "2026-11-24 已过" in panel._notes_text.text()


def test_gap_index_and_effect_are_shown(panel: SegmentPanel) -> None:
    panel.show_segment(a_view(gap=a_gap(), effect=("断供将影响 3 个环节",), targets=(a_target(),)))
    assert panel._gap_heading.text().endswith("0.86")
    assert panel._gap_text.text() == "断供将影响 3 个环节"
    assert len(panel.candidates.wanted.rows()) == 1


def test_nothing_chosen_says_what_to_do(panel: SegmentPanel) -> None:
    panel.show_nothing()
    assert panel.view() is None
    assert panel._stack.currentIndex() == 0


def test_markup_in_names_stays_text(panel: SegmentPanel) -> None:
    view = a_view("other", HOSTILE, chain_name=HOSTILE, suppliers=(a_supplier_row(1, HOSTILE),))
    panel.show_segment(view)
    assert view.ref == SegmentRef("tyre", "other")
    assert panel._name.text() == HOSTILE
    assert "<img" not in panel.suppliers.local.rows()[0].tip
