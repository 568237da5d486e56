"""The verbs of whoever runs a shared database: setting it up, upgrading it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli_io import as_json, database_at, put, signed, usual_name
from app.cli_words import ChineseCommand, ChineseGroup
from app.copy_noting import note_copy
from app.trust_words import table_word
from chains.catalogue_reader import built_in_catalogue
from chains.errors import InvalidValue
from chains.regions import region_name
from db.copying import copy_workspace
from db.places import place_text, shared_place, workspace_place
from db.server import FirstContent, set_up, upgrade_shared
from db.server_members import Member, let_in, members, put_out
from db.server_roles import Right

if TYPE_CHECKING:
    from chains.trust import CopiedTable
    from db.places import SomePlace

DEFAULT_REGION = "371000"
RIGHTS = {"查看": Right.VIEW, "填报": Right.FILL, "编辑": Right.EDIT, "管理": Right.ADMIN}
_url = click.argument("name", metavar="数据库地址")


@click.command("copy", cls=ChineseCommand)
@click.argument("source", metavar="来源")
@click.argument("target", metavar="去向")
@as_json
@signed
def copy_command(source: str, target: str, as_json: bool, author: str | None) -> None:
    """把工作区完整复制到空的数据库或新文件，含全部历史和个人信息，复制后逐表核对；先记入来源的变更记录。"""

    def copied(come_from: SomePlace) -> tuple[CopiedTable, ...]:
        _note(come_from, workspace_place(target), author or usual_name(come_from))
        return database_at(workspace_place(target), lambda go_to: copy_workspace(come_from, go_to))

    found = database_at(workspace_place(source), copied)
    lines = [f"{table_word(one.table)}\t{one.rows} 行" for one in found if one.rows]
    rows = sum(one.rows for one in found)
    lines.append(f"已复制到 {place_text(workspace_place(target))}：{rows} 行，逐表核对一致。")
    shapes = [{"table": one.table, "rows": one.rows, "sha256_sum": one.digest} for one in found]
    put(shapes, as_json, lines)


def _note(source: SomePlace, target: SomePlace, author: str) -> None:
    """Written down first: personal data must not leave without a trace when the machine stops here."""
    if isinstance(target, Path) and target.exists():
        return  # refused in a moment: nothing leaves
    not_noted = note_copy(source, target.name if isinstance(target, Path) else place_text(target), author)
    if not_noted:
        click.echo(not_noted, err=True)


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
    content = (
        None
        if empty
        else FirstContent(built_in_catalogue(), region, author or usual_name(shared_place(name)))
    )
    is_filled = database_at(shared_place(name), lambda url: set_up(url, content))
    what = f"放入 {len(built_in_catalogue().chains)} 条内置产业链" if is_filled else "表已齐备"
    click.echo(f"已设置共享数据库 {place_text(shared_place(name))}：{what}。")


@db_group.command("member")
@_url
@click.argument("user", metavar="登录名")
@click.option("--role", "word", type=click.Choice([*RIGHTS]), default=None, help="查看、填报、编辑或管理")
@click.option("--district", default="", metavar="代码", help="填报的区划代码：只能写本区市的企业")
@click.option("--create", is_flag=True, help="同时建立登录名（或改密码），会问密码")
@click.option("--remove", is_flag=True, help="收回全部权限")
def member(name: str, user: str, word: str | None, district: str, create: bool, remove: bool) -> None:
    """给一个人权限、改权限，或收回。"""
    if remove:
        database_at(shared_place(name), lambda url: put_out(url, user))
        click.echo(f"已收回 {user} 的权限。")
        return
    if word is None:
        raise InvalidValue(field="role", value="", allowed="、".join(RIGHTS))
    right = RIGHTS[word]
    if (right is Right.FILL) != bool(region_name(district)):
        raise InvalidValue(field="region", value=district, allowed="填报须写明六位区划代码，其他角色不写")
    password = (
        click.prompt(f"{user} 的密码", hide_input=True, confirmation_prompt="再输入一次") if create else None
    )
    given = Member(user, right, district)
    database_at(shared_place(name), lambda url: let_in(url, given, password))
    where = f"（{region_name(district)}）" if district else ""
    click.echo(f"{user} 现在可以{word}{where}。")


def _new_password(user: str) -> str:
    return str(click.prompt(f"{user} 的密码", hide_input=True, confirmation_prompt="再输入一次"))


@db_group.command("members")
@_url
@as_json
def members_command(name: str, as_json: bool) -> None:
    """列出谁可以进来、有什么权限。"""
    words = {right: word for word, right in RIGHTS.items()}
    found = database_at(shared_place(name), members)
    lines = [f"{one.name}\t{words[one.right]}\t{one.district and region_name(one.district)}" for one in found]
    shapes = [{"name": one.name, "role": one.right.value, "district": one.district} for one in found]
    put(shapes, as_json, lines or ["还没有给任何人权限。"])


@db_group.command("upgrade")
@_url
def upgrade(name: str) -> None:
    """升级到本程序的格式；先用 pg_dump 备份。升级时其他人的保存会等待。"""
    before, after = database_at(shared_place(name), upgrade_shared)
    told = "已是最新格式" if before == after else f"已从 {before} 升级到 {after}"
    click.echo(f"{place_text(shared_place(name))}：{told}。")
