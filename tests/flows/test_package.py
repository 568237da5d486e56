"""一图N清单 in the whole window: lists picked and named, kept as a preset, everything written, or stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl import load_workbook
from PySide6.QtCore import Qt

from app.preset_transfers import all_presets
from chains.list_presets import BUILT_IN
from chains.list_shapes import ListKind

if TYPE_CHECKING:
    from pathlib import Path

    from tests.flows.conftest import DesktopProbe
    from widgets.dialogs.package import PackageDialog


def _opened(desktop: DesktopProbe) -> PackageDialog:
    desktop.session.paperwork.act("package")
    dialog = desktop.session.paperwork.package.dialog()
    assert dialog is not None
    return dialog


def test_lists_are_picked_named_ordered_and_kept_as_a_preset(desktop: DesktopProbe) -> None:
    dialog, controller = _opened(desktop), desktop.session.paperwork.package
    editor = dialog.editor

    editor.lists.setCurrentRow(1)
    editor.up.click()
    assert editor.lists.item(0).text() == "重点配套企业"
    editor.name.selectAll()
    desktop.qtbot.keyClicks(editor.name, "P")
    editor.columns.item(1).setCheckState(Qt.CheckState.Unchecked)
    editor.columns.setCurrentRow(0)
    editor.column_down.click()
    while editor.lists.count() > 1:
        editor.lists.setCurrentRow(1)
        editor.remove.click()
    preset = editor.preset()
    assert [(one.kind, one.title) for one in preset.lists] == [(ListKind.SUPPLIERS, "P")]
    assert [one.heading for one in preset.lists[0].shown][:2] == ["序号", "企业名称"]

    editor.save.click()
    naming = controller.naming()
    assert naming is not None
    naming.put("我市")
    naming.agree.click()
    desktop.settle()
    assert editor.presets.currentData() == "我市"
    assert len(all_presets(desktop.session.workspace)) == len(BUILT_IN) + 1
    editor.forget.click()
    desktop.settle()
    assert all_presets(desktop.session.workspace) == BUILT_IN
    dialog.reject()


def test_everything_is_written_into_the_folder_in_the_background(
    desktop: DesktopProbe, tmp_path: Path
) -> None:
    said: list[str] = []
    desktop.session.paperwork.said.connect(said.append)
    dialog, folder = _opened(desktop), tmp_path / "一图N清单"
    dialog.folder.setText(str(folder))
    dialog.drawn_by.setText("发改委")

    dialog.export.click()
    desktop.settle()

    assert sorted(path.suffix for path in folder.iterdir()) == [".docx", ".pdf", ".png", ".xlsx"]
    book = load_workbook(next(folder.glob("*.xlsx")))
    assert book.sheetnames[1] == "领航龙头企业"
    assert said == [f"已导出 4 个文件到 {folder}"]


def test_an_export_that_is_stopped_leaves_no_folder(desktop: DesktopProbe, tmp_path: Path) -> None:
    dialog, folder = _opened(desktop), tmp_path / "一图N清单"
    dialog.folder.setText(str(folder))
    numbers: list[int] = []
    desktop.session.jobs.started.connect(lambda number, _text: numbers.append(number))

    dialog.export.click()
    desktop.session.jobs.cancel(numbers[-1])
    desktop.settle()

    assert [path.name for path in tmp_path.iterdir() if path.suffix != ".lianpu"] == []


def test_nothing_ticked_or_no_folder_cannot_be_exported(desktop: DesktopProbe) -> None:
    dialog = _opened(desktop)
    assert dialog.export.isEnabled()
    dialog.folder.clear()
    assert not dialog.export.isEnabled()
    dialog.folder.setText("x")
    for tick in dialog.ticks.values():
        tick.setChecked(False)
    assert not dialog.export.isEnabled()
    dialog.reject()
