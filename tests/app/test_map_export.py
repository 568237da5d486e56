"""A map out of a workspace: through the desktop's functions and the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage

from app.cli import main
from app.desktop.map_export import _is_whole_png, export_map, write_map
from app.desktop.map_source import SeenMap, read_source
from app.services.workspace import Workspace
from chains.errors import Cancelled, ExportRefused
from tests.widgets.laid_out import a_built_in, a_picture
from tests.widgets.map_export_builders import pdf_pages
from widgets.map.export_options import MapExportOptions, PageSetup, Paper, Part, PictureKind


@pytest.fixture(autouse=True)
def application(qapp: object) -> object:
    """Drawing needs one."""
    return qapp


def test_the_title_block_says_what_was_asked(workspace: Workspace, tmp_path: Path) -> None:
    options = MapExportOptions(title="图一 <b>", drawn_by="市工信局")

    export_map(workspace, "tyre", tmp_path / "图.pdf", options)

    (page,) = pdf_pages(tmp_path / "图.pdf")
    assert "图一 <b>" in page and "制图单位：市工信局" in page
    assert "口径：本地配套率（按环节" in page


def test_without_a_title_it_names_region_and_chain(workspace: Workspace, tmp_path: Path) -> None:
    export_map(workspace, "tyre", tmp_path / "图.pdf", MapExportOptions())

    assert "威海市轮胎产业链图谱" in pdf_pages(tmp_path / "图.pdf")[0]


@pytest.mark.parametrize("kind", list(PictureKind))
def test_an_export_that_fails_leaves_the_old_file(
    kind: PictureKind, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / f"图.{kind}"
    path.write_text("旧", encoding="utf-8")

    def fail(_source: str, _target: str) -> None:
        raise OSError(28, "full")

    monkeypatch.setattr("os.replace", fail)
    with pytest.raises(ExportRefused):
        export_map(workspace, "tyre", path, MapExportOptions())

    assert path.read_text(encoding="utf-8") == "旧"
    assert not list(tmp_path.glob(".~*"))


def test_a_stopped_export_leaves_the_old_file(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "图.pdf"
    path.write_text("旧", encoding="utf-8")
    source = read_source(workspace, "tyre", None, lambda _done, _total: None)

    def step(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        write_map(source, path, MapExportOptions(), step)

    assert path.read_text(encoding="utf-8") == "旧"
    assert not list(tmp_path.glob(".~*"))


def test_what_is_selected_in_the_window_goes_out(workspace: Workspace, tmp_path: Path) -> None:
    seen = SeenMap(a_picture(a_built_in()), frozenset({"mould"}))

    export_map(workspace, "tyre", tmp_path / "图.pdf", MapExportOptions(part=Part.SELECTION), seen)

    (page,) = pdf_pages(tmp_path / "图.pdf")
    assert "轮胎模具" in page
    assert "天然橡胶" not in page


def test_what_is_in_view_goes_out(workspace: Workspace, tmp_path: Path) -> None:
    picture = a_picture(a_built_in())
    box = picture.layout.boxes["mould"]
    seen = SeenMap(picture, visible=QRectF(box.x, box.y, box.width, box.height))

    export_map(workspace, "tyre", tmp_path / "图.svg", MapExportOptions(part=Part.VISIBLE), seen)

    written = (tmp_path / "图.svg").read_text(encoding="utf-8")
    assert "轮胎模具" in written
    assert "天然橡胶" not in written


def test_too_many_pages_are_refused(workspace: Workspace, tmp_path: Path) -> None:
    page = PageSetup(Paper.A4, margin_mm=40, percent=1_200)
    with pytest.raises(ExportRefused) as refused:
        export_map(workspace, "tyre", tmp_path / "图.pdf", MapExportOptions(page=page))

    assert refused.value.facts["reason"] == "too_many_pages"
    assert not (tmp_path / "图.pdf").exists()


def test_the_command_line_has_the_choices_of_the_dialog(
    workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, pdf, png = str(tmp_path / "威海市产业链.lianpu"), tmp_path / "图.pdf", tmp_path / "图.png"
    common = ["export", "map", "-w", file, "--chain", "轮胎"]

    paper = ["--page", "A4", "--portrait", "--pages", "2x2", "--title", "图二", "--by", "市工信局"]
    assert main([*common, str(pdf), *paper]) == 0
    assert main([*common, str(png), "--scale", "1"]) == 0

    assert "共 4 页（2 列 × 2 行）" in capsys.readouterr().out
    assert "图二" in "".join(pdf_pages(pdf)) and "制图单位：市工信局" in "".join(pdf_pages(pdf))
    assert len(pdf_pages(pdf)) == 4
    assert QImage(str(png)).width() < 1_500


@pytest.mark.parametrize(
    "wrong", [["--pages", "0x2"], ["--pages", "zwei"], ["--scale", "9"], ["--page", "B5"]]
)
def test_wrong_choices_are_refused(
    wrong: list[str], workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(tmp_path / "威海市产业链.lianpu")

    assert main(["export", "map", "-w", file, "--chain", "轮胎", str(tmp_path / "图.pdf"), *wrong]) == 2

    assert f"选项“{wrong[0]}”" in capsys.readouterr().err
    assert not (tmp_path / "图.pdf").exists()


def test_a_picture_is_whole_only_with_every_byte(tmp_path: Path) -> None:
    path = tmp_path / "图.png"
    image = QImage(64, 64, QImage.Format.Format_RGB32)
    image.fill(0x123456)
    assert image.save(str(path), "PNG")
    whole = path.read_bytes()
    assert _is_whole_png(path)

    for content in (b"", whole[:-1], whole[: len(whole) // 2], whole + b"x", whole[:60] + b"?" + whole[61:]):
        path.write_bytes(content)
        assert not _is_whole_png(path)


def test_a_picture_larger_than_qt_reads_is_whole_too(tmp_path: Path) -> None:
    path = tmp_path / "大图.png"
    image = QImage(9_000, 8_000, QImage.Format.Format_Grayscale8)
    image.fill(255)
    assert image.save(str(path), "PNG")

    assert _is_whole_png(path)
