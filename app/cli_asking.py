"""The verbs of the command line that look: the catalogue, a chain, gaps, matches, measures."""

from __future__ import annotations

import click

from app import cli_shapes as shapes
from app.cli_io import (
    as_json,
    chain_code,
    in_workspace,
    most_listed,
    one_chain,
    opened,
    put,
    segment_ref,
)
from app.cli_words import ChineseCommand
from app.services.finding import find_chain, fitting_name
from app.services.workspace import today
from chains import words
from chains.catalogue_reader import built_in_catalogue
from chains.hit_words import WEAK, hit_text
from chains.measure_words import RATE_RULE
from chains.state import ChainState


@click.command("catalogue", cls=ChineseCommand)
@click.argument("chain_name", metavar="[产业链]", required=False)
@as_json
def catalogue(chain_name: str | None, as_json: bool) -> None:
    """内置的产业链目录；写明产业链时列出整条链。"""
    entries = built_in_catalogue()
    if chain_name is None:
        lines = [shapes.chain_line(entry.chain) for entry in entries.chains]
        put(lines, as_json, [f"{line['code']}\t{line['name']}\t{line['segments']} 个环节" for line in lines])
        return
    names = {entry.chain.code: (entry.chain.name, *entry.chain.aliases) for entry in entries.chains}
    entry = entries.chain(fitting_name("chain", chain_name, names))
    _put_chain(ChainState(entry.chain, entry.assessments, {}, entries.products), as_json)


@click.command("chain", cls=ChineseCommand)
@click.argument("chain_name", metavar="产业链")
@in_workspace
@as_json
def chain(chain_name: str, workspace_name: str, as_json: bool) -> None:
    """一条产业链在工作区里的现状。"""
    with opened(workspace_name) as workspace, workspace.read() as reader:
        state = reader.chain_state(find_chain(reader, chain_name))
    _put_chain(state, as_json)


@click.command("gaps", cls=ChineseCommand)
@in_workspace
@one_chain
@as_json
def gaps(workspace_name: str, chain_name: str | None, as_json: bool) -> None:
    """缺口清单，缺口指数高者在前。"""
    with opened(workspace_name) as workspace:
        rows = workspace.gaps(chain_code(workspace, chain_name), with_candidates=True)
    lines = [
        f"{words.index_text(row.gap_index)}\t{row.chain_name}\t{row.name}\t{words.COVERAGE[row.coverage]}\t"
        f"{words.source_text(row.source, row.degree, row.countries)}\t候选企业 {row.candidates}"
        for row in rows
    ]
    put([shapes.gap_line(row) for row in rows], as_json, lines or ["没有缺口。"])


@click.command("match", cls=ChineseCommand)
@click.argument("chain_name", metavar="产业链")
@click.argument("segment_name", metavar="环节")
@in_workspace
@most_listed
@as_json
def match(chain_name: str, segment_name: str, workspace_name: str, limit: int, as_json: bool) -> None:
    """能补上这个环节的企业，匹配度高者在前。"""
    with opened(workspace_name) as workspace:
        result = workspace.match(segment_ref(workspace, chain_name, segment_name))
    rows = result.targets[:limit]
    lines = [
        f"{row.score:.2f}\t{row.company_name}（{row.company_code}）\t{WEAK + '：' if row.is_weak else ''}"
        + "；".join(hit_text(hit) for hit in row.why[:2])
        for row in rows
    ]
    lines += [f"本地\t{row.company_name}（可作本地供应商）" for row in result.local[:limit]]
    put([shapes.candidate_line(row) for row in rows], as_json, lines or ["企业库中没有匹配的企业。"])


@click.command("measures", cls=ChineseCommand)
@in_workspace
@one_chain
@as_json
def measures(workspace_name: str, chain_name: str | None, as_json: bool) -> None:
    """本地配套率、链条完整度和缺口数。"""
    with opened(workspace_name) as workspace:
        found = workspace.measures(chain_code(workspace, chain_name))
    whole = {"as_of": today().isoformat(), "chains": [shapes.measures_line(one) for one in found]}
    lines = [f"截至 {today().isoformat()}，口径：{RATE_RULE[found[0].settings.rate_rule]}"] if found else []
    lines += [
        f"{one.overview.name}\t本地配套率 {words.rate_text(one.overview.local_supply_rate)}"
        f"（已评估 {one.overview.assessed}/{one.overview.segments}）\t"
        f"完整度 {words.rate_text(one.overview.completeness)}\t缺口 {one.overview.gaps}"
        for one in found
    ]
    put(whole, as_json, lines)


def _put_chain(state: ChainState, as_json: bool) -> None:
    lines = [f"{state.chain.name}（{state.chain.code}）　{state.chain.cluster}"]
    lines += [f"{words.NOTE[note.kind]}：{note.text}（{note.place}）" for note in state.chain.notes]
    for stage in state.chain.stages:
        lines.append(f"【{words.TIER[stage.tier]} · {stage.name}】")
        for segment in state.chain.segments:
            if segment.stage == stage.code:
                mark = state.assessment(segment.code)
                badge = "　卡脖子" if mark.chokepoint else ""
                lines.append(
                    f"  {segment.name}　{words.COVERAGE[mark.coverage]}　"
                    f"{words.source_text(mark.source, mark.degree, mark.countries)}{badge}"
                )
    put(shapes.chain_whole(state), as_json, lines)
