"""The command line: the same functions as the window, for scripts and for checking.

Exit status 0 done, 1 done in part (rows rejected), 2 refused with a message.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from app import (
    __version__,
    cli_chains,
    cli_changes,
    cli_companies,
    cli_db,
    cli_deciding,
    cli_forms,
    cli_judging,
    cli_lists,
    cli_log,
    cli_map,
    cli_package,
    cli_records,
    cli_registry,
    cli_scenario,
    cli_snapshots,
    cli_targets,
    cli_trust,
)
from app import cli_shapes as shapes
from app.cli_io import DONE, REFUSED, as_json, chain_code, in_workspace, one_chain, opened, put, segment_ref
from app.cli_words import ChineseGroup, usage_sentence
from app.messages import tell
from app.services.finding import find_chain, fitting_name
from app.services.workspace import today
from app.transfers import WHOLE_LIST, export_chain_file, export_gaps, export_targets
from chains import words
from chains.catalogue_reader import built_in_catalogue
from chains.errors import DomainError
from chains.hit_words import WEAK, hit_text
from chains.measure_words import RATE_RULE
from chains.state import ChainState
from chains.target_lists import TargetFilter
from db.workspace_file import workspace_place


class _OpensByDefault(ChineseGroup):
    """`lianpu`, `lianpu FILE` and `lianpu open FILE` all open the window."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        first = next((arg for arg in args if not arg.startswith("-")), None)
        asks_help = bool({"--help", "--version"} & set(args)) and first is None
        if not asks_help and first not in self.commands:
            args = ["open", *args]
        return super().parse_args(ctx, args)


@click.group(cls=_OpensByDefault, context_settings={"help_option_names": ["--help", "-h"]})
@click.version_option(__version__, message="链谱 %(version)s")
def cli() -> None:
    """链谱：城市产业链图谱与招商目标企业清单。不带命令时打开窗口。"""


@cli.command("open")
@click.argument("workspace_name", metavar="[工作区]", required=False)
def open_window(workspace_name: str | None) -> None:
    """打开窗口。"""
    from app.desktop.bootstrap import run  # noqa: PLC0415 - only this verb and the drawing ones need Qt

    sys.exit(run(workspace_place(workspace_name) if workspace_name else None))


@cli.command("catalogue")
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


@cli.command("chain")
@click.argument("chain_name", metavar="产业链")
@in_workspace
@as_json
def chain(chain_name: str, workspace_name: str, as_json: bool) -> None:
    """一条产业链在工作区里的现状。"""
    with opened(workspace_name) as workspace, workspace.read() as reader:
        state = reader.chain_state(find_chain(reader, chain_name))
    _put_chain(state, as_json)


@cli.command("gaps")
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


@cli.command("match")
@click.argument("chain_name", metavar="产业链")
@click.argument("segment_name", metavar="环节")
@in_workspace
@click.option(
    "--limit",
    default=20,
    show_default=True,
    type=click.IntRange(1, 10_000),
    metavar="家数",
    help="最多列出几家",
)
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


@cli.command("measures")
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


@cli.group("export")
def export_group() -> None:
    """导出清单和图谱。"""


@export_group.command("targets")
@click.argument("out", metavar="文件.xlsx", type=click.Path(path_type=Path))
@in_workspace
@cli_targets.list_options
@click.option(
    "--contacts", "purpose", default="", metavar="用途", help="带上联系人和电话（个人信息），写明用途"
)
def export_targets_command(out: Path, workspace_name: str, purpose: str, **given: Any) -> None:  # noqa: ANN401
    """导出招商目标企业清单，可选筛选、次序、列或模板。"""
    with opened(workspace_name) as workspace:
        how = cli_targets.chosen_list(workspace, given)
        # One chain alone stands in the title, several in the 口径.
        chain = how.wanted.chains[0] if len(how.wanted.chains) == 1 else None
        if chain is not None and how == replace(WHOLE_LIST, wanted=TargetFilter(chains=(chain,))):
            how = WHOLE_LIST
        count = export_targets(workspace, out, chain, purpose.strip(), how)
    click.echo(f"已导出 {count} 家目标企业到 {out}。")


@export_group.command("gaps")
@click.argument("out", metavar="文件.xlsx", type=click.Path(path_type=Path))
@in_workspace
@one_chain
def export_gaps_command(out: Path, workspace_name: str, chain_name: str | None) -> None:
    """导出缺口清单。"""
    with opened(workspace_name) as workspace:
        count = export_gaps(workspace, out, chain_code(workspace, chain_name))
    click.echo(f"已导出 {count} 个缺口到 {out}。")


@export_group.command("chain")
@click.argument("chain_name", metavar="产业链")
@click.argument("out", metavar="文件.(xlsx|graphml|drawio)", type=click.Path(path_type=Path))
@in_workspace
def export_chain_command(chain_name: str, out: Path, workspace_name: str) -> None:
    """导出一条链的全部数据，供其他软件继续使用。"""
    with opened(workspace_name) as workspace:
        export_chain_file(workspace, str(chain_code(workspace, chain_name)), out)
    click.echo(f"已导出产业链数据到 {out}。")


export_group.add_command(cli_map.export_map_command)
export_group.add_command(cli_deciding.export_priorities_command)
export_group.add_command(cli_deciding.export_matches_command)
cli.add_command(cli_deciding.priorities)
cli.add_command(cli_deciding.matches)
cli.add_command(cli_judging.judge)
export_group.add_command(cli_targets.export_visit)
for _verb in (
    cli_targets.target_list,
    cli_targets.target_set,
    cli_targets.target_follow_up,
    cli_targets.target_history,
    cli_targets.template_group,
):
    cli_changes.target_group.add_command(_verb)
cli.add_command(cli_judging.verdicts)
cli.add_command(cli_scenario.scenario)
cli.add_command(cli_snapshots.snapshot)
cli.add_command(cli_records.records_command)
cli.add_command(cli_lists.presets_command)
export_group.add_command(cli_lists.export_lists_command)
export_group.add_command(cli_package.export_report_command)
export_group.add_command(cli_package.export_package_command)
cli_changes.import_group.add_command(cli_records.import_records_command)
export_group.add_command(cli_records.export_records_command)
cli.add_command(cli_snapshots.compare_command)
cli_changes.import_group.add_command(cli_chains.import_chain)
cli_changes.import_group.add_command(cli_companies.import_companies)
export_group.add_command(cli_companies.export_companies_command)
cli_changes.import_group.add_command(cli_forms.import_forms)
export_group.add_command(cli_forms.export_form_command)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    try:
        result = cli.main(arguments, prog_name="lianpu", standalone_mode=False)
    except DomainError as error:
        return _refuse(tell(error))
    except click.exceptions.Abort:
        return _refuse("已中断。")
    except click.ClickException as error:
        return _refuse(usage_sentence(error))
    except SystemExit as leaving:
        return int(leaving.code or 0)
    return result if isinstance(result, int) else DONE


def _refuse(text: str) -> int:
    click.echo(text, err=True)
    return REFUSED


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


for _command in (
    cli_changes.new,
    cli_changes.mark,
    cli_changes.place,
    cli_changes.import_group,
    cli_changes.target_group,
    cli_changes.undo,
    cli_log.log,
    cli_log.restore_value,
    cli_trust.check,
    cli_trust.rescue_command,
    cli_trust.backup,
    cli_trust.restore_command,
    cli_trust.self_test,
    cli_registry.search,
    cli_db.db_group,
):
    cli.add_command(_command)
