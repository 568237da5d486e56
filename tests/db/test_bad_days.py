"""A full disk, a file that is pulled away, a lock of another: told in words, and nothing half written."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections import namedtuple
from contextlib import closing
from pathlib import Path

import pytest

from app.messages import tell
from app.services.workspace import Workspace
from chains.chain import SegmentRef
from chains.commands import AssessSegment
from chains.errors import WorkspaceRefused
from chains.trust import BackupKind
from db.backups import take_backup
from db.checking import check_workspace
from db.rescue import _copy_tables
from db.schema import upgrade
from db.workspace_file import open_workspace
from tests.builders import a_workspace
from tests.db.test_upgrades import a_workspace_of

REF = SegmentRef("tyre", "mould")
ROOT = Path(__file__).parents[2]

_FULL = """
import resource, sys
from pathlib import Path
from app.services.workspace import Workspace
from chains.chain import SegmentRef
from chains.commands import AssessSegment
from chains.errors import WorkspaceRefused
from chains.trust import BackupKind
from db.backups import take_backup
from db.workspace_file import open_workspace

path = Path(sys.argv[1])
workspace = Workspace(open_workspace(path), "甲")
size = path.stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (size + 8192, size + 8192))
try:
    while True:
        workspace.execute(AssessSegment(SegmentRef("tyre", "mould"), evidence="长" * 3000))
        print("done")
except WorkspaceRefused as error:
    print(error.facts["reason"])
resource.setrlimit(resource.RLIMIT_FSIZE, (65536, size + 8192))
try:
    take_backup(path, BackupKind.MANUAL)
except WorkspaceRefused as error:
    print(error.facts["reason"])
"""

_LIMITED = """
import resource, sys
from app.__main__ import note_late_failures
from app.cli import main

note_late_failures()
limit = int(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
sys.exit(main(sys.argv[2:]))
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "工作区.lianpu"
    a_workspace(path).database.close()
    return path


@pytest.fixture
def file(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made, tmp_path))


