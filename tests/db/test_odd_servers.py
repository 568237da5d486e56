"""Servers that are set up as their own administrators like it, and what they say when they let nobody in."""

from __future__ import annotations

import psycopg
import pytest
from sqlalchemy.engine import URL

from app.messages import tell
from chains.chain import SegmentRef
from chains.commands import AssessSegment
from chains.errors import WorkspaceRefused
from chains.kinds import Coverage
from db.checking import check_workspace
from db.server import set_up
from db.server_members import Member, let_in, put_out
from db.server_roles import Right
from db.server_words import refused_connection
from db.workspace_file import open_workspace
from tests.builders import a_company, a_shared_workspace, bring_in, set_up_shared
from tests.bureau import Bureau, plain_client
from tests.pg_server import NONE_HERE, PgServer, end_server, started_server

MOULD = SegmentRef("tyre", "mould")
_ODD = {
    "TimeZone": "'America/St_Johns'",
    "DateStyle": "'German, DMY'",
    "IntervalStyle": "'iso_8601'",
    "standard_conforming_strings": "off",
    "backslash_quote": "off",
    "bytea_output": "'escape'",
    "client_encoding": "'GBK'",
    "default_transaction_isolation": "'serializable'",
    "quote_all_identifiers": "on",
    "row_security": "off",
    "search_path": "pg_catalog",
    "transform_null_equals": "on",
}


@pytest.mark.parametrize("setting", _ODD)
def test_what_a_server_has_for_others_changes_nothing(
    setting: str, pg_server: PgServer, shared_url: URL
) -> None:
    pg_server.say(f"ALTER DATABASE {shared_url.database} SET {setting} = {_ODD[setting]}")

    workspace = a_shared_workspace(shared_url, "王\\五'")
    workspace.execute(AssessSegment(MOULD, Coverage.WEAK))
    (company,) = bring_in(workspace, a_company("甲\\'厂"))
    with workspace.read() as reader:
        assert reader.company(company).name == "甲\\'厂"
        assert reader.change_log()[0].author == "王\\五'"
    workspace.database.close()
    assert set_up(shared_url, None) is False
    report = check_workspace(shared_url)

    assert report.sound, report.findings


def test_a_server_that_stands_by_is_read_and_not_written() -> None:
    server = started_server()
    if server is None or not server.is_ours or server.folder is None:
        end_server(server)
        pytest.skip(NONE_HERE)
    url = server.fresh()
    set_up_shared(url)
    server.stop()
    (server.folder / "data" / "standby.signal").touch()
    server.start()
    workspace = a_shared_workspace(url)

    with workspace.read() as reader:
        assert len(reader.change_log()) == 1
    with pytest.raises(WorkspaceRefused) as refused:
        workspace.execute(AssessSegment(MOULD, Coverage.WEAK))

    assert "备用服务器" in tell(refused.value)
    workspace.database.close()
    end_server(server)


def test_a_server_that_only_reads_is_not_told_as_a_lack_of_rights(
    pg_server: PgServer, shared_url: URL
) -> None:
    pg_server.say(f"ALTER DATABASE {shared_url.database} SET default_transaction_read_only = on")
    workspace = a_shared_workspace(shared_url)

    for _ in range(2):
        with workspace.read() as reader:
            reader.chain_codes()
        with pytest.raises(WorkspaceRefused) as refused:
            workspace.execute(AssessSegment(MOULD, Coverage.WEAK))
        assert "只能读" in tell(refused.value)

    with workspace.read() as reader:
        assert len(reader.change_log()) == 1
    workspace.database.close()


