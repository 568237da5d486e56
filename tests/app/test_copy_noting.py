"""Who takes the whole workspace away by the command line stands in its change log."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.cli import main
from app.copy_noting import OLDER, READ_ONLY
from db.backups import backups_of
from db.workspace_file import open_workspace
from tests.builders import a_workspace
from tests.db.test_upgrades import a_workspace_of


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "单位" / "威海.lianpu"
    path.parent.mkdir()
    a_workspace(path).database.close()
    return path


def _log(path: Path) -> list[tuple[str, str, str]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT author, action, subject FROM change_log ORDER BY number").fetchall()


def test_a_copy_is_noted_in_the_source_and_in_what_it_holds(source: Path, tmp_path: Path) -> None:
    copied = tmp_path / "张三的电脑" / "带走.lianpu"
    copied.parent.mkdir()

    assert main(["copy", str(source), str(copied), "--by", "李四"]) == 0

    assert _log(source) == _log(copied)
    assert _log(source)[-1] == ("李四", "copy_workspace", "带走.lianpu（含联系人、电话、邮箱）")
    assert main(["copy", str(source), str(copied), "--by", "李四"]) == 2
    assert len(_log(source)) == len(_log(copied)), "what was refused at once left nothing"


def test_a_backup_into_another_folder_is_noted_by_name_and_one_beside_is_not(
    source: Path, tmp_path: Path
) -> None:
    entries = len(_log(source))
    assert main(["backup", "-w", str(source)]) == 0
    assert len(_log(source)) == entries

    assert main(["backup", "-w", str(source), "--to", str(tmp_path / "U盘"), "--by", "李四"]) == 0

    (taken,) = backups_of(source, tmp_path / "U盘")
    assert _log(source)[-1] == ("李四", "copy_workspace", f"{taken.file.name}（含联系人、电话、邮箱）")
    assert _log(taken.file) == _log(source)


def test_an_older_workspace_is_backed_up_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = a_workspace_of("0003", tmp_path / "旧.lianpu")
    before = old.read_bytes()

    assert main(["backup", "-w", str(old), "--to", str(tmp_path / "U盘")]) == 0

    assert OLDER in capsys.readouterr().err
    assert old.read_bytes() == before


def test_a_source_that_nobody_can_write_is_copied_and_that_is_said(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Root may write everything: only what the program asks the system for can say no.
    monkeypatch.setattr("db.workspace_file.is_writable", lambda _path: False)

    assert main(["copy", str(source), str(tmp_path / "b.lianpu")]) == 0

    assert READ_ONLY in capsys.readouterr().err
    database = open_workspace(tmp_path / "b.lianpu")
    database.close()
