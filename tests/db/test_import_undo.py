"""An import that changed companies is taken back: whole, quickly, while others go on working."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event, select

from app.services import bulk_import
from app.services.bulk_import import import_in_bulk
from app.services.workspace import Workspace
from chains.chain import SegmentRef
from chains.commands import AssessSegment, CompanyArrival, RevertChange
from chains.company import Contact, Qualification
from chains.company_editing import EditCompany
from chains.errors import Cancelled, NotUndoable
from chains.kinds import Coverage
from db import staged_reverts, staged_updates, tables
from db.checking import check_workspace
from db.registry_index import differences
from db.staged_reverts import CARRYING_OUT, CHECKING
from tests.builders import a_company, bring_in
from tests.stores import FILE, SERVER

STORES = (FILE, SERVER)
MOULD = SegmentRef("tyre", "mould")
_HELD = (
    tables.company,
    tables.qualification,
    tables.contact,
    tables.placement,
    tables.segment,
    tables.target,
)


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some dozens are many, and carried out a few at a time."""
    monkeypatch.setattr(bulk_import, "FEW", 3)
    monkeypatch.setattr(staged_updates, "_AT_ONCE", 7)
    monkeypatch.setattr(staged_reverts, "_AT_ONCE", 11)


def _tell_nobody(_done: int, _total: int, _text: str) -> None:
    """Nobody watches."""


def _held(workspace: Workspace) -> dict[str, list[Any]]:
    """Every row of the tables that an import writes, but versions: these go up."""
    with workspace.database._engine.connect() as connection:
        return {
            table.name: [
                {name: value for name, value in row.items() if name != "version"}
                for row in connection.execute(select(table).order_by(*table.primary_key)).mappings()
            ]
            for table in _HELD
        }


def _import_of_updates(workspace: Workspace, count: int = 30) -> int:
    """Companies are there; a file says something else of each of them. Returns the import's entry."""
    old = (Qualification("瞪羚", "省级"), Qualification("高新技术企业"))
    with workspace.database._engine.connect() as connection:
        before = len(connection.execute(select(tables.company.c.id)).all())
    there = (a_company(f"第{before + n}家厂", "轮胎模具", qualifications=old[: n % 3]) for n in range(count))
    bring_in(workspace, *there)
    arrivals = [
        CompanyArrival(
            replace(
                one, address=f"新址{one.id}号", products=("新产品",), qualifications=(Qualification("雏鹰"),)
            ),
            (Contact("phone", f"1390000{one.id:04}"),),
            row_hash=one.id,
        )
        for one in workspace.companies()
    ]
    return import_in_bulk(workspace, "名单.csv", arrivals, _tell_nobody).number or 0


def test_every_table_is_as_it_was_before_and_comes_back_by_a_redo(workspace: Workspace) -> None:
    bring_in(workspace, a_company("先来的"))
    bring_in(
        workspace,
        *(a_company(f"早到{n}厂", "轮胎", qualifications=(Qualification("瞪羚"),)) for n in range(9)),
    )
    before = _held(workspace)
    arrivals = [
        CompanyArrival(replace(one, address="新址", qualifications=()), (Contact("phone", str(one.id)),))
        for one in workspace.companies()
    ]
    import_in_bulk(workspace, "名单.csv", arrivals, _tell_nobody)
    after = _held(workspace)

    undone = workspace.undo_last()
    assert _held(workspace) == before
    redone = workspace.execute(RevertChange(undone.number or 0, redo=True))
    assert _held(workspace) == after
    workspace.execute(RevertChange(redone.number or 0))
    assert _held(workspace) == before

    with workspace.read() as reader:
        assert [row.action for row in reader.change_log(3)] == ["undo", "redo", "undo"]
        assert reader.changes.is_whole()
    with workspace.database._engine.connect() as connection:
        assert differences(connection) == []
    assert check_workspace(workspace.database.place).sound


def test_it_takes_few_statements_and_short_transactions(workspace: Workspace) -> None:
    number = _import_of_updates(workspace, 200)
    staged_updates._AT_ONCE, staged_reverts._AT_ONCE = 100, 3_000
    said: list[str] = []
    engine = workspace.database._engine

    def note(_c: object, _k: object, statement: str, *_: object) -> None:
        said.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    workspace.execute(RevertChange(number))
    event.remove(engine, "before_cursor_execute", note)

    # Row by row it took some 1,800: 600 rows asked for, written, and their index. Now some 390 to 415.
    assert len(said) < 600


def test_it_says_how_far_it_is_and_stopped_early_it_leaves_everything(workspace: Workspace) -> None:
    number = _import_of_updates(workspace)
    after = _held(workspace)
    heard: list[str] = []

    def stop(done: int, total: int, text: str) -> None:
        heard.append(text)
        if done > total // 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        workspace.execute_as(RevertChange(number), "王五", stop)

    assert set(heard) == {CHECKING}
    assert _held(workspace) == after
    with workspace.read() as reader:
        assert reader.change_log(1)[0].number == number


def test_stopped_when_it_is_in_force_the_rest_is_carried_out_later(workspace: Workspace) -> None:
    bring_in(workspace, a_company("甲"), a_company("乙"))
    before = _held(workspace)
    arrivals = [CompanyArrival(replace(one, address="新址")) for one in workspace.companies()]
    staged_updates._AT_ONCE = 1
    bulk_import.FEW = 1
    number = import_in_bulk(workspace, "名单.csv", arrivals, _tell_nobody).number or 0

    def stop(_done: int, _total: int, text: str) -> None:
        if text == CARRYING_OUT:
            raise Cancelled

    workspace.execute_as(RevertChange(number), "王五", stop)
    assert _held(workspace) != before
    assert workspace.database.has_leftovers()
    assert workspace.database.clean_up(60)

    assert _held(workspace) == before
    assert not workspace.database.has_leftovers()


def test_what_somebody_changed_since_refuses_it(workspace: Workspace) -> None:
    number = _import_of_updates(workspace)
    with workspace.read() as reader:
        company = reader.company(2)
    workspace.execute(EditCompany(replace(company, address="走访核实的地址"), company.version))
    after = _held(workspace)

    with pytest.raises(NotUndoable) as refused:
        workspace.execute(RevertChange(number))

    assert refused.value.facts["cause"] == "changed_since"
    assert _held(workspace) == after


def test_what_somebody_changes_meanwhile_stays_and_is_counted(workspace: Workspace) -> None:
    number = _import_of_updates(workspace)
    last = max(one.id for one in workspace.companies())
    changed = False

    def change(_done: int, _total: int, text: str) -> None:
        nonlocal changed
        if text == CARRYING_OUT and not changed:
            changed = True
            with workspace.read() as reader:
                company = reader.company(last)
            workspace.execute(EditCompany(replace(company, address="刚刚改的"), company.version))
            workspace.execute(AssessSegment(MOULD, Coverage.WEAK))

    outcome = workspace.execute_as(RevertChange(number), "王五", change)

    assert changed and outcome.kept_back == 1
    with workspace.read() as reader:
        assert reader.company(last).address == "刚刚改的"
        assert reader.company(1).address == ""
