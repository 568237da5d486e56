"""变更记录 as a list: one row a fact that was changed, for Excel or as CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.exchange.csv_out import write_csv
from app.exchange.sheet_out import ListColumn, ListHead
from app.exchange.sheet_stream import write_long_list
from chains import field_words, words
from chains.errors import ExportRefused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from app.exchange.sheet_out import Cells
    from chains.change_facts import ChangeFact
    from chains.rows import ChangeRow

COLUMNS = (
    ListColumn("编号", 8, 10, "0", "right"),
    ListColumn("时间", 20, 20),
    ListColumn("谁", 8, 14),
    ListColumn("电脑", 8, 16),
    ListColumn("做了什么", 24, 44),
    ListColumn("对象", 10, 30),
    ListColumn("字段", 10, 18),
    ListColumn("改前", 16, 44),
    ListColumn("改后", 16, 44),
    ListColumn("项数", 6, 8, "#,##0.##", "right"),
    ListColumn("状态", 10, 20),
)
LOGIN = ListColumn("登录名", 8, 16)
"""Stands behind 谁 in lists of a shared database: its server knows who signed in."""
_BEHIND_NAME = 3


def write_change_list(
    path: Path,
    entries: Iterable[tuple[ChangeRow, Sequence[ChangeFact]]],
    count: int,
    head: ListHead,
    *,
    with_logins: bool = False,
) -> int:
    """Write .xlsx or .csv, as the name says; returns the number of rows. Raises ExportRefused.

    An entry of many items comes with its facts, as far as they are told.
    """
    suffix = path.suffix.lower()
    lines = (line for entry, facts in entries for line in _lines(entry, facts))
    columns: tuple[ListColumn, ...] = COLUMNS
    if with_logins:
        columns = (*COLUMNS[:_BEHIND_NAME], LOGIN, *COLUMNS[_BEHIND_NAME:])
    else:
        lines = ((*line[:_BEHIND_NAME], *line[_BEHIND_NAME + 1 :]) for line in lines)
    if suffix == ".xlsx":
        return write_long_list(path, head, columns, lines, count)
    if suffix == ".csv":
        return write_csv(path, [column.heading for column in columns], lines)
    raise ExportRefused(file=path.name, reason="change_kind")


def _lines(entry: ChangeRow, facts: Sequence[ChangeFact]) -> Iterator[Cells]:
    """A row a fact, with the sign-in; one that tells none (a bulk import) has one row with their count."""
    at = f"{entry.at.astimezone():%Y-%m-%d %H:%M:%S}"
    start = (
        entry.number,
        at,
        entry.author,
        entry.login,
        entry.computer,
        words.action_text(entry.action, entry.subject),
    )
    end = (entry.items or None, _standing(entry))
    if not entry.fields and not facts:
        yield (*start, "", "", "", "", *end)
    for one in entry.fields:
        yield (*start, "", *_changed(one.field, one.before, one.after), *end)
    for fact in facts:
        yield (*start, fact.subject, *_changed(fact.field, fact.before, fact.after), *end)


def _changed(field: str, before: str, after: str) -> tuple[str, str, str]:
    name = field_words.FIELD.get(field, field)
    return name, field_words.field_value(field, before), field_words.field_value(field, after)


def _standing(entry: ChangeRow) -> str:
    if entry.undone_by is not None:
        return f"已被第 {entry.undone_by} 条撤销"
    return f"撤销第 {entry.undoes} 条" if entry.undoes is not None else ""
