"""A change log of many entries: read, filtered, paged, in the window, exported, checked; what writing costs.

    python -m tests.benchmarks.change_log [--entries 100000]

The entries are written by the program's own commands' shape: assessments, placements, edits of companies over
all chains, by five people, each with its items, subjects and seals. Medians of some runs, in milliseconds.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication
from sqlalchemy import insert

from app.change_exports import export_changes
from app.desktop.session import Session
from app.services.workspace import Workspace
from chains.chain import SegmentRef
from chains.change_filter import EVERY_CHANGE, ChangeFilter, ChangeTopic
from chains.commands import AssessSegment
from chains.kinds import Coverage
from db import tables
from db.change_subjects import note_all_subjects
from db.log_seal import seal_all
from tests.builders import a_company, a_workspace, bring_in
from widgets.style.sheet import apply_theme

RUNS = 7
PEOPLE = ("王五", "李四", "荣成市", "文登区", "环翠区")
BEGIN = datetime(2024, 12, 1, tzinfo=UTC)
MOULD = SegmentRef("tyre", "mould")
PAGE = 200


def fill(workspace: Workspace, entries: int) -> None:
    """So many more entries, each of one to three items."""
    with workspace.read() as reader:
        states = reader.chain_states()
    segments = [(one.chain.code, part.code) for one in states for part in one.chain.segments]
    chance = random.Random(7)
    logs, items = [], []
    with workspace.read() as reader:
        first = reader.change_log(limit=1)[0].number + 1
    for number in range(first, first + entries):
        chain, segment = chance.choice(segments)
        kind = chance.choice(("assessment", "placement", "company"))
        logs.append(_entry(number, kind, chance.choice(PEOPLE), segment, entries))
        items += [_item(number, kind, chain, segment, chance) for _ in range(chance.randint(1, 3))]
    with workspace.database._engine.begin() as connection:
        for rows, table in ((logs, tables.change_log), (items, tables.change_item)):
            for start in range(0, len(rows), 5_000):
                connection.execute(insert(table), rows[start : start + 5_000])
        seal_all(connection)
        note_all_subjects(connection)


def _entry(number: int, kind: str, author: str, subject: str, entries: int) -> dict[str, object]:
    action = {"assessment": "assess", "placement": "place", "company": "edit_company"}[kind]
    at = BEGIN + timedelta(days=700) * (number / entries)
    return {
        "number": number, "at": at, "author": author, "action": action, "subject": subject, "kind": kind,
        "item_count": 3, "undoes": None,
    }  # fmt: skip


def _item(number: int, kind: str, chain: str, segment: str, chance: random.Random) -> dict[str, object]:
    id_ = chance.randint(1, 20_000)
    row: dict[str, object] = {"id": id_, "chain": chain, "segment": segment, "coverage": "weak"}
    if kind == "placement":
        row = {"id": id_, "chain": chain, "segment": segment, "company_id": id_, "evidence": "走访"}
    elif kind == "company":
        row = {"id": id_, "name": "示例企业", "address": f"威海市{number}号"}
    before = None if kind == "assessment" else json.dumps(row | {"evidence": "旧", "address": "旧址"})
    return {
        "number": number, "table": kind, "row_key": json.dumps({"id": id_}), "before": before,
        "after": json.dumps(row, ensure_ascii=False),
    }  # fmt: skip


def median(work: Callable[[], object], runs: int = RUNS) -> float:
    """Milliseconds of the middle run."""
    spans = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        spans.append((time.perf_counter() - start) * 1000)
    return statistics.median(spans)


def reading(workspace: Workspace) -> None:
    """Filters and pages without a window."""
    filters = {
        "all": EVERY_CHANGE,
        "chain": ChangeFilter(chain="tyre"),
        "segment": ChangeFilter(segment=MOULD),
        "company": ChangeFilter(company=77),
        "person": ChangeFilter(author="李四"),
        "kind": ChangeFilter(topic=ChangeTopic.PLACING),
        "month": ChangeFilter(day_from=date(2025, 11, 1), day_to=date(2025, 11, 30)),
        "words": ChangeFilter(text="评估 mould"),
        "chain, person, month": ChangeFilter(
            chain="tyre", author="李四", day_from=date(2025, 11, 1), day_to=date(2025, 11, 30)
        ),
    }
    for word, wanted in filters.items():
        with workspace.read() as reader:
            found = len(reader.changes.numbers(wanted))
            spent = median(lambda wanted=wanted: reader.changes.numbers(wanted))
        print(f"filter {word:22} {spent:8.1f} ms   {found:,} entries")
    with workspace.read() as reader:
        numbers = reader.changes.numbers(EVERY_CHANGE)
        middle = numbers[len(numbers) // 2 :][:PAGE]
        print(f"page of {PAGE}                   {median(lambda: reader.changes.entries(middle)):8.1f} ms")
        print(f"who there is                  {median(reader.changes.authors):8.1f} ms")
        print(f"newest that can be undone     {median(reader.last_undoable):8.1f} ms")
        print(f"as it was sealed?             {median(reader.changes.is_whole, 1):8.1f} ms")


def window(workspace: Workspace, app: QApplication) -> None:
    """The panel: seen, filtered, scrolled to the end."""
    session = Session(workspace)
    session.window.resize(1366, 768)
    session.window.show()
    session.start("tyre")
    table = session.log_table

    def settle() -> None:
        app.processEvents()
        while session.jobs.busy or any(
            table.model.row(table.view.rowAt(y)) is None
            for y in (1, table.view.viewport().height() - 4)
            if table.view.isVisible() and table.view.rowAt(y) >= 0
        ):
            app.processEvents()

    def spent(act: Callable[[], object]) -> float:
        start = time.perf_counter()
        act()
        settle()
        table.view.viewport().grab()
        return (time.perf_counter() - start) * 1000

    settle()
    print(f"window: panel shown           {spent(lambda: session.log.act('log')):8.1f} ms")
    print(f"window: one chain             {spent(lambda: session.log.apply(ChangeFilter('tyre'))):8.1f} ms")
    print(f"window: all again             {spent(lambda: session.log.apply(EVERY_CHANGE)):8.1f} ms")
    print(f"window: jump to the end       {spent(table.view.scrollToBottom):8.1f} ms")
    bar = table.view.verticalScrollBar()
    steps = [spent(lambda: bar.setValue(bar.value() - 300)) for _ in range(60)]
    print(f"window: a turn of the wheel   {statistics.median(steps):8.1f} ms   longest {max(steps):.1f} ms")
    session.close()
    session.window.close()


def main() -> None:
    """Make the workspace and print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=100_000)
    entries = parser.parse_args().entries
    app = QApplication([])
    apply_theme(app, dark=False)
    with tempfile.TemporaryDirectory() as folder:
        workspace = a_workspace(Path(folder) / "记录.lianpu")
        bring_in(workspace, a_company("示例企业"))
        coverages = [Coverage.WEAK, Coverage.STRONG]
        few = median(lambda: _assess(workspace, coverages))
        fill(workspace, entries)
        many = median(lambda: _assess(workspace, coverages))
        print(f"{entries:,} entries. One assessment written: {few:.1f} ms before, {many:.1f} ms with them")
        reading(workspace)
        out = Path(folder) / "记录.xlsx"
        exported = median(lambda: export_changes(workspace, out, EVERY_CHANGE), 1)
        print(f"export all to .xlsx           {exported:8.1f} ms")
        window(workspace, app)


def _assess(workspace: Workspace, coverages: list[Coverage]) -> None:
    coverages.reverse()
    workspace.execute(AssessSegment(MOULD, coverage=coverages[0]))


if __name__ == "__main__":
    main()
