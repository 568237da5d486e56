"""The verbs that judge matches: `lianpu judge`, `lianpu verdicts`."""

from __future__ import annotations

import click

from app.cli_io import as_json, in_workspace, opened, put, say_done, segment_ref, signed
from app.cli_words import ChineseCommand
from app.services.finding import find_company
from app.services.verdicts import verdict_report
from chains import words
from chains.judging import JudgeMatch
from chains.kinds import Decision


@click.command("judge", cls=ChineseCommand)
@click.argument("chain_name", metavar="产业链")
@click.argument("segment_name", metavar="环节")
@click.argument("company_name", metavar="企业")
@in_workspace
@click.option("--confirm", "verdict", flag_value=Decision.CONFIRMED.value, help="确认这家企业能补上该环节")
@click.option("--strike", "reason", metavar="原因", default=None, help="剔除，不再向该环节推荐；须写原因")
@click.option("--clear", "clear", is_flag=True, help="取消以前的判断")
@signed
def judge(
    chain_name: str,
    segment_name: str,
    company_name: str,
    workspace_name: str,
    author: str | None,
    **said: str | bool | None,
) -> None:
    """确认或剔除一家推荐的企业。"""
    if sum((bool(said["verdict"]), said["reason"] is not None, bool(said["clear"]))) != 1:
        raise click.UsageError("请从 --confirm、--strike 原因、--clear 中选一项。")
    verdict = None if said["clear"] else Decision.CONFIRMED if said["verdict"] else Decision.REJECTED
    with opened(workspace_name, author) as workspace:
        ref = segment_ref(workspace, chain_name, segment_name)
        with workspace.read() as reader:
            company = find_company(reader, company_name)
        say_done(workspace.execute(JudgeMatch(ref, company.id, verdict, str(said["reason"] or ""))))


@click.command("verdicts", cls=ChineseCommand)
@in_workspace
@as_json
def verdicts(workspace_name: str, as_json: bool) -> None:
    """推荐准确率：推荐的企业有多少被确认、多少被剔除，剔除的原因。"""
    with opened(workspace_name) as workspace:
        report = verdict_report(workspace)
    lines = [
        f"{one.chain_name}\t{one.segment_name}\t推荐 {'—' if one.offered is None else one.offered}\t"
        f"确认 {one.said.confirmed}\t剔除 {one.said.struck}\t准确率 {words.rate_text(one.said.share)}"
        for one in report.segments
    ]
    if lines:
        lines.append(
            f"合计\t确认 {report.whole.confirmed}\t剔除 {report.whole.struck}\t"
            f"准确率 {words.rate_text(report.whole.share)}"
        )
        lines += [f"剔除原因\t{reason}\t{count}" for reason, count in report.reasons]
    whole = {
        "confirmed": report.whole.confirmed,
        "struck": report.whole.struck,
        "share": report.whole.share,
        "segments": [
            {
                "segment": str(one.ref),
                "offered": one.offered,
                "confirmed": one.said.confirmed,
                "struck": one.said.struck,
                "share": one.said.share,
            }
            for one in report.segments
        ],
        "reasons": dict(report.reasons),
    }
    put(whole, as_json, lines or ["还没有对推荐作过判断。"])
