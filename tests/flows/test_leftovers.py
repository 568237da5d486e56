"""What broken imports left is cleared away behind the open window."""

from __future__ import annotations

from sqlalchemy import create_engine, text

from app.desktop.leftovers import clear_leftovers
from chains.commands import CompanyArrival
from db.workspace_file import open_workspace
from tests.builders import a_company
from tests.flows.conftest import DesktopProbe


def _rows(desktop: DesktopProbe) -> int:
    engine = create_engine(f"sqlite:///{desktop.session.workspace.database.path}")
    with engine.connect() as connection:
        count = int(connection.execute(text("SELECT count(*) FROM company")).scalar_one())
    engine.dispose()
    return count


def _break_off_an_import(desktop: DesktopProbe, rows: int) -> None:
    with desktop.session.workspace.database.bulk("甲", "名单.csv") as staged:
        staged.write([CompanyArrival(a_company(f"断{one}厂")) for one in range(rows)])


def test_leftovers_are_cleared_away_after_the_window_is_shown(desktop: DesktopProbe) -> None:
    _break_off_an_import(desktop, 30)
    open_workspace(desktop.session.workspace.database.path).close()
    assert _rows(desktop) == 33  # an opening does not wait for it

    clear_leftovers(desktop.session.desk, desktop.session.jobs)
    desktop.settle()

    assert _rows(desktop) == 3
    assert not desktop.session.workspace.database.has_leftovers()


def test_closing_the_window_does_not_wait_for_the_clearing(desktop: DesktopProbe) -> None:
    _break_off_an_import(desktop, 30)
    clear_leftovers(desktop.session.desk, desktop.session.jobs)

    desktop.session.close()

    database = open_workspace(desktop.session.workspace.database.path)
    with database.read() as reader:
        assert reader.company_count("") == 3
    database.close()
