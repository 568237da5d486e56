"""The verbs of the command line about the change log: what it says, into a file, an old value put back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app import cli_shapes as shapes
from app.change_exports import export_changes
from app.cli_io import as_json, chain_code, in_workspace, opened, put, say_done, segment_ref, signed
from app.cli_words import ChineseCommand
from app.services.change_log import fact_of, restoration
from app.services.finding import find_company
from app.terminal_text import for_terminal
from chains import field_words, words
from chains.change_filter import TOPIC, ChangeFilter
from chains.errors import InvalidValue, NotFound

if TYPE_CHECKING:
    from datetime import datetime

    from app.services.workspace import Workspace
    from chains.change_facts import ChangeFact
    from chains.rows import ChangeRow

_TOPICS = {word: topic for topic, word in TOPIC.items()} | {topic.value: topic for topic in TOPIC}
_DAY = click.DateTime(["%Y-%m-%d"])


@click.command("log", cls=ChineseCommand)
@in_workspace
@click.option("--chain", "chain_name", default=None, metavar="产业链", help="只看一条链（编号或名称）")
@click.option(
    "--segment", "segment_name", default=None, metavar="环节", help="只看一个环节，须同时写 --chain"
)
@click.option("--company", "company_name", default=None, metavar="企业", help="只看一家企业")
@click.option("--who", default="", metavar="姓名", help="只看谁改的")
@click.option("--topic", type=click.Choice(list(_TOPICS)), default=None, help="/".join(TOPIC.values()))
@click.option("--from", "day_from", type=_DAY, default=None, metavar="日期", help="从哪天起，如 2026-11-01")
@click.option("--to", "day_to", type=_DAY, default=None, metavar="日期", help="到哪天止，含当天")
@click.option("--text", default="", metavar="文字", help="内容里含有的字")
@click.option("--limit", type=click.IntRange(min=1), default=None, metavar="条数", help="最多显示几条")
@click.option("--number", type=int, default=None, metavar="编号", help="只看这一条，列出每处改动的明细号")
@click.option(
    "--export",
    "out",
    type=click.Path(path_type=Path),
    default=None,
    metavar="文件.(xlsx|csv)",
    help="存成文件",
)
@as_json
def log(workspace_name: str, as_json: bool, out: Path | None, **asked: Any) -> None:  # noqa: ANN401
    """变更记录，新的在前。"""
    with opened(workspace_name) as workspace:
        if asked["number"] is not None:
            _put_entry(workspace, asked["number"], as_json=as_json)
            return
        wanted = _filter(workspace, asked)
        if out is not None:
            count = export_changes(workspace, out, wanted)
            click.echo(f"已导出 {count:,} 条变更记录到 {out}。")
            return
        with workspace.read() as reader:
            rows = reader.changes.entries(reader.changes.numbers(wanted)[: asked["limit"]])
    put([shapes.change_line(row) for row in rows], as_json, [line for row in rows for line in _lines(row)])


@click.command("restore-value", cls=ChineseCommand)
@click.argument("number", metavar="编号", type=int)
@click.argument("item", metavar="明细号", type=int)
@click.argument("field", metavar="字段")
@click.option("--after", is_flag=True, help="恢复为那次改后的值；不写时恢复为改前的值")
@in_workspace
@signed
def restore_value(
    workspace_name: str, author: str | None, number: int, item: int, field: str, *, after: bool
) -> None:
    """把一处改动恢复为旧值；编号、明细号和字段见 lianpu log --number。"""
    with opened(workspace_name, author) as workspace:
        with workspace.read() as reader:
            found = restoration(reader, fact_of(reader, number, item, field))
        value = found.after if after else found.before
        if value.refused is not None:
            raise value.refused
        if value.command is None:
            click.echo(for_terminal(f"现在就是“{value.text}”，没有记录。"))
            return
        say_done(workspace.execute(value.command))


def _filter(workspace: Workspace, asked: dict[str, Any]) -> ChangeFilter:
    chain, segment = asked["chain_name"], asked["segment_name"]
    if segment is not None and chain is None:
        raise InvalidValue(field="segment.name", value=segment, allowed="与 --chain 同用")
    company = None
    if asked["company_name"] is not None:
        with workspace.read() as reader:
            company = find_company(reader, asked["company_name"]).id
    days: dict[str, datetime | None] = {name: asked[name] for name in ("day_from", "day_to")}
    return ChangeFilter(
        chain=chain_code(workspace, chain) or "",
        segment=None if segment is None else segment_ref(workspace, chain, segment),
        company=company,
        author=asked["who"],
        topic=None if asked["topic"] is None else _TOPICS[asked["topic"]],
        text=asked["text"],
        **{name: None if at is None else at.date() for name, at in days.items()},
    )


def _put_entry(workspace: Workspace, number: int, *, as_json: bool) -> None:
    with workspace.read() as reader:
        rows, facts = reader.changes.entries([number]), reader.changes.facts(number)
    if not rows:
        raise NotFound(kind="change", name=str(number), near=())
    shown = [{**shapes.change_line(row), "facts": [shapes.change_fact(one) for one in facts]} for row in rows]
    lines = [_lines(row)[0] for row in rows] + [_fact_line(one) for one in facts]
    put(shown, as_json, lines)


def _fact_line(one: ChangeFact) -> str:
    alone = "" if one.restorable else "（不能单独恢复）"
    return f"\t明细 {one.item}\t{one.subject}\t{_change(one)}{alone}"


def _lines(row: ChangeRow) -> list[str]:
    taken_back = f"（已被 {row.undone_by} 号撤销）" if row.undone_by else ""
    at = row.at.astimezone().strftime("%Y-%m-%d %H:%M:%S")
    said = words.action_text(row.action, row.subject)
    return [
        f"{row.number}\t{at}\t{words.signed_text(row)}\t{said}{taken_back}",
        *(f"\t{_change(one)}" for one in row.fields),
    ]


def _change(one: Any) -> str:  # noqa: ANN401 - a FieldChange or a ChangeFact
    before, after = (field_words.field_value(one.field, value) for value in (one.before, one.after))
    return f"{field_words.FIELD.get(one.field, one.field)}：{before} → {after}"
