"""The verbs of the command line for 填报: forms out, forms back."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.cli_io import as_json, in_workspace, no_backup, opened, put, signed
from app.cli_words import ChineseCommand
from app.exit_status import DONE, IN_PART, REFUSED
from app.form_exports import FormRequest, export_form
from app.form_files import form_files
from app.form_imports import FormsImport, plan_form_import, take_in_forms
from app.services.finding import find_chain
from chains.merging import Side

if TYPE_CHECKING:
    from datetime import datetime

    from chains.form_plan import FormsPlan


@click.command("form", cls=ChineseCommand)
@click.argument("out", metavar="文件.xlsx", type=click.Path(path_type=Path))
@in_workspace
@click.option("--district", default="", metavar="代码", help="区市代码：只列该区市的企业，如 371002")
@click.option("--unit", default="", metavar="名称", help="填报单位，默认为区市名称")
@click.option("--chain", "chain_names", multiple=True, metavar="产业链", help="可写多次；不写为全部产业链")
@click.option("--return-by", type=click.DateTime(["%Y-%m-%d"]), default=None, metavar="日期", help="交回日期")
@click.option(
    "--contacts",
    "purpose",
    default="",
    metavar="用途",
    help="写出表中企业的联系人、联系电话（个人信息），须写明用途，记入变更记录",
)
@signed
def export_form_command(
    out: Path,
    workspace_name: str,
    chain_names: tuple[str, ...],
    return_by: datetime | None,
    author: str | None,
    **whose: Any,  # noqa: ANN401
) -> None:
    """导出给区市或部门填报的表。"""
    with opened(workspace_name, author) as workspace:
        with workspace.read() as reader:
            chains = tuple(find_chain(reader, name) for name in chain_names)
        day = return_by.date() if return_by else None
        request = FormRequest(chains=chains, return_by=day, **whose)
        counts = export_form(workspace, request, out)
    click.echo(f"已导出 {counts.unit} 的填报表到 {out}：{counts.sentence()}")


@click.command("forms", cls=ChineseCommand)
@click.argument("files", metavar="文件或文件夹…", nargs=-1, required=True, type=click.Path(path_type=Path))
@in_workspace
@click.option("--dry-run", is_flag=True, help="只看结果，不写入")
@click.option(
    "--take",
    type=click.Choice(["theirs", "ours"]),
    default=None,
    help="有冲突的格：theirs 全部采用对方，ours 全部保留我方；不写时保留我方并列出",
)
@click.option(
    "--deleted",
    type=click.Choice(["keep", "reject"]),
    default=None,
    help="表中被删去的企业行：keep 保持不变，reject 结论改为剔除；不写时保持不变并列出",
)
@no_backup
@as_json
@signed
def import_forms(
    files: tuple[Path, ...],
    workspace_name: str,
    dry_run: bool,
    as_json: bool,
    author: str | None,
    **rulings: Any,  # noqa: ANN401
) -> None:
    """导入交回的填报表，可一次多份。"""
    with opened(workspace_name, author) as workspace:
        found = plan_form_import(workspace, form_files(files))
        take, deleted = rulings["take"], rulings["deleted"]
        side = Side(take) if take else Side.OURS
        rejected = range(len(found.plan.deleted)) if deleted == "reject" else ()
        backs_up = not rulings["no_backup"]
        written = (
            0 if dry_run else len(take_in_forms(workspace, found, {}, side, rejected, backs_up=backs_up))
        )
    lines = _lines(found.plan, take, written, dry_run=dry_run) + _deleted_lines(found.plan, deleted)
    put(forms_shape(found, take) | {"deleted": _deleted_shape(found.plan)}, as_json, lines)
    sys.exit(_status(found.plan, take, deleted))


def _status(plan: FormsPlan, take: str | None, deleted: str | None) -> int:
    if not plan.forms:
        return REFUSED
    undecided = (take is None and bool(plan.collisions)) or (deleted is None and bool(plan.deleted))
    return IN_PART if undecided or plan.refused or any(one.problems for one in plan.forms) else DONE


def forms_shape(found: FormsImport, take: str | None) -> dict[str, Any]:
    """The result of an import of forms as JSON."""
    plan = found.plan
    return {
        "forms": [
            {
                "file": one.file,
                "unit": one.unit,
                "made": one.made,
                "changes": one.changes,
                "collisions": one.collisions,
                "new_companies": list(one.newcomers),
                "problems": [
                    {"sheet": sheet, "row": row, "cause": cause} for sheet, row, cause in one.problems
                ],
            }
            for one in plan.forms
        ],
        "changes": [
            {
                "file": plan.forms[one.form].file,
                "unit": plan.forms[one.form].unit,
                "place": one.place,
                "company": one.company,
                "field": one.field,
                "base": one.base,
                "theirs": one.theirs,
                "ours": one.ours,
                "collides": one.collides,
                "who": one.who,
                "when": one.when,
            }
            for one in plan.changes
        ],
        "refused": [{"file": file, "cause": cause} for file, cause in plan.refused],
        "take": take or "ours",
    }


def _deleted_shape(plan: FormsPlan) -> list[dict[str, str]]:
    return [
        {
            "file": plan.forms[one.form].file,
            "unit": plan.forms[one.form].unit,
            "place": one.place,
            "company": one.company,
            "ours": one.ours,
        }
        for one in plan.deleted
    ]


def _deleted_lines(plan: FormsPlan, deleted: str | None) -> list[str]:
    ruling = {"reject": "结论改为剔除", "keep": "保持不变", None: "未决定，保持不变"}[deleted]
    return [
        f"删去的企业行\t{plan.forms[one.form].unit}\t{one.place} {one.company}（现为“{one.ours}”）：{ruling}"
        for one in plan.deleted
    ]


def _lines(plan: FormsPlan, take: str | None, written: int, *, dry_run: bool) -> list[str]:
    start = "（仅预览，没有写入）" if dry_run else f"，写入 {written} 份"
    lines = [f"读取 {len(plan.forms)} 份，拒绝 {len(plan.refused)} 份{start}。"]
    for one in plan.forms:
        lines.append(
            f"{one.unit}\t{one.file}\t改动 {one.changes} 格，其中冲突 {one.collisions} 格，"
            f"新增企业 {len(one.newcomers)} 家"
        )
        lines += [
            f"  “{sheet}”{f'第 {row} 行' if row else ''}：{cause}" for sheet, row, cause in one.problems
        ]
    ruling = {"theirs": "采用对方", "ours": "保留我方", None: "未决定，保留我方"}[take]
    for index in plan.collisions:
        one_change = plan.changes[index]
        who = f"{one_change.who} {one_change.when}".strip() or "—"
        what = " ".join(part for part in (one_change.place, one_change.company, one_change.field) if part)
        lines.append(
            f"冲突\t{plan.forms[one_change.form].unit}\t{what}：对方“{one_change.theirs}”，"
            f"我方“{one_change.ours}”（{who}），原值“{one_change.base}”：{ruling}"
        )
    return lines + [f"未读取 {file}：{cause}" for file, cause in plan.refused]
