"""The file cannot be written for a while: what was changed stays in the window, and is written afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from app.desktop.heard import HELD, WRITTEN
from chains.chain import SegmentRef
from chains.commands import AssessSegment
from chains.kinds import Coverage
from widgets.panels.labels import WrappedLabel

if TYPE_CHECKING:
    from pathlib import Path

    from tests.flows.conftest import DesktopProbe

MOULD = SegmentRef("tyre", "mould")


@pytest.fixture
def said(desktop: DesktopProbe, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the bar of messages was told."""
    told: list[str] = []
    messages = desktop.session.window.messages
    show = messages.show_message
    monkeypatch.setattr(messages, "show_message", lambda text, *kind: (told.append(text), show(text, *kind)))
    return told


def _pull(desktop: DesktopProbe) -> Path:
    """As when a USB stick is drawn; returns where the file is then."""
    file = desktop.session.workspace.database.path  # type: ignore[attr-defined]
    return file.rename(file.with_name("拔出"))  # type: ignore[no-any-return]


def _put_back(desktop: DesktopProbe, away: Path) -> None:
    away.rename(desktop.session.workspace.database.path)  # type: ignore[attr-defined]
    desktop.qtbot.waitUntil(lambda: not desktop.session.desk.is_writing)
    desktop.settle()


def _evidence(desktop: DesktopProbe) -> list[str]:
    with desktop.session.workspace.read() as reader:
        return [one.evidence for one in reader.assessment_history(MOULD)]


def _type(desktop: DesktopProbe, text: str) -> None:
    desktop.session.place.go_to_segment(MOULD)
    desktop.settle()
    desktop.session.panel.assessing.evidence.box.setPlainText(text)


def test_text_left_behind_while_the_file_is_away_is_written_when_it_is_back(
    desktop: DesktopProbe, said: list[str]
) -> None:
    _type(desktop, "写了一下午")
    away = _pull(desktop)
    desktop.session.place.go_to_segment(None)
    desktop.qtbot.waitUntil(lambda: desktop.session.desk.unsaved == 1)
    assert any(HELD in text for text in said)

    _put_back(desktop, away)

    assert _evidence(desktop)[0] == "写了一下午"
    assert said[-1] == WRITTEN


def test_changes_that_waited_are_written_in_their_order(desktop: DesktopProbe) -> None:
    before = len(_evidence(desktop))
    away = _pull(desktop)
    for number in range(3):
        desktop.session.desk.submit(AssessSegment(MOULD, evidence=f"第{number}次"))
    desktop.qtbot.waitUntil(lambda: desktop.session.desk.unsaved == 3)
    desktop.session.desk.submit(AssessSegment(MOULD, coverage=Coverage.STRONG))

    _put_back(desktop, away)

    assert _evidence(desktop)[: -before or None] == ["第2次", "第2次", "第1次", "第0次"]
    assert desktop.session.desk.unsaved == 0


def test_a_window_with_text_that_cannot_be_written_does_not_close_without_asking(
    desktop: DesktopProbe,
) -> None:
    session = desktop.session
    _type(desktop, "写了一下午")
    away = _pull(desktop)

    session.window.close()

    question = session.leaving.question
    assert session.window.isVisible() and question is not None
    assert any("1 项更改没有保存" in label.text() for label in question.findChildren(WrappedLabel))
    desktop.qtbot.mouseClick(question.close_button, Qt.MouseButton.LeftButton)
    _put_back(desktop, away)
    assert _evidence(desktop)[0] == "写了一下午"
    session.window.close()
    assert not session.window.isVisible()


def test_text_that_cannot_be_written_can_be_given_up(desktop: DesktopProbe) -> None:
    session = desktop.session
    _type(desktop, "不要了")
    away = _pull(desktop)
    session.window.close()
    assert session.leaving.question is not None

    desktop.qtbot.mouseClick(session.leaving.question.act, Qt.MouseButton.LeftButton)

    assert not session.window.isVisible()
    away.rename(away.with_name("威海.lianpu"))
