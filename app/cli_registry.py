"""The verbs of the command line about the registry: finding companies, lists of them, checking the file."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app import cli_shapes as shapes
from app.cli_io import as_json, in_workspace, most_listed, opened, put
from app.cli_words import ChineseCommand
from app.company_exports import export_companies
from app.services.finding import find_chain
from chains import words
from chains.errors import InvalidValue
from chains.registry import CompanyFilter, CompanySort, Placed
from chains.registry_words import SORT_WORDS, filter_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from app.services.workspace import Workspace

_STATES = {word: state for state, word in words.STATE.items()}
_SORTS = {column.value: column for column in SORT_WORDS}
_PLACED = {"已标注": Placed.PLACED, "未标注": Placed.NOT_PLACED}


class _Amount(click.ParamType):  # type: ignore[type-arg] # older click knows no argument
    name = "万元"

    def convert(self, value: Any, param: Any, ctx: Any) -> Decimal:  # noqa: ANN401 - as click calls it
        try:
            return Decimal(str(value))
        except InvalidOperation:
            self.fail(f"“{value}”不是数", param, ctx)


_DAY = click.DateTime(formats=["%Y-%m-%d"])
_OPTIONS = (
    click.option("--region", "regions", multiple=True, metavar="代码", help="区域代码，含下级；可写多个"),
    click.option("--industry", "industries", multiple=True, metavar="代码", help="行业代码，如 C、C29"),
    click.option("--honour", "honours", multiple=True, metavar="资质", help="资质名称，今日有效的"),
    click.option("--expired", is_flag=True, help="过期的资质也算"),
    click.option("--state", "states", multiple=True, type=click.Choice(list(_STATES)), help="登记状态"),
    click.option("--capital-from", type=_Amount(), help="注册资本不低于"),
    click.option("--capital-to", type=_Amount(), help="注册资本不高于"),
    click.option("--insured-from", type=int, metavar="人数", help="参保人数不低于"),
    click.option("--insured-to", type=int, metavar="人数", help="参保人数不高于"),
    click.option("--founded-from", type=_DAY, metavar="年-月-日", help="成立日期不早于"),
    click.option("--founded-to", type=_DAY, metavar="年-月-日", help="成立日期不晚于"),
    click.option("--placed", type=click.Choice(list(_PLACED)), help="是否已标注到环节"),
    click.option("--chain", "chains", multiple=True, metavar="产业链", help="标注在这些产业链上的"),
    click.option("--list", "list_name", metavar="名单", help="用已存的名单，其余条件在其上改"),
    click.option("--sort", type=click.Choice(list(_SORTS)), default=None, help="按此排序"),
    click.option("--desc", is_flag=True, help="倒序"),
)


def _filtered(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@click.command("search", cls=ChineseCommand)
@click.argument("text", metavar="文字", required=False, default="")
@in_workspace
@_filtered
@most_listed
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=None,
    metavar="文件.xlsx",
    help="把查到的全部企业存为名单",
)
@as_json
def search(
    text: str, workspace_name: str, limit: int, out: Path | None, as_json: bool, **asked: Any  # noqa: ANN401
) -> None:  # fmt: skip
    """在企业库中查找：名称、代码、产品、经营范围、区市、拼音。"""
    with opened(workspace_name) as workspace:
        wanted, sort = _asked(workspace, text, asked)
        if out is not None:
            written = export_companies(workspace, out, wanted, sort)
            click.echo(f"已导出 {written} 家企业到 {out}。")
            return
        with workspace.read() as reader:
            rows = reader.find_companies(wanted, sort, 0, limit)
            count = reader.count_companies(wanted)
    whole = {
        "filter": filter_text(wanted),
        "count": count.number,
        "exact": count.exact,
        "companies": [shapes.company_line(row) for row in rows],
    }
    lines = [f"{row.name}\t{row.code}\t{row.region_name}\t{words.STATE[row.state]}" for row in rows]
    put(whole, as_json, [f"{filter_text(wanted)}：{count.text} 家", *lines])


def _asked(workspace: Workspace, text: str, asked: dict[str, Any]) -> tuple[CompanyFilter, CompanySort]:
    """The filter and the sort that the options ask for."""
    wanted, sort = CompanyFilter(), CompanySort()
    with workspace.read() as reader:
        if asked["list_name"] is not None:
            lists = {one.name: one for one in reader.company_lists()}
            if asked["list_name"] not in lists:
                raise InvalidValue(field="list", value=asked["list_name"], allowed="、".join(lists))
            wanted, sort = lists[asked["list_name"]].wanted, lists[asked["list_name"]].sort
        chains = tuple(find_chain(reader, name) for name in asked["chains"])
    given: dict[str, Any] = {
        **{name: asked[name] for name in ("regions", "industries", "honours")},
        **{name: asked[name] for name in ("capital_from", "capital_to", "insured_from", "insured_to")},
        **{name: _day(asked[name]) for name in ("founded_from", "founded_to")},
        "text": text,
        "chains": chains,
        "states": tuple(_STATES[word] for word in asked["states"]),
        "placed": _PLACED.get(asked["placed"]),
        "only_valid": False if asked["expired"] else None,
    }
    kept = {one.name: getattr(wanted, one.name) for one in fields(CompanyFilter)}
    changed = {name: value for name, value in given.items() if value not in (None, "", ())}
    if asked["sort"] is not None or asked["desc"]:
        sort = CompanySort(_SORTS.get(asked["sort"], sort.column), asked["desc"])
    return CompanyFilter(**{**kept, **changed}), sort


def _day(value: Any) -> date | None:  # noqa: ANN401 - a datetime of click
    return None if value is None else value.date()
