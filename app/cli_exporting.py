"""The verbs below `lianpu export`; those that need more have files of their own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from app import cli_targets
from app.cli_io import chain_code, in_workspace, one_chain, opened
from app.cli_verbs import EXPORTS, VerbGroup
from app.cli_words import ChineseCommand
from app.transfers import WHOLE_LIST, export_chain_file, export_gaps, export_targets
from chains.target_lists import TargetFilter


@click.group("export", cls=VerbGroup, verbs=EXPORTS)
def export_group() -> None:
    """导出清单和图谱。"""


@click.command("targets", cls=ChineseCommand)
@click.argument("out", metavar="文件.xlsx", type=click.Path(path_type=Path))
@in_workspace
@cli_targets.list_options
@click.option(
    "--contacts", "purpose", default="", metavar="用途", help="带上联系人和电话（个人信息），写明用途"
)
def export_targets_command(out: Path, workspace_name: str, purpose: str, **given: Any) -> None:  # noqa: ANN401
    """导出招商目标企业清单，可选筛选、次序、列或模板。"""
    with opened(workspace_name) as workspace:
        how = cli_targets.chosen_list(workspace, given)
        # One chain alone stands in the title, several in the 口径.
        chain = how.wanted.chains[0] if len(how.wanted.chains) == 1 else None
        if chain is not None and how == replace(WHOLE_LIST, wanted=TargetFilter(chains=(chain,))):
            how = WHOLE_LIST
        count = export_targets(workspace, out, chain, purpose.strip(), how)
    click.echo(f"已导出 {count} 家目标企业到 {out}。")


@click.command("gaps", cls=ChineseCommand)
@click.argument("out", metavar="文件.xlsx", type=click.Path(path_type=Path))
@in_workspace
@one_chain
def export_gaps_command(out: Path, workspace_name: str, chain_name: str | None) -> None:
    """导出缺口清单。"""
    with opened(workspace_name) as workspace:
        count = export_gaps(workspace, out, chain_code(workspace, chain_name))
    click.echo(f"已导出 {count} 个缺口到 {out}。")


@click.command("chain", cls=ChineseCommand)
@click.argument("chain_name", metavar="产业链")
@click.argument("out", metavar="文件.(xlsx|graphml|drawio)", type=click.Path(path_type=Path))
@in_workspace
def export_chain_command(chain_name: str, out: Path, workspace_name: str) -> None:
    """导出一条链的全部数据，供其他软件继续使用。"""
    with opened(workspace_name) as workspace:
        export_chain_file(workspace, str(chain_code(workspace, chain_name)), out)
    click.echo(f"已导出产业链数据到 {out}。")
