"""The registry with many companies, each figure beside its reference in the same run.

    python -m tests.benchmarks.registry [--rows 1000000] [--folder /somewhere] [--keep] [--only search]

Parts: store, csv, import, size, open, search, page, jump, match. Made-up companies; what is written stays in
the folder with --keep and is used again. Times are wall clock: on a busy machine look at the ratios, and at
the seconds of this process (cpu) beside them.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import sqlite3
import statistics
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, Integer, MetaData, String, Table

from app.__main__ import collect_seldom
from app.imports import best_sheet, choice_of, look_into, prepare, write
from app.services.bulk_import import import_in_bulk
from app.services.workspace import Workspace
from chains.catalogue_reader import built_in_catalogue
from chains.commands import CompanyArrival, ImportCompanies
from chains.kinds import RegistrationState
from chains.matching import FitFinder, MatchRow, match_words
from chains.registry import ALL_COMPANIES, BEST_FIRST, CompanyFilter, CompanySort, SortColumn
from db.bulk_rows import insert_tuples
from db.engine import make_engine
from db.workspace_file import create_workspace, open_workspace
from tests.benchmarks.made_up_companies import made_up_companies, made_up_rows, write_csv

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing import Queue
    from multiprocessing.synchronize import Event

    from chains.ports import Reader

TYPED = (
    "威", "有", "司", "舾", "渔轮", "轮胎", "有限", "泰广", "龘龘", "碳纤维", "预浸料", "有限公司",
    "威海泰广", "有限责任公司", "海水淡化设备", "司限公", "w", "wh", "whgt", "yxgs", "weihai", "guangtai",
    "qzxzq", "91371002M0",
)  # fmt: skip
_MATCHED_WORDS = 300
_RARE_HITS, _RARE_WORDS = 20, 4


def _timed(work: Callable[[], object]) -> tuple[float, float, object]:
    wall, cpu = time.perf_counter(), time.process_time()
    result = work()
    return time.perf_counter() - wall, time.process_time() - cpu, result


def _say(what: str, figure: str, bar: str) -> None:
    print(f"{what:58} {figure:44} bar {bar}", flush=True)


def store(folder: Path, count: int) -> None:
    """Rows of 12 columns: through our connection beside sqlite3's executemany."""
    names = tuple(f"c{place}" for place in range(12))
    rows = [(number, *row[:11]) for number, row in enumerate(made_up_rows(count), 1)]
    table = Table(
        "t", MetaData(), Column("c0", Integer, primary_key=True), *(Column(n, String) for n in names[1:])
    )
    best: dict[str, float] = {}
    for turn in range(3):
        path = folder / f"raw{turn}.db"
        with closing(sqlite3.connect(path)) as raw:
            raw.execute(f"CREATE TABLE t (c0 INTEGER PRIMARY KEY, {', '.join(names[1:])})")

            def plainly(raw: sqlite3.Connection = raw) -> None:
                with raw:
                    raw.executemany(f"INSERT INTO t VALUES ({','.join('?' * 12)})", rows)

            best["raw"] = min(best.get("raw", 1e9), _timed(plainly)[0])
        path.unlink()
        path.touch()
        engine = make_engine(path)

        def ours() -> None:
            with engine.begin() as connection:
                insert_tuples(connection, table, names, rows)

        with engine.begin() as connection:
            table.create(connection)
        best["ours"] = min(best.get("ours", 1e9), _timed(ours)[0])
        engine.dispose()
        path.unlink()
    ratio = best["ours"] / best["raw"]
    _say(
        f"storing {count:,} rows of 12 columns", f"{ratio:.2f} × executemany ({best['ours']:.1f} s)", "1.3 ×"
    )


