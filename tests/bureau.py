"""A shared database with people of each role in it, and what a plain client may try there."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import psycopg

from app.services.workspace import Workspace
from chains.chain import SegmentRef
from chains.commands import AssessSegment
from chains.kinds import Coverage
from db.checking import check_workspace
from db.server_members import Member, let_in
from db.server_roles import Right
from db.workspace_file import open_workspace
from tests.builders import a_company, a_shared_workspace, bring_in, set_up_shared

if TYPE_CHECKING:
    from sqlalchemy.engine import URL

    from tests.pg_server import PgServer

PASSWORD = "Anmelden-1"
HUANCUI, RONGCHENG = "371002", "371082"


class Bureau:
    """A shared database with a company in two districts each; called, it gives the URL of a member."""

    def __init__(self, server: PgServer, url: URL) -> None:
        self.server, self.url = server, url
        set_up_shared(url)
        workspace = a_shared_workspace(url)
        bring_in(
            workspace,
            a_company("环翠模具厂", "轮胎模具", region=HUANCUI),
            a_company("荣成模具厂", "轮胎模具", region=RONGCHENG),
        )
        workspace.database.close()
        with plain_client(url) as connection:
            connection.execute(
                "INSERT INTO contact (company_id, kind, value) VALUES (2, 'phone', '13800000000')"
            )

    def __call__(self, right: Right, district: str = "", also: str = "") -> URL:
        """Let somebody in with that right; `also` tells several of one right apart."""
        name = f"{self.url.database}_{right.value}_er{also}"
        let_in(self.url, Member(name, right, district), PASSWORD)
        return self.server.by_network(self.url, name, PASSWORD)


def plain_client(url: URL) -> psycopg.Connection[tuple[object, ...]]:
    """The driver alone, as any other client comes in."""
    return psycopg.connect(url.set(drivername="postgresql").render_as_string(hide_password=False))


def all_refused(url: URL, *statements: str) -> None:
    """Every statement is refused, or finds no row that it may touch; several may stand in one."""
    with plain_client(url) as connection:
        for statement in statements:
            with suppress(psycopg.errors.InsufficientPrivilege):
                assert connection.execute(statement).rowcount == 0, statement
            connection.rollback()


def still_works(bureau: Bureau, coverage: Coverage = Coverage.WEAK) -> None:
    """An editor goes on in it, and the log is whole."""
    editor = Workspace(open_workspace(bureau(Right.EDIT, also="_noch")), "编的人")
    editor.execute(AssessSegment(SegmentRef("tyre", "mould"), coverage))
    bring_in(editor, a_company(f"{coverage}厂", region=RONGCHENG))
    editor.database.close()
    report = check_workspace(bureau.url)
    assert report.sound, report.findings
