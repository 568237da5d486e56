"""Editing on the map: what a person does there is in the workspace, is one step, and can be taken back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QWidget

from chains.chain import Chain, SegmentRef
from chains.commands import AddTarget, PlaceCompany
from chains.kinds import Coverage, Tier
from tests.flows.conftest import DesktopProbe
from widgets.dialogs.chain_form import NewChainDialog
from widgets.dialogs.link import LinkDialog
from widgets.dialogs.remove import RemoveDialog
from widgets.dialogs.segment_form import SegmentDialog
from widgets.dialogs.split_merge import MergeDialog, SplitDialog
from widgets.dialogs.stage_form import StageDialog

MOULD = SegmentRef("tyre", "mould")


def _act(desktop: DesktopProbe, action: str) -> None:
    desktop.session.window.action(action).trigger()
    desktop.settle()


def _chain(desktop: DesktopProbe, code: str = "tyre") -> Chain:
    with desktop.session.workspace.read() as reader:
        return reader.chain_state(code).chain


def _pick(desktop: DesktopProbe, *codes: str) -> None:
    desktop.session.canvas.select_many(codes)
    desktop.session.place.go_to_segment(SegmentRef(desktop.session.place.chain, codes[-1]))
    desktop.settle()


def _dialog(desktop: DesktopProbe, kind: type[QDialog]) -> QDialog:
    found = [one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible()]
    assert len(found) == 1
    return found[0]


def _press(desktop: DesktopProbe, button: QWidget) -> None:
    desktop.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    desktop.settle()


def _type(desktop: DesktopProbe, edit: QWidget, text: str, *, then: Qt.Key = Qt.Key.Key_Return) -> None:
    # As an input method does: there is no key for a Chinese sign.
    written = QInputMethodEvent()
    written.setCommitString(text)
    QApplication.sendEvent(edit, written)
    desktop.qtbot.keyClick(edit, then)
    desktop.settle()


def _line(desktop: DesktopProbe) -> QWidget:
    """The line on the map in which a name is typed."""
    shown = [edit for edit in desktop.session.canvas.findChildren(QLineEdit) if edit.isVisible()]
    assert len(shown) == 1
    return shown[0]


def _names(desktop: DesktopProbe, code: str = "tyre") -> set[str]:
    return {one.name for one in _chain(desktop, code).segments}


def test_a_chain_is_made_from_nothing_with_the_keyboard_alone(desktop: DesktopProbe) -> None:
    session, bot = desktop.session, desktop.qtbot
    session.window.activateWindow()
    bot.keyClick(
        session.window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    dialog = _dialog(desktop, NewChainDialog)
    assert isinstance(dialog, NewChainDialog)
    _type(desktop, dialog.name, "无人机")
    code = session.place.chain
    assert _chain(desktop, code).name == "无人机"
    assert len(_chain(desktop, code).stages) == 4

    session.window.activateWindow()
    session.canvas.setFocus()
    bot.waitUntil(session.canvas.hasFocus)
    bot.keyClick(session.canvas, Qt.Key.Key_N)
    _type(desktop, _line(desktop), "碳纤维机身")
    _type(desktop, _line(desktop), "飞控芯片")
    _type(desktop, _line(desktop), "", then=Qt.Key.Key_Escape)

    chain = _chain(desktop, code)
    assert [one.name for one in chain.segments] == ["碳纤维机身", "飞控芯片"]
    assert {one.stage for one in chain.segments} == {chain.stages[0].code}


def test_f2_names_a_segment_anew_and_undo_brings_the_name_back(desktop: DesktopProbe) -> None:
    _pick(desktop, "mould")
    canvas = desktop.session.canvas
    canvas.setFocus()
    desktop.qtbot.keyClick(canvas, Qt.Key.Key_F2)
    desktop.qtbot.keyClick(_line(desktop), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    _type(desktop, _line(desktop), "子午线轮胎模具")

    assert _chain(desktop).segment("mould").name == "子午线轮胎模具"
    desktop.session.desk.undo()
    desktop.settle()
    assert _chain(desktop).segment("mould").name == "轮胎模具"


def test_marking_many_segments_is_one_step(desktop: DesktopProbe) -> None:
    session = desktop.session
    codes = [one.code for one in _chain(desktop).segments][:12]
    _pick(desktop, *codes)
    session.canvas.setFocus()
    desktop.qtbot.keyClick(session.canvas, Qt.Key.Key_3)
    desktop.settle()

    with session.workspace.read() as reader:
        state, log = reader.chain_state("tyre"), reader.change_log(1)
    assert {state.assessment(code).coverage for code in codes} == {Coverage.WEAK}
    assert "12 个环节" in log[0].subject
    session.desk.undo()
    desktop.settle()
    with session.workspace.read() as reader:
        assert reader.chain_state("tyre").assessment("mould").coverage is Coverage.MISSING


def test_several_picked_segments_have_a_panel_of_their_own(desktop: DesktopProbe) -> None:
    panel = desktop.session.panel
    _pick(desktop, "mould")
    _pick(desktop, "mould", "tyre")
    assert panel.several.isVisible()

    _press(desktop, panel.several.coverage.button(Coverage.ADEQUATE))

    assert desktop.session.canvas.state_of("tyre") is Coverage.ADEQUATE
    _pick(desktop, "mould")
    assert not panel.several.isVisible()
    assert panel.view() is not None


def test_deleting_without_marks_asks_nothing(desktop: DesktopProbe) -> None:
    code = _chain(desktop).segments[0].code
    _pick(desktop, code)
    _act(desktop, "remove_picked")

    assert code not in {one.code for one in _chain(desktop).segments}
    assert desktop.session.place.segment is None
    desktop.session.desk.undo()
    desktop.settle()
    assert code in {one.code for one in _chain(desktop).segments}


def test_deleting_what_has_marks_lets_them_move_first(desktop: DesktopProbe) -> None:
    session = desktop.session
    with session.workspace.read() as reader:
        ids = [row.id for row in reader.company_page("", 0, 9)]
    session.desk.submit(PlaceCompany(MOULD, ids[2]))
    session.desk.submit(AddTarget(MOULD, ids[0]))
    desktop.settle()
    _pick(desktop, "mould")
    _act(desktop, "remove_picked")
    dialog = _dialog(desktop, RemoveDialog)
    assert isinstance(dialog, RemoveDialog)
    dialog.home.setCurrentText(_chain(desktop).segment("tyre").name)
    _press(desktop, dialog.remove)

    with session.workspace.read() as reader:
        state, targets = reader.chain_state("tyre"), reader.targets("tyre")
    assert "mould" not in {one.code for one in state.chain.segments}
    assert [one.placement.company_id for one in state.suppliers_of("tyre")] == [ids[2]]
    assert [row.ref.segment for row in targets] == ["tyre"]
    session.desk.undo()
    desktop.settle()
    with session.workspace.read() as reader:
        assert len(reader.chain_state("tyre").suppliers_of("mould")) == 1


def test_moving_to_the_next_stage_by_keys(desktop: DesktopProbe) -> None:
    chain = _chain(desktop)
    stages = [one.code for one in chain.stages]
    before = stages.index(chain.segment("mould").stage)
    _pick(desktop, "mould")
    desktop.session.canvas.setFocus()
    desktop.qtbot.keyClick(desktop.session.canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    desktop.settle()

    assert stages.index(_chain(desktop).segment("mould").stage) == before + 1


def test_split_and_merge(desktop: DesktopProbe) -> None:
    _pick(desktop, "mould")
    _act(desktop, "split_segment")
    split = _dialog(desktop, SplitDialog)
    assert isinstance(split, SplitDialog)
    split.names.setPlainText("花纹模具\n侧板模具\n")
    _press(desktop, split.do)
    assert {"花纹模具", "侧板模具"} <= _names(desktop)

    others = [one.code for one in _chain(desktop).segments if one.name in {"花纹模具", "侧板模具"}]
    _pick(desktop, *others)
    _act(desktop, "merge_segments")
    merge = _dialog(desktop, MergeDialog)
    assert isinstance(merge, MergeDialog)
    _press(desktop, merge.do)
    assert len(_names(desktop) & {"花纹模具", "侧板模具"}) == 1


def test_a_link_is_drawn_with_keys_and_its_share_said(desktop: DesktopProbe) -> None:
    session = desktop.session
    chain = _chain(desktop)
    codes = [one.code for one in chain.segments]
    there = {(one.source, one.target) for one in chain.links}
    source, target = next((a, b) for a in codes for b in codes if a != b and (a, b) not in there)
    session.canvas.link_drawn.emit(source, target)
    desktop.settle()
    assert (source, target) in {(one.source, one.target) for one in _chain(desktop).links}

    session.canvas.link_activated.emit((source, target))
    dialog = _dialog(desktop, LinkDialog)
    assert isinstance(dialog, LinkDialog)
    dialog.share.setValue(40)
    _press(desktop, dialog.save)

    link = next(one for one in _chain(desktop).links if (one.source, one.target) == (source, target))
    assert link.share == pytest.approx(0.4)


def test_copied_segments_arrive_in_another_chain(desktop: DesktopProbe) -> None:
    session = desktop.session
    _pick(desktop, "mould", "tyre")
    _act(desktop, "copy_segments")
    assert "轮胎模具" in QGuiApplication.clipboard().text()

    session.place.go_to_chain("motor")
    desktop.settle()
    _act(desktop, "paste_segments")

    assert "轮胎模具" in _names(desktop, "motor")
    assert len(session.canvas.selection()) == 2


def test_names_from_a_spreadsheet_become_segments(desktop: DesktopProbe) -> None:
    QGuiApplication.clipboard().setText("芯轴\r\n定型机\t制造装备甲\r\n")
    _pick(desktop, "mould")
    _act(desktop, "paste_segments")

    chain = _chain(desktop)
    assert {"芯轴", "定型机"} <= _names(desktop)
    assert "制造装备甲" in {one.name for one in chain.stages}
    stage = next(one.stage for one in chain.segments if one.name == "芯轴")
    assert stage == chain.segment("mould").stage


def test_a_stage_is_added_named_moved_and_removed(desktop: DesktopProbe) -> None:
    session = desktop.session
    _act(desktop, "new_stage")
    dialog = _dialog(desktop, StageDialog)
    assert isinstance(dialog, StageDialog)
    dialog.name.setText("回收再造")
    _press(desktop, dialog.save)
    stage = next(one for one in _chain(desktop).stages if one.name == "回收再造")
    assert session.map_desk.picked.stage == stage.code

    place = [one.code for one in _chain(desktop).stages].index(stage.code)
    _act(desktop, "stage_right")
    assert [one.code for one in _chain(desktop).stages].index(stage.code) == place + 1

    _act(desktop, "edit_stage")
    again = _dialog(desktop, StageDialog)
    assert isinstance(again, StageDialog)
    _press(desktop, again.tier.button(Tier.SUPPORT))
    _press(desktop, again.save)
    assert _chain(desktop).stage(stage.code).tier is Tier.SUPPORT

    _act(desktop, "remove_stage")
    assert stage.code not in {one.code for one in _chain(desktop).stages}


def test_a_stage_with_segments_is_not_removed_and_the_reason_is_said(desktop: DesktopProbe) -> None:
    _pick(desktop, "mould")
    _act(desktop, "remove_stage")

    assert desktop.session.window.messages.isVisible()
    assert _chain(desktop).segment("mould").stage in {one.code for one in _chain(desktop).stages}


def test_a_chain_can_be_removed_and_brought_back(desktop: DesktopProbe) -> None:
    session = desktop.session
    _act(desktop, "remove_chain")
    dialog = _dialog(desktop, RemoveDialog)
    assert isinstance(dialog, RemoveDialog)
    _press(desktop, dialog.remove)
    desktop.settle()

    assert session.place.chain != "tyre"
    assert "tyre" not in session.chain_list.shown_codes()
    session.desk.undo()
    desktop.settle()
    assert "轮胎模具" in _names(desktop)


def test_properties_change_the_product(desktop: DesktopProbe) -> None:
    _pick(desktop, "mould")
    _act(desktop, "edit_segment")
    dialog = _dialog(desktop, SegmentDialog)
    assert isinstance(dialog, SegmentDialog)
    dialog.product.setCurrentText("模具总成")
    dialog.weight.setValue(2.0)
    _press(desktop, dialog.save)

    segment = _chain(desktop).segment("mould")
    assert segment.weight == 2.0
    with desktop.session.workspace.read() as reader:
        assert reader.products()[segment.product].name == "模具总成"


def test_a_dragged_box_stays_until_it_is_let_go(desktop: DesktopProbe) -> None:
    session = desktop.session
    box = session.canvas.picture().layout.boxes["mould"]
    session.canvas.boxes_moved.emit((("mould", box.x, box.y + 300.0),))
    desktop.settle()
    assert session.canvas.picture().layout.boxes["mould"].y == pytest.approx(box.y + 300.0)
    assert session.map_desk.picked.pinned == {"mould"}

    _pick(desktop, "mould")
    _act(desktop, "unpin_picked")
    assert session.map_desk.picked.pinned == frozenset()


def test_parts_fold_into_their_segment_and_come_back(desktop: DesktopProbe) -> None:
    QGuiApplication.clipboard().setText("环节\t上级环节\n活络模\t\n花纹块\t活络模\n")
    _pick(desktop, "mould")
    _act(desktop, "paste_segments")
    by_name = {one.name: one.code for one in _chain(desktop).segments}
    _pick(desktop, by_name["活络模"])
    _act(desktop, "fold")
    boxes = desktop.session.canvas.picture().layout.boxes
    assert by_name["花纹块"] not in boxes

    desktop.session.place.point_at(SegmentRef("tyre", by_name["花纹块"]))
    desktop.settle()
    assert desktop.session.canvas.selection() == (by_name["活络模"],)

    _act(desktop, "unfold_all")
    assert by_name["花纹块"] in desktop.session.canvas.picture().layout.boxes
