"""A workspace goes from a file to a server and back with every row, or not at all."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import URL

from app.cli import main
from app.messages import tell
from app.services import bulk_import
from app.services.bulk_import import import_in_bulk
from app.services.workspace import Workspace
from chains.chain import SegmentRef
from chains.commands import AssessSegment, CompanyArrival, PlaceCompany, RevertChange, TakeSnapshot
from chains.company import Contact
from chains.errors import WorkspaceRefused
from chains.kinds import Coverage
from db import copying
from db.checking import check_workspace
from db.copying import copy_in_place_of, copy_workspace
from db.engine import make_engine
from db.places import Place, without_password
from db.registry_index import differences
from db.workspace_file import open_workspace
from tests.builders import a_company, a_workspace, bring_in

MOULD = SegmentRef("tyre", "mould")


@pytest.fixture
def lived_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace in which all kinds of things happened."""
    monkeypatch.setattr(bulk_import, "FEW", 3)
    path = tmp_path / "威海.lianpu"
    workspace = a_workspace(path)
    names = ("𠮷田㑇模具 %_\\ '\"", "甲公司;DROP TABLE company", "\u202e反向\u202c公司", "🏭 工厂\t制表")
    (first, *_rest) = bring_in(workspace, *(a_company(name, "轮胎模具") for name in names))
    placed = workspace.execute(PlaceCompany(MOULD, first))
    workspace.execute(AssessSegment(MOULD, Coverage.WEAK, evidence="走访"))
    workspace.execute(TakeSnapshot("之前"))
    workspace.execute(RevertChange(placed.number or 0))
    arrivals = (
        CompanyArrival(a_company(f"批量{n}号厂", "轮胎"), (Contact("phone", f"138{n:08}"),), row_hash=n)
        for n in range(40)
    )
    import_in_bulk(workspace, "名单.csv", arrivals, lambda *_: None)
    gone = bring_in(workspace, a_company("要走的"))[0]
    workspace.undo_last()
    assert gone == 45
    workspace.database.close()
    return path


def test_there_and_back_again_nothing_is_lost(lived_in: Path, pg_url: URL, tmp_path: Path) -> None:
    back = tmp_path / "回来.lianpu"

    there = copy_workspace(lived_in, pg_url)
    again = copy_workspace(pg_url, back)

    assert again == there
    assert {one.table: one.rows for one in there}["company"] == 44
    assert check_workspace(pg_url).sound
    assert check_workspace(back).sound
    assert _told(lived_in) == _told(pg_url) == _told(back)


def test_work_goes_on_where_it_was_left(lived_in: Path, pg_url: URL) -> None:
    copy_workspace(lived_in, pg_url)
    database = open_workspace(pg_url)
    workspace = Workspace(database, "李四")
    with workspace.read() as reader:
        newest = reader.change_log()[0].number

    # 45 was given to a company that was taken back: nobody gets it again.
    assert bring_in(workspace, a_company("新来的")) == (46,)
    with workspace.read() as reader:
        assert reader.change_log()[0].number == newest + 1
        assert reader.companies_named("批量7号厂")
    workspace.undo_last()
    database.close()
    assert check_workspace(pg_url).sound
    engine = make_engine(pg_url)
    with engine.connect() as connection:
        assert differences(connection) == []
    engine.dispose()


def test_a_target_with_anything_in_it_is_refused(lived_in: Path, shared_url: URL, tmp_path: Path) -> None:
    taken = tmp_path / "有了.lianpu"
    taken.write_bytes(b"x")

    for target, reason in ((shared_url, "not_empty"), (taken, "exists")):
        with pytest.raises(WorkspaceRefused) as refused:
            copy_workspace(lived_in, target)
        assert refused.value.facts["reason"] == reason
    assert taken.read_bytes() == b"x"


@pytest.mark.parametrize("to_server", [True, False])
def test_a_copy_that_fails_on_the_way_leaves_nothing(
    to_server: bool, lived_in: Path, pg_url: URL, tmp_path: Path
) -> None:
    target: Place = pg_url if to_server else tmp_path / "新.lianpu"

    def breaks(done: int, _total: int, _table: str) -> None:
        if done > 20:
            raise RuntimeError("on purpose")

    with pytest.raises(RuntimeError, match="on purpose"):
        copy_workspace(lived_in, target, breaks)

    if to_server:
        with pytest.raises(WorkspaceRefused) as refused:
            open_workspace(pg_url)
        assert refused.value.facts["reason"] == "not_set_up"
    else:
        assert [one.name for one in tmp_path.glob("*新*")] == []


def test_a_copy_that_is_not_the_same_is_taken_back(
    lived_in: Path, pg_url: URL, monkeypatch: pytest.MonkeyPatch
) -> None:
    def loses_one(connection: object, table: object, columns: object, rows: list[object]) -> None:
        insert(connection, table, columns, rows[1:])

    insert = copying.insert_tuples
    monkeypatch.setattr(copying, "insert_tuples", loses_one)

    with pytest.raises(WorkspaceRefused) as refused:
        copy_workspace(lived_in, pg_url)

    assert refused.value.facts["reason"] == "copy_differs"


def test_a_text_that_no_server_holds_is_named_by_its_row(lived_in: Path, pg_url: URL) -> None:
    engine = make_engine(lived_in)
    with engine.begin() as connection:
        connection.execute(text("UPDATE company SET website = 'a' || char(0) || 'b' WHERE id = 3"))
    engine.dispose()

    with pytest.raises(WorkspaceRefused) as refused:
        copy_workspace(lived_in, pg_url)

    assert (refused.value.facts["column"], refused.value.facts["key"]) == ("website", "3")
    assert "企业" in tell(refused.value)


def test_the_command_line_copies(
    lived_in: Path, pg_url: URL, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = without_password(pg_url)

    assert main(["copy", str(lived_in), where]) == 0
    assert "核对一致" in capsys.readouterr().out
    assert main(["copy", where, str(tmp_path / "b.lianpu"), "--json"]) == 0
    assert main(["copy", str(lived_in), where]) == 2
    assert "空的数据库" in capsys.readouterr().err


def _told(place: Place) -> object:
    database = open_workspace(place)
    with database.read() as reader:
        told = (
            reader.change_log(),
            reader.chain_states(),
            tuple(reader.company_batch(0, 100)),
            reader.snapshots(),
        )
    database.close()
    return told


def test_the_old_copy_stays_until_the_new_one_takes_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, target = tmp_path / "威海.lianpu", tmp_path / "副本.lianpu"
    a_workspace(source).database.close()
    target.write_text("先前的副本")

    replace = Path.replace

    def cut_off(self: Path, place: Path) -> Path:
        if place == target:
            raise OSError(errno.EIO, "the power goes when the copy is whole")
        return replace(self, place)

    monkeypatch.setattr(Path, "replace", cut_off)

    with pytest.raises(WorkspaceRefused):
        copy_in_place_of(source, target)

    assert target.read_text() == "先前的副本"
