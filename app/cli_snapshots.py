"""`lianpu snapshot` and `lianpu compare`: names for states, and what is different between two."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.cli_io import as_json, chain_code, in_workspace, one_chain, opened, put, say_done, signed
from app.cli_words import ChineseCommand
from app.comparison_words import comparison_line, moment_text
from app.services.comparing import NOW, find_comparison
from app.transfers_comparing import export_comparison
from chains import words
from chains.commands import RemoveSnapshot, TakeSnapshot
from chains.comparison import TURN_WORD, Comparison
from chains.errors import NotFound

if TYPE_CHECKING:
    from app.services.comparing import Moment
    from app.services.workspace import Workspace
    from chains.comparison import ChainComparison
    from chains.rows import ChainOverview
    from chains.snapshot import Snapshot


@click.command("snapshot", cls=ChineseCommand)
@click.argument("name", metavar="[名称]", required=False)
@in_workspace
@click.option("--remove", metavar="名称", help="删除快照")
@signed
@as_json
def snapshot(
    name: str | None, workspace_name: str, remove: str | None, author: str | None, as_json: bool
) -> None:
    """给现在的状态命名（快照），如 2026年第四季度；不写名称时列出全部快照。"""
    with opened(workspace_name, author) as workspace:
        if remove is not None:
            say_done(workspace.execute(RemoveSnapshot(_named(workspace, remove).id)))
        elif name is not None:
            say_done(workspace.execute(TakeSnapshot(name)))
        else:
            _list(workspace, as_json)


@click.command("compare", cls=ChineseCommand)
@click.argument("one", metavar="快照")
@click.argument("other", metavar="[快照]", default=NOW)
@in_workspace
@one_chain
@click.option("--out", metavar="文件.xlsx", type=click.Path(path_type=Path), help="导出为 Excel 文件")
@as_json
def compare_command(one: str, other: str, workspace_name: str, **asked: Any) -> None:  # noqa: ANN401 - options
    """比较两个快照，或一个快照与现在：补上的、新增的缺口，企业进出，前后指标。"""
    with opened(workspace_name) as workspace:
        compared = find_comparison(workspace, one, other)
        only = chain_code(workspace, asked["chain_name"])
        shown = Comparison(tuple(one for one in compared.found.chains if only in {None, one.code}))
        if asked["out"] is not None:
            export_comparison(workspace, asked["out"], compared)
    whole = {
        "before": _moment(compared.before),
        "after": _moment(compared.after),
        "chains": [_chain(chain) for chain in shown.chains],
    }
    lines = [f"从{moment_text(compared.before)}到{moment_text(compared.after)}：{comparison_line(shown)}"]
    lines += [line for chain in shown.chains if chain.changed for line in _lines(chain)]
    if asked["out"] is not None:
        lines.append(f"已导出到 {asked['out']}。")
    put(whole, asked["as_json"], lines)


def _named(workspace: Workspace, name: str) -> Snapshot:
    with workspace.read() as reader:
        snapshots = reader.snapshots()
    found = next((one for one in snapshots if one.name == name.strip()), None)
    if found is None:
        raise NotFound(kind="snapshot", name=name, near=tuple(one.name for one in snapshots)[:5])
    return found


def _list(workspace: Workspace, as_json: bool) -> None:
    with workspace.read() as reader:
        snapshots = reader.snapshots()
    whole = [
        {"name": one.name, "at": one.at.isoformat(), "author": one.author, "number": one.number}
        for one in snapshots
    ]
    lines = [f"{one.name}\t{one.at.astimezone():%Y-%m-%d %H:%M}\t{one.author}" for one in snapshots]
    put(whole, as_json, lines or ["还没有快照。"])


def _moment(moment: Moment) -> dict[str, Any]:
    return {"name": moment.name, "day": moment.day.isoformat(), "number": moment.number}


def _chain(chain: ChainComparison) -> dict[str, Any]:
    return {
        "chain": chain.code,
        "name": chain.name,
        "changed": chain.changed,
        "before": _figures(chain.before),
        "after": _figures(chain.after),
        "segments": [
            {"segment": one.ref.segment, "name": one.name, "turn": one.turn, "detail": one.detail}
            for one in chain.segments
        ],
        "companies": [
            {
                "segment": one.ref.segment,
                "segment_name": one.segment_name,
                "company_id": one.company_id,
                "company": one.company_name,
                "local": one.local,
                "came": one.came,
            }
            for one in chain.companies
        ],
    }


def _figures(overview: ChainOverview | None) -> dict[str, Any] | None:
    if overview is None:
        return None
    return {
        "local_supply_rate": overview.local_supply_rate,
        "completeness": overview.completeness,
        "missing": overview.missing,
        "weak": overview.weak,
        "chokepoints": overview.chokepoints,
    }


def _lines(chain: ChainComparison) -> list[str]:
    before, after = chain.before, chain.after
    rates = [None if one is None else one.local_supply_rate for one in (before, after)]
    lines = [f"{chain.name}\t本地配套率 {words.rate_text(rates[0])} → {words.rate_text(rates[1])}"]
    lines += [f"\t{TURN_WORD[one.turn]}\t{one.name}\t{one.detail}" for one in chain.segments]
    return lines + [
        f"\t企业{'新进' if one.came else '退出'}\t{one.segment_name}\t{one.company_name}"
        for one in chain.companies
    ]
