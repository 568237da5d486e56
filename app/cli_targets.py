"""The verbs about targets: list, set, follow-up, history, templates, and the sheet for a visit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from app.cli_io import as_json, in_workspace, opened, put, say_done, segment_ref, signed
from app.cli_words import ChineseCommand, ChineseGroup
from app.services.finding import find_chain, find_company
from app.services.workspace import today
from app.terminal_text import for_terminal
from app.transfers import WHOLE_LIST
from app.visit_sheet import export_visit_sheet
from chains import words
from chains.commands import KEEP, AddFollowUp, UpdateTarget
from chains.errors import NotFound
from chains.field_words import FIELD, field_value
from chains.kinds import Phase
from chains.target_lists import (
    PRIORITIES,
    TEMPLATE_PREFIX,
    RemoveTargetTemplate,
    SaveTargetTemplate,
    TargetColumn,
    TargetFilter,
    TargetList,
    TargetSort,
    arranged,
    is_overdue,
    templates_from_settings,
)
from chains.target_words import COLUMN, SORT, list_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from app.services.workspace import Workspace
    from chains.rows import TargetRow

_Verb = TypeVar("_Verb", bound="Callable[..., Any]")
_PHASE = {spelling: phase for phase in Phase for spelling in (phase.value, words.PHASE[phase])}
_COLUMN = {spelling: column for column in TargetColumn for spelling in (column.value, COLUMN[column])}
_DAY = click.DateTime(["%Y-%m-%d"])

template_option = click.option(
    "--template", "template_name", default=None, metavar="名称", help="用这个清单模板"
)


def list_options(verb: _Verb) -> _Verb:
    """The options that choose which targets, in which order and columns."""
    for option in (
        click.option("--columns", default=None, metavar="列,列…", help="列及其次序，如 目标企业,招商阶段"),
        click.option("--descending", is_flag=True, help="倒序"),
        click.option("--sort", type=click.Choice([one.value for one in TargetSort]), help="次序"),
        click.option("--text", default=None, metavar="文字", help="企业、环节、下一步、备注中含有"),
        click.option("--overdue", is_flag=True, help="只要已逾期的"),
        click.option("--priority", "priorities", multiple=True, type=click.Choice(PRIORITIES), help="优先级"),
        click.option("--person", "persons", multiple=True, metavar="姓名", help="责任人"),
        click.option("--unit", "units", multiple=True, metavar="单位", help="责任单位"),
        click.option("--phase", "phases", multiple=True, type=click.Choice(list(_PHASE)), help="招商阶段"),
        click.option("--chain", "chains", multiple=True, metavar="产业链", help="产业链，可重复"),
        template_option,
    ):
        verb = option(verb)
    return verb


def chosen_list(workspace: Workspace, given: dict[str, Any]) -> TargetList:
    """The list that the options ask for; a template's parts hold where no option says otherwise."""
    held = template_named(workspace, given["template_name"]) if given["template_name"] else WHOLE_LIST
    with workspace.read() as reader:
        chains = tuple(find_chain(reader, name) for name in given["chains"])
    wanted = held.wanted
    return TargetList(
        wanted=TargetFilter(
            chains=chains or wanted.chains,
            phases=tuple(_PHASE[one] for one in given["phases"]) or wanted.phases,
            units=tuple(given["units"]) or wanted.units,
            persons=tuple(given["persons"]) or wanted.persons,
            priorities=tuple(given["priorities"]) or wanted.priorities,
            overdue=given["overdue"] or wanted.overdue,
            text=wanted.text if given["text"] is None else given["text"],
        ),
        sort=TargetSort(given["sort"]) if given["sort"] else held.sort,
        descending=given["descending"] or held.descending,
        columns=_columns(given["columns"]) if given["columns"] else held.columns,
    )


def template_named(workspace: Workspace, name: str) -> TargetList:
    """The template of that name. Raises NotFound."""
    with workspace.read() as reader:
        templates = templates_from_settings(reader.settings_under(TEMPLATE_PREFIX))
    if name not in templates:
        raise NotFound(kind="template", name=name, near=tuple(templates))
    return templates[name]


def _columns(text: str) -> tuple[TargetColumn, ...]:
    names = [one.strip() for one in text.replace("，", ",").split(",") if one.strip()]
    unknown = next((one for one in names if one not in _COLUMN), None)
    if unknown is not None:
        raise click.UsageError(f"没有“{unknown}”这一列。可用的列：{'、'.join(COLUMN.values())}。")
    return tuple(dict.fromkeys(_COLUMN[one] for one in names))


