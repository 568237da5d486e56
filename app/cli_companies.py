"""The verbs of the command line that bring companies in and out."""

from __future__ import annotations

import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app import cli_shapes as shapes
from app.cli_io import as_json, in_workspace, no_backup, opened, progress_told, put, signed
from app.cli_words import ChineseCommand
from app.exchange.headings import FIELD_WORDS, known_headings
from app.exchange.text_shape import ENCODINGS
from app.exit_status import DONE, IN_PART
from app.imports import (
    best_sheet,
    choice_of,
    export_registry,
    export_rejects,
    look_into,
    prepare,
    with_header,
    write,
)
from app.mapping_book import remember, remembered_forms
from chains.errors import FileRefused, NotFound

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.exchange.company_source import FileLook, SheetChoice
    from chains.rows import ImportPlan, TwinPair

_FIELD_OF = {word: field for field, word in FIELD_WORDS.items()} | {"": "", "不导入": ""}


@click.command("companies", cls=ChineseCommand)
@click.argument("file", metavar="文件", type=click.Path(path_type=Path))
@in_workspace
@click.option("--dry-run", is_flag=True, help="只看结果，不写入")
@click.option(
    "--rejected",
    type=click.Path(path_type=Path),
    default=None,
    metavar="文件.xlsx",
    help="把未导入的行连同原因另存，改正后可再导入",
)
@click.option("--sheet", default="", metavar="名称", help="工作表，默认自动识别")
@click.option("--header", type=int, default=None, metavar="行号", help="表头所在行，0 为没有表头")
@click.option(
    "--mapping", multiple=True, metavar="列名=字段", help="指定一列的含义，可重复；字段写“不导入”则跳过该列"
)
@click.option("--remember", is_flag=True, help="把列的对应存进工作区，以后导入同样的表格时自动使用")
@click.option("--encoding", type=click.Choice(list(ENCODINGS)), default=None, help="文本文件的编码")
@no_backup
@as_json
@signed
def import_companies(
    file: Path, workspace_name: str, as_json: bool, author: str | None, **how: Any  # noqa: ANN401
) -> None:  # fmt: skip
    """导入企业（.xlsx、.xlsm、.xls、.csv、.txt）。"""
    look = _look(file, how["encoding"] or "")
    with opened(workspace_name, author) as workspace:
        choice = _choice(look, how["sheet"], how["header"], how["mapping"], remembered_forms(workspace))
        with closing(prepare(workspace, look, choice)) as prepared:
            plan = prepared.plan()
            if not how["dry_run"]:
                with progress_told() as step:
                    write(workspace, prepared, step, backs_up=not how["no_backup"])
            if how["remember"] and not how["dry_run"]:
                remember(workspace, choice, file.name)
            if how["rejected"] is not None and plan.rejected_count:
                export_rejects(prepared, how["rejected"])
    put(shapes.import_result(plan), as_json, _lines(plan, choice, dry_run=how["dry_run"]))
    sys.exit(IN_PART if plan.rejected_count else DONE)


@click.command("companies", cls=ChineseCommand)
@click.argument("out", metavar="文件.(xlsx|csv)", type=click.Path(path_type=Path))
@in_workspace
def export_companies_command(out: Path, workspace_name: str) -> None:
    """导出企业库，不含联系方式；导出的文件可再导入。"""
    with opened(workspace_name) as workspace:
        count = export_registry(workspace, out)
    click.echo(f"已导出 {count:,} 家企业到 {out}。")


def _look(file: Path, encoding: str) -> FileLook:
    try:
        return look_into(file, encoding=encoding)
    except FileRefused as refused:
        if refused.facts.get("reason") in {"encoding", "broken_text"}:
            click.echo(f"可用 --encoding 指定文字编码：{'、'.join(ENCODINGS)}。", err=True)
        raise


def _choice(
    look: FileLook,
    sheet_name: str,
    header: int | None,
    mapping: tuple[str, ...],
    remembered: Mapping[str, tuple[str, ...]],
) -> SheetChoice:
    sheet = best_sheet(look)
    if sheet_name:
        sheet = next((one for one in look.sheets if one.name == sheet_name), sheet)
        if sheet.name != sheet_name:
            raise NotFound(kind="sheet", name=sheet_name, near=[one.name for one in look.sheets[:10]])
    if header is None:
        choice = choice_of(sheet, remembered)
    elif header and all(row.number != header for row in sheet.rows):
        raise NotFound(kind="header_row", name=str(header), near=())
    else:
        choice = with_header(sheet, header or None, remembered)
    choice = _mapped(choice, mapping)
    if not choice.has_name:
        raise FileRefused(file=look.path.name, reason="no_header", known=known_headings())
    return choice


def _mapped(choice: SheetChoice, mapping: tuple[str, ...]) -> SheetChoice:
    fields = list(choice.fields)
    for pair in mapping:
        heading, _, word = pair.partition("=")
        if heading not in choice.header:
            raise NotFound(kind="column", name=heading, near=choice.header[:40])
        if word not in _FIELD_OF:
            raise NotFound(kind="field", name=word, near=known_headings())
        fields[choice.header.index(heading)] = _FIELD_OF[word]
    return replace(choice, fields=tuple(fields))


def _lines(plan: ImportPlan, choice: SheetChoice, *, dry_run: bool) -> list[str]:
    start = "（仅预览，没有写入）" if dry_run else ""
    lines = [
        (
            f"读取 {plan.read} 行：新增 {plan.added}，更新 {plan.updated}，不变 {plan.unchanged}，"
            f"拒绝 {plan.rejected_count}。{start}"
        )
    ]
    if choice.header_row is None:
        read = zip(choice.header, choice.fields, strict=True)
        told = "；".join(f"{column}→{FIELD_WORDS[field]}" for column, field in read if field)
        lines.append(f"没有表头，按内容识别：{told}。不对时用 --mapping 指定。")
    if choice.profile:
        lines.append(f"表格样式：{choice.profile}。")
    lines += [f"第 {row} 行未导入：{reason}" for row, reason in plan.rejected]
    if plan.rejected_count > len(plan.rejected):
        lines.append(f"另有 {plan.rejected_count - len(plan.rejected)} 行未导入，可用 --rejected 全部另存。")
    for name, fields in plan.kept:
        kept = "；".join(f"{one.field}“{one.before}”（文件为“{one.after}”）" for one in fields)
        lines.append(f"保留人工填写的内容：{name}　{kept}")
    lines += [
        f"可能是同一企业，请核对：第 {pair.row} 行“{pair.told.name}”与{_where(pair)}“{pair.known.name}”"
        for pair in plan.twins
    ]
    if plan.twin_count > len(plan.twins):
        lines.append(
            f"另有 {plan.twin_count - len(plan.twins)} 对可能是同一企业，导入后可在“查找重复企业”中核对。"
        )
    return lines + list(plan.notes)


def _where(pair: TwinPair) -> str:
    return f"第 {pair.other_row} 行的" if pair.in_file else "企业库中的"
