"""The dialogs that change a chain's structure: what they say when they are filled in by hand."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from chains import words
from chains.chain import Chain, Segment
from chains.commands import KEEP
from chains.kinds import Tier
from chains.structure import EditLink, RemoveLinks
from tests.widgets.builders import HOSTILE, Heard
from widgets.dialogs.chain_form import ChainForm, EditChainDialog, NewChainDialog, StageTemplate
from widgets.dialogs.link import OWN_GROUP, LinkDialog, LinkView
from widgets.dialogs.remove import Going, RemoveDialog
from widgets.dialogs.segment_form import SegmentDialog, SegmentForm
from widgets.dialogs.split_merge import MergeDialog, SplitDialog
from widgets.dialogs.stage_form import StageDialog, StageForm, TierNamesDialog

TEMPLATES = (
    StageTemplate("三段", (("原材料", Tier.UPSTREAM), ("整机", Tier.MIDSTREAM))),
    StageTemplate("空白", ()),
)
LINK = LinkView(
    "tyre", "rubber", "tread", "天然橡胶", "胎面", "rubber", 0.6, (("g1", ("合成橡胶", HOSTILE)),), 3
)
SEGMENT = Segment("tyre", "mould", "轮胎模具", "parts", "轮胎模具", ("活络模",), ("注塑模",), place="专栏3")


def opened(qtbot: QtBot, dialog: QDialog) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(dialog)
    dialog.open()


def press(qtbot: QtBot, button: QPushButton) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def a_segment_dialog() -> SegmentDialog:
    return SegmentDialog(
        SEGMENT, {"轮胎模具": "轮胎模具", "motor": "电机"}, (HOSTILE,), (("tyre_maker", HOSTILE),)
    )


def every_dialog() -> list[QDialog]:
    return [
        NewChainDialog([HOSTILE], TEMPLATES),
        EditChainDialog(Chain("c", HOSTILE, HOSTILE, document=HOSTILE), [HOSTILE]),
        StageDialog("重命名阶段", StageForm(HOSTILE, Tier.SUPPORT), words.TIER),
        TierNamesDialog(HOSTILE, {Tier.UPSTREAM: HOSTILE}),
        LinkDialog(LINK),
        RemoveDialog(HOSTILE, (Going("a", HOSTILE, 2, 1, True),), (("b", HOSTILE),)),
        SplitDialog(HOSTILE),
        MergeDialog((("a", HOSTILE, HOSTILE), ("b", "乙", "薄弱"))),
        a_segment_dialog(),
    ]


def test_no_dialog_takes_a_name_as_markup(qtbot: QtBot) -> None:
    for dialog in every_dialog():
        opened(qtbot, dialog)
        guessing = [
            one.text() for one in dialog.findChildren(QLabel) if one.textFormat() != Qt.TextFormat.PlainText
        ]
        assert guessing == [], type(dialog).__name__
        dialog.close()


def test_a_new_chain_needs_a_name_and_takes_stages_and_a_pasted_table(qtbot: QtBot) -> None:
    dialog = NewChainDialog(["装备"], TEMPLATES)
    opened(qtbot, dialog)
    heard = Heard(dialog.filled)
    assert not dialog.create_button.isEnabled()

    dialog.name.insert("无人机")
    dialog.table.setPlainText("电机\t零部件")
    press(qtbot, dialog.create_button)

    assert heard.last == ChainForm("无人机", "", stages=TEMPLATES[0].stages, table="电机\t零部件")


def test_a_chain_keeps_its_cluster_when_only_its_name_is_typed(qtbot: QtBot) -> None:
    dialog = EditChainDialog(Chain("c", "轮胎", "装备", "张三"), ["装备"])
    opened(qtbot, dialog)
    heard = Heard(dialog.filled)

    dialog.name.insert("轮胎与橡胶")
    press(qtbot, dialog.save)

    assert heard.last == ChainForm("轮胎与橡胶", "装备", "张三")


def test_a_stage_is_named_and_put_in_a_tier(qtbot: QtBot) -> None:
    dialog = StageDialog("新增阶段", StageForm("", Tier.MIDSTREAM), words.TIER)
    opened(qtbot, dialog)
    heard = Heard(dialog.filled)

    dialog.name.insert("检测")
    qtbot.mouseClick(dialog.tier.button(Tier.SUPPORT), Qt.MouseButton.LeftButton)
    press(qtbot, dialog.save)

    assert heard.last == StageForm("检测", Tier.SUPPORT)


def test_tiers_left_empty_keep_their_usual_word(qtbot: QtBot) -> None:
    dialog = TierNamesDialog("轮胎", {Tier.UPSTREAM: "原料端"})
    opened(qtbot, dialog)
    heard = Heard(dialog.filled)

    dialog.edits[Tier.UPSTREAM].clear()
    dialog.edits[Tier.DOWNSTREAM].insert("用户端")
    press(qtbot, dialog.save)

    assert heard.last[Tier.UPSTREAM] == ""
    assert heard.last[Tier.DOWNSTREAM] == "用户端"


def test_a_link_joins_another_inputs_group_and_keeps_its_share(qtbot: QtBot) -> None:
    dialog = LinkDialog(LINK)
    opened(qtbot, dialog)
    heard = Heard(dialog.asked)
    assert dialog.group.currentText() == OWN_GROUP

    dialog.group.setCurrentIndex(1)
    press(qtbot, dialog.save)

    assert heard.last == EditLink("tyre", "rubber", "tread", group="g1", share=KEEP, expected_version=3)


def test_a_links_share_is_typed_in_percent(qtbot: QtBot) -> None:
    dialog = LinkDialog(LINK)
    opened(qtbot, dialog)
    heard = Heard(dialog.asked)

    dialog.share.setValue(40)
    press(qtbot, dialog.save)

    assert heard.last == EditLink("tyre", "rubber", "tread", group=KEEP, share=0.4, expected_version=3)


def test_a_link_can_leave_a_group_that_others_share(qtbot: QtBot) -> None:
    grouped = LinkView("tyre", "rubber", "tread", "甲", "乙", "g1", 1.0, (("g1", ("丙",)),))
    dialog = LinkDialog(grouped)
    opened(qtbot, dialog)
    heard = Heard(dialog.asked)
    assert dialog.group.currentText() == "与 丙"

    dialog.group.setCurrentIndex(0)
    press(qtbot, dialog.save)

    assert heard.last.group == "rubber"


def test_a_link_is_removed_by_its_button(qtbot: QtBot) -> None:
    dialog = LinkDialog(LINK)
    opened(qtbot, dialog)
    heard = Heard(dialog.asked)

    press(qtbot, dialog.remove)

    assert heard.last == RemoveLinks("tyre", (("rubber", "tread"),), 3)


def test_marks_are_moved_only_to_a_segment_that_there_is(qtbot: QtBot) -> None:
    dialog = RemoveDialog("轮胎模具", (Going("a", "轮胎模具", 2, 1, True),), (("b", "硫化机"),))
    opened(qtbot, dialog)
    heard = Heard(dialog.removed)
    assert not dialog.remove.isEnabled()

    dialog.home.setEditText("没有")
    assert not dialog.remove.isEnabled()
    dialog.home.setEditText("硫化机")
    press(qtbot, dialog.remove)

    assert heard.last == "b"


def test_marks_go_too_when_that_is_chosen(qtbot: QtBot) -> None:
    dialog = RemoveDialog("轮胎模具", (Going("a", "轮胎模具", 2, 1, True),), (("b", "硫化机"),))
    opened(qtbot, dialog)
    heard = Heard(dialog.removed)

    dialog.drop_marks.setChecked(True)
    press(qtbot, dialog.remove)

    assert heard.last == ""


def test_where_nothing_hangs_on_a_segment_nothing_is_asked_but_whether_it_goes(qtbot: QtBot) -> None:
    dialog = RemoveDialog("轮胎模具", (Going("a", "轮胎模具", 0, 0, True),), (("b", "硫化机"),))
    opened(qtbot, dialog)
    heard = Heard(dialog.removed)

    assert not dialog.keep_marks.isVisible()
    assert not dialog.drop_marks.isVisible()
    press(qtbot, dialog.remove)

    assert heard.last == ""


def test_a_split_needs_two_different_names(qtbot: QtBot) -> None:
    dialog = SplitDialog("模具")
    opened(qtbot, dialog)
    heard = Heard(dialog.split)
    assert not dialog.do.isEnabled()

    dialog.names.setPlainText("活络模\n\n 活络模 \n两半模\n")
    press(qtbot, dialog.do)

    assert heard.last == ("活络模", "两半模")


def test_a_merge_says_who_stays(qtbot: QtBot) -> None:
    dialog = MergeDialog((("a", "甲", "缺失"), ("b", "乙", "薄弱")))
    opened(qtbot, dialog)
    heard = Heard(dialog.merged)

    dialog.group.button(1).setChecked(True)
    press(qtbot, dialog.do)

    assert heard.last == "b"


def test_a_segments_facts_are_read_back_as_they_were(qtbot: QtBot) -> None:
    dialog = a_segment_dialog()
    opened(qtbot, dialog)
    heard = Heard(dialog.filled)

    press(qtbot, dialog.save)

    assert heard.last == SegmentForm("轮胎模具", "轮胎模具", "轮胎模具", None, ("活络模",), ("注塑模",), 1.0)


def test_match_words_are_cut_at_every_usual_mark(qtbot: QtBot) -> None:
    dialog = a_segment_dialog()
    opened(qtbot, dialog)
    heard = Heard(dialog.filled)

    dialog.aliases.setText("活络模，两半模、 两半模;子午线模具")
    press(qtbot, dialog.save)

    assert heard.last.aliases == ("活络模", "两半模", "子午线模具")
