"""The verbs that help to decide: `lianpu priorities`, `lianpu matches`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.cli_io import as_json, in_workspace, opened, put
from app.cli_words import ChineseCommand
from app.deciding_words import best_text
from app.services.deciding import find_cross_matches, find_priorities
from app.transfers_deciding import export_matches, export_priorities
from chains.priorities import MOST_IN_SET

if TYPE_CHECKING:
    from chains.cross_matches import CrossMatch
    from chains.priorities import Priority

best_of = click.option(
    "--best",
    "most",
    default=5,
    show_default=True,
    type=click.IntRange(1, MOST_IN_SET),
    metavar="K",
    help="最优组合取几项缺口（1–10）",
)


@click.command("priorities", cls=ChineseCommand)
@in_workspace
@best_of
@as_json
def priorities(workspace_name: str, most: int, as_json: bool) -> None:
    """补链优先级：补上哪个缺口，各链本地配套率合计提升最多。"""
    with opened(workspace_name) as workspace:
        found = find_priorities(workspace, most)
    whole = {
        "rule": found.settings.rate_rule,
        "chains_weighed": found.settings.chains,
        "gaps": [_priority(one) for one in found.found],
        "best": {
            "k": most,
            "products": [one.product for one in found.best.chosen],
            "gain": found.best.gain,
            "exact": found.best.exact,
            "bound": found.best.bound,
        },
    }
    lines = [
        f"{number}\t+{one.gain * 100:.1f}\t{one.name}\t"
        + "；".join(f"{gain.chain_name} +{gain.gain * 100:.1f}" for gain in one.gains)
        for number, one in enumerate(found.found, 1)
    ]
    chosen = "、".join(one.name for one in found.best.chosen)
    put(whole, as_json, [*lines, best_text(found.best), *([chosen] if chosen else [])])


@click.command("matches", cls=ChineseCommand)
@in_workspace
@as_json
def matches(workspace_name: str, as_json: bool) -> None:
    """链间配套：一条链的缺口，另一条链本地有的。"""
    with opened(workspace_name) as workspace:
        found = find_cross_matches(workspace)
    lines = [
        f"{one.chain_name} · {one.name}\t← {one.maker_chain_name} · {one.maker_name}\t"
        f"{'、'.join(each.name for each in one.makers)}\t→ {'、'.join(each.name for each in one.users)}"
        for one in found
    ]
    put([_match(one) for one in found], as_json, lines or ["没有链间配套。"])


@click.command("priorities", cls=ChineseCommand)
@click.argument("out", metavar="文件.xlsx", type=click.Path(path_type=Path))
@in_workspace
@best_of
def export_priorities_command(out: Path, workspace_name: str, most: int) -> None:
    """导出补链优先级。"""
    with opened(workspace_name) as workspace:
        count = export_priorities(workspace, out, most)
    click.echo(f"已导出 {count} 项缺口到 {out}。")


@click.command("matches", cls=ChineseCommand)
@click.argument("out", metavar="文件.xlsx", type=click.Path(path_type=Path))
@in_workspace
def export_matches_command(out: Path, workspace_name: str) -> None:
    """导出链间配套。"""
    with opened(workspace_name) as workspace:
        count = export_matches(workspace, out)
    click.echo(f"已导出 {count} 条链间配套到 {out}。")


def _priority(one: Priority) -> dict[str, Any]:
    return {
        "product": one.product,
        "name": one.name,
        "gain": one.gain,
        "gap_index": one.gap_index,
        "gaps": [str(ref) for ref in one.refs],
        "chains": [{"chain": gain.chain, "before": gain.before, "after": gain.after} for gain in one.gains],
    }


def _match(one: CrossMatch) -> dict[str, Any]:
    return {
        "gap": str(one.gap),
        "gap_name": one.name,
        "coverage": one.coverage,
        "product": one.product_name,
        "maker": str(one.maker),
        "maker_name": one.maker_name,
        "makers": [{"id": each.id, "name": each.name} for each in one.makers],
        "users": [{"id": each.id, "name": each.name} for each in one.users],
    }
