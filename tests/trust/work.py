"""Work that is killed in the middle: each kind acknowledges what is done and says what must then be there."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from app.services.workspace import Workspace
from app.transfers import export_gaps
from chains.catalogue_reader import built_in_catalogue
from chains.chain import SegmentRef
from chains.commands import AssessSegment, CompanyArrival, TakeSnapshot
from chains.trust import BackupKind
from db.backups import backups_of, sha256_of, take_backup
from db.checking import check_workspace
from db.schema import newest_revision, upgrade
from db.workspace_file import create_workspace, open_workspace
from tests.builders import a_company
from tests.trust.erasing_work import Erase

if TYPE_CHECKING:
    from collections.abc import Callable

REF = SegmentRef("tyre", "mould")
BATCH = 60


class Work(Protocol):
    """One kind of work. `prepare` in the parent, `run` in the child until it is killed, `fault` after."""

    name: str

    def prepare(self, folder: Path) -> None:
        """Make what the work begins from."""

    def run(self, acknowledge: Callable[[str], None]) -> None:
        """Work without end; acknowledge what a window would show as done."""

    def fault(self, acknowledged: list[str]) -> str:
        """What is wrong with what the killed child left; "" when nothing is."""


class Edit:
    """Assessments, one after the other; each holds the evidence and the source that go together."""

    name = "edit"

    def prepare(self, folder: Path) -> None:
        """A workspace."""
        self.path = _template(folder)

    def run(self, acknowledge: Callable[[str], None]) -> None:
        """Count up."""
        workspace = Workspace(open_workspace(self.path), "甲")
        number = 0
        while True:
            number += 1
            workspace.execute(AssessSegment(REF, evidence=f"第{number}次"))
            acknowledge(str(number))

    def fault(self, acknowledged: list[str]) -> str:
        """Every acknowledged assessment is there in order, and at most one more."""
        workspace = Workspace(open_workspace(self.path), "乙")
        with workspace.read() as reader:
            history = [one.evidence for one in reversed(reader.assessment_history(REF))]
            logged = sum(row.action == "assess" for row in reader.change_log())
        workspace.database.close()
        said = [text for text in history if text.startswith("第")]
        if said != [f"第{number}次" for number in range(1, len(said) + 1)] or logged != len(said):
            return f"in part: {said[-3:]}, {logged} entries"
        lost = len(acknowledged) - len(said)
        return f"{lost} lost" if lost > 0 else _unsound(self.path)


class Import:
    """Imports of some companies; each is there whole or not at all."""

    name = "import"

    def prepare(self, folder: Path) -> None:
        """A workspace."""
        self.path = _template(folder)

    def run(self, acknowledge: Callable[[str], None]) -> None:
        """Import file after file."""
        database = open_workspace(self.path)
        number = 0
        while True:
            number += 1
            with database.bulk("甲", f"{number}.csv") as staged:
                for half in range(2):
                    staged.write(
                        [
                            CompanyArrival(a_company(f"批{number}号{one}", "模具"))
                            for one in range(half * BATCH // 2, (half + 1) * BATCH // 2)
                        ]
                    )
                staged.publish()
            acknowledge(str(number))

    def fault(self, acknowledged: list[str]) -> str:
        """Nobody sees a part of an import, and what was cut off is cleared away."""
        database = open_workspace(self.path)
        with database.read() as reader:
            seen = reader.company_count("")
        while not database.clean_up(1.0):
            pass
        with database.read() as reader:
            after = reader.company_count("")
        database.close()
        if seen % BATCH or seen != after:
            return f"in part: {seen} companies, then {after}"
        return (
            f"{len(acknowledged) * BATCH - seen} lost"
            if seen < len(acknowledged) * BATCH
            else _unsound(self.path)
        )


class Export:
    """A workbook that is written over and over; it is always one of them, whole."""

    name = "export"

    def prepare(self, folder: Path) -> None:
        """A workspace and a first workbook."""
        self.path, self.out = _template(folder), folder / "缺口.xlsx"
        self._write()

    def _write(self) -> None:
        workspace = Workspace(open_workspace(self.path), "甲")
        export_gaps(workspace, self.out, "tyre")
        workspace.database.close()

    def run(self, acknowledge: Callable[[str], None]) -> None:
        """Export."""
        while True:
            self._write()
            acknowledge("1")

    def fault(self, acknowledged: list[str]) -> str:
        """The workbook opens and has its rows."""
        from openpyxl import load_workbook

        del acknowledged
        try:
            book = load_workbook(self.out)
        except (OSError, ValueError, KeyError) as error:
            return f"unreadable: {error}"
        return "" if book.worksheets[0].max_row > 3 else "cut short"


class Snapshot:
    """Snapshots, one after the other."""

    name = "snapshot"

    def prepare(self, folder: Path) -> None:
        """A workspace."""
        self.path = _template(folder)

    def run(self, acknowledge: Callable[[str], None]) -> None:
        """Name state after state."""
        workspace = Workspace(open_workspace(self.path), "甲")
        number = 0
        while True:
            number += 1
            workspace.execute(TakeSnapshot(f"快照{number}"))
            acknowledge(str(number))

    def fault(self, acknowledged: list[str]) -> str:
        """Every acknowledged snapshot is there."""
        database = open_workspace(self.path)
        with database.read() as reader:
            names = {one.name for one in reader.snapshots()}
        database.close()
        lost = {f"快照{number}" for number in acknowledged} - names
        return f"lost: {lost}" if lost else _unsound(self.path)


class Upgrade:
    """A workspace of the first schema is upgraded; it is old or new, and the next try goes through."""

    name = "upgrade"

    def prepare(self, folder: Path) -> None:
        """A workspace of the first schema."""
        self.path = folder / "旧.lianpu"
        source = _made(folder, "first", _make_first)
        for file in folder.glob("旧*"):
            shutil.rmtree(file) if file.is_dir() else file.unlink()
        shutil.copy(source, self.path)

    def run(self, acknowledge: Callable[[str], None]) -> None:
        """Upgrade, again and again from the old file."""
        while True:
            open_workspace(self.path).close()
            acknowledge("1")
            shutil.copy(self.path.parent / "first.made", self.path.parent / "next")
            (self.path.parent / "next").replace(self.path)

    def fault(self, acknowledged: list[str]) -> str:
        """The schema is one of the two, and opening ends at the newest with everything in it."""
        del acknowledged
        with closing(sqlite3.connect(self.path)) as connection:
            found = connection.execute("SELECT version_num FROM alembic_version").fetchall()
        if found not in ([("0001",)], [(newest_revision(),)]):
            return f"half: {found}"
        open_workspace(self.path).close()
        with closing(sqlite3.connect(self.path)) as connection:
            count = connection.execute("SELECT count(*) FROM company").fetchone()[0]
        return _unsound(self.path) if count == FIRST_COMPANIES else f"{count} companies"


class BackUp:
    """Backups while nobody writes; those that are listed are whole."""

    name = "backup"

    def prepare(self, folder: Path) -> None:
        """A workspace without backups."""
        self.path, self.folder = _template(folder), folder / "备份"
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, acknowledge: Callable[[str], None]) -> None:
        """Back up into the same second over and over."""
        while True:
            take_backup(self.path, BackupKind.MANUAL, self.folder)
            acknowledge("1")

    def fault(self, acknowledged: list[str]) -> str:
        """Every listed backup has the hash that its note says, and is sound."""
        found = backups_of(self.path, self.folder)
        if acknowledged and not found:
            return "no backup"
        wrong = [one.file.name for one in found if one.sha256 and one.sha256 != sha256_of(one.file)]
        if wrong:
            return f"not as noted: {wrong}"
        return next((fault for one in found if (fault := _unsound(one.file))), "")


WORKS: tuple[type[Edit | Import | Export | Snapshot | Upgrade | BackUp | Erase], ...] = (
    Edit,
    Import,
    Export,
    Snapshot,
    Upgrade,
    BackUp,
    Erase,
)
FIRST_COMPANIES = 5


def _template(folder: Path) -> Path:
    """A fresh copy of a workspace that is made once."""

    def make(path: Path) -> None:
        whole = built_in_catalogue()
        tyre = tuple(entry for entry in whole.chains if entry.chain.code == REF.chain)
        create_workspace(path, replace(whole, chains=tyre), "371000", "王五").close()

    path = folder / "工作区.lianpu"
    for ending in ("-journal", "-wal"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    return Path(shutil.copy(_made(folder, "template", make), path))


def _made(folder: Path, name: str, make: Callable[[Path], None]) -> Path:
    made = folder / f"{name}.made"
    if not made.exists():
        make(made)
    return made


def _make_first(path: Path) -> None:
    path.touch()
    upgrade(path, "0001")
    with closing(sqlite3.connect(path)) as connection:
        columns = [row for row in connection.execute("PRAGMA table_info(company)") if not row[5]]
        for number in range(FIRST_COMPANIES):
            values = [_first_value(row[1], number) if row[3] else None for row in columns]
            names = ", ".join(f'"{row[1]}"' for row in columns)
            marks = ", ".join("?" * len(columns))
            connection.execute(f"INSERT INTO company ({names}) VALUES ({marks})", values)  # noqa: S608
        connection.commit()


def _first_value(name: str, number: int) -> object:
    known = {
        "former_names": "[]",
        "products": "[]",
        "state": "active",
        "name": f"老企业{number}",
        "version": 1,
    }
    return known.get(name, "")


def _unsound(path: Path) -> str:
    report = check_workspace(path)
    return "" if report.sound else f"not sound: {report.findings}"
