"""Companies that an import changes: many in few queries, each as if it came alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from sqlalchemy import event

from app.services.bulk_import import FEW, import_in_bulk
from app.services.workspace import Workspace
from chains.commands import CompanyArrival, ImportCompanies
from chains.company import Company, Contact, Qualification
from chains.errors import Cancelled, Conflict
from tests.builders import a_company, bring_in
from tests.stores import FILE, SERVER

STORES = (FILE, SERVER)


def _held(workspace: Workspace, ids: tuple[int, ...]) -> Mapping[int, Company]:
    with workspace.read() as reader:
        return reader.companies_by_id(ids)


def test_many_updates_take_few_statements(workspace: Workspace) -> None:
    ids = bring_in(workspace, *(a_company(f"第{n}家厂") for n in range(300)))
    held = _held(workspace, ids)
    arrivals = tuple(CompanyArrival(replace(held[one], address="某路")) for one in ids)
    said: list[str] = []
    engine = workspace.database._engine

    def note(_c: object, _k: object, statement: str, *_: object) -> None:
        said.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    workspace.execute(ImportCompanies("b.csv", arrivals, {one: held[one].version for one in ids}))
    event.remove(engine, "before_cursor_execute", note)

    assert {one.address for one in _held(workspace, ids).values()} == {"某路"}
    assert len(said) < 60


def test_what_hangs_on_companies_changes_with_them_and_comes_back(workspace: Workspace) -> None:
    ids = bring_in(workspace, a_company("甲厂", qualifications=(Qualification("瞪羚"),)), a_company("乙厂"))
    held = _held(workspace, ids)
    honours = (Qualification("高新技术企业"),)
    phones = (Contact("phone", "1"), Contact("phone", "2"))
    arrivals = tuple(CompanyArrival(replace(held[one], qualifications=honours), phones) for one in ids)

    workspace.execute(ImportCompanies("b.csv", arrivals, {}))
    with workspace.read() as reader:
        assert {one: reader.companies_by_id(ids)[one].qualifications for one in ids} == dict.fromkeys(
            ids, honours
        )
        assert [len(some) for some in reader.contacts_by_id(ids).values()] == [2, 2]

    workspace.undo_last()
    after = _held(workspace, ids)
    assert [after[one].qualifications for one in ids] == [(Qualification("瞪羚"),), ()]
    with workspace.read() as reader:
        assert reader.contacts_by_id(ids) == {}


def test_a_company_that_comes_twice_is_a_conflict_unless_no_version_was_seen(workspace: Workspace) -> None:
    (one,) = bring_in(workspace, a_company("甲厂"))
    held = _held(workspace, (one,))[one]
    twice = (
        CompanyArrival(replace(held, address="某路")),
        CompanyArrival(replace(held, address="他路")),
    )

    with pytest.raises(Conflict):
        workspace.execute(ImportCompanies("b.csv", twice, {one: held.version}))
    assert _held(workspace, (one,))[one].address == ""
    workspace.execute(ImportCompanies("b.csv", twice, {}))
    assert _held(workspace, (one,))[one].address == "他路"


def test_an_update_that_changes_nothing_writes_nothing(workspace: Workspace) -> None:
    (one,) = bring_in(workspace, a_company("甲厂"))
    held = _held(workspace, (one,))[one]

    outcome = workspace.execute(ImportCompanies("b.csv", (CompanyArrival(held),), {one: held.version}))

    assert outcome.number is None
    assert _held(workspace, (one,))[one].version == held.version


def test_updates_left_when_an_import_was_stopped_are_carried_out_later(workspace: Workspace) -> None:
    ids = bring_in(workspace, *(a_company(f"第{n}家厂") for n in range(FEW + 300)))
    held = _held(workspace, ids)
    arrivals = [CompanyArrival(replace(held[one], address="某路")) for one in ids]

    def stop(done: int, total: int, text: str) -> None:
        if text.startswith("已生效") and 0 < done < total:
            raise Cancelled

    outcome = import_in_bulk(workspace, "b.csv", arrivals, stop)

    assert outcome.number is not None
    addresses = {one.address for one in _held(workspace, ids).values()}
    assert addresses == {"", "某路"} and workspace.database.has_leftovers()
    assert workspace.database.clean_up(60)
    assert {one.address for one in _held(workspace, ids).values()} == {"某路"}
    workspace.undo_last()
    assert {one.address for one in _held(workspace, ids).values()} == {""}
