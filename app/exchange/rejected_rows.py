"""The rows that an import does not take, as a workbook to correct and to import again."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from app.exchange.sheet_out import ListColumn, ListHead
from app.exchange.sheet_stream import write_long_list
from app.exchange.table import cell_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from app.exchange.checked_rows import Reject
    from app.exchange.table import Value

_LEAST, _MOST = 12, 40


def _shown(value: Value) -> Value:
    """Dates as text, as the columns are; numbers stay numbers: a code that lost its digits must not pass."""
    return cell_text(value) if isinstance(value, date) else value


def write_rejected_rows(
    path: Path, file_name: str, header: Sequence[str], rejected: Sequence[Reject], as_of: date
) -> None:
    """Write the rows as they were in the file, each with its number there and why it is not taken.

    Raises ExportRefused.
    """
    columns = [ListColumn("未导入原因", 20, 84), ListColumn("原文件行号", 10, 10, "0")]
    columns += [ListColumn(name, _LEAST, min(max(_LEAST, 2 * len(name) + 6), _MOST)) for name in header]
    how = "请按第一列的原因在原处改正，保存后可直接导入本文件；前两列不会被导入"
    head = ListHead(f"“{file_name}”中未导入的行：{how}", "", as_of)
    rows = ((one.reason, one.number, *map(_shown, one.cells)) for one in rejected)
    write_long_list(path, head, columns, rows, len(rejected))
