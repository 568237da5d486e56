"""How long a list of 100,000 × 15 cells takes as a workbook, as a part of openpyxl's write-only time.

    python tests/benchmarks/sheet_stream.py [rows]

Bars: at most 0.25 of openpyxl's time, at most 250 MB more memory.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[2]))

from openpyxl import Workbook

from app.exchange.sheet_out import ListColumn, ListHead
from app.exchange.sheet_stream import write_long_list

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.exchange.sheet_out import Cells

_FORMATS = {0: "#,##0.##", 7: "#,##0.##", 9: "yyyy-mm-dd", 10: "#,##0.##"}
COLUMNS = tuple(ListColumn(f"列{number}", 8, 24, _FORMATS.get(number, "@")) for number in range(15))
HEAD = ListHead("威海市企业名单", "威海市", date(2026, 11, 27), ("筛选条件：全部企业。",))


def rows(count: int) -> Iterator[Cells]:
    """Made-up companies."""
    for number in range(count):
        yield (
            number,
            f"威海第{number}机械制造有限公司",
            f"9137100016670{number:05}",
            "山东威海",
            "C35 专用设备制造业",
            f"轮胎模具；硫化机；配件{number % 977}",
            "高新技术企业、专精特新中小企业",
            Decimal(number % 9000),
            "CNY",
            date(2000 + number % 26, 1 + number % 12, 1),
            number % 800,
            "存续",
            f"王{number % 1000}",
            number % 3,
            f"企查查导出{number % 7}.xlsx",
        )


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        _measure(Path(folder), count)


def _measure(folder: Path, count: int) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    write_long_list(folder / "ours.xlsx", HEAD, COLUMNS, rows(count), count)
    ours = time.perf_counter() - start
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    start = time.perf_counter()
    book = Workbook(write_only=True)
    page = book.create_sheet()
    for row in rows(count):
        page.append([float(value) if isinstance(value, Decimal) else value for value in row])
    book.save(folder / "openpyxl.xlsx")
    theirs = time.perf_counter() - start
    size = (folder / "ours.xlsx").stat().st_size / (folder / "openpyxl.xlsx").stat().st_size
    print("| cells | ours, read through | openpyxl write-only | ratio (bar 0.25) | memory (bar 250) | size |")
    print("|---|---|---|---|---|---|")
    times = f"{ours:.1f} s | {theirs:.1f} s | {ours / theirs:.2f}"
    print(f"| {count:,} × 15 | {times} | {grown:.0f} MB | {size:.2f} × |")


if __name__ == "__main__":
    main()
