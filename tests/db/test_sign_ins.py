"""Who signed in on a server to make an entry is told beside the name that the entry claims, in copies too."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.engine import URL

from app.change_exports import export_changes
from app.cli import main
from app.services.workspace import Workspace
from app.trust_words import check_lines
from chains.chain import SegmentRef
from chains.change_filter import EVERY_CHANGE
from chains.commands import AssessSegment
from chains.kinds import Coverage
from chains.words import signed_text
from db.checking import check_workspace
from db.copying import copy_workspace
from db.places import without_password
from db.server_members import Member, let_in
from db.server_roles import Right
from db.workspace_file import open_workspace
from tests.builders import a_company, a_shared_workspace, a_workspace, bring_in, set_up_shared
from tests.pg_server import PgServer

MOULD = SegmentRef("tyre", "mould")
PASSWORD = "Anmelden-1"
HUANCUI = "371002"


@pytest.fixture
def bureau(pg_server: PgServer, pg_url: URL) -> Callable[..., URL]:
    """A shared database; gives the URL of a member of that right."""
    set_up_shared(pg_url)

    def member(right: Right, district: str = "") -> URL:
        name = f"{pg_url.database}_{right.value}_er"
        let_in(pg_url, Member(name, right, district), PASSWORD)
        return pg_server.by_network(pg_url, name, PASSWORD)

    return member


def _work_once(wang: URL, li: URL) -> None:
    """Each makes an entry in the own name, then one claims the other's."""
    for url, name in ((wang, "王主任"), (li, "李四"), (li, "王主任")):
        member = Workspace(open_workspace(url), name)
        bring_in(member, a_company(f"{name}{url.username}厂", region=HUANCUI))
        member.database.close()


def test_the_log_tells_who_signed_in_beside_the_name_that_is_claimed(
    bureau: Callable[..., URL], pg_url: URL, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wang, li = bureau(Right.EDIT), bureau(Right.FILL, HUANCUI)
    _work_once(wang, li)
    owner = a_shared_workspace(pg_url)
    with owner.read() as reader:
        own, *_, first = reader.change_log()[:4]
    listed, sheet = tmp_path / "记录.csv", tmp_path / "记录.xlsx"
    export_changes(owner, listed, EVERY_CHANGE)
    export_changes(owner, sheet, EVERY_CHANGE)
    owner.database.close()

    assert signed_text(own).startswith(f"王主任（登录名 {li.username}")
    report = check_workspace(pg_url)
    assert report.sound
    (note,) = report.notes
    assert note.count == 1 and note.examples == (f"{own.number} 王主任 ← {li.username}",)
    assert "冒名" in "\n".join(check_lines(report))
    rows = list(csv.DictReader(listed.read_text(encoding="utf-8-sig").splitlines()))
    told = {row["登录名"] for row in rows if row["谁"] == "王主任"}
    assert told == {li.username, wang.username}
    assert first.login == pg_url.username
    assert main(["log", "-w", without_password(pg_url), "--limit", "1"]) == 0
    assert f"王主任（登录名 {li.username}" in capsys.readouterr().out


def test_who_copies_a_workspace_did_not_make_its_entries(pg_url: URL, tmp_path: Path) -> None:
    source = a_workspace(tmp_path / "威海.lianpu")
    source.execute(AssessSegment(MOULD, evidence="走访"))
    source.database.close()
    with closing(sqlite3.connect(tmp_path / "威海.lianpu")) as file:
        file.execute("INSERT INTO carried_sign_in VALUES (2, 'zhang')")
        file.commit()
    copy_workspace(tmp_path / "威海.lianpu", pg_url)

    shared = a_shared_workspace(pg_url, "李四")
    done = shared.execute(AssessSegment(MOULD, Coverage.WEAK))
    with shared.read() as reader:
        logins = {row.number: row.login for row in reader.change_log()}
    shared.database.close()

    assert logins.pop(done.number or 0) == pg_url.username
    assert logins.pop(2) == "zhang"
    assert set(logins.values()) == {""}


def test_a_copy_takes_along_who_signed_in(
    bureau: Callable[..., URL], pg_url: URL, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wang, li = bureau(Right.EDIT), bureau(Right.FILL, HUANCUI)
    _work_once(wang, li)
    path, again = tmp_path / "副本.lianpu", tmp_path / "再副本.lianpu"

    copied = copy_workspace(pg_url, path)
    assert copy_workspace(path, again) == copied
    file = Workspace(open_workspace(again), "王五")
    own = file.execute(AssessSegment(MOULD, Coverage.WEAK)).number or 0
    with file.read() as reader:
        logins = {row.number: row.login for row in reader.change_log()}
    export_changes(file, tmp_path / "记录.csv", EVERY_CHANGE)
    file.database.close()

    assert logins.pop(own) == ""
    assert [logins[number] for number in sorted(logins)[-3:]] == [wang.username, li.username, li.username]
    assert {one.table: one.rows for one in copied}["carried_sign_in"] == len(logins)
    rows = list(csv.DictReader((tmp_path / "记录.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert {row["登录名"] for row in rows if row["谁"] == "李四"} == {li.username}
    report = check_workspace(again)
    assert report.sound
    (note,) = report.notes
    assert note.examples == (f"{own - 1} 王主任 ← {li.username}",)
    assert main(["log", "-w", str(again), "--number", str(own - 1)]) == 0
