"""Chains and forms through the window: read, look, write, take back."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from PySide6.QtCore import Qt

from app.exchange.form_layout import SEGMENTS
from app.transfers import export_chain_file
from chains.chain import SegmentRef
from chains.commands import AssessSegment
from chains.kinds import Coverage
from tests.flows.conftest import DesktopProbe
from widgets.dialogs.chain_import import ChainChangesDialog, ChainTableDialog
from widgets.dialogs.form_export import FormChoice
from widgets.dialogs.form_import import FormImportDialog

LEFT = Qt.MouseButton.LeftButton
MOULD = SegmentRef("tyre", "mould")


def _chain_names(desktop: DesktopProbe) -> set[str]:
    with desktop.session.workspace.read() as reader:
        return {names[0] for names in reader.chain_names().values()}


def _coverage(desktop: DesktopProbe) -> Coverage:
    with desktop.session.workspace.read() as reader:
        return reader.chain_state("tyre").assessment("mould").coverage


def test_a_table_of_chains_is_looked_at_then_written_then_taken_back(
    desktop: DesktopProbe, tmp_path: Path
) -> None:
    path = tmp_path / "链.csv"
    path.write_text(
        "产业链,环节,子环节,代表公司\n试验链,上游：材料,膜,甲模具股份有限公司\n", encoding="utf-8"
    )

    desktop.session.chain_imports.read_file(path)
    desktop.settle()
    dialog = desktop.session.chain_imports.dialog()
    assert isinstance(dialog, ChainTableDialog) and "试验链" not in _chain_names(desktop)
    desktop.qtbot.mouseClick(dialog.take, LEFT)
    desktop.settle()

    assert "试验链" in _chain_names(desktop)
    assert desktop.session.window.action("undo").text().endswith("导入产业链 链.csv")
    desktop.session.window.action("undo").trigger()
    desktop.settle()
    assert "试验链" not in _chain_names(desktop)


def test_a_preview_that_is_cancelled_writes_nothing(desktop: DesktopProbe, tmp_path: Path) -> None:
    path = tmp_path / "轮胎.xlsx"
    export_chain_file(desktop.session.workspace, "tyre", path)
    book = openpyxl.load_workbook(path)
    book["环节"]["B2"] = "改了名的环节"
    book.save(path)

    desktop.session.chain_imports.read_file(path)
    desktop.settle()
    dialog = desktop.session.chain_imports.dialog()
    assert isinstance(dialog, ChainChangesDialog) and dialog.changes.model.ticked == (0,)
    dialog.reject()
    desktop.settle()

    with desktop.session.workspace.read() as reader:
        assert "改了名的环节" not in {one.name for one in reader.chain_state("tyre").chain.segments}


def test_a_form_goes_out_comes_back_and_is_decided(desktop: DesktopProbe, tmp_path: Path) -> None:
    path = tmp_path / "环翠区.xlsx"
    forms = desktop.session.forms
    forms.write(FormChoice("371002", "", ("tyre",), frozenset(), None, str(path)))
    desktop.settle()
    desktop.session.desk.submit(AssessSegment(MOULD, Coverage.WEAK))
    desktop.settle()
    book = openpyxl.load_workbook(path)
    page = book[SEGMENTS]
    row = next(one for one in range(3, page.max_row + 1) if page.cell(one, 1).value == "tyre/mould")
    page.cell(row, 5).value = "优势"
    book.save(path)

    forms.read_files([tmp_path])
    desktop.settle()
    dialog = forms.dialog()
    assert isinstance(dialog, FormImportDialog) and not dialog.take.isEnabled()
    desktop.qtbot.mouseClick(dialog.decisions.all, LEFT)
    desktop.qtbot.mouseClick(dialog.take, LEFT)
    desktop.settle()

    assert _coverage(desktop) is Coverage.STRONG
    with desktop.session.workspace.read() as reader:
        assert reader.change_log(1)[0].author == "环翠区"
    desktop.session.window.action("undo").trigger()
    desktop.settle()
    assert _coverage(desktop) is Coverage.WEAK
