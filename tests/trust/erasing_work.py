"""Erasing of personal data that is killed in the middle: all of it is there, or none, and the seals hold."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from app.services.workspace import Workspace
from chains.catalogue_reader import built_in_catalogue
from chains.commands import CompanyArrival, ImportCompanies
from chains.company import Contact
from chains.personal import ERASED, ErasePersonal
from db.checking import check_workspace
from db.workspace_file import create_workspace, open_workspace
from tests.builders import a_company

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

COMPANIES, PEOPLE = 30, 20
PHONE = "139{:04d}{:04d}"
ALL = "all"
_LOGGED = (
    "SELECT json_extract(coalesce(after, before), '$.company_id') FROM change_item"
    " WHERE \"table\" = 'contact' AND coalesce(after, before) NOT LIKE ?"
)
_ENTRIES = "SELECT count(*) FROM change_log WHERE action = 'erase_personal'"


class Erase:
    """Erases company by company, or in every other round all at once."""

    name = "erase"

    def __init__(self) -> None:
        self._rounds = 0

    def prepare(self, folder: Path) -> None:
        """A workspace with people, and with them in the log."""
        made = folder / "people.made"
        if not made.exists():
            _make(made)
        self.path = folder / "个人信息.lianpu"
        for left in folder.glob("个人信息.lianpu*"):
            left.unlink()
        shutil.copy(made, self.path)
        self._rounds += 1

    def run(self, acknowledge: Callable[[str], None]) -> None:
        """Erase; when nothing is left, begin anew beside and put that in its place."""
        made = self.path.with_name("people.made")
        while True:
            database = open_workspace(self.path)
            workspace = Workspace(database, "甲")
            if self._rounds % 2:
                workspace.execute(ErasePersonal(None))
                acknowledge(ALL)
            else:
                for company in range(1, COMPANIES + 1):
                    workspace.execute(ErasePersonal(company))
                    acknowledge(str(company))
            database.close()
            acknowledge("again")
            shutil.copy(made, self.path.with_name("next"))
            self.path.with_name("next").replace(self.path)

    def fault(self, acknowledged: list[str]) -> str:
        """Of each company all is there or nothing, in the registry, in the log and in the bytes."""
        open_workspace(self.path).close()  # takes back what was cut off
        with closing(sqlite3.connect(self.path)) as connection:
            there = _companies_with(connection, "SELECT company_id FROM contact")
            logged = _companies_with(connection, _LOGGED, f"%{ERASED}%")
            entries = connection.execute(_ENTRIES).fetchone()[0]
        if there != logged or any(count != PEOPLE for count in there.values()):
            return f"in part: {there} in the registry, {logged} in the log"
        gone = COMPANIES - len(there)
        if entries != ((gone > 0) if self._rounds % 2 else gone):
            return f"{gone} erased, {entries} entries"
        done = acknowledged[::-1].index("again") if "again" in acknowledged else len(acknowledged)
        if "again" not in acknowledged and gone < (COMPANIES if ALL in acknowledged else done):
            return f"{done} acknowledged, {gone} erased"
        return self._left(there) or _unsound(self.path)

    def _left(self, there: dict[int, int]) -> str:
        """Phones that are in no row any more must be in no byte either."""
        # With what lies beside: a journal that was cut off holds only what is still there.
        content = b"".join(one.read_bytes() for one in self.path.parent.glob(f"{self.path.name}*"))
        erased = [one for one in range(1, COMPANIES + 1) if one not in there]
        found = [one for one in erased if any(phone in content for phone in _phones(one))]
        return f"still in the file: {found}" if found else ""


def _phones(company: int) -> list[bytes]:
    return [PHONE.format(company, one).encode() for one in range(PEOPLE)]


def _companies_with(connection: sqlite3.Connection, query: str, *values: str) -> dict[int, int]:
    counts: dict[int, int] = {}
    for (company,) in connection.execute(query, values):
        counts[int(company)] = counts.get(int(company), 0) + 1
    return counts


def _make(path: Path) -> None:
    catalogue = built_in_catalogue().only(["tyre"])
    database = create_workspace(path, catalogue, "371000", "甲")
    arrivals = tuple(
        CompanyArrival(
            a_company(f"企业{company}"),
            tuple(Contact("phone", PHONE.format(company, one)) for one in range(PEOPLE)),
        )
        for company in range(1, COMPANIES + 1)
    )
    Workspace(database, "甲").execute(ImportCompanies("名单.csv", arrivals, {}))
    database.close()


def _unsound(path: Path) -> str:
    report = check_workspace(path)
    return "" if report.sound else f"not sound: {json.dumps([one.place for one in report.findings])}"
