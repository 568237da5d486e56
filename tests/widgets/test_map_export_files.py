"""A map in files: what is seen there, and that its text is text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QImage

from chains.kinds import Coverage
from chains.state import ChainState
from tests.builders import a_chain, a_state
from tests.widgets.laid_out import a_built_in, a_picture
from tests.widgets.map_export_builders import HEAD, a_drawing, pdf_fonts, pdf_pages
from widgets.map.export_options import MapExportOptions, PageSetup, Paper, PictureKind
from widgets.map.part import selected_part
from widgets.map.picture import MapDrawing, plan_of, preview_of, save_picture, svg_of
from widgets.map.svg_text import FONT_STACK

SVG = "{http://www.w3.org/2000/svg}"
TOLD = (
    "威海市轮胎产业链图谱",
    "缺失",
    "未评估",
    "卡脖子",
    "截至日期：2026-11-24",
    "天然橡胶",
    "制图单位：威海市工信局",
)


def _texts(svg: bytes) -> list[str]:
    return [text.text or "" for text in ET.fromstring(svg).iter(f"{SVG}text")]


def _named(name: str, **marks: Coverage) -> ChainState:
    """A chain whose first segment has the name."""
    chain = a_chain("甲>乙")
    first = replace(chain.segments[0], name=name)
    return a_state(replace(chain, segments=(first, *chain.segments[1:])), **marks)


def test_an_svg_holds_title_legend_day_and_names_as_whole_texts(qapp: object) -> None:
    texts = _texts(svg_of(a_drawing()))

    assert [word for word in TOLD if not any(word in text for text in texts)] == []


def test_the_texts_of_an_svg_name_a_stack_of_chinese_fonts(qapp: object) -> None:
    root = ET.fromstring(svg_of(a_drawing()))

    families = {text.get("font-family") for text in root.iter(f"{SVG}text")}
    assert families == {FONT_STACK}
    assert "'Microsoft YaHei'" in FONT_STACK and FONT_STACK.endswith("sans-serif")


def test_a_name_with_several_scripts_is_one_text(qapp: object) -> None:
    name = "A 芯 & <b>"

    assert name in _texts(svg_of(a_drawing(_named(name))))


def test_outlines_need_no_font(qapp: object) -> None:
    root = ET.fromstring(svg_of(a_drawing(), outlines=True))
    plain = ET.fromstring(svg_of(a_drawing()))

    assert not list(root.iter(f"{SVG}text"))
    assert len(list(root.iter(f"{SVG}path"))) > len(list(plain.iter(f"{SVG}path")))
    assert not [one for one in root.iter() if one.get("font-family")]


def test_the_text_of_a_pdf_can_be_searched(tmp_path: Path, qapp: object) -> None:
    # 用 and 车 share their glyphs with radicals in many fonts, 胶 with 㬵.
    path = tmp_path / "图.pdf"
    save_picture(a_drawing(_named("专用汽车 A 型胶")), path, MapExportOptions())

    (page,) = pdf_pages(path)

    for word in ("专用汽车 A 型胶", "威海市轮胎产业链图谱", "截至日期：2026-11-24", "来自缺失环节的供应关系"):
        assert word in page


def test_every_font_of_a_pdf_is_embedded(tmp_path: Path, qapp: object) -> None:
    save_picture(a_drawing(), tmp_path / "图.pdf", MapExportOptions())

    fonts = pdf_fonts(tmp_path / "图.pdf")

    assert fonts
    assert all(b"/FontFile" in one for one in fonts)


def test_a_map_over_several_pages_has_them_and_each_says_which_it_is(tmp_path: Path, qapp: object) -> None:
    drawing = a_drawing()
    options = MapExportOptions(page=PageSetup(Paper.A4, across=3, down=2))
    save_picture(drawing, tmp_path / "图.pdf", options)

    pages = pdf_pages(tmp_path / "图.pdf")

    plan = plan_of(drawing, options)
    assert len(pages) == plan.pages > 1
    for tile, page in zip(plan.tiles, pages, strict=True):
        assert f"第 {tile.row} 行 第 {tile.column} 列" in page
    assert all(any(one.name in page for page in pages) for one in a_built_in().chain.segments)


def test_a_png_has_ink_where_the_title_is_and_paper_in_its_corner(tmp_path: Path, qapp: object) -> None:
    save_picture(a_drawing(), tmp_path / "图.png", MapExportOptions(PictureKind.PNG))

    image = QImage(str(tmp_path / "图.png"))
    paper = QColor("#ffffff")
    assert image.width() > 1500
    assert image.pixelColor(2, 2) == paper
    rows = range(60, 100)
    assert sum(image.pixelColor(x, y) != paper for x in range(40, 400) for y in rows) > 300, "no title"


@pytest.mark.parametrize("kind", list(PictureKind))
def test_the_selection_alone_is_drawn(kind: PictureKind, tmp_path: Path, qapp: object) -> None:
    part = selected_part(a_picture(a_built_in()), frozenset({"natural_rubber", "compound"}))
    drawing, path = MapDrawing(part, HEAD), tmp_path / f"图.{kind}"

    save_picture(drawing, path, MapExportOptions(kind))

    if kind is PictureKind.PNG:
        whole = tmp_path / "whole.png"
        save_picture(a_drawing(), whole, MapExportOptions(kind))
        assert QImage(str(path)).height() < QImage(str(whole)).height()
        return
    text = "".join(_texts(path.read_bytes()) if kind is PictureKind.SVG else pdf_pages(path))
    assert "天然橡胶" in text and "混炼胶" in text
    assert "轮胎模具" not in text and "航空胎" not in text


def test_a_part_in_view_is_cut_out(qapp: object) -> None:
    picture = a_picture(a_built_in())
    box = picture.layout.boxes["natural_rubber"]
    seen = MapDrawing(picture, HEAD, QRectF(box.x - 4, box.y - 4, box.width + 8, box.height + 8))

    texts = _texts(svg_of(seen))

    assert "天然橡胶" in texts
    assert "航空胎" not in texts


def test_a_preview_fits_its_room_and_shows_pages_side_by_side(qapp: object) -> None:
    options = MapExportOptions(page=PageSetup(Paper.A4, landscape=True, percent=200))
    image = preview_of(a_drawing(), options, QSize(400, 300))

    assert image.width() <= 400 and image.height() <= 300
    assert image.hasAlphaChannel()
    assert image.pixelColor(1, 1) == QColor("#ffffff")


def test_an_export_can_be_stopped_between_pages(tmp_path: Path, qapp: object) -> None:
    class Stopped(Exception):
        pass

    def step(done: int, _total: int) -> None:
        if done == 1:
            raise Stopped

    options = MapExportOptions(page=PageSetup(Paper.A4, percent=200))
    with pytest.raises(Stopped):
        save_picture(a_drawing(), tmp_path / "图.pdf", options, step)
