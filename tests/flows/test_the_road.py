"""The road through the window: mark, place, import, match, want, export, undo."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction

from app.desktop.actions import ACTIONS
from app.services.workspace import Workspace
from chains.chain import SegmentRef
from chains.commands import AssessSegment
from chains.kinds import Coverage, Decision
from db.workspace_file import open_workspace
from tests.flows.conftest import DesktopProbe
from widgets.dialogs.conflict import Ruling
from widgets.dialogs.export import ExportChoice, ExportKind
from widgets.dialogs.export_map import MapExportChoice
from widgets.map.export_options import MapExportOptions, PictureKind
from widgets.panels.labels import WrappedLabel

MOULD = SegmentRef("tyre", "mould")


def _go(desktop: DesktopProbe, ref: SegmentRef = MOULD) -> None:
    desktop.session.place.go_to_segment(ref)
    desktop.settle()


def _click(desktop: DesktopProbe, widget: object) -> None:
    desktop.qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)  # type: ignore[arg-type]
    desktop.settle()


def _act(desktop: DesktopProbe, action: str) -> None:
    desktop.session.window.action(action).trigger()
    desktop.settle()


def _coverage(desktop: DesktopProbe) -> Coverage:
    with desktop.session.workspace.read() as reader:
        return reader.chain_state("tyre").assessment("mould").coverage


def test_the_window_opens_on_a_chain_with_its_gaps(desktop: DesktopProbe) -> None:
    assert desktop.session.canvas.state_of("mould") is Coverage.MISSING
    assert "轮胎模具" in desktop.gap_names()
    assert "tyre" in desktop.session.chain_list.shown_codes()
    assert desktop.session.window.header.button("missing").text() == "缺失 4"


def test_a_click_on_a_box_opens_its_segment(desktop: DesktopProbe) -> None:
    canvas = desktop.session.canvas
    canvas.select("mould")

    desktop.qtbot.mouseClick(
        canvas, Qt.MouseButton.LeftButton, pos=canvas.screen_box("mould").center().toPoint()
    )
    desktop.settle()

    view = desktop.session.panel.view()
    assert view is not None and view.ref == MOULD


def test_marking_a_segment_reaches_map_list_header_and_log_and_can_be_undone(desktop: DesktopProbe) -> None:
    _go(desktop)
    session = desktop.session
    rate = session.window.header.button("local_supply_rate").text()

    _click(desktop, session.panel.assessing.coverage.button(Coverage.STRONG))

    assert session.canvas.state_of("mould") is Coverage.STRONG
    assert "轮胎模具" not in desktop.gap_names()
    assert session.window.header.button("local_supply_rate").text() != rate
    assert "评估 轮胎模具" in session.window.action("undo").text()
    _act(desktop, "undo")
    assert session.canvas.state_of("mould") is Coverage.MISSING
    assert "轮胎模具" in desktop.gap_names()
    assert session.window.header.button("local_supply_rate").text() == rate
    _act(desktop, "redo")
    assert session.canvas.state_of("mould") is Coverage.STRONG


def test_number_keys_mark_without_the_mouse(desktop: DesktopProbe) -> None:
    _go(desktop)
    desktop.session.panel.setFocus()

    desktop.qtbot.keyClick(desktop.session.panel, Qt.Key.Key_3)
    desktop.settle()

    assert _coverage(desktop) is Coverage.WEAK


def test_a_local_supplier_is_placed_by_typing_and_enter(desktop: DesktopProbe) -> None:
    _go(desktop)
    edit = desktop.session.panel.placing.edit

    desktop.qtbot.keyClicks(edit, "bwhmj")
    desktop.settle()
    desktop.qtbot.keyClick(edit, Qt.Key.Key_Return)
    desktop.settle()

    view = desktop.session.panel.view()
    assert view is not None
    assert [(one.company_name, one.local) for one in view.suppliers] == [("丙威海模具有限公司", True)]
    assert view.contradiction, "missing, yet supplied here"


def test_companies_dragged_onto_a_box_are_placed_and_undone_as_one(desktop: DesktopProbe) -> None:
    session = desktop.session
    with session.workspace.read() as reader:
        ids = tuple(row.id for row in reader.company_page("", 0, 10))

    session.canvas.dropped.emit(MOULD, ids)
    desktop.settle()

    with session.workspace.read() as reader:
        placed = reader.chain_state("tyre").suppliers_of("mould")
        assert len(placed) == len(ids)
        assert all(one.placement.decision is Decision.CONFIRMED for one in placed)
    _act(desktop, "undo")
    with session.workspace.read() as reader:
        assert reader.chain_state("tyre").suppliers_of("mould") == ()


def test_a_match_is_offered_and_becomes_a_target(desktop: DesktopProbe) -> None:
    _go(desktop)
    view = desktop.session.panel.view()
    assert view is not None and view.match is not None
    assert [one.company_name for one in view.match.targets] == ["甲模具股份有限公司", "乙橡机有限公司"]
    assert [one.company_name for one in view.match.local] == ["丙威海模具有限公司"]

    desktop.session.desk.submit(
        desktop.session.workspace.target_command(MOULD, view.match.targets[0].company_id)
    )
    desktop.settle()

    assert desktop.session.target_table.model.rowCount() == 1
    again = desktop.session.panel.view()
    assert again is not None and [row.company_name for row in again.targets] == ["甲模具股份有限公司"]


def test_a_file_is_previewed_before_anything_is_written(desktop: DesktopProbe, tmp_path: Path) -> None:
    path = tmp_path / "新.csv"
    path.write_text("企业名称,主营产品\n丁炭黑有限公司,炭黑\n,炭黑\n", encoding="gb18030")
    imports = desktop.session.imports

    imports.read_file(path)
    desktop.settle()

    dialog = imports.dialog()
    assert dialog is not None
    with desktop.session.workspace.read() as reader:
        assert reader.company_count("") == 3
    dialog.forward.click()
    dialog.forward.click()
    desktop.settle()
    with desktop.session.workspace.read() as reader:
        assert reader.company_count("") == 3
    assert dialog.forward.text() == "写入 1 家"
    dialog.forward.click()
    desktop.settle()
    with desktop.session.workspace.read() as reader:
        assert reader.company_count("") == 4
    _act(desktop, "undo")
    with desktop.session.workspace.read() as reader:
        assert reader.company_count("") == 3


def test_a_file_that_cannot_be_read_is_named_in_the_message(desktop: DesktopProbe, tmp_path: Path) -> None:
    path = tmp_path / "坏.xlsx"
    path.write_bytes(b"%PDF-1.4 no workbook")

    desktop.session.imports.read_file(path)
    desktop.settle()

    wizard = desktop.session.imports.dialog()
    assert wizard is not None and "坏.xlsx" in wizard.file.error.text()
    wizard.reject()


def test_the_target_list_is_written_to_excel(desktop: DesktopProbe, tmp_path: Path) -> None:
    _go(desktop)
    view = desktop.session.panel.view()
    assert view is not None and view.match is not None
    desktop.session.desk.submit(
        desktop.session.workspace.target_command(MOULD, view.match.targets[0].company_id)
    )
    desktop.settle()
    out = tmp_path / "清单.xlsx"

    desktop.session.exports.write(ExportChoice(ExportKind.TARGETS, "", str(out)))
    desktop.settle()

    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["全部", "轮胎"]
    assert "甲模具股份有限公司" in {cell.value for row in book["全部"].iter_rows() for cell in row}
    assert "清单.xlsx" in desktop.session.window.messages.text()


def test_the_map_is_written_from_the_window(desktop: DesktopProbe, tmp_path: Path) -> None:
    exports = desktop.session.map_desk.exports
    exports.ask()
    desktop.settle()
    exports.write(MapExportChoice(str(tmp_path / "图.svg"), MapExportOptions(kind=PictureKind.SVG)))
    desktop.settle()

    assert "轮胎模具" in (tmp_path / "图.svg").read_text(encoding="utf-8")


def test_search_finds_by_pinyin_initials_and_goes_there(desktop: DesktopProbe) -> None:
    box = desktop.session.window.search
    box.setFocus()
    desktop.session.search._search("ltmj")
    desktop.settle()

    with desktop.session.workspace.read() as reader:
        hit = next(one for one in reader.search("ltmj", 20) if one.name == "轮胎模具")
    box.picked.emit(hit)
    desktop.settle()

    assert desktop.session.place.segment == MOULD


def test_another_programs_change_shows_up_here(desktop: DesktopProbe, tmp_path: Path) -> None:
    _go(desktop)
    other = Workspace(open_workspace(tmp_path / "威海.lianpu"), "李四")
    other.execute(AssessSegment(MOULD, coverage=Coverage.ADEQUATE))
    other.database.close()

    desktop.session.desk._look_for_news()
    desktop.settle()

    assert desktop.session.canvas.state_of("mould") is Coverage.ADEQUATE


def test_two_quick_clicks_do_not_conflict_with_each_other(desktop: DesktopProbe) -> None:
    _go(desktop)
    buttons = desktop.session.panel.assessing.coverage

    for coverage in (Coverage.WEAK, Coverage.ADEQUATE, Coverage.STRONG):
        desktop.qtbot.mouseClick(buttons.button(coverage), Qt.MouseButton.LeftButton)
    desktop.settle()

    assert desktop.session.window.messages.isHidden()
    assert _coverage(desktop) is Coverage.STRONG
    for _ in range(3):
        _act(desktop, "undo")
    assert _coverage(desktop) is Coverage.MISSING


def _a_colleague_is_quicker(desktop: DesktopProbe, tmp_path: Path) -> None:
    _go(desktop)
    other = Workspace(open_workspace(tmp_path / "威海.lianpu"), "李四")
    other.execute(AssessSegment(MOULD, coverage=Coverage.ADEQUATE))
    other.database.close()
    _click(desktop, desktop.session.panel.assessing.coverage.button(Coverage.STRONG))


def test_a_mark_on_an_old_view_is_refused_and_both_values_are_shown(
    desktop: DesktopProbe, tmp_path: Path
) -> None:
    _a_colleague_is_quicker(desktop, tmp_path)

    assert _coverage(desktop) is Coverage.ADEQUATE
    view = desktop.session.panel.view()
    assert view is not None and view.assessment.coverage is Coverage.ADEQUATE
    dialog = desktop.session.conflicts.dialog()
    assert dialog is not None
    assert any("李四" in label.text() for label in dialog.findChildren(WrappedLabel))
    # Asked, not told besides: a red line would stay after one's own value was saved.
    assert not desktop.session.window.messages.isVisible()
    dialog.reject()
    desktop.settle()
    assert _coverage(desktop) is Coverage.ADEQUATE


def test_ones_own_value_can_be_chosen_over_a_colleagues(desktop: DesktopProbe, tmp_path: Path) -> None:
    _a_colleague_is_quicker(desktop, tmp_path)
    dialog = desktop.session.conflicts.dialog()
    assert dialog is not None

    dialog.ruled.emit(Ruling.OURS)
    dialog.reject()
    desktop.settle()

    assert _coverage(desktop) is Coverage.STRONG


def test_typed_evidence_is_kept_when_the_window_closes(desktop: DesktopProbe, tmp_path: Path) -> None:
    _go(desktop)
    edit = desktop.session.panel.assessing.evidence.box
    edit.selectAll()
    desktop.qtbot.keyClicks(edit, "visited 2026")

    desktop.session.close()

    reopened = open_workspace(tmp_path / "威海.lianpu")
    with reopened.read() as reader:
        assert reader.chain_state("tyre").assessment("mould").evidence == "visited 2026"
    reopened.close()


def test_every_action_has_its_own_id_and_keys(desktop: DesktopProbe) -> None:
    ids = [action.id for action in ACTIONS]
    keys = [action.shortcut for action in ACTIONS if action.shortcut]

    assert len(set(ids)) == len(ids)
    assert len(set(keys)) == len(keys)
    assert "Ctrl+K" not in keys, "the search box has it"
    assert all(isinstance(desktop.session.window.action(one), QAction) for one in ids)


def test_the_whole_plan_can_be_walked_through(desktop: DesktopProbe) -> None:
    for code in desktop.session.chain_list.shown_codes():
        desktop.session.place.go_to_chain(code)
        desktop.settle()
        with desktop.session.workspace.read() as reader:
            first = reader.chain_state(code).chain.segments[0]
        assert desktop.session.canvas.state_of(first.code)


def test_going_to_a_segment_of_another_chain_shows_it_there(desktop: DesktopProbe) -> None:
    _go(desktop, SegmentRef("motor", "magnet"))

    assert desktop.session.canvas.selected() == "magnet"
    view = desktop.session.panel.view()
    assert view is not None and view.chain_name == "电机"
    assert desktop.session.place.chain == "motor"
