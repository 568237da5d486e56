"""`lianpu erase-personal`: erases personal data of one company or of all, after telling how much there is."""

from __future__ import annotations

import sys
from dataclasses import asdict

import click

from app.cli_io import as_json, in_workspace, opened, put, signed
from app.cli_words import ChineseCommand
from app.erasing_words import DONE_TEXT, backups_text, counts_text
from app.exit_status import DONE, IN_PART
from app.services.finding import find_company
from chains.personal import ErasePersonal


@click.command("erase-personal", cls=ChineseCommand)
@in_workspace
@click.option("--company", "company_name", default=None, metavar="企业", help="只清除这家企业的")
@click.option("--all", "of_all", is_flag=True, help="清除全部企业的")
@click.option("--yes", "agreed", is_flag=True, help="确认清除；不写时只列出数量，不作改动")
@as_json
@signed
def erase(
    workspace_name: str,
    company_name: str | None,
    of_all: bool,
    agreed: bool,
    as_json: bool,
    author: str | None,
) -> None:
    """清除个人信息（联系人、电话、邮箱），包括变更记录里的；不能撤销。"""
    if (company_name is None) == (not of_all):
        raise click.UsageError("请写 --company 企业，或 --all。")
    with opened(workspace_name, author) as workspace:
        with workspace.read() as reader:
            company = None if company_name is None else find_company(reader, company_name).id
            counts = reader.personal_counts(company)
        whole = {**asdict(counts), "backups": workspace.database.backup_count()}
        lines = [counts_text(counts), backups_text(whole["backups"])]
        if counts.is_nothing or not agreed:
            more = [] if counts.is_nothing else [lines[1], "没有清除。确认清除请加 --yes。"]
            put({**whole, "erased": False}, as_json, [lines[0], *more])
            sys.exit(DONE if counts.is_nothing else IN_PART)
        done = workspace.execute(ErasePersonal(company))
        put({**whole, "erased": done.number is not None}, as_json, [*lines, DONE_TEXT])
