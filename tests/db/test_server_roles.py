"""Roles hold for every client: these tests sign in with the plain driver and try what they may not."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import URL

from app.cli import main
from app.messages import tell
from app.services import bulk_import
from app.services.bulk_import import import_in_bulk
from app.services.workspace import Workspace
from app.trust_words import check_lines
from chains.chain import SegmentRef
from chains.commands import AddTarget, AssessSegment, CompanyArrival, PlaceCompany, RevertChange
from chains.company_editing import EditCompany
from chains.contacts import AddContact, Person
from chains.errors import DomainError, WorkspaceRefused
from chains.kinds import Coverage
from chains.personal import ErasePersonal
from db.checking import check_workspace
from db.copying import copy_in_place_of, copy_workspace
from db.places import without_password
from db.server import upgrade_shared
from db.server_roles import Right
from db.workspace_file import open_workspace
from tests.builders import a_company, a_shared_workspace, bring_in
from tests.bureau import HUANCUI, PASSWORD, RONGCHENG, Bureau, plain_client
from tests.pg_server import PgServer

MOULD, RUBBER = SegmentRef("tyre", "mould"), SegmentRef("tyre", "natural_rubber")


@pytest.fixture
def bureau(pg_server: PgServer, pg_url: URL) -> Bureau:
    return Bureau(pg_server, pg_url)


def _refused(url: URL, owner: URL, *statements: str) -> None:
    """Every statement is refused, or finds no row that it may touch; the owner would find some."""
    for statement in statements:
        with plain_client(url) as connection, suppress(psycopg.errors.InsufficientPrivilege):
            assert connection.execute(statement).rowcount == 0, statement
            connection.rollback()
        with plain_client(owner) as connection:
            # Where there is nothing to touch, a right that is lacking would not be missed. What the owner may
            # do and other rows forbid counts, too.
            with suppress(psycopg.errors.IntegrityError, psycopg.errors.DependentObjectsStillExist):
                assert connection.execute(statement).rowcount != 0, f"nothing there to touch: {statement}"
            connection.rollback()


_TAMPERING = (
    "UPDATE change_log SET author = '别人' WHERE number = 1",
    "UPDATE change_log SET seal = 'x' WHERE number = 1",
    "DELETE FROM change_log WHERE number = 1",
    (
        "INSERT INTO change_log (number, at, author, action, subject, kind, item_count)"
        " VALUES (99, '', '我', '', '', 'company', 0);"
        " UPDATE change_log SET author = '别人' WHERE number = 99"
    ),
    "UPDATE change_item SET after = '{}'",
    "DELETE FROM change_item",
    "DELETE FROM change_subject",
    "UPDATE change_subject SET number = 0",
    "INSERT INTO erased_item (item, number, seal) SELECT max(id), 1, 'x' FROM change_item",
    "DELETE FROM lianpu.signed",
    "UPDATE lianpu.signed SET db_user = 'x'",
    "INSERT INTO carried_sign_in (number, login) VALUES (1, 'x')",
    "DELETE FROM carried_sign_in",
    "DROP TABLE company",
    "ALTER TABLE company DISABLE ROW LEVEL SECURITY",
    "CREATE TABLE mine (id int)",
    "UPDATE alembic_version SET version_num = '9999'",
)


@pytest.mark.parametrize("right", list(Right))
def test_nobody_changes_the_log_or_the_tables(right: Right, bureau: Bureau, pg_url: URL) -> None:
    owner = a_shared_workspace(pg_url)
    owner.execute(AddContact(1, Person("张三丰", "", ("13912345678",))))
    owner.database.close()
    with plain_client(pg_url) as connection:
        connection.execute("INSERT INTO carried_sign_in (number, login) VALUES (2, 'x')")
    _refused(bureau(right, HUANCUI if right is Right.FILL else ""), pg_url, *_TAMPERING)


def test_what_the_log_says_of_people_is_erased_by_the_owner_alone(bureau: Bureau, pg_url: URL) -> None:
    member = Workspace(open_workspace(bureau(Right.ADMIN)), "管理员")
    member.execute(AddContact(1, Person("张三丰", "", ("13912345678",))))

    with pytest.raises(WorkspaceRefused) as refused:
        member.execute(ErasePersonal(None))
    with member.read() as reader:
        assert len(reader.contacts(1)) == 2
    member.database.close()
    owner = a_shared_workspace(pg_url)
    owner.execute(ErasePersonal(None))
    with owner.read() as reader:
        assert reader.personal_counts(None).is_nothing
    owner.database.close()

    assert refused.value.facts["reason"] == "not_allowed"
    assert check_workspace(pg_url).sound


def _filled(pg_url: URL) -> None:
    """A row of everything that roles part: a person in the log, a placement, a target."""
    owner = a_shared_workspace(pg_url)
    owner.execute(AddContact(1, Person("张三丰", "", ("13912345678",))))
    owner.execute(PlaceCompany(RUBBER, 2))
    owner.execute(AddTarget(RUBBER, 2))
    owner.database.close()


def test_a_viewer_reads_and_changes_nothing(bureau: Bureau, pg_url: URL, tmp_path: Path) -> None:
    url = bureau(Right.VIEW)
    _filled(pg_url)

    _refused(
        url,
        pg_url,
        "INSERT INTO setting VALUES ('a', 'b')",
        "UPDATE company SET name = 'x'",
        "DELETE FROM placement",
        "UPDATE segment SET version = 9",
        "INSERT INTO change_log (number, at, author, action, subject, kind, item_count)"
        " VALUES (99, '', '', '', '', 'company', 0)",
        "UPDATE lianpu.last_number SET last = 0",
        "INSERT INTO lianpu.member VALUES (current_user, '370000')",
        "SELECT FROM contact",
        "SELECT FROM change_item WHERE \"table\" = 'contact'",
    )
    database = open_workspace(url)
    workspace = Workspace(database, "看的人")
    assert not database.writable
    with workspace.read() as reader:
        assert len(reader.company_batch(0, 9)) == 2
        assert reader.contacts(2) == ()
    with pytest.raises(WorkspaceRefused) as refused:
        workspace.execute(AssessSegment(MOULD, Coverage.WEAK))
    assert "权限不够" in tell(refused.value)
    database.close()
    copy = tmp_path / "副本.lianpu"
    with pytest.raises(WorkspaceRefused) as refused:
        copy_workspace(url, copy)
    assert "角色是“查看”" in tell(refused.value) and "填报、编辑或管理" in tell(refused.value)
    assert not copy.exists()
    copy.write_text("先前的副本")
    with pytest.raises(WorkspaceRefused):
        copy_in_place_of(url, copy)
    assert copy.read_text() == "先前的副本"
    assert [one.name for one in tmp_path.iterdir()] == [copy.name]


def test_a_viewer_checks_what_may_be_seen_and_is_told_of_the_rest(bureau: Bureau, pg_url: URL) -> None:
    url = bureau(Right.VIEW)
    owner = a_shared_workspace(pg_url)
    owner.execute(AddContact(1, Person("张三丰", "", ("13912345678",))))
    owner.database.close()

    report = check_workspace(url)
    viewer = open_workspace(url)
    with viewer.read() as reader:
        assert reader.changes.is_whole() and not reader.changes.sees_all()
    viewer.close()

    assert report.sound and report.hidden == ("contact", "change_item")
    assert "contact" not in report.rows and report.rows["company"] == 2
    told = "\n".join(check_lines(report))
    assert "未能核对：联系方式、变更明细" in told
    with plain_client(pg_url) as connection:
        connection.execute("UPDATE change_log SET author = '别人' WHERE number = 1")
    assert [one.place for one in check_workspace(url).findings] == ["change_log"]
    assert check_workspace(pg_url).hidden == ()


def test_who_fills_in_writes_the_own_district_alone(bureau: Bureau, pg_url: URL) -> None:
    url = bureau(Right.FILL, HUANCUI)
    _filled(pg_url)

    _refused(
        url,
        pg_url,
        "UPDATE company SET name = 'x' WHERE id = 2",
        "DELETE FROM company WHERE id = 2",
        "UPDATE company SET region = '371082' WHERE id = 1",
        "UPDATE contact SET value = 'x' WHERE company_id = 2",
        "INSERT INTO contact (company_id, kind, value) VALUES (2, 'phone', '1')",
        "INSERT INTO qualification (company_id, name, level, batch) VALUES (2, 'x', '', '')",
        "UPDATE segment SET name = 'x'",
        "UPDATE assessment SET coverage = 'strong'",
        "DELETE FROM target",
        "UPDATE setting SET value = '370000' WHERE key = 'home_region'",
        "UPDATE lianpu.member SET district = '371082'",
    )
    database = open_workspace(url)
    workspace = Workspace(database, "环翠区")
    workspace.execute(PlaceCompany(MOULD, 1))
    with workspace.read() as reader:
        ours, theirs = reader.company(1), reader.company(2)
    workspace.execute(EditCompany(replace(ours, address="新址1号"), ours.version))
    bring_in(workspace, a_company("环翠新厂", region=HUANCUI))
    for command in (PlaceCompany(MOULD, 2), EditCompany(replace(theirs, address="别处"), theirs.version)):
        with pytest.raises(DomainError) as refused:
            workspace.execute(command)
        assert "权限不够" in tell(refused.value)
    with workspace.read() as reader:
        assert (reader.company(1).address, reader.company(2).address) == ("新址1号", "")
    database.close()
    assert check_workspace(pg_url).sound
    with plain_client(pg_url) as connection:
        signed = connection.execute(
            "SELECT db_user FROM lianpu.signed ORDER BY number DESC LIMIT 1"
        ).fetchone()
    assert signed == (url.username,)


def test_an_editor_edits_and_leaves_the_settings(bureau: Bureau, pg_url: URL) -> None:
    url = bureau(Right.EDIT)

    _refused(
        url,
        pg_url,
        "UPDATE setting SET value = '370000' WHERE key = 'home_region'",
        "INSERT INTO lianpu.member VALUES ('x', '370000')",
    )
    database = open_workspace(url)
    workspace = Workspace(database, "编的人")
    done = workspace.execute(AssessSegment(MOULD, Coverage.WEAK))
    workspace.execute(PlaceCompany(MOULD, 2))
    workspace.undo_last()
    workspace.execute(RevertChange(done.number or 0))
    database.close()
    assert check_workspace(pg_url).sound


def test_rights_that_somebody_added_are_withdrawn_at_the_next_upgrade(bureau: Bureau, pg_url: URL) -> None:
    url = bureau(Right.VIEW)
    with plain_client(pg_url) as connection:
        connection.execute(f"GRANT DELETE ON change_subject, segment TO {pg_url.database}_view")

    upgrade_shared(pg_url)

    with plain_client(url) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("DELETE FROM segment")


def test_who_fills_in_changes_no_other_district_by_an_import_or_an_undo(
    bureau: Bureau, pg_url: URL, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = bureau(Right.FILL, HUANCUI)
    owner = a_shared_workspace(pg_url)
    with owner.read() as reader:
        theirs = reader.company(2)
    number = owner.execute(EditCompany(replace(theirs, address="甲路"), theirs.version)).number or 0
    member = Workspace(open_workspace(url), "环翠区")
    with member.read() as reader:
        both = [reader.company(one) for one in (1, 2)]
    arrivals = [CompanyArrival(replace(one, address="新址")) for one in both]

    def refused(act: Callable[[], object]) -> None:
        with pytest.raises(WorkspaceRefused) as error:
            act()
        assert error.value.facts["reason"] == "not_allowed"

    refused(lambda: member.execute(RevertChange(number)))
    refused(lambda: import_in_bulk(member, "少.csv", arrivals, lambda *_: None))
    monkeypatch.setattr(bulk_import, "FEW", 1)
    refused(lambda: import_in_bulk(member, "多.csv", arrivals, lambda *_: None))
    done = import_in_bulk(owner, "多.csv", arrivals, lambda *_: None)
    refused(lambda: member.execute(RevertChange(done.number or 0)))

    with owner.read() as reader:
        assert {reader.company(one).address for one in (1, 2)} == {"新址"}
        assert reader.change_log(1)[0].number == done.number
    member.database.close()
    owner.database.close()


def test_what_an_import_left_is_cleared_away_by_those_alone_who_may_remove_all_of_it(
    bureau: Bureau, pg_url: URL
) -> None:
    owner = a_shared_workspace(pg_url)
    with owner.database.bulk("王五", "半.csv") as writer:
        homes = (HUANCUI, RONGCHENG) * 5
        writer.write([CompanyArrival(a_company(f"半{n}厂", region=one)) for n, one in enumerate(homes)])
    filler = open_workspace(bureau(Right.FILL, HUANCUI))
    assert filler.clean_up(60)
    with filler.read() as reader:
        assert len(reader.company_batch(0, 99)) == 2
    filler.close()

    editor = open_workspace(bureau(Right.EDIT))
    assert editor.clean_up(60)
    with editor.read() as reader:
        assert len(reader.company_batch(0, 99)) == 2
    assert not editor.has_leftovers()
    editor.close()
    owner.database.close()
    assert check_workspace(pg_url).sound


def test_without_a_name_the_command_line_signs_as_who_signed_in(
    bureau: Bureau, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    url = bureau(Right.EDIT)
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    assert main(["mark", "tyre", "轮胎模具", "--coverage", "薄弱", "-w", without_password(url)]) == 0
    assert main(["log", "--limit", "1", "-w", without_password(url)]) == 0
    assert f"\t{url.username}（登录名 {url.username}" in capsys.readouterr().out