def write_import(folder: Path, count: int) -> None:
    """Companies as values into the workspace: check, index, publish; a colleague edits meanwhile."""
    path = folder / "registry.lianpu"
    path.unlink(missing_ok=True)
    workspace = Workspace(create_workspace(path, built_in_catalogue(), "371000", "甲"), "甲")
    making = [0.0]

    def coming() -> Iterator[CompanyArrival]:
        source = enumerate(made_up_companies(count), 1)
        while True:
            begun = time.process_time()
            some = islice(source, 2_000)
            part = [CompanyArrival(one, contacts, number) for number, (one, contacts) in some]
            making[0] += time.process_time() - begun
            if not part:
                return
            yield from part

    colleague = _Colleague(path)
    colleague.start()
    wall, cpu, _ = _timed(lambda: import_in_bulk(workspace, "名单.csv", coming(), lambda *_: None, count))
    waits = colleague.stop()
    own = cpu - making[0]
    figure = f"{count / own:,.0f} rows/s of cpu, {count / wall:,.0f} of wall with making them"
    _say(f"writing and indexing {count:,} companies", figure, "15,000 with reading the CSV")
    middle = statistics.median(waits) * 1e3
    _say(
        "a colleague's small edits meanwhile",
        f"median {middle:.0f} ms, longest {max(waits) * 1e3:.0f}",
        "100 ms",
    )
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    _say("memory of this process at its most", f"{memory:,.0f} MB", "600 MB")
    workspace.database.close()


class _Colleague:
    """Somebody at another computer who adds a company twice a second; keeps how long each took."""

    def __init__(self, path: Path) -> None:
        context = multiprocessing.get_context("spawn")
        self._ended, self._waits = context.Event(), context.Queue()
        self._process = context.Process(target=_edit_until, args=(path, self._ended, self._waits))

    def start(self) -> None:
        """Begin, once the process is ready."""
        self._process.start()
        self._waits.get()

    def stop(self) -> list[float]:
        """What each edit took, in seconds."""
        self._ended.set()
        waits: list[float] = self._waits.get()
        self._process.join()
        return waits or [0.0]


def _edit_until(path: Path, ended: Event, told: Queue[Any]) -> None:
    workspace = Workspace(open_workspace(path), "乙")
    _small_edit(workspace)
    told.put("ready")
    waits = []
    while not ended.wait(0.5):
        waits.append(_timed(lambda: _small_edit(workspace))[0])
    told.put(waits)


def _small_edit(workspace: Workspace) -> None:
    made = next(iter(made_up_companies(1)))[0]
    company = replace(made, name=f"同事的{time.time_ns()}厂", credit_code="")
    workspace.execute(ImportCompanies("一家.csv", (CompanyArrival(company),), {}))


def csv_import(folder: Path, count: int) -> None:
    """A whole import: the CSV read in full, checked, merged, written, indexed; then the same file again."""
    source, path = folder / "list.csv", folder / "from_csv.lianpu"
    path.unlink(missing_ok=True)
    write_csv(source, count)
    workspace = Workspace(create_workspace(path, built_in_catalogue(), "371000", "甲"), "甲")
    for turn, bar in (("first time", "15,000 rows/s, 600 MB"), ("the same file again", "30,000 rows/s")):
        wall, cpu, plan = _timed(lambda: _bring_in(workspace, source))
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss + children.ru_maxrss
        figure = f"{count / wall:,.0f} rows/s (cpu {count / cpu:,.0f}), {memory / 1024:,.0f} MB, {plan}"
        _say(f"{count:,} rows from CSV, {turn}", figure, bar)
    workspace.database.close()
    source.unlink()


def _bring_in(workspace: Workspace, source: Path) -> str:
    look = look_into(source)
    choice = choice_of(best_sheet(look), {})
    with closing(prepare(workspace, look, choice)) as prepared:
        plan = prepared.plan()
        write(workspace, prepared)
    return f"added {plan.added:,}, unchanged {plan.unchanged:,}"


