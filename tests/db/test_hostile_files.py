"""Every damaged, foreign and newer file of the corpus gets what its README says, and stays as it is."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from chains.errors import WorkspaceRefused
from chains.trust import Rule
from db.checking import check_workspace
from db.schema import APPLICATION_ID
from db.workspace_file import open_workspace
from tests.builders import a_workspace

REFUSED = {
    "zero_bytes.db": "not_a_workspace",
    "text_renamed_to.db": "not_a_workspace",
    "xlsx_renamed_to.db": "not_a_workspace",
    "header_zeroed.db": "not_a_workspace",
    "header_only_100_bytes.db": "damaged",
    "truncated_half.db": "damaged",
    "truncated_not_page_multiple.db": "damaged",
    "one_page_zeroed.db": "damaged",
    "other_application_id.db": "other_program",
    "newer_schema_alembic.db": "newer",
    "newer_schema_user_version.db": "newer",
    "two_alembic_heads.db": "damaged",
}
"""The corpus was made by another program: its files get our mark first, where that is not the point."""


def _ours(folder: Path, name: str, tmp_path: Path) -> Path:
    """A copy with our application_id, unless the file is no database or another program's on purpose."""
    path = Path(shutil.copy(folder / "bad-inputs" / "db" / name, tmp_path))
    content = bytearray(path.read_bytes())
    if content.startswith(b"SQLite format 3\x00") and name != "other_application_id.db":
        content[68:72] = APPLICATION_ID.to_bytes(4, "big")
        path.write_bytes(content)
    return path


@pytest.mark.parametrize(("name", "reason"), REFUSED.items())
def test_a_file_of_the_corpus_is_refused_for_what_it_is_and_left_alone(
    name: str, reason: str, shared_files: Path, tmp_path: Path
) -> None:
    path = _ours(shared_files, name, tmp_path)
    before = hashlib.sha256(path.read_bytes()).hexdigest()

    with pytest.raises(WorkspaceRefused) as refused:
        open_workspace(path)

    assert refused.value.facts["reason"] == reason
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before
    assert {one.name for one in tmp_path.iterdir()} == {name}


def test_a_bit_that_opening_does_not_see_the_full_check_finds(shared_files: Path, tmp_path: Path) -> None:
    path = _ours(shared_files, "one_bit_in_text.db", tmp_path)

    assert {finding.rule for finding in check_workspace(path).findings} == {Rule.INTEGRITY}


def test_a_workspace_of_ours_with_a_broken_reference_opens_and_the_check_lists_it(tmp_path: Path) -> None:
    path = tmp_path / "工作区.lianpu"
    a_workspace(path).database.close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE assessment SET segment = 'gone' WHERE id = 1")
        connection.commit()

    open_workspace(path).close()

    assert [finding.rule for finding in check_workspace(path).findings] == [Rule.REFERENCE]


def test_triggers_and_views_of_a_foreign_file_run_no_functions(tmp_path: Path) -> None:
    path = tmp_path / "工作区.lianpu"
    a_workspace(path).database.close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TRIGGER spy AFTER INSERT ON change_log BEGIN DELETE FROM company; END")
        connection.commit()

    with pytest.raises(WorkspaceRefused) as refused:
        open_workspace(path)

    assert refused.value.facts["reason"] == "foreign_parts"
