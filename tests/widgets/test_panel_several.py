"""Marking several segments at once: one command, and nothing shown where they differ."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from chains.chain import Segment
from chains.commands import AssessSegment, Composite
from chains.kinds import Coverage, Source
from chains.marking import Assessment
from tests.widgets.builders import HOSTILE, Heard
from widgets.panels.several import SeveralPanel, SeveralView

ONE = Segment("tyre", "mould", "轮胎模具", "parts", "轮胎模具", version=3)
TWO = Segment("tyre", "press", HOSTILE, "parts", "硫化机", version=7)


def a_panel(qtbot: QtBot) -> tuple[SeveralPanel, Heard]:
    panel = SeveralPanel()
    qtbot.addWidget(panel)
    panel.show_view(
        SeveralView(
            "轮胎",
            (ONE, TWO),
            {
                "mould": Assessment(Coverage.MISSING, Source.DOMESTIC),
                "press": Assessment(Coverage.WEAK, Source.DOMESTIC),
            },
        )
    )
    panel.show()
    return panel, Heard(panel.asked)


def test_a_choice_is_one_step_over_all_segments(qtbot: QtBot) -> None:
    panel, heard = a_panel(qtbot)

    qtbot.mouseClick(panel.coverage.button(Coverage.ADEQUATE), Qt.MouseButton.LeftButton)

    assert heard.last == Composite(
        "assess",
        "2 个环节",
        (
            AssessSegment(ONE.ref, coverage=Coverage.ADEQUATE, expected_version=3),
            AssessSegment(TWO.ref, coverage=Coverage.ADEQUATE, expected_version=7),
        ),
    )


def test_a_fact_in_which_they_differ_shows_no_choice(qtbot: QtBot) -> None:
    panel, _ = a_panel(qtbot)

    assert not any(panel.coverage.button(one).isChecked() for one in Coverage)
    assert panel.source.button(Source.DOMESTIC).isChecked()


def test_evidence_goes_with_the_mark(qtbot: QtBot) -> None:
    panel, heard = a_panel(qtbot)

    panel.evidence.setPlainText("2026年调研")
    qtbot.keyClick(panel, Qt.Key.Key_4)

    assert isinstance(heard.last, Composite)
    assert all(one.evidence == "2026年调研" for one in heard.last.commands)
    assert all(one.coverage is Coverage.MISSING for one in heard.last.commands)
    assert panel.evidence.toPlainText() == ""


def test_evidence_alone_can_be_written_to_all(qtbot: QtBot) -> None:
    panel, heard = a_panel(qtbot)
    assert not panel.keep_evidence.isEnabled()

    panel.evidence.setPlainText("2026年调研")
    qtbot.mouseClick(panel.keep_evidence, Qt.MouseButton.LeftButton)

    assert [one.evidence for one in heard.last.commands] == ["2026年调研", "2026年调研"]
