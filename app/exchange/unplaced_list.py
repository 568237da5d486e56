"""The companies that an import of chains did not place, as a workbook to complete and import."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.exchange.sheet_out import ListColumn, ListHead, ListSheet, write_lists

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from chains.chain_import import UnplacedCompany

_COLUMNS = (
    ListColumn("序号", 4, 6, "0", "center"),
    ListColumn("产业链", 8, 20),
    ListColumn("环节", 10, 28),
    ListColumn("企业名称", 16, 40),
    ListColumn("未标注原因", 14, 24),
    ListColumn("原文件行号", 10, 10, "0", "center"),
    ListColumn("原工作表", 8, 16),
)


def write_unplaced(path: Path, file_name: str, unplaced: Sequence[UnplacedCompany], as_of: date) -> None:
    """Write them in the order of the file. Raises ExportRefused."""
    rows = [
        (number, one.chain, one.segment, one.name, one.reason, one.row, one.sheet)
        for number, one in enumerate(unplaced, 1)
    ]
    basis = (f"来自文件“{file_name}”；企业补全并导入企业库后，再次导入原文件即可标注。",)
    head = ListHead("未标注的企业", "", as_of, basis)
    write_lists(path, head, _COLUMNS, [ListSheet("未标注", rows)], "没有未标注的企业")