@click.command("list", cls=ChineseCommand)
@in_workspace
@list_options
@as_json
def target_list(workspace_name: str, as_json: bool, **given: Any) -> None:  # noqa: ANN401
    """目标企业：阶段、责任人、下一步；逾期的写明逾期。"""
    with opened(workspace_name) as workspace:
        how, day = chosen_list(workspace, given), today()
        gap_index = {row.ref: row.gap_index for row in workspace.gaps()}
        with workspace.read() as reader:
            rows = arranged(reader.targets(), how, day, gap_index)
    late = sum(is_overdue(row, day) for row in rows)
    lines = [_line(row, is_overdue(row, day)) for row in rows]
    lines.append(f"共 {len(rows)} 家，逾期 {late} 家。" if rows else "没有符合条件的目标企业。")
    put([_shape(row, is_overdue(row, day)) for row in rows], as_json, lines)


def _line(row: TargetRow, late: bool) -> str:
    when = "" if row.next_on is None else f"{row.next_on}{' 逾期' if late else ''}"
    who = (row.responsible_unit, row.responsible_person, row.next_step, when)
    return "\t".join(
        (
            words.PHASE[row.phase],
            row.company_name,
            f"{row.chain_name} · {row.segment_name}",
            *(one or "—" for one in who),
        )
    )


def _shape(row: TargetRow, late: bool) -> dict[str, Any]:
    return {
        "id": row.id,
        "segment": str(row.ref),
        "company": row.company_name,
        "code": row.credit_code,
        "phase": row.phase,
        "priority": row.priority,
        "unit": row.responsible_unit,
        "person": row.responsible_person,
        "next_step": row.next_step,
        "next_on": None if row.next_on is None else row.next_on.isoformat(),
        "overdue": late,
        "last_follow_up_on": None if row.last_follow_up_on is None else row.last_follow_up_on.isoformat(),
        "score": row.score,
    }


def _target(workspace: Workspace, chain_name: str, segment_name: str, company_name: str) -> TargetRow:
    """The target meant. Raises NotFound."""
    ref = segment_ref(workspace, chain_name, segment_name)
    with workspace.read() as reader:
        company = find_company(reader, company_name)
        rows = reader.targets(ref.chain)
    found = next((row for row in rows if row.ref == ref and row.company_id == company.id), None)
    if found is None:
        raise NotFound(kind="target", name=company.name, near=())
    return found


def _named(verb: _Verb) -> _Verb:
    for name, word in (("company_name", "企业"), ("segment_name", "环节"), ("chain_name", "产业链")):
        verb = click.argument(name, metavar=word)(verb)
    return verb


@click.command("set", cls=ChineseCommand)
@_named
@in_workspace
@click.option("--phase", type=click.Choice(list(_PHASE)), help="招商阶段")
@click.option("--priority", type=click.Choice([*PRIORITIES, ""]), help="优先级")
@click.option("--unit", "responsible_unit", metavar="单位", help="责任单位")
@click.option("--person", "responsible_person", metavar="姓名", help="责任人")
@click.option("--next", "next_step", metavar="文字", help="下一步")
@click.option("--next-on", "next_on", type=_DAY, metavar="日期", help="下一步日期")
@click.option("--remark", metavar="文字", help="备注")
@signed
def target_set(
    chain_name: str,
    segment_name: str,
    company_name: str,
    workspace_name: str,
    author: str | None,
    **given: Any,  # noqa: ANN401
) -> None:
    """更新目标企业的阶段、责任人、下一步。"""
    fields: dict[str, Any] = {name: KEEP if value is None else value for name, value in given.items()}
    if given["phase"] is not None:
        fields["phase"] = _PHASE[given["phase"]]
    if given["next_on"] is not None:
        fields["next_on"] = given["next_on"].date()
    with opened(workspace_name, author) as workspace:
        target = _target(workspace, chain_name, segment_name, company_name)
        say_done(workspace.execute(UpdateTarget(target.id, **fields)))