@pytest.mark.parametrize(
    ("limit", "reason"),
    [("CONNECTION LIMIT 0", "server_busy"), ("ALLOW_CONNECTIONS false", "no_more_let_in")],
)
def test_a_database_that_takes_nobody_more_says_so(
    limit: str, reason: str, pg_server: PgServer, shared_url: URL
) -> None:
    pg_server.say("DROP ROLE IF EXISTS lianpu_gast")
    pg_server.say("CREATE ROLE lianpu_gast LOGIN PASSWORD 'x'")
    if "false" in limit:
        pg_server.cut(str(shared_url.database))
    pg_server.say(f"ALTER DATABASE {shared_url.database} {limit}")

    with pytest.raises(WorkspaceRefused) as refused:
        open_workspace(pg_server.by_network(shared_url, "lianpu_gast", "x"))

    assert refused.value.facts["reason"] == reason
    pg_server.say("DROP ROLE lianpu_gast")


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("remaining connection slots are reserved for roles with the SUPERUSER attribute", "server_busy"),
        ("remaining connection slots are reserved for non-replication superuser connections", "server_busy"),
        ("已保留的连接位置为执行非复制请求的超级用户预留", "server_busy"),
        ("对不起, 已经有太多的客户", "server_busy"),
        ('到数据库 "x"的连接太多了', "server_busy"),
        ("数据库系统启动中", "server_starting"),
        ("数据库系统停止中", "server_starting"),
        ("数据库系统在恢复模式中", "server_starting"),
        ("the database system is not yet accepting connections", "server_starting"),
        ('访问数据库"x"的权限不够', "no_member"),
        ("对数据库 x 权限不够", "no_member"),
        ('没有用于主机 "x", 用户 "x", 数据库 "x", 没有加密 的 pg_hba.conf 记录', "not_let_in"),
        ('数据库 "x" 当前不接受联接', "no_more_let_in"),
        ('不允许角色"x" 进行登录', "wrong_password"),
        ('用户 "x" Password 认证失败', "wrong_password"),
        ('角色 "x" 不存在', "wrong_password"),
        ('数据库 "x" 不存在', "no_such_database"),
    ],
)
def test_what_servers_say_in_either_language_is_understood(said: str, reason: str) -> None:
    told = f'connection failed: connection to server at "10.0.0.1", port 5432 failed: FATAL:  {said}'

    assert refused_connection(psycopg.OperationalError(told)) == reason


def test_a_program_that_was_open_while_the_database_was_upgraded_writes_nothing_more(shared_url: URL) -> None:
    workspace = a_shared_workspace(shared_url)
    with plain_client(shared_url) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(WorkspaceRefused) as refused:
        workspace.execute(AssessSegment(MOULD, Coverage.WEAK))

    assert "已由管理员升级" in tell(refused.value)
    with plain_client(shared_url) as connection:
        connection.execute("ALTER TABLE change_log RENAME COLUMN author TO who")
    with pytest.raises(WorkspaceRefused) as refused, workspace.read() as reader:
        reader.change_log()
    assert refused.value.facts["reason"] == "server_upgraded"
    workspace.database.close()


def test_who_waits_in_vain_is_told_that_a_colleague_is_saving(shared_url: URL) -> None:
    workspace = a_shared_workspace(shared_url)
    with plain_client(shared_url) as connection:
        connection.execute("LOCK TABLE lianpu.turn IN EXCLUSIVE MODE")
        with pytest.raises(WorkspaceRefused) as refused:
            workspace.execute(AssessSegment(MOULD, Coverage.WEAK))

        assert "有同事正在" in tell(refused.value)
        with workspace.read() as reader:
            assert len(reader.change_log()) == 1
    workspace.execute(AssessSegment(MOULD, Coverage.WEAK))
    workspace.database.close()


def test_what_was_taken_away_while_a_window_was_open_is_said(pg_server: PgServer, pg_url: URL) -> None:
    bureau = Bureau(pg_server, pg_url)
    url = bureau(Right.EDIT)
    name = str(url.username)
    workspace = a_shared_workspace(url)
    workspace.execute(AssessSegment(MOULD, Coverage.WEAK))
    told: list[str] = []

    def try_to_write() -> None:
        with pytest.raises(WorkspaceRefused) as refused:
            workspace.execute(AssessSegment(MOULD, Coverage.MISSING))
        told.append(str(refused.value.facts["reason"]))

    let_in(pg_url, Member(name, Right.VIEW))
    try_to_write()
    with workspace.read() as reader:
        assert len(reader.change_log()) == 3
    put_out(pg_url, name)
    try_to_write()
    with pytest.raises(WorkspaceRefused) as refused:
        open_workspace(url)
    pg_server.say(f"DROP ROLE {name}")
    try_to_write()
    pg_server.cut(str(pg_url.database))
    try_to_write()
    workspace.database.close()

    assert told == ["not_allowed", "not_allowed", "not_allowed", "wrong_password"]
    assert "还没有" in tell(refused.value) and "角色" in tell(refused.value)
