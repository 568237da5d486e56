"""The links of a segment: shown with their facts, added by a name, removed, gone along."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from chains.chain import SegmentRef
from chains.kinds import Coverage
from chains.structure import AddLink, RemoveLinks
from tests.widgets.builders import HOSTILE, Heard
from widgets.panels.links import LinkDeed, LinkEnd, LinksSection, LinksView

VIEW = LinksView(
    SegmentRef("tyre", "tread"),
    inputs=(LinkEnd("rubber", "tread", "天然橡胶", Coverage.MISSING, 0.6, HOSTILE),),
    outputs=(LinkEnd("tread", "tyre", HOSTILE, Coverage.STRONG, 1.0),),
    others=(("rubber", "天然橡胶"), ("tyre", HOSTILE), ("black", "炭黑")),
    chain_version=5,
)


def a_section(qtbot: QtBot) -> LinksSection:
    section = LinksSection()
    qtbot.addWidget(section)
    section.show_view(VIEW)
    section.show()
    return section


def test_a_name_that_there_is_becomes_a_link_in_either_direction(qtbot: QtBot) -> None:
    section = a_section(qtbot)
    heard = Heard(section.asked)
    assert not section.add_input.isEnabled()

    section.edit.setText("炭黑")
    qtbot.mouseClick(section.add_input, Qt.MouseButton.LeftButton)
    section.edit.setText("炭黑")
    qtbot.mouseClick(section.add_output, Qt.MouseButton.LeftButton)

    assert heard.said == [
        AddLink("tyre", "black", "tread", expected_version=5),
        AddLink("tyre", "tread", "black", expected_version=5),
    ]
    assert section.edit.text() == ""


def test_a_link_that_there_is_cannot_be_added_again(qtbot: QtBot) -> None:
    section = a_section(qtbot)

    section.edit.setText("天然橡胶")

    assert not section.add_input.isEnabled()
    assert section.add_output.isEnabled()


def test_the_picked_link_is_removed_by_its_button(qtbot: QtBot) -> None:
    section = a_section(qtbot)
    heard = Heard(section.asked)

    section.inputs.set_current(("rubber", "tread"))
    qtbot.mouseClick(section.button(LinkDeed.REMOVE), Qt.MouseButton.LeftButton)

    assert heard.last == RemoveLinks("tyre", (("rubber", "tread"),), 5)


def test_enter_goes_to_the_other_end(qtbot: QtBot) -> None:
    section = a_section(qtbot)
    heard = Heard(section.picked)

    section.outputs.set_current(("tread", "tyre"))
    qtbot.keyClick(section.outputs, Qt.Key.Key_Return)

    assert heard.last == "tyre"


def test_share_and_group_are_asked_for_by_name(qtbot: QtBot) -> None:
    section = a_section(qtbot)
    heard = Heard(section.edit_asked)

    section.inputs.set_current(("rubber", "tread"))
    qtbot.mouseClick(section.button(LinkDeed.EDIT), Qt.MouseButton.LeftButton)

    assert heard.last == ("rubber", "tread")


def test_what_is_typed_stays_when_the_same_segment_is_shown_again(qtbot: QtBot) -> None:
    section = a_section(qtbot)

    section.edit.setText("炭")
    section.show_view(VIEW)

    assert section.edit.text() == "炭"
