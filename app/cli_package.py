"""`lianpu export report`, `lianpu export package`: reports, and map, lists and report in one go."""

from __future__ import annotations

from pathlib import Path

import click

from app.cli_io import chain_code, in_workspace, one_chain, opened
from app.cli_lists import by_preset
from app.cli_words import ChineseCommand
from app.preset_transfers import preset_named
from app.services.jobs import Ticket

drawn = click.option("--by", "drawn_by", default="", metavar="单位", help="制图、制表单位")


@click.command("report", cls=ChineseCommand)
@click.argument("out", metavar="文件.docx", type=click.Path(path_type=Path))
@in_workspace
@one_chain
@drawn
def export_report_command(out: Path, workspace_name: str, chain_name: str | None, drawn_by: str) -> None:
    """导出报告（.docx）：现状、短板、目标、变化；不写产业链时为全部产业链的总体报告。"""
    from app.desktop.package import write_report_alone  # noqa: PLC0415 - draws with Qt

    with opened(workspace_name) as workspace:
        chain = chain_code(workspace, chain_name) or ""
        write_report_alone(workspace, out, chain, drawn_by, Ticket())
    click.echo(f"已导出报告到 {out}。")


@click.command("package", cls=ChineseCommand)
@click.argument("folder", metavar="文件夹", type=click.Path(path_type=Path))
@in_workspace
@by_preset
@one_chain
@drawn
def export_package_command(
    folder: Path, workspace_name: str, preset_name: str, chain_name: str | None, drawn_by: str
) -> None:
    """一图N清单：图谱（PDF、PNG）、清单工作簿、报告；不写产业链时每条链一个文件夹。"""
    from app.desktop.package import PackageChoice, write_package_alone  # noqa: PLC0415 - draws with Qt

    with opened(workspace_name) as workspace:
        chain = chain_code(workspace, chain_name) or ""
        choice = PackageChoice(chain, preset_named(workspace, preset_name), drawn_by=drawn_by)
        written = write_package_alone(workspace, folder, choice, Ticket())
    click.echo("\n".join([f"已导出 {written.files} 个文件到 {written.folder}。", *written.notes]))
