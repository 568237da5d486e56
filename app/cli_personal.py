"""`lianpu erase-personal`: erases personal data of one company or of all, after telling how much there is."""

from __future__ import annotations

import sys
from dataclasses import asdict

import click

from app.cli_io import as_json, in_workspace, opened, progress_told, put, signed
from app.cli_words import ChineseCommand
from app.erasing_words import DONE_TEXT, backups_text, counts_text, dropped_text
from app.exit_status import DONE, IN_PART
from app.services.finding import find_company
from chains.personal import ErasePersonal


@click.command("erase-personal", cls=ChineseCommand)
@in_workspace
@click.option("--company", "company_name", default=None, metavar="企业", help="只清除这家企业的")
@click.option("--all", "of_all", is_flag=True, help="清除全部企业的")
@click.option(
    "--drop-backups", "drops", is_flag=True, help="随后另存一份新备份，并删除此前的备份（其中仍有个人信息）"
)
@click.option("--yes", "agreed", is_flag=True, help="确认清除；不写时只列出数量，不作改动")
@as_json
@signed
def erase(
    workspace_name: str, company_name: str | None, as_json: bool, author: str | None, **how: bool
) -> None:
    """清除个人信息（联系人、电话、邮箱），包括变更记录里的；不能撤销。"""
    if (company_name is None) == (not how["of_all"]):
        raise click.UsageError("请写 --company 企业，或 --all。")
    with opened(workspace_name, author) as workspace:
        with workspace.read() as reader, progress_told() as step:
            company = None if company_name is None else find_company(reader, company_name).id
            counts = reader.personal_counts(company, step)
        copies = workspace.database.older_copies()
        drops = how["drops"] and bool(copies)
        whole = {**asdict(counts), "backups": copies if copies is None else len(copies)}
        if counts.is_nothing and not drops:
            put({**whole, "erased": False}, as_json, [counts_text(counts)])
            return
        lines = [counts_text(counts), backups_text(copies)]
        if not how["agreed"]:
            put({**whole, "erased": False}, as_json, [*lines, "没有清除。确认清除请加 --yes。"])
            sys.exit(IN_PART)
        with progress_told() as step:
            done = workspace.execute(ErasePersonal(company), step)
        kept = workspace.database.drop_older_copies() if drops else ()
        lines += [DONE_TEXT] if done.number is not None else []
        lines += [dropped_text(len(copies or ()), kept)] if drops else []
        put({**whole, "erased": done.number is not None, "copies_left": kept}, as_json, lines)
        sys.exit(IN_PART if kept else DONE)
