"""The verb of the command line that brings chains in."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.chain_imports import export_unplaced, plan_chain_import
from app.cli_io import DONE, IN_PART, as_json, in_workspace, opened, put, signed

if TYPE_CHECKING:
    from chains.chain_import import ChainTablePlan


@click.command("chain")
@click.argument("file", metavar="文件", type=click.Path(path_type=Path))
@in_workspace
@click.option("--dry-run", is_flag=True, help="只看结果，不写入")
@click.option(
    "--unplaced",
    type=click.Path(path_type=Path),
    default=None,
    metavar="文件.xlsx",
    help="把没有标注上的企业另存为清单",
)
@as_json
@signed
def import_chain(
    file: Path,
    workspace_name: str,
    dry_run: bool,
    unplaced: Path | None,
    as_json: bool,
    author: str | None,
) -> None:
    """导入产业链（产业链、环节、子环节、代表公司的表格）。"""
    with opened(workspace_name, author) as workspace:
        found = plan_chain_import(workspace, file)
        if not dry_run and found.commands:
            workspace.execute(found.command())
    if unplaced is not None:
        export_unplaced(found.plan, unplaced)
    put(table_shape(found.plan), as_json, _lines(found.plan, dry_run=dry_run))
    sys.exit(IN_PART if found.plan.rejected else DONE)


def table_shape(plan: ChainTablePlan) -> dict[str, Any]:
    """The result of an import of chains as JSON."""
    return {
        "file": plan.file_name,
        "read": plan.read,
        "chains": [
            {
                "code": one.code,
                "name": one.name,
                "new": one.is_new,
                "stages_added": one.stages_added,
                "segments_added": len(one.added),
                "segments_kept": one.kept,
                "placed": one.placed,
                "already_placed": one.already_placed,
                "unplaced": one.unplaced,
            }
            for one in plan.chains
        ],
        "unplaced": [
            {
                "row": one.row,
                "chain": one.chain,
                "segment": one.segment,
                "name": one.name,
                "reason": one.reason,
            }
            for one in plan.unplaced
        ],
        "rejected": [{"row": row, "reason": reason} for row, reason in plan.rejected],
        "columns": dict(plan.columns),
        "notes": list(plan.notes),
    }


def _lines(plan: ChainTablePlan, *, dry_run: bool) -> list[str]:
    start = "（仅预览，没有写入）" if dry_run else ""
    placed = sum(one.placed for one in plan.chains)
    whole = (
        f"读取 {plan.read:,} 行，{len(plan.chains)} 条产业链：标注 {placed:,} 处（待复核），"
        f"未标注 {len(plan.unplaced):,} 处，拒绝 {len(plan.rejected):,} 行。{start}"
    )
    lines = [whole]
    lines += [
        f"{one.name}\t{'新建' if one.is_new else '合并'}\t新增环节 {len(one.added)}，已有 {one.kept}\t"
        f"标注 {one.placed}，已标注 {one.already_placed}，未标注 {one.unplaced}"
        for one in plan.chains
    ]
    lines += [f"第 {row} 行未导入：{reason}" for row, reason in plan.rejected]
    return lines + list(plan.notes)
