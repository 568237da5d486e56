"""`lianpu records`, `lianpu import records`, `lianpu export records`: projects, platforms, policies …"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.cli_io import as_json, chain_code, in_workspace, no_backup, one_chain, opened, put, signed
from app.cli_words import ChineseCommand
from app.exit_status import IN_PART
from app.record_transfers import export_records, export_rejected_records, plan_record_import
from app.services.keeping import back_up_before, things_in
from chains.record_shapes import ALL_CHAINS, FIELDS, RECORD_WORD, RecordKind
from db.types import plain

if TYPE_CHECKING:
    from app.record_transfers import RecordImport
    from chains.list_records import ListRecord

_KINDS = {**{kind.value: kind for kind in RecordKind}, **{word: kind for kind, word in RECORD_WORD.items()}}


def _kind(_ctx: click.Context, parameter: click.Parameter, value: str) -> RecordKind:
    if value not in _KINDS:
        raise click.BadParameter(value, param=parameter)
    return _KINDS[value]


of_kind = click.argument("kind", metavar="|".join(RECORD_WORD.values()), callback=_kind)


@click.command("records", cls=ChineseCommand)
@of_kind
@in_workspace
@one_chain
@as_json
def records_command(kind: RecordKind, workspace_name: str, chain_name: str | None, as_json: bool) -> None:
    """清单资料：重点项目、创新平台、技术攻关、政策、园区、外部资源。"""
    with opened(workspace_name) as workspace:
        code = chain_code(workspace, chain_name)
        with workspace.read() as reader:
            found = [one for one in reader.records(kind) if code in {None, one.chain} or not one.chain]
            chains = {one: names[0] for one, names in reader.chain_names().items()}
    lines = [f"{one.name}\t{chains.get(one.chain, one.chain) or ALL_CHAINS}" for one in found]
    put([_shape(one) for one in found], as_json, lines or [f"暂无{RECORD_WORD[kind]}。"])


@click.command("records", cls=ChineseCommand)
@of_kind
@click.argument("source", metavar="文件", type=click.Path(path_type=Path))
@in_workspace
@click.option("--dry-run", is_flag=True, help="只核对，不写入")
@click.option("--rejected", metavar="未导入.xlsx", type=click.Path(path_type=Path), help="把拒绝的行另存")
@no_backup
@signed
@as_json
def import_records_command(kind: RecordKind, source: Path, workspace_name: str, **asked: Any) -> int:  # noqa: ANN401
    """导入清单资料；同一产业链里名称相同的更新，空格不改动原值。"""
    with opened(workspace_name, asked["author"]) as workspace:
        plan = plan_record_import(workspace, kind, source)
        if asked["rejected"] is not None and plan.rejected:
            export_rejected_records(plan, asked["rejected"])
        if not asked["dry_run"] and plan.command is not None:
            if not asked["no_backup"]:
                back_up_before(workspace, things_in([plan.command]))
            workspace.execute(plan.command)
    put(_plan(plan), asked["as_json"], _lines(plan, dry=asked["dry_run"]))
    return IN_PART if plan.rejected else 0


@click.command("records", cls=ChineseCommand)
@of_kind
@click.argument("out", metavar="文件.xlsx", type=click.Path(path_type=Path))
@in_workspace
@one_chain
def export_records_command(kind: RecordKind, out: Path, workspace_name: str, chain_name: str | None) -> None:
    """导出清单资料。"""
    with opened(workspace_name) as workspace:
        count = export_records(workspace, kind, out, chain_code(workspace, chain_name))
    click.echo(f"已导出 {count} 条{RECORD_WORD[kind]}到 {out}。")


def _shape(one: ListRecord) -> dict[str, Any]:
    values = {each.key: plain(one.value(each.key)) for each in FIELDS[one.kind]}
    return {"id": one.id, "name": one.name, "chain": one.chain, **values}


def _plan(plan: RecordImport) -> dict[str, Any]:
    return {
        "file": plan.file_name,
        "kind": plan.kind,
        "added": len(plan.added),
        "updated": len(plan.updated),
        "unchanged": plan.unchanged,
        "rejected": [{"row": one.number, "reason": one.reason} for one in plan.rejected],
        "columns": dict(plan.columns),
        "notes": list(plan.notes),
    }


def _lines(plan: RecordImport, *, dry: bool) -> list[str]:
    done = "将" if dry else "已"
    line = (
        f"{plan.file_name}：{done}新增 {len(plan.added)}，{done}更新 {len(plan.updated)}，"
        f"未变 {plan.unchanged}，拒绝 {len(plan.rejected)}。"
    )
    return [line, *plan.notes, *(f"第 {one.number} 行：{one.reason}" for one in plan.rejected)]
