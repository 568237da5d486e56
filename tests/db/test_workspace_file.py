"""Opening and making workspace files: what is refused, and that refusing changes nothing."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from chains.catalogue_reader import built_in_catalogue
from chains.errors import WorkspaceRefused
from chains.trust import BackupKind
from db.backups import back_up, backups_of, restore, take_backup
from db.older_copies import older_copies
from db.schema import APPLICATION_ID, COMPATIBILITY
from db.workspace_file import create_workspace, open_workspace, workspace_path
from tests.builders import a_workspace

REASONS = {
    "zero_bytes.db": "not_a_workspace",
    "text_renamed_to.db": "not_a_workspace",
    "xlsx_renamed_to.db": "not_a_workspace",
    "header_zeroed.db": "not_a_workspace",
    "header_only_100_bytes.db": "damaged",
}


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "工作区.lianpu"
    a_workspace(path).database.close()
    return path


def test_a_new_workspace_holds_the_catalogue_and_says_whose_it_is(tmp_path: Path) -> None:
    database = create_workspace(tmp_path / "新.lianpu", built_in_catalogue(), "371000", "王五")

    with database.read() as reader:
        assert reader.home_region() == "371000"
        assert reader.chain_codes() == tuple(one.chain.code for one in built_in_catalogue().chains)
        for entry in built_in_catalogue().chains:
            state = reader.chain_state(entry.chain.code)
            assert state.chain.segments == entry.chain.segments
            assert state.chain.links == entry.chain.links
            assert state.chain.notes == entry.chain.notes
            assert set(state.assessments) == set(entry.assessments)
    header = (tmp_path / "新.lianpu").read_bytes()[:100]
    assert int.from_bytes(header[68:72], "big") == APPLICATION_ID
    assert int.from_bytes(header[60:64], "big") == COMPATIBILITY
    assert [path.name for path in tmp_path.iterdir()] == ["新.lianpu"]


def test_an_existing_file_is_never_overwritten(file: Path) -> None:
    before = _digest(file)

    with pytest.raises(WorkspaceRefused) as refused:
        create_workspace(file, built_in_catalogue(), "371000", "王五")

    assert refused.value.facts["reason"] == "exists"
    assert _digest(file) == before


def test_names_with_signs_of_urls_are_plain_names(tmp_path: Path) -> None:
    path = tmp_path / "a?b#c%20d &e=威海.lianpu"

    a_workspace(path).database.close()
    open_workspace(path).close()

    assert [found.name for found in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize(("name", "reason"), REASONS.items())
def test_a_file_that_is_no_workspace_is_refused_and_left_alone(
    name: str, reason: str, shared_files: Path, tmp_path: Path
) -> None:
    path = Path(shutil.copy(shared_files / "bad-inputs" / "db" / name, tmp_path))
    before = _digest(path)

    with pytest.raises(WorkspaceRefused) as refused:
        open_workspace(path)

    assert refused.value.facts["reason"] == reason
    assert _digest(path) == before


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "其他.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE company (id)")
        other.commit()

    with pytest.raises(WorkspaceRefused) as refused:
        open_workspace(path)

    assert refused.value.facts["reason"] == "other_program"


@pytest.mark.parametrize(
    "statement", [f"PRAGMA user_version={COMPATIBILITY + 1}", "UPDATE alembic_version SET version_num='9999'"]
)
def test_a_file_of_a_newer_program_is_refused_and_left_alone(statement: str, file: Path) -> None:
    with closing(sqlite3.connect(file)) as newer:
        newer.execute(statement)
        newer.commit()
    before = _digest(file)

    with pytest.raises(WorkspaceRefused) as refused:
        open_workspace(file)

    assert refused.value.facts["reason"] == "newer"
    assert _digest(file) == before


def test_a_truncated_file_is_refused_as_damaged(file: Path) -> None:
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2])

    with pytest.raises(WorkspaceRefused) as refused:
        open_workspace(file)

    assert refused.value.facts["reason"] == "damaged"


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path, reason in ((tmp_path / "没有.lianpu", "missing"), (tmp_path, "not_a_workspace")):
        with pytest.raises(WorkspaceRefused) as refused:
            open_workspace(path)
        assert refused.value.facts["reason"] == reason


def test_a_stale_wal_beside_the_file_is_set_aside(file: Path) -> None:
    stale = file.with_name(file.name + "-wal")
    stale.write_bytes(b"old")

    open_workspace(file).close()

    assert not stale.exists()
    assert stale.with_name(stale.name + ".old").read_bytes() == b"old"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_file_opens_for_reading_and_refuses_changes(file: Path) -> None:
    file.chmod(0o444)

    database = open_workspace(file)

    with database.read() as reader:
        assert reader.chain_codes()
    with pytest.raises(WorkspaceRefused), database.unit("王五"):
        pass


def test_a_file_in_a_folder_that_takes_no_journal_is_only_read(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    access = os.access  # root may write everywhere: the system's answer is given in its place
    monkeypatch.setattr(os, "access", lambda path, mode: path != file.parent and access(path, mode))

    database = open_workspace(file)

    assert not database.writable
    with database.read() as reader:
        assert reader.chain_codes()
    database.close()


@pytest.fixture
def link(file: Path, tmp_path: Path) -> Path:
    (tmp_path / "桌面").mkdir()
    link = tmp_path / "桌面" / file.name
    try:
        link.symlink_to(file)
    except OSError:
        pytest.skip("no symbolic links for this user")
    return link


def test_what_lies_beside_the_file_behind_a_link_is_found(file: Path, link: Path) -> None:
    stale = file.with_name(file.name + "-wal")
    stale.write_bytes(b"old")

    open_workspace(link).close()

    assert stale.with_name(stale.name + ".old").read_bytes() == b"old"


def test_a_backup_goes_in_the_place_of_the_file_behind_a_link(file: Path, link: Path) -> None:
    taken = take_backup(link, BackupKind.MANUAL)
    file.write_bytes(b"rubbish")

    restore(taken.file, link)

    assert link.is_symlink()
    open_workspace(file).close()
    assert backups_of(file) == backups_of(link) == (taken,)


def test_what_keeps_erased_data_beside_the_file_behind_a_link_is_found(file: Path, link: Path) -> None:
    backup = take_backup(file, BackupKind.MANUAL).file
    aside = restore(backup, file)

    journal = file.with_name(f"{file.name}-journal.old")  # put aside, with what was to be taken back
    journal.write_bytes(b"old")

    assert set(older_copies(link)) == {backup, aside, journal}


def test_a_copy_of_the_open_file_is_whole(file: Path, tmp_path: Path) -> None:
    database = open_workspace(file)
    copy = Path(shutil.copy(file, tmp_path / "副本.lianpu"))

    with open_workspace(copy).read() as reader, database.read() as original:
        assert reader.chain_states() == original.chain_states()


def test_a_backup_is_a_workspace_of_its_own(file: Path, tmp_path: Path) -> None:
    back_up(file, tmp_path / "备份.lianpu")

    with open_workspace(tmp_path / "备份.lianpu").read() as reader:
        assert reader.chain_codes()
    assert not list(tmp_path.glob("*.part"))


def test_an_older_schema_is_copied_before_it_is_upgraded(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    upgraded: list[Path] = []
    monkeypatch.setattr("db.workspace_file.newest_revision", lambda: "newer")
    monkeypatch.setattr("db.workspace_file.upgrade", upgraded.append)

    open_workspace(file).close()

    assert upgraded == [file]
    assert [backup.kind for backup in backups_of(file)] == [BackupKind.UPGRADE]


def test_urls_of_files_are_files_and_servers_are_refused(tmp_path: Path) -> None:
    assert workspace_path(f"sqlite:///{tmp_path}/a.lianpu") == tmp_path / "a.lianpu"
    assert workspace_path("某市.lianpu") == Path("某市.lianpu")
    with pytest.raises(WorkspaceRefused) as refused:
        workspace_path("postgresql+psycopg://user:geheim@db/lianpu")
    assert "geheim" not in str(refused.value)
