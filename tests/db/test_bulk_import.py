"""Imports of many companies: hidden until they are whole, taken back at once, gone when they were killed."""

from __future__ import annotations

import os
import platform
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.services.bulk_import import import_in_bulk
from app.services.workspace import Workspace
from chains.chain import SegmentRef
from chains.commands import CompanyArrival, ImportCompanies, PlaceCompany, RevertChange
from chains.company import Contact
from chains.errors import Cancelled, Conflict, NotUndoable
from chains.kinds import BatchPhase, EntityKind
from chains.registry import ALL_COMPANIES, BEST_FIRST, CompanyFilter
from chains.steps import tell_nobody
from db import known_segments, search_reading, segment_making, tables
from db.clearing import clean_up
from db.engine import make_engine
from db.places import without_password
from db.registry_index import differences
from db.workspace_file import open_workspace
from tests.builders import a_company, bring_in
from tests.db.many_arrivals import in_small_steps, many_arrivals
from tests.stores import FILE, SERVER

STORES = (FILE, SERVER)


@pytest.fixture
def workspace(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    return in_small_steps(workspace, monkeypatch)


def _count(workspace: Workspace, text: str = "") -> int:
    with workspace.read() as reader:
        wanted = CompanyFilter(text)
        number = reader.count_companies(wanted).number
        assert len(reader.find_companies(wanted, BEST_FIRST, 0, 1000)) == number
        if not text:
            assert len(reader.company_batch(0, 1000)) == number
            assert len(reader.company_names(0, 1000)) == number
        return number


@contextmanager
def _raw(workspace: Workspace) -> Iterator[Any]:
    engine = make_engine(workspace.database.place)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def _rows(workspace: Workspace, table: str) -> int:
    with _raw(workspace) as connection:
        return int(connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar())  # noqa: S608


def _faults(workspace: Workspace) -> list[str]:
    with _raw(workspace) as connection:
        return differences(connection)


def test_an_import_of_many_brings_everything_and_is_one_entry(workspace: Workspace) -> None:
    told: list[tuple[int, int]] = []

    done = import_in_bulk(
        workspace, "名单.csv", many_arrivals(40), lambda n, all_, _: told.append((n, all_)), 40
    )

    assert (done.added, done.updated, done.kept_back) == (40, 0, ())
    assert told[0] == (7, 40)
    assert told[-1] == (40, 40)
    assert _count(workspace) == 42
    assert _count(workspace, "号轮胎") == 40
    assert _count(workspace, "瞪羚") == 0
    with workspace.read() as reader:
        entry = reader.change_log(limit=1)[0]
        assert (entry.number, entry.action, entry.subject, entry.items) == (
            done.number, "import_companies", "名单.csv", 40,
        )  # fmt: skip
        batch = reader.import_batches()[0]
        assert (batch.id, batch.file_name, batch.added) == (done.batch, "名单.csv", 40)
        assert reader.count_companies(CompanyFilter(batch=batch.id)).number == 40
        assert reader.honour_names() == (("瞪羚企业", 40),)
        company = reader.companies_named("威海7号轮胎有限公司")[0]
        assert reader.contacts(company.id) == (Contact("phone", "13800000007"),)
        assert reader.known_row_hashes().tolist() == list(range(1, 41))
    assert _faults(workspace) == []


def test_nobody_sees_an_import_before_it_is_whole(workspace: Workspace) -> None:
    def looking(arrivals: Iterator[CompanyArrival]) -> Iterator[CompanyArrival]:
        for number, arrival in enumerate(arrivals):
            if number in {10, 35}:
                assert _count(workspace) == 2
                assert _count(workspace, "号轮胎") == 0
                with workspace.read() as reader:
                    assert reader.companies_named("威海0号轮胎有限公司") == ()
                    assert reader.honour_names() == ()
                    assert reader.search("号轮胎有限", 10) == ()
                    assert reader.import_batches() == ()
                    assert len(reader.known_row_hashes()) == 0
            yield arrival

    import_in_bulk(workspace, "名单.csv", looking(many_arrivals(40)), tell_nobody)
    assert _count(workspace) == 42


def test_a_colleague_works_while_an_import_is_written(workspace: Workspace) -> None:
    def working(arrivals: Iterator[CompanyArrival]) -> Iterator[CompanyArrival]:
        for number, arrival in enumerate(arrivals):
            if number % 9 == 4:
                bring_in(workspace, a_company(f"同事的{number}厂"))
            yield arrival

    import_in_bulk(workspace, "名单.csv", working(many_arrivals(40)), tell_nobody)

    assert _count(workspace) == 42 + 4
    assert _count(workspace, "同事的") == 4
    assert _count(workspace, "威海") == 40
    assert _faults(workspace) == []
    workspace.execute(RevertChange(_import_number(workspace)))
    assert _count(workspace) == 2 + 4
    assert _count(workspace, "同事的") == 4


def _import_number(workspace: Workspace) -> int:
    with workspace.read() as reader:
        return next(row.number for row in reader.change_log() if row.subject == "名单.csv")


@pytest.mark.parametrize("after", [5, 9, 25, 39])
def test_a_cancelled_import_leaves_the_workspace_as_it_was(workspace: Workspace, after: int) -> None:
    def step(done: int, _total: int, _text: str) -> None:
        if done >= after:
            raise Cancelled

    with pytest.raises(Cancelled):
        import_in_bulk(workspace, "名单.csv", many_arrivals(40), step)

    assert _count(workspace) == 2
    assert workspace.database.clean_up(60)
    for table, rows in (("company", 2), ("contact", 0), ("qualification", 0), ("import_range", 0)):
        assert _rows(workspace, table) == rows
    assert _faults(workspace) == []
    with workspace.read() as reader:
        assert all(row.subject != "名单.csv" for row in reader.change_log())


def test_an_import_on_another_computer_of_the_same_name_is_not_taken_for_dead(workspace: Workspace) -> None:
    engine = make_engine(workspace.database.place)

    def step(_done: int, _total: int, _text: str) -> None:
        with engine.begin() as connection:
            written = tables.import_batch.update().values(writer=f"{platform.node()}:{2**22 + 1}")
            connection.execute(written.where(tables.import_batch.c.phase == BatchPhase.WRITING))
        clean_up(engine, 1.0)

    import_in_bulk(workspace, "名单.csv", many_arrivals(30), step)

    assert _count(workspace) == 32
    engine.dispose()


def test_a_killed_import_is_gone_at_the_next_opening(workspace: Workspace, tmp_path: Path) -> None:
    script = f"""
import os, sys
from app.services.bulk_import import import_in_bulk
from app.services.workspace import Workspace
from chains.commands import CompanyArrival
from chains.company import Company
from db.workspace_file import open_workspace, workspace_place
def rows():
    for number in range(9_000):
        yield CompanyArrival(Company(0, f"被杀{{number}}厂"))
    os.kill(os.getpid(), 9)
place = workspace_place({without_password(workspace.database.place)!r})
import_in_bulk(Workspace(open_workspace(place), "乙"), "名单.csv", rows(), lambda *_: None)
"""
    killed = subprocess.run([sys.executable, "-c", script], cwd=Path(__file__).parents[2], check=False)
    assert killed.returncode == -9
    assert _rows(workspace, "company") > 2

    again = Workspace(open_workspace(workspace.database.place), "丙")

    assert _count(again) == 2
    assert again.database.clean_up(60)
    assert _rows(again, "company") == 2
    assert _rows(again, "search_segment") == 1
    assert _faults(again) == []
    again.database.close()


def test_updates_wait_until_the_import_is_in_force_and_spare_what_a_colleague_changed(
    workspace: Workspace,
) -> None:
    with workspace.read() as reader:
        one, other = reader.company_batch(0, 10)

    def arrivals() -> Iterator[CompanyArrival]:
        yield CompanyArrival(replace(one, address="海滨路1号", products=("模架",)), (), row_hash=99)
        yield CompanyArrival(replace(other, address="海滨路2号"))
        yield from many_arrivals(10)
        with workspace.read() as reader:
            assert reader.company(one.id).address == ""
        changed = replace(other, address="同事写的")
        workspace.execute(ImportCompanies("同事.csv", (CompanyArrival(changed),), {}))

    done = import_in_bulk(workspace, "名单.csv", arrivals(), tell_nobody)

    assert (done.added, done.updated, done.kept_back) == (10, 1, (other.id,))
    with workspace.read() as reader:
        assert reader.company(one.id).address == "海滨路1号"
        assert reader.company(other.id).address == "同事写的"
        assert 99 in reader.known_row_hashes()
    assert _count(workspace, "模架") == 1
    assert _faults(workspace) == []

    workspace.execute(RevertChange(done.number or 0))
    with workspace.read() as reader:
        assert reader.company(one.id).address == ""
        assert reader.company(one.id).products == ("模具",)
    assert _count(workspace) == 2
    assert _faults(workspace) == []


def test_an_import_can_be_undone_redone_and_undone_again(workspace: Workspace) -> None:
    done = import_in_bulk(workspace, "名单.csv", many_arrivals(20), tell_nobody)

    undo = workspace.execute(RevertChange(done.number or 0))
    assert _count(workspace) == 2
    assert {ref.kind for ref in undo.refs} == {EntityKind.COMPANY}
    redo = workspace.execute(RevertChange(undo.number or 0, redo=True))
    assert _count(workspace) == 22
    workspace.execute(RevertChange(redo.number or 0))
    assert _count(workspace) == 2
    with pytest.raises(NotUndoable):
        workspace.execute(RevertChange(redo.number or 0))
    with workspace.read() as reader:
        assert reader.changes_after(done.number or 0)[1] == undo.refs


def test_an_import_cannot_be_undone_under_marks_or_edits(workspace: Workspace) -> None:
    done = import_in_bulk(workspace, "名单.csv", many_arrivals(20), tell_nobody)
    with workspace.read() as reader:
        company = reader.companies_named("威海3号轮胎有限公司")[0]
        segment = reader.chain_state("tyre").chain.segments[0].code
    placed = workspace.execute(PlaceCompany(SegmentRef("tyre", segment), company.id))
    with pytest.raises(NotUndoable):
        workspace.execute(RevertChange(done.number or 0))
    workspace.execute(RevertChange(placed.number or 0))

    edited = ImportCompanies("改.csv", (CompanyArrival(replace(company, address="新址")),), {})
    edit = workspace.execute(edited)
    with pytest.raises(NotUndoable):
        workspace.execute(RevertChange(done.number or 0))
    workspace.execute(RevertChange(edit.number or 0))

    workspace.execute(RevertChange(done.number or 0))
    assert _count(workspace) == 2


def test_what_was_taken_back_is_cleared_away_and_then_stays_away(workspace: Workspace) -> None:
    done = import_in_bulk(workspace, "名单.csv", many_arrivals(20), tell_nobody)
    undo = workspace.execute(RevertChange(done.number or 0))
    engine = make_engine(workspace.database.place)
    assert clean_up(engine, 60, timedelta(0))
    engine.dispose()

    assert _rows(workspace, "company") == 2
    assert _faults(workspace) == []
    with pytest.raises(NotUndoable):
        workspace.execute(RevertChange(undo.number or 0, redo=True))
    bring_in(workspace, a_company("后来的厂"))
    with workspace.read() as reader:
        assert reader.companies_named("后来的厂")[0].id > 22
        assert reader.count_companies(ALL_COMPANIES).number == 3


def test_a_company_of_a_large_import_tells_where_its_facts_are_from(workspace: Workspace) -> None:
    done = import_in_bulk(workspace, "名单.csv", many_arrivals(20), tell_nobody)
    with workspace.read() as reader:
        company = reader.companies_named("威海3号轮胎有限公司")[0]
    changed = replace(company, address="新址")
    edit = workspace.execute(ImportCompanies("改.csv", (CompanyArrival(changed),), {}))

    with workspace.read() as reader:
        record = reader.company_record(company.id)

    assert record.origins["name"].subject == "名单.csv"
    assert record.origins["address"].subject == "改.csv"
    assert [row.number for row in record.history] == [edit.number, done.number]


def test_few_companies_go_in_with_a_line_each_in_the_log(workspace: Workspace) -> None:
    done = import_in_bulk(workspace, "三家.csv", many_arrivals(3), tell_nobody)

    assert (done.batch, done.added) == (0, 3)
    with workspace.read() as reader:
        assert reader.change_log(limit=1)[0].fields


def test_what_is_kept_of_large_segments_never_hides_a_change(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Changed, taken back and brought in again: each look finds what there is now."""
    monkeypatch.setattr(known_segments, "LARGE_ROWS", 4)
    monkeypatch.setattr(search_reading, "LARGE_ROWS", 4)
    import_in_bulk(workspace, "名单.csv", many_arrivals(40), tell_nobody)
    assert _count(workspace, "号轮胎") == 40
    with workspace.read() as reader:
        some = reader.companies_by_id(reader.company_ids(CompanyFilter("威海7号"), BEST_FIRST))
    for company in some.values():
        renamed = replace(company, name="改名橡胶厂", former_names=())
        versions = {company.id: company.version}
        workspace.execute(ImportCompanies("一家.csv", (CompanyArrival(renamed),), versions))
    assert (_count(workspace, "号轮胎"), _count(workspace, "改名橡胶")) == (39, 1)
    second = import_in_bulk(workspace, "名单.csv", many_arrivals(12, "乳山"), tell_nobody)
    assert (_count(workspace, "号轮胎"), _count(workspace, "乳山")) == (51, 12)
    assert second.number is not None
    workspace.execute(RevertChange(second.number))
    assert (_count(workspace, "号轮胎"), _count(workspace, "乳山")) == (39, 0)


def test_an_import_goes_on_when_the_process_beside_it_dies(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The index is then made here, and is the same."""
    monkeypatch.setattr(segment_making, "_MANY", 1)
    begin, died = segment_making.SegmentMaker.begin, []

    def begin_and_die(maker: segment_making.SegmentMaker, rows: Any) -> None:
        begin(maker, rows)
        if maker.process_id is not None:
            died.append(maker.process_id)
            os.kill(maker.process_id, signal.SIGTERM)

    monkeypatch.setattr(segment_making.SegmentMaker, "begin", begin_and_die)
    import_in_bulk(workspace, "名单.csv", many_arrivals(40), tell_nobody)
    assert len(died) == 1
    assert _count(workspace, "号轮胎") == 40
    assert _faults(workspace) == []


def test_an_import_that_somebody_took_for_dead_goes_on_no_more(workspace: Workspace) -> None:
    arrivals = list(many_arrivals(20))
    with workspace.database.bulk("王五", "名单.csv") as writer:
        writer.write(arrivals[:10])
        engine = make_engine(workspace.database.place)
        with engine.begin() as connection:
            connection.execute(tables.import_batch.update().values(phase=BatchPhase.DROPPED))
        engine.dispose()

        with pytest.raises(Conflict):
            writer.write(arrivals[10:])
        with pytest.raises(Conflict):
            writer.publish()

    assert _count(workspace) == 2
