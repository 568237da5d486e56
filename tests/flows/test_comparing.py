"""快照比较 in the whole window: taken, compared, shown on the map, written, forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chains.chain import SegmentRef
from chains.commands import AssessSegment, TakeSnapshot
from chains.kinds import Coverage
from widgets.dialogs.export_map import MapExportChoice
from widgets.map.export_options import MapExportOptions, PictureKind

if TYPE_CHECKING:
    from pathlib import Path

    from tests.flows.conftest import DesktopProbe

MOULD = SegmentRef("tyre", "mould")


def test_a_mark_after_a_snapshot_shows_in_list_map_and_file(desktop: DesktopProbe, tmp_path: Path) -> None:
    desk, part = desktop.session.desk, desktop.session.paperwork
    desk.submit(AssessSegment(MOULD, coverage=Coverage.MISSING))
    desk.submit(TakeSnapshot("2026年第四季度"))
    desktop.settle()
    part.act("compare")
    desk.submit(AssessSegment(MOULD, coverage=Coverage.STRONG))
    desktop.settle()
    panel = part.comparing_panel

    assert panel.pair() == ("2026年第四季度", "现在")
    assert panel.segments.model.row(0).key == MOULD
    panel.on_map.click()
    box = desktop.session.seeing.looks.boxes["mould"]
    assert (box.chip, box.note) == ("缺口补上", "缺失 → 优势")
    exports = desktop.session.map_desk.exports
    exports.ask()
    desktop.settle()
    dialog = exports.dialog()
    assert dialog is not None
    exports.write(MapExportChoice(str(tmp_path / "变化.svg"), MapExportOptions(kind=PictureKind.SVG)))
    dialog.reject()
    desktop.settle()
    assert "缺口补上" in (tmp_path / "变化.svg").read_text(encoding="utf-8")
    part.comparing.write(tmp_path / "变化.xlsx")
    desktop.settle()
    assert (tmp_path / "变化.xlsx").exists()

    panel.on_map.click()
    panel.forget.click()
    desktop.settle()
    assert panel.pair() is None
    desk.undo()
    desktop.settle()
    assert panel.pair() == ("2026年第四季度", "现在")
