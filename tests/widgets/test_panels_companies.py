"""Companies on a segment: judged, placed, offered, dropped."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from pytestqt.qtbot import QtBot

from chains.commands import KEEP, AddTarget, Composite, PlaceCompany, RemovePlacement
from chains.judging import JudgeMatch
from chains.kinds import Decision, Role
from chains.product_reading import Hit, Standing
from chains.structure import EditSegment
from chains.terms import Relation
from tests.widgets.builders import (
    LEFT,
    MOULD,
    Heard,
    a_candidate,
    a_company_row,
    a_match,
    a_supplier_row,
    a_view,
    click_row,
    opened_panel,
)
from widgets.dialogs.strike import StrikeDialog, word_to_exclude
from widgets.panels.candidates import honour_chips
from widgets.panels.segment import SegmentPanel
from widgets.panels.suppliers import Deed
from widgets.tables.dragging import COMPANY_MIME, company_mime


@pytest.fixture
def panel(qtbot: QtBot) -> SegmentPanel:
    made = opened_panel(qtbot, SegmentPanel())
    made.show_segment(a_view())
    return made


def drop(panel: SegmentPanel, data: QMimeData) -> None:
    """Drag the data over the panel and let it go."""
    actions, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    panel.dragEnterEvent(QDragEnterEvent(QPoint(9, 9), actions, data, LEFT, none))
    panel.dropEvent(QDropEvent(QPointF(9, 9), actions, data, LEFT, none))


@pytest.mark.parametrize(
    ("deed", "command"),
    [
        (Deed.REVIEW, PlaceCompany(MOULD, 1, decision=Decision.TO_REVIEW, expected_version=7)),
        (Deed.REJECT, PlaceCompany(MOULD, 1, decision=Decision.REJECTED, expected_version=7)),
        (Deed.LEAD, PlaceCompany(MOULD, 1, role=Role.LEAD, expected_version=7)),
        (Deed.OUTSIDE, PlaceCompany(MOULD, 1, local=False, expected_version=7)),
        (Deed.REMOVE, RemovePlacement(MOULD, 1, 7)),
    ],
)
def test_a_supplier_is_judged(qtbot: QtBot, panel: SegmentPanel, deed: Deed, command: object) -> None:
    panel.show_segment(a_view(suppliers=(a_supplier_row(), a_supplier_row(2, local=False))))
    heard = Heard(panel.asked)
    click_row(qtbot, panel.suppliers.local, 0)
    qtbot.mouseClick(panel.suppliers.button(deed), LEFT)
    assert heard.said == [command]


def test_only_one_supplier_is_chosen_over_both_lists(qtbot: QtBot, panel: SegmentPanel) -> None:
    panel.show_segment(a_view(suppliers=(a_supplier_row(), a_supplier_row(2, "市外示例", local=False))))
    heard = Heard(panel.asked)
    click_row(qtbot, panel.suppliers.local, 0)
    click_row(qtbot, panel.suppliers.outside, 0)
    qtbot.mouseClick(panel.suppliers.button(Deed.LOCAL), LEFT)
    assert heard.said == [PlaceCompany(MOULD, 2, local=True, expected_version=7)]


def test_the_chosen_supplier_stays_chosen_after_a_refresh(qtbot: QtBot, panel: SegmentPanel) -> None:
    rows = (a_supplier_row(), a_supplier_row(3, "威海另一家"))
    panel.show_segment(a_view(suppliers=rows))
    click_row(qtbot, panel.suppliers.local, 1)
    panel.show_segment(a_view(version=8, suppliers=(a_supplier_row(9, "威海新来的"), *rows)))
    assert panel.suppliers.local.current_key() == 3
    assert not panel.suppliers.button(Deed.REJECT).isHidden()


def test_a_segment_without_suppliers_says_what_to_do(panel: SegmentPanel) -> None:
    assert not panel.suppliers._empty.isHidden()
    panel.show_segment(a_view(suppliers=(a_supplier_row(),)))
    assert panel.suppliers._empty.isHidden()


def test_a_company_is_typed_chosen_and_placed(qtbot: QtBot, panel: SegmentPanel) -> None:
    typed, asked = Heard(panel.company_typed), Heard(panel.asked)
    panel.placing.edit.setFocus()
    qtbot.keyClicks(panel.placing.edit, "sl")
    panel.show_company_hits((a_company_row(4), a_company_row(5)))
    qtbot.keyClick(panel.placing.edit, Qt.Key.Key_Down)
    qtbot.keyClick(panel.placing.edit, Qt.Key.Key_Return)
    assert typed.said == ["s", "sl"]
    assert asked.said == [PlaceCompany(MOULD, 5, local=KEEP, expected_version=7)]
    assert panel.placing.edit.text() == ""


def test_a_company_is_placed_as_local_by_tick_and_click(qtbot: QtBot, panel: SegmentPanel) -> None:
    asked = Heard(panel.asked)
    panel.placing.edit.setFocus()
    qtbot.keyClicks(panel.placing.edit, "s")
    panel.placing.is_local.setChecked(True)
    panel.show_company_hits((a_company_row(4), a_company_row(5)))
    click_row(qtbot, panel.placing.hits, 1)
    assert asked.said == [PlaceCompany(MOULD, 5, local=True, expected_version=7)]


def test_hits_that_come_after_the_field_was_emptied_are_not_shown(panel: SegmentPanel) -> None:
    panel.show_company_hits((a_company_row(4),))
    assert panel.placing.hits.isHidden()


def test_a_match_under_way_says_so(panel: SegmentPanel) -> None:
    assert panel.candidates._state.text() == "正在匹配…"
    panel.show_segment(a_view(match=a_match()))
    assert "没有匹配" in panel.candidates._state.text()


def test_a_candidate_becomes_a_target_with_score_and_reason(qtbot: QtBot, panel: SegmentPanel) -> None:
    panel.show_segment(a_view(match=a_match(a_candidate(), a_candidate(22, "另一家", 0.5))))
    heard = Heard(panel.asked)
    click_row(qtbot, panel.candidates.targets, 1)
    qtbot.mouseClick(panel.candidates.add, LEFT)
    assert len(heard.said) == 1
    command = heard.last
    assert isinstance(command, AddTarget)
    assert (command.ref, command.company_id, command.score) == (MOULD, 22, 0.5)
    assert "轮胎模具" in command.reason


def test_a_company_that_is_a_target_already_is_not_added_twice(panel: SegmentPanel) -> None:
    panel.show_segment(a_view(match=a_match(a_candidate(is_target=True))))
    panel.candidates.targets.set_current(21)
    assert not panel.candidates.add.isEnabled()


def test_match_details_are_asked_for_the_chosen_company(qtbot: QtBot, panel: SegmentPanel) -> None:
    panel.show_segment(a_view("carbon", "炭黑", match=a_match(a_candidate())))
    heard = Heard(panel.match_details_asked)
    qtbot.mouseClick(panel.candidates.details, LEFT)
    assert heard.said == [21]


def test_a_company_here_is_offered_as_local_supplier(qtbot: QtBot, panel: SegmentPanel) -> None:
    panel.show_segment(a_view(match=a_match(local=(a_candidate(31, "威海模具"),))))
    heard = Heard(panel.asked)
    click_row(qtbot, panel.candidates.here, 0)
    qtbot.mouseClick(panel.candidates.place_here, LEFT)
    assert heard.said == [PlaceCompany(MOULD, 31, Role.SUPPLIER, Decision.CONFIRMED, expected_version=7)]


def test_a_double_click_on_a_company_picks_it(qtbot: QtBot, panel: SegmentPanel) -> None:
    panel.show_segment(a_view(match=a_match(a_candidate())))
    heard = Heard(panel.picked)
    click_row(qtbot, panel.candidates.targets, 0, twice=True)
    assert heard.said == [21]


def test_one_dropped_company_is_placed(panel: SegmentPanel) -> None:
    heard = Heard(panel.asked)
    drop(panel, company_mime([41]))
    assert heard.said == [PlaceCompany(MOULD, 41, expected_version=7)]


def test_many_dropped_companies_are_one_entry(panel: SegmentPanel) -> None:
    heard = Heard(panel.asked)
    drop(panel, company_mime([41, 42, 41]))
    command = heard.last
    assert isinstance(command, Composite)
    assert [one.company_id for one in command.commands] == [41, 42]


@pytest.mark.parametrize("payload", [b"", b"{", b'{"a": 1}', b'["1"]', b"[true]", b"[" * 100_000])
def test_a_drop_of_anything_else_is_refused(panel: SegmentPanel, payload: bytes) -> None:
    data = QMimeData()
    data.setData(COMPANY_MIME, payload)
    heard = Heard(panel.asked)
    drop(panel, data)
    assert heard.said == []


@pytest.mark.parametrize(
    ("honours", "words"),
    [
        (("专精特新“小巨人”企业", "制造业单项冠军"), ["单项冠军", "小巨人"]),
        (("专精特新中小企业",), ["专精特新"]),
        (("省级创新型企业",), ["省级创新型企业"]),
        ((), []),
    ],
)
def test_the_best_honours_stand_in_short_words(honours: tuple[str, ...], words: list[str]) -> None:
    assert [chip.text for chip in honour_chips(honours)] == words


def test_a_candidate_is_confirmed_by_its_button(qtbot: QtBot, panel: SegmentPanel) -> None:
    panel.show_segment(a_view(match=a_match(a_candidate())))
    heard = Heard(panel.asked)
    click_row(qtbot, panel.candidates.targets, 0)
    qtbot.mouseClick(panel.candidates.confirm, LEFT)
    assert heard.said == [JudgeMatch(MOULD, 21, Decision.CONFIRMED, expected_version=7)]


def test_a_candidate_is_struck_with_a_reason(qtbot: QtBot, panel: SegmentPanel) -> None:
    panel.show_segment(a_view(match=a_match(a_candidate())))
    heard = Heard(panel.asked)
    click_row(qtbot, panel.candidates.targets, 0)
    qtbot.mouseClick(panel.candidates.strike, LEFT)
    dialog = panel.candidates.findChild(StrikeDialog)
    assert dialog is not None
    dialog.reason.setEditText("")
    assert not dialog.strike.isEnabled()
    dialog.reason.setEditText("只做贸易")
    qtbot.mouseClick(dialog.strike, LEFT)
    assert heard.said == [JudgeMatch(MOULD, 21, Decision.REJECTED, "只做贸易", 7)]


def test_struck_companies_stand_apart_and_can_be_brought_back(qtbot: QtBot, panel: SegmentPanel) -> None:
    struck = a_supplier_row(
        31, "某厂", role=Role.CANDIDATE, decision=Decision.REJECTED, evidence="同名不同物", is_verdict=True
    )
    panel.show_segment(a_view(suppliers=(struck,), match=a_match(a_candidate())))
    heard = Heard(panel.asked)
    assert panel.suppliers.outside.rows() == ()
    assert "剔除 1 家" in panel.candidates.judged.summary.text()
    click_row(qtbot, panel.candidates.judged.struck, 0)
    qtbot.mouseClick(panel.candidates.judged.restore, LEFT)
    assert heard.said == [JudgeMatch(MOULD, 31, None, expected_version=7)]


def test_striking_can_teach_the_segment_to_pass_a_word_over(qtbot: QtBot, panel: SegmentPanel) -> None:
    hit = Hit("轮胎气门嘴", "轮胎", Relation.NAME, Standing.QUALIFIER, 0.25)
    panel.show_segment(a_view(match=a_match(replace(a_candidate(), why=(hit,), is_weak=True))))
    heard = Heard(panel.asked)
    click_row(qtbot, panel.candidates.targets, 0)
    qtbot.mouseClick(panel.candidates.strike, LEFT)
    dialog = panel.candidates.findChild(StrikeDialog)
    assert dialog is not None
    assert "轮胎气门嘴" in dialog.exclude.text()
    dialog.exclude.setChecked(True)
    qtbot.mouseClick(dialog.strike, LEFT)
    verdict, words = heard.last.commands
    assert verdict == JudgeMatch(MOULD, 21, Decision.REJECTED, "同名不同物", 7)
    assert isinstance(words, EditSegment)
    assert words.exclude == (*a_view().segment.exclude, "轮胎气门嘴")


def test_a_product_that_is_what_is_wanted_is_never_passed_over(panel: SegmentPanel) -> None:
    hit = Hit("轮胎模具", "轮胎模具", Relation.NAME, Standing.WHOLE, 1.0)
    assert word_to_exclude(a_view().segment, replace(a_candidate(), why=(hit,))) == ""
