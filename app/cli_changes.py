"""The verbs of the command line that change a workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import click

from app.cli_io import (
    in_workspace,
    opened,
    say_done,
    segment_ref,
    signed,
    system_user,
)
from app.cli_verbs import IMPORTS, TARGETS, VerbGroup
from app.cli_words import ChineseCommand
from app.sample import make_sample
from app.services.finding import find_company
from app.services.settling import take_back
from app.terminal_text import for_terminal
from app.used_words import used_lines
from chains import words
from chains.catalogue_reader import built_in_catalogue
from chains.commands import KEEP, AssessSegment, Keep, PlaceCompany
from chains.countries import countries_in
from chains.errors import InvalidValue, NotUndoable
from chains.kinds import Coverage, Decision, Degree, Role, Source
from chains.regions import region_name
from db.workspace_file import create_workspace, workspace_path

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from enum import StrEnum

    from app.services.workspace import Workspace


DEFAULT_REGION = "371000"
_Verb = TypeVar("_Verb", bound="Callable[..., Any]")


def _choice(kinds: type[StrEnum], names: Mapping[Any, str], option: str) -> Callable[[_Verb], _Verb]:
    """An option that takes the English value or the word on screen."""
    by_spelling = {spelling: kind for kind in kinds for spelling in (kind.value, names[kind])}

    def chosen(_ctx: click.Context, _param: click.Parameter, value: str | None) -> StrEnum | Keep:
        return KEEP if value is None else by_spelling[value]

    return click.option(
        option,
        type=click.Choice(list(by_spelling)),
        callback=chosen,
        default=None,
        help="/".join(names.values()),
    )


@click.command("new", cls=ChineseCommand)
@click.argument("workspace_name", metavar="工作区")
@click.option("--region", default=DEFAULT_REGION, metavar="代码", help="本地区划代码，默认 371000（威海）")
@click.option("--sample", is_flag=True, help="试用：放入虚构的企业和评估（名称都以“示例”开头）")
@signed
def new(workspace_name: str, region: str, author: str | None, *, sample: bool) -> None:
    """用内置产业链目录新建工作区。"""
    if sample:
        make_sample(path := workspace_path(workspace_name)).close()
        click.echo(f"已新建示例工作区 {path}，其中的企业和评估都是虚构的。")
        return
    if not region_name(region):
        raise InvalidValue(field="region", value=region, allowed="GB/T 2260 六位代码")
    path = workspace_path(workspace_name, "new_on_server")
    database = create_workspace(path, built_in_catalogue(), region, author or system_user())
    database.close()
    click.echo(
        f"已新建工作区 {path}：{len(built_in_catalogue().chains)} 条产业链，本地为{region_name(region)}。"
    )


@click.command("mark", cls=ChineseCommand)
@click.argument("chain_name", metavar="产业链")
@click.argument("segment_name", metavar="环节")
@in_workspace
@_choice(Coverage, words.COVERAGE, "--coverage")
@_choice(Source, words.SOURCE, "--source")
@_choice(Degree, words.DEGREE, "--degree")
@click.option(
    "--country", "countries", multiple=True, metavar="名称", help="来源国（地区），可多次；只用于国外来源"
)
@click.option("--no-country", "no_country", is_flag=True, help="去掉来源国（地区）")
@click.option("--chokepoint/--no-chokepoint", "chokepoint", default=None, help="是否卡脖子")
@click.option("--evidence", default=None, metavar="文字", help="依据：文件及出处，或说明")
@click.option(
    "--review-on", type=click.DateTime(["%Y-%m-%d"]), default=None, metavar="日期", help="下次复核日期"
)
@signed
def mark(chain_name: str, segment_name: str, workspace_name: str, author: str | None, **marks: Any) -> None:  # noqa: ANN401
    """评估一个环节。"""
    with opened(workspace_name, author) as workspace:
        ref = segment_ref(workspace, chain_name, segment_name)
        countries, none = marks.pop("countries"), marks.pop("no_country")
        given: dict[str, Any] = {name: KEEP if value is None else value for name, value in marks.items()}
        if countries or none:
            given["countries"] = countries_in("；".join(countries))
        if marks["review_on"] is not None:
            given["review_on"] = marks["review_on"].date()
        say_done(workspace.execute(AssessSegment(ref, **given)))


@click.command("place", cls=ChineseCommand)
@click.argument("chain_name", metavar="产业链")
@click.argument("segment_name", metavar="环节")
@click.argument("company_name", metavar="企业")
@in_workspace
@_choice(Role, words.ROLE, "--role")
@_choice(Decision, words.DECISION, "--decision")
@click.option("--local/--outside", "local", default=None, help="本地供货或市外供货；不写时按企业所在地判断")
@click.option("--evidence", default=None, metavar="文字", help="依据")
@signed
def place(
    chain_name: str,
    segment_name: str,
    company_name: str,
    workspace_name: str,
    author: str | None,
    **how: Any,  # noqa: ANN401
) -> None:
    """把企业标注到环节上。"""
    with opened(workspace_name, author) as workspace:
        ref = segment_ref(workspace, chain_name, segment_name)
        with workspace.read() as reader:
            company = find_company(reader, company_name)
        given: dict[str, Any] = {name: KEEP if value is None else value for name, value in how.items()}
        say_done(workspace.execute(PlaceCompany(ref, company.id, **given)))


@click.group("import", cls=VerbGroup, verbs=IMPORTS)
def import_group() -> None:
    """导入文件。"""


@click.group("target", cls=VerbGroup, verbs=TARGETS)
def target_group() -> None:
    """目标企业。"""


@click.command("add", cls=ChineseCommand)
@click.argument("chain_name", metavar="产业链")
@click.argument("segment_name", metavar="环节")
@click.argument("company_name", metavar="企业")
@in_workspace
@signed
def target_add(
    chain_name: str, segment_name: str, company_name: str, workspace_name: str, author: str | None
) -> None:
    """把企业加入该环节的目标清单。"""
    with opened(workspace_name, author) as workspace:
        ref = segment_ref(workspace, chain_name, segment_name)
        with workspace.read() as reader:
            company = find_company(reader, company_name)
        say_done(workspace.execute(workspace.target_command(ref, company.id)))


@click.command("undo", cls=ChineseCommand)
@in_workspace
@click.option(
    "--number", type=int, default=None, metavar="编号", help="撤销变更记录里的这一条，不写时是最近一条"
)
@click.option("--theirs", "whose", flag_value="theirs", default=None, help="此后被他人改过的，保留他人的")
@click.option("--mine", "whose", flag_value="mine", help="此后被他人改过的，也改回去")
@click.option("--keep-used", "keeps_used", is_flag=True, help="新增的企业中此后已被使用的保留，只撤销其余的")
@signed
def undo(
    workspace_name: str, author: str | None, number: int | None, whose: str | None, *, keeps_used: bool
) -> None:
    """撤销一次更改。"""
    with opened(workspace_name, author) as workspace:
        ours = None if whose is None else whose == "mine"
        try:
            say_done(take_back(workspace, number, ours, keeps_used=keeps_used))
        except NotUndoable as error:
            _tell_used(workspace, error)
            raise


def _tell_used(workspace: Workspace, error: NotUndoable) -> None:
    """Name what stands in the way, where the rest could go without it."""
    if error.facts.get("cause") != "in_use":
        return
    with workspace.read() as reader:
        found = reader.changes.used_companies(error.facts["number"])
    if found.total and found.unused:
        click.echo(for_terminal("\n".join(used_lines(found))), err=True)
