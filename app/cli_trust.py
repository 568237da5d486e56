"""The verbs that look after the file: check, rescue, backup, restore."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from app import trust_words
from app.backup_restoring import note_restored
from app.cli_io import as_json, database_at, in_workspace, put, signed, system_user
from app.cli_words import ChineseCommand
from app.copy_noting import note_copy
from app.exit_status import DONE, IN_PART
from chains.errors import WorkspaceRefused
from chains.trust import BackupKind, CheckReport, Finding
from db.backups import backup_folder, backup_name, backups_of, restore, take_backup
from db.checking import check_workspace
from db.rescue import rescue
from db.workspace_file import workspace_path, workspace_place


@click.command("check", cls=ChineseCommand)
@click.argument("workspace_name", metavar="工作区")
@as_json
def check(workspace_name: str, as_json: bool) -> None:
    """完整检查工作区，不作改动。有问题时退出状态为 1。"""
    report = database_at(workspace_place(workspace_name), check_workspace)
    put(_shape(report), as_json, trust_words.check_lines(report))
    sys.exit(DONE if report.sound else IN_PART)


@click.command("rescue", cls=ChineseCommand)
@click.argument("workspace_name", metavar="损坏的工作区")
@click.argument("target", metavar="新工作区", type=click.Path(path_type=Path))
@as_json
def rescue_command(workspace_name: str, target: Path, as_json: bool) -> None:
    """把损坏的工作区里还能读出的内容存为新工作区，列出读不出的。"""
    report = rescue(workspace_path(workspace_name), target, system_user())
    whole = {
        "lost": report.lost,
        "tables": [
            {"table": one.table, "saved": one.saved, "unreadable": one.unreadable, "dropped": one.dropped}
            for one in report.tables
        ],
    }
    lines = [f"已存为新工作区 {target}。", *trust_words.rescue_lines(report)]
    put(whole, as_json, lines)
    sys.exit(IN_PART if report.lost else DONE)


@click.command("backup", cls=ChineseCommand)
@in_workspace
@click.option(
    "--to", "folder", type=click.Path(path_type=Path), default=None, metavar="文件夹", help="存到哪里"
)
@click.option("--list", "listed", is_flag=True, help="只列出已有的备份")
@as_json
@signed
def backup(workspace_name: str, folder: Path | None, listed: bool, as_json: bool, author: str | None) -> None:
    """备份工作区：写完即核对，并记下校验和。存到别的文件夹的记入变更记录。"""
    path = workspace_path(workspace_name)
    if not listed:
        at = datetime.now(UTC)
        if folder is not None and folder.resolve() != backup_folder(path.resolve()):
            not_noted = note_copy(path, backup_name(BackupKind.MANUAL, at), author or system_user())
            if not_noted:
                click.echo(not_noted, err=True)
        taken = take_backup(path, BackupKind.MANUAL, folder, at)
        put({"file": str(taken.file), "sha256": taken.sha256}, as_json, [f"已备份到 {taken.file}。"])
        return
    found = backups_of(path, folder)
    lines = [
        f"{_local(one.at)}\t{trust_words.BACKUP_KIND[one.kind]}\t{trust_words.size_text(one.size_bytes)}\t"
        f"{trust_words.backup_label(one)}\t{one.file}"
        for one in found
    ]
    shapes = [
        {"file": str(one.file), "at": one.at.isoformat(), "kind": one.kind.value, "number": one.number}
        for one in found
    ]
    put(shapes, as_json, lines or ["还没有备份。"])


@click.command("restore", cls=ChineseCommand)
@click.argument("backup_file", metavar="备份文件", type=click.Path(path_type=Path))
@in_workspace
@signed
def restore_command(backup_file: Path, workspace_name: str, author: str | None) -> None:
    """用备份换回工作区；现有的文件另存在旁边。"""
    path = workspace_path(workspace_name)
    aside = restore(backup_file, path)
    try:
        note_restored(backup_file, path, author or system_user())
    except WorkspaceRefused:
        click.echo("换回的文件打不开，请换一份备份。", err=True)
        raise
    click.echo(f"已用 {backup_file} 换回 {path}。" + (f"原来的文件在 {aside}。" if aside else ""))


@click.command("selftest", cls=ChineseCommand)
def self_test() -> None:
    """安装后自检：在临时工作区里走一遍导入、画图、评估、导出、检查，不动已有的工作区。"""
    from app.desktop.self_test import run_self_test  # noqa: PLC0415 - opens a window

    sys.exit(DONE if run_self_test(click.echo) else IN_PART)


def _shape(report: CheckReport) -> dict[str, object]:
    return {
        "sound": report.sound,
        "findings": [_finding(one) for one in report.findings],
        "notes": [_finding(one) for one in report.notes],
        "rows": dict(report.rows),
        "hidden": report.hidden,
    }


def _finding(one: Finding) -> dict[str, object]:
    return {"rule": one.rule.value, "place": one.place, "count": one.count, "examples": one.examples}


def _local(at: datetime) -> str:
    return at.astimezone().strftime("%Y-%m-%d %H:%M:%S")
