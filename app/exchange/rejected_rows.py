"""The rows that an import rejected, as a workbook: where they stand in the file, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.exchange.sheet_out import ListColumn, ListHead, ListSheet, write_lists

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

_COLUMNS = (
    ListColumn("序号", 4, 6, "0", "center"),
    ListColumn("原文件行号", 10, 10, "0", "center"),
    ListColumn("未导入原因", 20, 80),
)


def write_rejected_rows(path: Path, file_name: str, rejected: Sequence[tuple[int, str]], as_of: date) -> None:
    """Write (row number, reason) pairs. Raises ExportRefused."""
    lines = [(number, row, reason) for number, (row, reason) in enumerate(rejected, 1)]
    head = ListHead(
        "未导入的行", "", as_of, (f"来自文件“{file_name}”；改正后可再次导入，已导入的行不会重复。",)
    )
    write_lists(path, head, _COLUMNS, [ListSheet("未导入", lines)], "没有未导入的行")