@pytest.mark.skipif(sys.platform == "win32", reason="files have no limit there")
def test_a_full_disk_keeps_what_was_acknowledged_and_half_of_nothing(file: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _FULL, str(file)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    *acknowledged, refusal, backup = done.stdout.split()

    assert refusal in {"disk_full", "disk_fault"}
    assert backup in {"disk_full", "disk_fault"}
    database = open_workspace(file)
    with database.read() as reader:
        kept = [one for one in reader.assessment_history(REF) if one.evidence.startswith("长")]
    database.close()
    assert len(kept) == len(acknowledged)
    assert check_workspace(file).sound
    assert not [one for one in file.parent.rglob("*") if one.suffix in {".part", ".db-journal"}]


@pytest.mark.skipif(sys.platform == "win32", reason="files have no limit there")
@pytest.mark.parametrize(
    ("room", "verb"),
    [
        (100_000, ["new", "新.lianpu", "--region", "371000"]),
        (0, ["gaps", "-w", "旧.lianpu"]),
        (100_000, ["rescue", "工作区.lianpu", "新.lianpu"]),
        (100_000, ["copy", "工作区.lianpu", "新.lianpu"]),
        (100_000, ["restore", "旧.lianpu", "-w", "工作区.lianpu"]),
        (20_000, ["import", "companies", "名单.csv", "-w", "工作区.lianpu"]),
    ],
    ids=["new", "upgrade", "rescue", "copy", "restore", "import"],
)
def test_what_makes_a_file_names_the_full_disk_and_leaves_nothing(
    room: int, verb: list[str], file: Path
) -> None:
    folder = file.parent
    old = a_workspace_of("0003", folder / "旧.lianpu")
    rows = "".join(f"测试{number}号橡胶有限公司,轮胎\n" for number in range(3_000))
    (folder / "名单.csv").write_text(f"企业名称,主营产品\n{rows}", encoding="utf-8")
    before = {one.name: one.read_bytes() for one in folder.iterdir()}

    done = subprocess.run(
        [sys.executable, "-c", _LIMITED, str(room or old.stat().st_size), *verb],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, "Traceback" in done.stderr) == (2, False), done.stderr
    assert "只剩" in done.stderr or "磁盘出错" in done.stderr
    after = {one.name: one.read_bytes() for one in folder.iterdir() if one.is_file()}
    if verb[0] == "copy":  # that it was tried stands in the source: it is written down before anything leaves
        assert "新.lianpu".encode() in after["工作区.lianpu"]
        after["工作区.lianpu"] = before["工作区.lianpu"]
    assert after == before


def test_a_backup_that_has_no_room_is_not_begun_and_says_how_much_is_missing(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = namedtuple("usage", "total used free")(10**6, 10**6 - 1_000, 1_000)
    monkeypatch.setattr("chains.disk_room.shutil.disk_usage", lambda _folder: small)

    with pytest.raises(WorkspaceRefused) as refused:
        take_backup(file, BackupKind.MANUAL)

    assert refused.value.facts["missing_bytes"] == file.stat().st_size - 1_000
    assert "还差" in tell(refused.value)


_CUT_OFF = """
import os, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA cache_size=1")
connection.execute("BEGIN IMMEDIATE")
connection.execute("UPDATE segment SET name = name || 'x'")
connection.execute("UPDATE change_log SET author = author || 'x'")
os._exit(0)
"""


def test_who_only_reads_a_share_leaves_the_journal_of_a_write_alone(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    subprocess.run([sys.executable, "-c", _CUT_OFF, str(file)], check=True)
    before = {one.name: one.read_bytes() for one in file.parent.iterdir()}
    assert f"{file.name}-journal" in before
    monkeypatch.setattr("db.shares.network_kind", lambda _path: "cifs")

    for look in (check_workspace, lambda path: take_backup(path, BackupKind.MANUAL, file.parent / "备份")):
        with pytest.raises(WorkspaceRefused) as refused:
            look(file)
        assert refused.value.facts["reason"] == "cut_off"
        assert "-journal" in tell(refused.value)

    assert {one.name: one.read_bytes() for one in file.parent.iterdir() if one.is_file()} == before
    open_workspace(file).close()
    assert check_workspace(file).sound


def test_a_full_disk_costs_a_rescue_no_rows(file: Path, tmp_path: Path) -> None:
    upgrade(made := _touched(tmp_path / "新.lianpu"))
    with (
        closing(sqlite3.connect(file)) as source,
        closing(sqlite3.connect(made, isolation_level=None)) as full,
    ):
        full.execute(f"PRAGMA max_page_count={made.stat().st_size // 4096 + 4}")

        with pytest.raises(sqlite3.OperationalError, match="full"):
            _copy_tables(source, full, None)


def _touched(path: Path) -> Path:
    path.touch()
    return path


@pytest.mark.parametrize("away", [Path.unlink, lambda path: path.rename(path.with_name("别处.lianpu"))])
def test_a_file_pulled_away_is_told_and_not_made_anew(file: Path, away: object) -> None:
    workspace = Workspace(open_workspace(file), "甲")
    away(file)  # type: ignore[operator]

    with pytest.raises(WorkspaceRefused) as refused:
        workspace.execute(AssessSegment(REF, evidence="新的"))

    assert refused.value.facts["reason"] == "cannot_open"
    assert "移走" in tell(refused.value)
    assert not file.exists()


def test_a_lock_that_is_not_let_go_is_told(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("db.engine.FILE_WAIT_SECONDS", 0.1)
    workspace = Workspace(open_workspace(file), "甲")
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")

        with pytest.raises(WorkspaceRefused) as refused:
            workspace.execute(AssessSegment(REF, evidence="新的"))

    assert refused.value.facts["reason"] == "locked"
    assert workspace.execute(AssessSegment(REF, evidence="新的")).number is not None