def size(folder: Path, count: int) -> None:
    """The file beside the CSV of the same companies."""
    csv = folder / "list.csv"
    write_csv(csv, count)
    ratio = (folder / "registry.lianpu").stat().st_size / csv.stat().st_size
    _say("database file", f"{ratio:.2f} × the CSV of {csv.stat().st_size / 1e6:,.0f} MB", "2 ×")
    csv.unlink()


def opening(folder: Path, _count: int) -> None:
    """Opening the workspace."""
    wall, cpu, _ = _timed(lambda: open_workspace(folder / "registry.lianpu"))
    _say("opening the workspace", f"{wall * 1e3:.0f} ms (cpu {cpu * 1e3:.0f})", "-")


def search(folder: Path, _count: int) -> None:
    """The first 100 hits of what is typed; rare words beside LIKE."""
    found = [
        (_best(folder, lambda reader, one=one: _page(reader, CompanyFilter(one), BEST_FIRST)), one)
        for one in TYPED
    ]
    walls = sorted((wall, one) for (wall, _, _), one in found)
    median = statistics.median(wall for wall, _ in walls) * 1e3
    cpu = statistics.median(cpu for (_, cpu, _), _ in found) * 1e3
    slow = ", ".join(f"{one} {wall * 1e3:.0f}" for wall, one in walls[-3:])
    _say(
        f"typing {len(TYPED)} texts, first 100",
        f"median {median:.1f} ms (cpu {cpu:.1f}), {slow}",
        "5 ms, worst 50",
    )
    with closing(sqlite3.connect(folder / "registry.lianpu")) as raw:
        for word, hits in _rare_words(raw):
            like = min(_like(raw, word) for _ in range(2))
            wall, _, _ = _best(folder, lambda reader, one=word: _page(reader, CompanyFilter(one), BEST_FIRST))
            figure = f"{like / wall:.0f} × as fast as LIKE ({wall * 1e3:.1f} ms)"
            _say(f"rare word {word}, {hits} names, first 100", figure, "50 ×")