@click.command("follow-up", cls=ChineseCommand)
@_named
@click.argument("text", metavar="跟进内容")
@in_workspace
@click.option("--on", "on", type=_DAY, default=None, metavar="日期", help="跟进日期，默认今天")
@signed
def target_follow_up(
    chain_name: str,
    segment_name: str,
    company_name: str,
    text: str,
    workspace_name: str,
    **given: Any,  # noqa: ANN401
) -> None:
    """记一条跟进。"""
    day: datetime | None = given["on"]
    with opened(workspace_name, given["author"]) as workspace:
        target = _target(workspace, chain_name, segment_name, company_name)
        say_done(workspace.execute(AddFollowUp(target.id, today() if day is None else day.date(), text)))


@click.command("history", cls=ChineseCommand)
@_named
@in_workspace
@as_json
def target_history(
    chain_name: str, segment_name: str, company_name: str, workspace_name: str, as_json: bool
) -> None:
    """一家目标企业的跟进和变更，新的在前。"""
    with opened(workspace_name) as workspace:
        target = _target(workspace, chain_name, segment_name, company_name)
        with workspace.read() as reader:
            found = reader.target_history(target.id)
    lines = [f"跟进\t{one.on}\t{one.by}\t{one.text}" for one in found.follow_ups]
    for change in found.changes:
        fields = "；".join(
            f"{FIELD.get(one.field, one.field)} {field_value(one.field, one.before)} → "
            f"{field_value(one.field, one.after)}"
            for one in change.fields
        )
        at = change.at.astimezone().strftime("%Y-%m-%d %H:%M")
        lines.append(
            f"变更\t{at}\t{change.author}\t{words.action_text(change.action, change.subject)}\t{fields}"
        )
    whole = {
        "follow_ups": [
            {"on": one.on.isoformat(), "text": one.text, "by": one.by} for one in found.follow_ups
        ],
        "changes": [
            {"number": one.number, "at": one.at.isoformat(), "author": one.author, "action": one.action}
            for one in found.changes
        ],
    }
    put(whole, as_json, lines)


@click.group("template", cls=ChineseGroup)
def template_group() -> None:
    """目标企业清单的模板：筛选、次序和列。"""


@template_group.command("save")
@click.argument("name", metavar="名称")
@in_workspace
@list_options
@signed
def template_save(name: str, workspace_name: str, author: str | None, **given: Any) -> None:  # noqa: ANN401
    """把这些选项存为模板；同名的被替换。"""
    with opened(workspace_name, author) as workspace:
        say_done(workspace.execute(SaveTargetTemplate(name, chosen_list(workspace, given))))


@template_group.command("list")
@in_workspace
@as_json
def template_list(workspace_name: str, as_json: bool) -> None:
    """列出模板。"""
    with opened(workspace_name) as workspace, workspace.read() as reader:
        templates = templates_from_settings(reader.settings_under(TEMPLATE_PREFIX))
        names = {code: known[0] for code, known in reader.chain_names().items()}
    lines = [f"{name}\t{list_text(how, names)}" for name, how in templates.items()]
    whole = [
        {
            "name": name,
            "sort": how.sort,
            "order": SORT[how.sort],
            "columns": [COLUMN[one] for one in how.columns],
        }
        for name, how in templates.items()
    ]
    put(whole, as_json, lines or ["还没有模板。"])


@template_group.command("remove")
@click.argument("name", metavar="名称")
@in_workspace
@signed
def template_remove(name: str, workspace_name: str, author: str | None) -> None:
    """删除模板。"""
    with opened(workspace_name, author) as workspace:
        say_done(workspace.execute(RemoveTargetTemplate(name)))


@click.command("visit", cls=ChineseCommand)
@_named
@click.argument("out", metavar="文件.docx", type=click.Path(path_type=Path))
@in_workspace
@click.option(
    "--contacts", "purpose", default="", metavar="用途", help="带上联系人和电话（个人信息），写明用途"
)
@signed
def export_visit(
    chain_name: str,
    segment_name: str,
    company_name: str,
    out: Path,
    workspace_name: str,
    **given: Any,  # noqa: ANN401
) -> None:
    """导出拜访一页纸（.docx）。"""
    with opened(workspace_name, given["author"]) as workspace:
        ref = segment_ref(workspace, chain_name, segment_name)
        with workspace.read() as reader:
            company = find_company(reader, company_name)
        export_visit_sheet(workspace, out, ref, company.id, given["purpose"].strip())
    click.echo(for_terminal(f"已导出 {company.name} 的拜访一页纸到 {out}。"))
