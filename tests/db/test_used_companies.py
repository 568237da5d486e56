"""An import whose companies were used since is taken back but for these, and put in force again whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.services import bulk_import
from app.services.bulk_import import import_in_bulk
from app.services.workspace import Workspace
from chains.chain import SegmentRef
from chains.commands import AddTarget, CompanyArrival, Composite, ImportCompanies, PlaceCompany, RevertChange
from chains.errors import NotUndoable
from chains.registry import ALL_COMPANIES, CompanyFilter
from chains.steps import tell_nobody
from db.checking import check_workspace
from db.clearing import clean_up
from db.engine import make_engine
from db.registry_index import differences
from tests.db.many_arrivals import in_small_steps, many_arrivals
from tests.stores import FILE, SERVER

STORES = (FILE, SERVER)


@pytest.fixture
def workspace(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    return in_small_steps(workspace, monkeypatch)


def _count(workspace: Workspace, text: str = "") -> int:
    with workspace.read() as reader:
        number = reader.count_companies(CompanyFilter(text)).number
        assert text or len(reader.company_batch(0, 1000)) == number
        return number


def _rows(workspace: Workspace, table: str) -> int:
    engine = make_engine(workspace.database.place)
    with engine.begin() as connection:
        found = int(connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar())  # noqa: S608
    engine.dispose()
    return found


def _faults(workspace: Workspace) -> list[str]:
    engine = make_engine(workspace.database.place)
    with engine.begin() as connection:
        found = differences(connection)
    engine.dispose()
    return found


def _named(workspace: Workspace, *numbers: int) -> list[int]:
    with workspace.read() as reader:
        return [reader.companies_named(f"威海{number}号轮胎有限公司")[0].id for number in numbers]


def _use(workspace: Workspace, marked: int, wanted: int, edited: int) -> None:
    """Mark one company of the import, want another one, change a third."""
    with workspace.read() as reader:
        ref = SegmentRef("tyre", reader.chain_state("tyre").chain.segments[0].code)
        company = reader.company(edited)
    workspace.execute(PlaceCompany(ref, marked))
    workspace.execute(AddTarget(ref, wanted))
    changed = (CompanyArrival(replace(company, address="新址")),)
    workspace.execute(ImportCompanies("改.csv", changed, {}))


def test_used_companies_of_an_import_stay_and_the_rest_goes_and_comes_back(workspace: Workspace) -> None:
    done = import_in_bulk(workspace, "名单.csv", many_arrivals(20), tell_nobody)
    ids = _named(workspace, 3, 4, 17)
    _use(workspace, *ids)
    with workspace.read() as reader:
        used = reader.changes.used_companies(done.number or 0)
    assert (used.added, used.total, used.unused) == (20, 3, 17)
    assert [(one.company_id, one.placements, one.targets, one.changed) for one in used.named] == [
        (ids[0], 1, 0, False), (ids[1], 0, 1, False), (ids[2], 0, 0, True),
    ]  # fmt: skip
    with pytest.raises(NotUndoable) as refused:
        workspace.execute(RevertChange(done.number or 0))
    assert refused.value.facts["cause"] == "in_use"
    assert _count(workspace) == 22

    undo = workspace.execute(RevertChange(done.number or 0, keeps_used=True))

    assert undo.kept_used == 3
    assert _count(workspace) == 2 + 3
    assert _named(workspace, 3, 4, 17) == ids
    with workspace.read() as reader:
        assert reader.company(ids[2]).address == "新址"
        assert reader.company_record(ids[0]).origins["name"].subject == "名单.csv"
        batch = reader.import_batches()[0]
        assert reader.count_companies(CompanyFilter(batch=batch.id)).number == 3
    assert _faults(workspace) == []
    redo = workspace.execute(RevertChange(undo.number or 0, redo=True))
    assert _count(workspace) == 22
    with workspace.read() as reader:
        assert [(one.file_name, one.added) for one in reader.import_batches()] == [("名单.csv", 20)]
    assert _rows(workspace, "import_range") == 1
    assert workspace.execute(RevertChange(redo.number or 0, keeps_used=True)).kept_used == 3
    assert _count(workspace) == 2 + 3


def test_used_companies_are_still_there_when_the_rest_is_cleared_away(workspace: Workspace) -> None:
    done = import_in_bulk(workspace, "名单.csv", many_arrivals(40), tell_nobody)
    ids = _named(workspace, 0, 20, 39)
    _use(workspace, *ids)
    workspace.execute(RevertChange(done.number or 0, keeps_used=True))

    engine = make_engine(workspace.database.place)
    assert clean_up(engine, 60, timedelta(0))
    engine.dispose()

    assert _rows(workspace, "company") == 2 + 3
    assert _count(workspace) == 2 + 3
    assert _count(workspace, "号轮胎") == 3
    assert _faults(workspace) == []
    assert check_workspace(workspace.database.place).sound


def test_used_companies_may_be_many_and_lie_apart(workspace: Workspace) -> None:
    done = import_in_bulk(workspace, "名单.csv", many_arrivals(3_000), tell_nobody)
    with workspace.read() as reader:
        ref = SegmentRef("tyre", reader.chain_state("tyre").chain.segments[0].code)
        odd = [one.id for one in reader.company_batch(2, 3_000) if one.id % 2]
    workspace.execute(Composite("place", "很多", tuple(PlaceCompany(ref, one) for one in odd)))

    assert workspace.execute(RevertChange(done.number or 0, keeps_used=True)).kept_used == 1_500

    with workspace.read() as reader:
        assert [one.id for one in reader.company_batch(2, 3_000)] == odd
        assert reader.count_companies(ALL_COMPANIES).number == 1_502
        assert len(reader.known_row_hashes()) == 1_500


def test_used_companies_of_a_short_list_stay_as_well(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_import, "FEW", 100)
    done = import_in_bulk(workspace, "名单.csv", many_arrivals(20), tell_nobody)
    ids = _named(workspace, 3, 4, 17)
    _use(workspace, *ids)
    with workspace.read() as reader:
        used = reader.changes.used_companies(done.number or 0)
    assert (used.added, used.total) == (20, 3)

    undo = workspace.execute(RevertChange(done.number or 0, keeps_used=True))

    assert undo.kept_used == 3
    assert _count(workspace) == 2 + 3
    assert _faults(workspace) == []
    workspace.execute(RevertChange(undo.number or 0, redo=True))
    assert _count(workspace) == 22
    assert _named(workspace, 3, 4, 17) == ids


def test_an_import_that_also_changed_companies_keeps_those_of_its_own_that_are_used(
    workspace: Workspace,
) -> None:
    with workspace.read() as reader:
        one, _other = reader.company_batch(0, 10)
    changed = CompanyArrival(replace(one, address="海滨路1号"))
    done = import_in_bulk(workspace, "名单.csv", iter([changed, *many_arrivals(20)]), tell_nobody)
    ids = _named(workspace, 3, 4, 17)
    _use(workspace, *ids)
    with pytest.raises(NotUndoable):
        workspace.execute(RevertChange(done.number or 0))

    undo = workspace.execute(RevertChange(done.number or 0, keeps_used=True))

    assert (undo.kept_used, undo.kept_back) == (3, 0)
    assert _count(workspace) == 2 + 3
    with workspace.read() as reader:
        assert reader.company(one.id).address == ""
    workspace.execute(RevertChange(undo.number or 0, redo=True))
    assert _count(workspace) == 22
    with workspace.read() as reader:
        assert reader.company(one.id).address == "海滨路1号"
    assert _faults(workspace) == []
