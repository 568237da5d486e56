"""The verb that draws: `lianpu export map`, with everything that the window's dialog offers."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import click

from app.cli_io import chain_code, in_workspace, opened
from app.cli_words import ChineseCommand

_PAPERS = ("A4", "A3", "A2", "A1", "A0")
_MOST_A_SIDE = 10
_SCALE, _PERCENT, _MARGIN = click.FloatRange(1, 4), click.FloatRange(10, 800), click.FloatRange(5, 40)


def _pages(_ctx: click.Context, parameter: click.Parameter, value: str) -> tuple[int, int]:
    """`2x3`: two pages wide, three high."""
    found = re.fullmatch(r"(\d{1,2})[xX×*](\d{1,2})", value.strip())
    if found is None or not all(1 <= int(number) <= _MOST_A_SIDE for number in found.groups()):
        raise click.BadParameter(value, param=parameter)
    return int(found[1]), int(found[2])


@click.command("map", cls=ChineseCommand)
@click.argument("out", metavar="文件.(png|svg|pdf)", type=click.Path(path_type=Path))
@in_workspace
@click.option("--chain", "chain_name", required=True, metavar="产业链", help="编号或名称")
@click.option("--scale", default=2.0, show_default=True, type=_SCALE, metavar="1-4", help="PNG 的倍数")
@click.option("--outlines", is_flag=True, help="SVG 的文字转成轮廓")
@click.option("--page", default="A3", show_default=True, type=click.Choice(_PAPERS), help="PDF 的纸张")
@click.option("--portrait/--landscape", default=None, help="纵向或横向，默认按图自动选择")
@click.option("--pages", callback=_pages, default="1x1", metavar="列x行", help="最多分成几页，如 2x3")
@click.option("--percent", type=_PERCENT, metavar="比例", help="按比例分页，100 时环节名为 10.5 磅")
@click.option(
    "--margin", default=10.0, show_default=True, type=_MARGIN, metavar="5-40", help="页边距（毫米）"
)
@click.option("--title", default="", metavar="标题", help="默认为 地区+产业链+产业链图谱")
@click.option("--by", "drawn_by", default="", metavar="单位", help="制图单位")
def export_map_command(out: Path, workspace_name: str, chain_name: str, **choices: Any) -> None:  # noqa: ANN401 - options
    """导出一条链的图谱。"""
    from app.desktop.map_export import export_map_alone  # noqa: PLC0415 - draws with Qt
    from app.desktop.map_words import written_sentence  # noqa: PLC0415 - draws with Qt

    with opened(workspace_name) as workspace:
        code = chain_code(workspace, chain_name)
        written = export_map_alone(workspace, str(code), out, _options(**choices))
    click.echo(f"{written_sentence(written)}。")


def _options(**choices: Any) -> Any:  # noqa: ANN401 - MapExportOptions, known only with the window's parts
    from widgets.map.export_options import MapExportOptions, PageSetup, Paper  # noqa: PLC0415 - as above

    portrait = choices["portrait"]
    across, down = choices["pages"]
    page = PageSetup(
        paper=Paper(choices["page"]),
        landscape=None if portrait is None else not portrait,
        margin_mm=choices["margin"],
        across=across,
        down=down,
        percent=choices["percent"],
    )
    return MapExportOptions(
        scale=choices["scale"],
        outlines=choices["outlines"],
        page=page,
        title=choices["title"],
        drawn_by=choices["drawn_by"],
    )
