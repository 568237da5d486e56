"""A long undo whose connection breaks goes in steps again: whole, once, and nobody waits for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import event
from sqlalchemy.engine import URL

from app.services import bulk_import
from app.services.bulk_import import import_in_bulk
from app.services.workspace import Workspace
from chains.commands import CompanyArrival, RevertChange
from db import staged_reverts, staged_updates
from db.checking import check_workspace
from db.staged_reverts import CARRYING_OUT, CHECKING
from db.workspace_file import open_workspace
from tests.builders import a_company, bring_in
from tests.pg_proxy import Cut, Wire
from tests.pg_server import PgServer

PASSWORD = "durch-den-Draht"
COUNT = 30


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some dozens are many, and carried out a few at a time."""
    monkeypatch.setattr(bulk_import, "FEW", 3)
    monkeypatch.setattr(staged_updates, "_AT_ONCE", 7)
    monkeypatch.setattr(staged_reverts, "_AT_ONCE", 11)


@pytest.fixture
def wired(pg_server: PgServer, shared_url: URL, wire: Wire) -> Iterator[Workspace]:
    """A workspace behind the wire."""
    database = open_workspace(pg_server.person(shared_url, "li", PASSWORD).set(port=wire.port))
    yield Workspace(database, "李四")
    database.close()


@pytest.fixture
def number(wired: Workspace) -> int:
    """An import that gave each company another address."""
    bring_in(wired, *(a_company(f"第{one}家厂", address="旧址") for one in range(COUNT)))
    arrivals = [CompanyArrival(replace(one, address="新址")) for one in wired.companies()]
    return import_in_bulk(wired, "名单.csv", arrivals, lambda *_: None).number or 0


def _is_undone_once(workspace: Workspace, url: URL) -> bool:
    with workspace.read() as reader:
        actions = [row.action for row in reader.change_log()]
    addresses = {one.address for one in workspace.companies()}
    return actions.count("undo") == 1 and addresses == {"旧址"} and check_workspace(url).sound


def test_cut_while_it_looks_it_looks_again_and_goes_in_steps(
    wired: Workspace, shared_url: URL, pg_server: PgServer, number: int
) -> None:
    heard: list[str] = []

    def cut_once(_done: int, _total: int, text: str) -> None:
        if not heard:
            pg_server.cut(str(shared_url.database))
        heard.append(text)

    outcome = wired.execute(RevertChange(number), cut_once)

    assert outcome.number == number + 1
    assert heard.count(CHECKING) == 1 + 3
    assert heard.count(CARRYING_OUT) == 5
    assert _is_undone_once(wired, shared_url)


@pytest.mark.parametrize(("cut", "looks"), [(Cut.QUESTION, 2), (Cut.ANSWER, 1)])
def test_cut_when_it_comes_into_force_it_is_there_once_and_in_steps(
    cut: Cut, looks: int, wired: Workspace, shared_url: URL, wire: Wire, number: int
) -> None:
    heard: list[str] = []

    def cut_once(done: int, total: int, text: str) -> None:
        if text == CHECKING and done == total and not wire.cuts:
            wire.next_commit = cut
        heard.append(text)

    wired.execute(RevertChange(number), cut_once)

    assert wire.cuts == 1
    assert heard.count(CHECKING) == 3 * looks
    assert heard.count(CARRYING_OUT) == 5
    assert _is_undone_once(wired, shared_url)


def test_cut_when_it_is_in_force_the_rest_is_carried_out_later(
    wired: Workspace, shared_url: URL, pg_server: PgServer, number: int
) -> None:
    cuts: list[int] = []

    def cut_once(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if "DELETE FROM staged_update" in statement and not cuts:
            cuts.append(pg_server.cut(str(shared_url.database)))

    event.listen(wired.database._engine, "before_cursor_execute", cut_once)
    outcome = wired.execute(RevertChange(number))

    assert cuts
    assert outcome.number == number + 1
    assert wired.database.has_leftovers()
    while not wired.database.clean_up(60):
        pass
    assert not wired.database.has_leftovers()
    assert _is_undone_once(wired, shared_url)
