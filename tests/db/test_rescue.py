"""What can be read of a damaged workspace is saved, and what could not be is named."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from chains.errors import WorkspaceRefused
from db.checking import check_workspace
from db.rescue import rescue
from db.workspace_file import open_workspace
from tests.builders import a_company, a_workspace, bring_in
from tests.db.test_backups import CUT_OFF

COMPANIES = 400


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "工作区.lianpu"
    workspace = a_workspace(path)
    bring_in(
        workspace, *(a_company(f"企业{number}", "模具", address="路" * 50) for number in range(COMPANIES))
    )
    workspace.database.close()
    return path


@pytest.fixture
def file(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made, tmp_path))


def _leaf_of_companies(file: Path) -> int:
    """A page in the middle of the company table."""
    with closing(sqlite3.connect(file)) as connection:
        pages = {row[0] for row in connection.execute("SELECT rootpage FROM sqlite_master")}
    content = file.read_bytes()
    found = [
        at
        for at in range(4096, len(content), 4096)
        if content[at] == 13
        and "企业200".encode() in content[at : at + 4096]
        and "路路".encode() in content[at : at + 4096]
    ]
    return next(
        at for at in found if at // 4096 + 1 not in pages and "before" not in str(content[at : at + 8])
    )


def test_a_sound_file_is_rescued_whole(file: Path, tmp_path: Path) -> None:
    report = rescue(file, tmp_path / "新.lianpu", "王五")

    assert report.lost == 0
    assert check_workspace(tmp_path / "新.lianpu").sound
    with open_workspace(file).read() as old, open_workspace(tmp_path / "新.lianpu").read() as new:
        assert new.chain_states() == old.chain_states()
        assert new.company_count("模具") == COMPANIES
        assert new.change_log()[0].action == "rescue"


def test_a_page_of_rubbish_costs_its_rows_alone_and_they_are_named(file: Path, tmp_path: Path) -> None:
    content = bytearray(file.read_bytes())
    at = _leaf_of_companies(file)
    content[at : at + 4096] = b"\xff" * 4096
    file.write_bytes(content)
    with pytest.raises(WorkspaceRefused):
        open_workspace(file)

    report = rescue(file, tmp_path / "新.lianpu", "王五")

    lost = {table.table: table for table in report.tables if table.lost}
    assert lost
    assert sum(table.lost for table in lost.values()) < 60
    saved = {table.table: table.saved for table in report.tables}
    assert check_workspace(tmp_path / "新.lianpu").sound
    with open_workspace(tmp_path / "新.lianpu").read() as reader:
        assert reader.company_count("") == saved["company"]
        assert reader.company_count("") >= COMPANIES - 60


def test_rows_that_point_at_nothing_are_dropped_and_named(file: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE assessment SET segment = 'gone' WHERE id = 1")
        connection.commit()

    report = rescue(file, tmp_path / "新.lianpu", "王五")

    assert {table.table: table.dropped for table in report.tables if table.lost} == {"assessment": (1,)}
    assert check_workspace(tmp_path / "新.lianpu").sound


def test_rows_that_no_workspace_takes_are_dropped_and_named(file: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        before = connection.execute("SELECT key, value FROM setting").fetchall()
        connection.execute("DROP TABLE setting")
        connection.execute("CREATE TABLE setting (key TEXT, value TEXT)")
        connection.executemany("INSERT INTO setting VALUES (?, ?)", [*before, ("damaged", None)])
        connection.commit()

    report = rescue(file, tmp_path / "新.lianpu", "王五")

    (lost,) = (table for table in report.tables if table.lost)
    assert (lost.table, lost.saved, lost.dropped) == ("setting", len(before), (len(before) + 1,))
    assert check_workspace(tmp_path / "新.lianpu").sound


def test_a_file_without_its_first_page_is_refused_and_nothing_is_left(file: Path, tmp_path: Path) -> None:
    content = bytearray(file.read_bytes())
    content[:4096] = bytes(4096)
    file.write_bytes(content)

    with pytest.raises(WorkspaceRefused) as refused:
        rescue(file, tmp_path / "新.lianpu", "王五")

    assert refused.value.facts["reason"] == "unreadable"
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


def test_the_damaged_file_is_left_as_it_is_with_what_was_cut_off(file: Path, tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", CUT_OFF, str(file)], check=True)
    before = {one.name: one.read_bytes() for one in tmp_path.iterdir()}
    assert f"{file.name}-journal" in before

    rescue(file, tmp_path / "新.lianpu", "王五")

    after = {one.name: one.read_bytes() for one in tmp_path.iterdir()}
    assert after.pop("新.lianpu")
    assert after == before
    with open_workspace(tmp_path / "新.lianpu").read() as reader:  # what was cut off is taken back there
        assert "half" not in {one.evidence for one in reader.chain_state("tyre").assessments.values()}


def test_a_file_of_a_newer_program_is_not_rescued_by_an_older_one(file: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()

    with pytest.raises(WorkspaceRefused) as refused:
        rescue(file, tmp_path / "新.lianpu", "王五")

    assert (refused.value.facts["reason"], refused.value.facts["found"]) == ("newer", "9999")
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


def test_the_target_is_never_overwritten(file: Path) -> None:
    with pytest.raises(WorkspaceRefused):
        rescue(file, file, "王五")