def _rare_words(raw: sqlite3.Connection) -> list[tuple[str, int]]:
    """Four signs from the middle of names here and there, of those that few names have."""
    found: list[tuple[str, int]] = []
    last = raw.execute("SELECT max(id) FROM company").fetchone()[0]
    for part in range(1, 40):
        name = raw.execute("SELECT name FROM company WHERE id >= ?", (last * part // 40,)).fetchone()[0]
        word = name[2:6]
        asked = "SELECT count(*) FROM company WHERE name LIKE ?"
        hits = raw.execute(asked, (f"%{word}%",)).fetchone()[0]
        if hits <= _RARE_HITS:
            found.append((word, hits))
        if len(found) == _RARE_WORDS:
            break
    return found


def _like(raw: sqlite3.Connection, word: str) -> float:
    asked = "SELECT id FROM company WHERE name LIKE ? LIMIT 100"
    return _timed(lambda: raw.execute(asked, (f"%{word}%",)).fetchall())[0]


def page(folder: Path, _count: int) -> None:
    """First pages with filters and sorts."""
    capital = CompanySort(SortColumn.CAPITAL, descending=True)
    active = (RegistrationState.ACTIVE,)
    asked = (
        (
            "有限公司, 威海市, 存续, by capital",
            CompanyFilter("有限公司", regions=("371000",), states=active),
            capital,
        ),
        ("销售, 乳山, by name", CompanyFilter("销售", regions=("371083",)), CompanySort(SortColumn.NAME)),
        (
            "有限公司, few pass",
            CompanyFilter("有限公司", regions=("371083",), capital_from=Decimal(20000)),
            capital,
        ),
        ("everybody by name", ALL_COMPANIES, CompanySort(SortColumn.NAME)),
        ("everybody by 主营产品", ALL_COMPANIES, CompanySort(SortColumn.PRODUCTS)),
        ("everybody by 企业资质, down", ALL_COMPANIES, CompanySort(SortColumn.HONOURS, descending=True)),
        ("everybody by 法定代表人", ALL_COMPANIES, CompanySort(SortColumn.LEGAL_PERSON)),
        ("everybody by code, down", ALL_COMPANIES, CompanySort(SortColumn.CODE, descending=True)),
        (
            "资质 valid today, by insured",
            CompanyFilter(honours=("高新技术企业",)),
            CompanySort(SortColumn.INSURED),
        ),
    )
    for what, wanted, sort in asked:
        wall, cpu, _ = _best(folder, lambda reader, w=wanted, s=sort: _page(reader, w, s))
        _say(f"first page: {what}", f"{wall * 1e3:.0f} ms (cpu {cpu * 1e3:.0f})", "100 ms")


def jump(folder: Path, count: int) -> None:
    """Anywhere in the whole registry by name, once its order is known."""
    database = open_workspace(folder / "registry.lianpu")
    by_name = CompanySort(SortColumn.NAME)
    with database.read() as reader:
        wall, _, _ = _timed(lambda: reader.order_companies(ALL_COMPANIES, by_name))
    _say("working out an order by name, in the background", f"{wall:.1f} s", "-")
    jumps = []
    for part in range(1, 10):
        with database.read() as reader:
            asked = count * part // 10
            jumps.append(_timed(lambda: reader.find_companies(ALL_COMPANIES, by_name, asked, 200))[0])
    _say("jumping in it, a page of 200", f"median {statistics.median(jumps) * 1e3:.0f} ms", "50 ms")
    database.close()


def match(folder: Path, count: int) -> None:
    """Words of all segments in one pass over everybody, in a process of its own; one company again."""
    database = open_workspace(folder / "registry.lianpu")
    with database.read() as reader:
        states = reader.chain_states()
    wanted = [match_words(state, segment) for state in states for segment in state.chain.segments]
    words = {word for one in wanted for word in one.wanted}
    while len(words) > _MATCHED_WORDS and wanted:
        wanted.pop()
        words = {word for one in wanted for word in one.wanted}
    told: list[int] = []
    wall, _, _ = _timed(lambda: database.scan_fits(wanted, "371000", lambda done, _all: told.append(done)))
    _say(
        f"{len(words)} words of {len(wanted)} segments in {count:,} companies",
        f"{wall:.1f} s, {len(told)} reports",
        "20 s",
    )
    finder = FitFinder(wanted)
    rows = [
        MatchRow(number, one.state, one.region, one.products, one.scope, one.industry)
        for number, (one, _) in enumerate(made_up_companies(2_000))
    ]
    wall, _, _ = _timed(lambda: [finder.refs(row) for row in rows])
    _say("one changed company again", f"{wall / len(rows) * 1e3:.3f} ms", "1 ms")
    database.close()


def _page(reader: Reader, wanted: CompanyFilter, sort: CompanySort) -> object:
    return reader.find_companies(wanted, sort, 0, 100)


def _best(folder: Path, ask: Callable[[Reader], object]) -> tuple[float, float, object]:
    """The quickest of five, each in a look of its own, after one to warm up."""
    database = open_workspace(folder / "registry.lianpu")
    turns = []
    for _ in range(6):
        with database.read() as reader:
            turns.append(_timed(lambda: ask(reader)))
    database.close()
    return min(turns[1:], key=lambda turn: turn[0])


PARTS = {
    "store": store, "csv": csv_import, "import": write_import, "size": size, "open": opening,
    "search": search, "page": page, "jump": jump, "match": match,
}  # fmt: skip


def main() -> int:
    """Measure and print."""
    collect_seldom()  # as the command line does
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--only", nargs="*", choices=list(PARTS), default=list(PARTS))
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = wanted.folder or Path(made)
        for name in wanted.only:
            PARTS[name](folder, wanted.rows)
        if wanted.folder and not wanted.keep:
            (folder / "registry.lianpu").unlink(missing_ok=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
