"""The verb of the command line that brings chains in."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.chain_imports import ChainImport, export_unplaced, plan_of_chains
from app.chain_workbook_imports import WorkbookImport
from app.cli_io import as_json, in_workspace, no_backup, opened, progress_told, put, signed
from app.cli_words import ChineseCommand
from app.exit_status import DONE, IN_PART
from app.services.keeping import back_up_before, things_in

if TYPE_CHECKING:
    from chains.chain_import import ChainTablePlan, WorkbookPlan
    from chains.commands import Composite


@click.command("chain", cls=ChineseCommand)
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
@click.option(
    "--all", "everything", is_flag=True, help="产业链数据：连同与别人的改动冲突、会删去企业标注的改动"
)
@no_backup
@as_json
@signed
def import_chain(file: Path, workspace_name: str, as_json: bool, author: str | None, **how: Any) -> None:  # noqa: ANN401
    """导入产业链：产业链、环节、子环节、代表公司的表格，或改过的产业链数据（export chain 导出的 .xlsx）。"""
    dry_run, unplaced, everything = how["dry_run"], how["unplaced"], how["everything"]
    with opened(workspace_name, author) as workspace:
        found = plan_of_chains(workspace, file)
        command = _command(found, everything=everything)
        if not dry_run and command is not None:
            with progress_told() as step:
                if not how["no_backup"]:
                    back_up_before(workspace, things_in([command]), step)
                workspace.execute(command, step)
    if isinstance(found, WorkbookImport):
        put(workbook_shape(found.plan), as_json, _workbook_lines(found.plan, dry_run=dry_run))
        left_out = bool(found.plan.problems) or (
            len(found.plan.usual) < len(found.plan.changes) and not everything
        )
        sys.exit(IN_PART if left_out else DONE)
    if unplaced is not None:
        export_unplaced(found.plan, unplaced)
    put(table_shape(found.plan), as_json, _lines(found.plan, dry_run=dry_run))
    sys.exit(IN_PART if found.plan.rejected else DONE)


def _command(found: ChainImport | WorkbookImport, *, everything: bool) -> Composite | None:
    if isinstance(found, WorkbookImport):
        return found.command(range(len(found.items)) if everything else None)
    return found.command() if found.commands else None


def workbook_shape(plan: WorkbookPlan) -> dict[str, Any]:
    """What an edited chain workbook changes, as JSON."""
    return {
        "file": plan.file_name,
        "chain": plan.chain,
        "new": plan.is_new,
        "made": plan.made,
        "changes": [
            {
                "action": one.action,
                "kind": one.kind,
                "subject": one.subject,
                "field": one.field,
                "before": one.before,
                "after": one.after,
                "ours": one.ours,
                "marks": one.marks,
                "taken": at in plan.usual,
            }
            for at, one in enumerate(plan.changes)
        ],
        "problems": [{"sheet": sheet, "row": row, "cause": cause} for sheet, row, cause in plan.problems],
        "notes": list(plan.notes),
    }


def _workbook_lines(plan: WorkbookPlan, *, dry_run: bool) -> list[str]:
    start = "（仅预览，没有写入）" if dry_run else ""
    lines = [f"{plan.chain_name}：{len(plan.changes)} 处改动，{len(plan.problems)} 处问题。{start}"]
    for one in plan.changes:
        said = f"{one.before or '（无）'} → {one.after or '（无）'}" if one.field else one.after
        asked = f"（导出之后已改为“{one.ours or '（无）'}”）" if one.ours is not None else ""
        asked += f"（其上有 {one.marks} 家企业）" if one.marks else ""
        lines.append(
            "\t".join(
                part for part in (f"{one.action}{one.kind}", one.subject, one.field, said + asked) if part
            )
        )
    lines += [
        f"“{sheet}”第 {row} 行：{cause}" if row else f"“{sheet}”：{cause}"
        for sheet, row, cause in plan.problems
    ]
    return lines + list(plan.notes)


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
