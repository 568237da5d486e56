"""`lianpu presets`, `lianpu export lists`: the lists that go out beside a map."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.cli_io import as_json, chain_code, in_workspace, one_chain, opened, put, say_done, signed
from app.cli_words import ChineseCommand
from app.exchange.safe_write import safe_file_name
from app.preset_files import preset_from_json, preset_shape
from app.preset_transfers import all_presets, export_lists, own_preset, preset_named
from chains.errors import ExportRefused, FileRefused
from chains.list_presets import RemovePreset

if TYPE_CHECKING:
    from app.services.workspace import Workspace
    from chains.list_presets import ListPreset

by_preset = click.option(
    "--preset", "preset_name", default="山东 1+N", show_default=True, metavar="方案", help="清单方案"
)
every_chain = click.option("--all", "each", is_flag=True, help="每条产业链各一份")


@click.command("presets", cls=ChineseCommand)
@in_workspace
@click.option(
    "--save",
    nargs=2,
    metavar="名称 文件.json",
    type=(str, click.Path(path_type=Path)),
    help="把 --json 输出的一个方案改好后存为自定方案",
)
@click.option("--remove", metavar="名称", help="删除自定方案")
@signed
@as_json
def presets_command(
    workspace_name: str,
    save: tuple[str, Path] | None,
    remove: str | None,
    author: str | None,
    as_json: bool,
) -> None:
    """清单方案：内置的和工作区自己的，各有哪些图和清单。"""
    with opened(workspace_name, author) as workspace:
        if save is not None:
            say_done(workspace.execute(preset_from_json(_read(save[1]), save[0])))
        elif remove is not None:
            say_done(workspace.execute(RemovePreset(own_preset(workspace, remove).id)))
        else:
            found = all_presets(workspace)
            lines = [f"{one.name}\t{'、'.join(each.title for each in one.lists)}" for one in found]
            put([preset_shape(one) for one in found], as_json, lines)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise FileRefused(file=path.name, reason="unreadable" if path.exists() else "missing") from error


@click.command("lists", cls=ChineseCommand)
@click.argument("out", metavar="文件.xlsx或文件夹", type=click.Path(path_type=Path))
@in_workspace
@by_preset
@one_chain
@every_chain
@click.option("--by", "made_by", default="", metavar="单位", help="制表单位")
def export_lists_command(out: Path, workspace_name: str, preset_name: str, **asked: Any) -> None:  # noqa: ANN401
    """按清单方案导出：一条链、全部链合为一份，或每条链各一份（--all）。"""
    with opened(workspace_name) as workspace:
        preset = preset_named(workspace, preset_name)
        if asked["each"]:
            count, files = _export_each(workspace, preset, out, asked["made_by"])
            click.echo(f"已导出 {files} 个工作簿、{count} 条到 {out}。")
        else:
            chain = chain_code(workspace, asked["chain_name"])
            count = export_lists(workspace, preset, out, chain, asked["made_by"])
            click.echo(f"已导出 {len(preset.lists)} 张清单、{count} 条到 {out}。")


def _export_each(workspace: Workspace, preset: ListPreset, folder: Path, made_by: str) -> tuple[int, int]:
    with workspace.read() as reader:
        names = {code: some[0] for code, some in reader.chain_names().items()}
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExportRefused(file=folder.name, reason="read_only") from error
    count = 0
    for code, name in names.items():
        path = folder / safe_file_name(f"{name}产业链-{preset.name}.xlsx")
        count += export_lists(workspace, preset, path, code, made_by)
    return count, len(names)
