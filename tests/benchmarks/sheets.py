"""Reading and writing 100,000 × 15 cells of .xlsx, as parts of what python-calamine and openpyxl take.

    python tests/benchmarks/sheets.py [rows]

Bars: reading at most 1.3 of python-calamine alone; writing at most 0.25 of openpyxl's write-only mode and at
most 250 MB more memory. Reading and its reference take turns, the best of three counts: other work on the
machine disturbs both.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[2]))

from openpyxl import Workbook
from python_calamine import CalamineWorkbook

from app.exchange.sheet_in import read_table
from app.exchange.sheet_out import ListColumn, ListHead
from app.exchange.sheet_stream import write_long_list

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from app.exchange.sheet_out import Cells

HEADINGS = (
    "企业名称", "登记状态", "法定代表人", "注册资本", "成立日期", "统一社会信用代码", "所属城市",
    "国标行业大类",
    "参保人数", "企业地址", "经营范围", "电话", "企业规模", "官网", "企业(机构)类型",
)  # fmt: skip
TIMES = 3


def rows(count: int) -> Iterator[Cells]:
    """Made-up companies."""
    for number in range(count):
        yield (
            f"威海某某{number}机械制造有限公司", "存续", "王海", f"{number % 9000 + 10:,}万元", "2012-03-05",
            f"91371000MA{number:08d}", "威海市", "橡胶和塑料制品业", number % 900,
            f"山东省威海市环翠区某某路{number}号", f"轮胎、模具{number}的研发、生产、销售；货物进出口。",
            f"0631-{number:07d}", "S(小型)", f"www.ex{number}.cn", "有限责任公司(自然人投资或控股)",
        )  # fmt: skip


def by_openpyxl(path: Path, count: int) -> None:
    """The reference for writing."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("企业")
    sheet.append(HEADINGS)
    for row in rows(count):
        sheet.append(row)
    book.save(path)


def by_calamine(path: Path) -> None:
    """The reference for reading."""
    CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()


def seconds(work: Callable[[], object]) -> float:
    """How long the work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Print the ratios."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    head = ListHead("威海市企业名单", "威海市", date(2026, 11, 27))
    columns = [ListColumn(name, 8, 24) for name in HEADINGS]
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = Path(folder) / "ours.xlsx", Path(folder) / "theirs.xlsx"
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        wrote = seconds(lambda: write_long_list(ours, head, columns, rows(count), count))
        more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        reference = seconds(lambda: by_openpyxl(theirs, count))
        print(
            f"write {count:,} × 15: {wrote:.1f} s, openpyxl {reference:.1f} s, ratio {wrote / reference:.2f}"
        )
        print(f"write: {more:.0f} MB more memory")
        turns = [
            (seconds(lambda: by_calamine(theirs)), seconds(lambda: read_table(theirs))) for _ in range(TIMES)
        ]
        alone, whole = (min(turn[at] for turn in turns) for at in (0, 1))
        print(f"read  {count:,} × 15: {whole:.1f} s, calamine {alone:.1f} s, ratio {whole / alone:.2f}")


if __name__ == "__main__":
    main()
