"""The verbs of whoever runs a shared database: setting it up, upgrading it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from app.cli_io import as_json, database_at, put, signed, system_user
from app.cli_words import ChineseCommand, ChineseGroup
from app.trust_words import table_word
from chains.catalogue_reader import built_in_catalogue
from chains.errors import InvalidValue
from chains.regions import region_name
from db.copying import copy_workspace
from db.places import place_text, shared_place, workspace_place
from db.server import FirstContent, set_up, upgrade_shared

if TYPE_CHECKING:
    from chains.trust import CopiedTable
    from db.places import SomePlace

DEFAULT_REGION = "371000"
_url = click.argument("name", metavar="数据库地址")


@click.command("copy", cls=ChineseCommand)
@click.argument("source", metavar="来源")
@click.argument("target", metavar="去向")
@as_json
def copy_command(source: str, target: str, as_json: bool) -> None:
    """把工作区完整复制到空的数据库或新文件，含全部历史，复制后逐表核对。"""

    def copied(come_from: SomePlace) -> tuple[CopiedTable, ...]:
        return database_at(workspace_place(target), lambda go_to: copy_workspace(come_from, go_to))

    found = database_at(workspace_place(source), copied)
    lines = [f"{table_word(one.table)}\t{one.rows} 行" for one in found if one.rows]
    rows = sum(one.rows for one in found)
    lines.append(f"已复制到 {place_text(workspace_place(target))}：{rows} 行，逐表核对一致。")
    shapes = [{"table": one.table, "rows": one.rows, "sha256_sum": one.digest} for one in found]
    put(shapes, as_json, lines)


@click.group("db", cls=ChineseGroup)
def db_group() -> None:
    """管理员：设置、升级共享数据库（postgresql+psycopg://用户@主机/数据库）。"""


@db_group.command("setup")
@_url
@click.option("--region", default=DEFAULT_REGION, metavar="代码", help="本地区划代码，默认 371000（威海）")
@click.option("--empty", is_flag=True, help="只建表，不放入内置产业链（随后用 lianpu copy 移入工作区）")
@signed
def setup(name: str, region: str, empty: bool, author: str | None) -> None:
    """在一个空的数据库里建表；可重复运行，已有内容不变。"""
    if not region_name(region):
        raise InvalidValue(field="region", value=region, allowed="GB/T 2260 六位代码")
    content = None if empty else FirstContent(built_in_catalogue(), region, author or system_user())
    is_filled = database_at(shared_place(name), lambda url: set_up(url, content))
    what = f"放入 {len(built_in_catalogue().chains)} 条内置产业链" if is_filled else "表已齐备"
    click.echo(f"已设置共享数据库 {place_text(shared_place(name))}：{what}。")


@db_group.command("upgrade")
@_url
def upgrade(name: str) -> None:
    """升级到本程序的格式；先用 pg_dump 备份。升级时其他人的保存会等待。"""
    before, after = database_at(shared_place(name), upgrade_shared)
    told = "已是最新格式" if before == after else f"已从 {before} 升级到 {after}"
    click.echo(f"{place_text(shared_place(name))}：{told}。")
