"""A full disk, a file that is pulled away, a lock of another: told in words, and nothing half written."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from app.messages import tell
from app.services.workspace import Workspace
from chains.chain import SegmentRef
from chains.commands import AssessSegment
from chains.errors import WorkspaceRefused
from db.checking import check_workspace
from db.workspace_file import open_workspace
from tests.builders import a_workspace

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
