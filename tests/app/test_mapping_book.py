"""What columns of a form mean, kept with the workspace: for colleagues, and in a copied file."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from platformdirs import user_config_path

from app.cli import main
from app.desktop.settings import UserSettings
from app.exchange.company_source import SheetChoice
from app.imports import best_sheet, choice_of, look_into
from app.mapping_book import MappingBook, remember, remembered_forms
from app.services.workspace import Workspace
from chains.column_memory import RememberColumns
from chains.errors import InvalidValue
from chains.field_words import FIELD, field_value
from db.workspace_file import open_workspace


@pytest.fixture
def no_book(tmp_path: Path) -> MappingBook:
    return MappingBook(tmp_path / "none.json")


def chosen(path: Path, workspace: Workspace, book: MappingBook) -> SheetChoice:
    return choice_of(best_sheet(look_into(path)), remembered_forms(workspace, book))


def a_list(path: Path) -> Path:
    path.write_text("企业名称,去向\n甲公司,某路\n", encoding="utf-8")
    return path


def test_a_mapping_is_kept_with_the_workspace_and_its_copy(
    workspace: Workspace, tmp_path: Path, no_book: MappingBook
):
    path = a_list(tmp_path / "a.csv")
    choice = chosen(path, workspace, no_book)
    assert choice.fields == ("name", "")

    assert remember(workspace, replace(choice, fields=("name", "address")), "a.csv")

    again = chosen(path, workspace, no_book)
    assert (again.fields, again.remembered) == (("name", "address"), True)
    copy = Path(shutil.copy(workspace.database.path, tmp_path / "副本.lianpu"))
    database = open_workspace(copy)
    assert chosen(path, Workspace(database, "王五"), no_book).fields == ("name", "address")
    database.close()


def test_a_mapping_is_in_the_log_in_words_and_can_be_taken_back(
    workspace: Workspace, tmp_path: Path, no_book: MappingBook
):
    path = a_list(tmp_path / "a.csv")
    remember(workspace, replace(chosen(path, workspace, no_book), fields=("name", "address")), "a.csv")

    with workspace.read() as reader:
        entry = reader.change_log(1)[0]
    change = entry.fields[0]
    assert (entry.action, entry.subject, FIELD[change.field]) == ("remember_columns", "a.csv", "列的对应")
    assert field_value(change.field, change.after) == "企业名称→企业名称；去向→地址"
    workspace.undo_last()
    assert not chosen(path, workspace, no_book).remembered


def test_the_same_mapping_again_is_not_written_again(
    workspace: Workspace, tmp_path: Path, no_book: MappingBook
):
    choice = replace(chosen(a_list(tmp_path / "a.csv"), workspace, no_book), fields=("name", "address"))

    assert [remember(workspace, choice, "a.csv") for _ in range(2)] == [True, False]


def test_the_users_older_file_is_read_where_the_workspace_has_no_mapping(
    workspace: Workspace, tmp_path: Path
):
    path, file = a_list(tmp_path / "a.csv"), tmp_path / "columns.json"
    signature = choice_of(best_sheet(look_into(path))).signature
    file.write_text(json.dumps({signature: ["name", "address"]}), encoding="utf-8")
    book = MappingBook(file)

    older = chosen(path, workspace, book)
    assert (older.fields, older.remembered) == (("name", "address"), True)
    remember(workspace, replace(older, fields=("name", "origin")), "a.csv")

    assert chosen(path, workspace, book).fields == ("name", "origin")


@pytest.mark.parametrize("text", ["{坏", "[]", '{"a": ["name", "没有这个字段"]}'])
def test_a_broken_file_of_mappings_counts_as_empty(text: str, workspace: Workspace, tmp_path: Path):
    file = tmp_path / "columns.json"
    file.write_text(text, encoding="utf-8")

    assert remembered_forms(workspace, MappingBook(file)) == {}


def test_a_form_without_columns_is_not_kept(workspace: Workspace):
    with pytest.raises(InvalidValue):
        workspace.execute(RememberColumns("x", "a.csv", ()))


def test_the_command_line_remembers_columns_when_told_to(
    workspace: Workspace, tmp_path: Path, no_book: MappingBook
):
    path, where = a_list(tmp_path / "a.csv"), str(workspace.database.path)
    said = ["import", "companies", str(path), "-w", where, "--mapping", "去向=地址"]

    assert main([*said, "--remember", "--dry-run"]) == 0
    assert not chosen(path, workspace, no_book).remembered
    assert main([*said, "--remember"]) == 0

    assert chosen(path, workspace, no_book).fields == ("name", "address")


def test_the_users_own_columns_lie_beside_the_users_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)

    assert user_config_path("lianpu", appauthor=False) == UserSettings().look_file.parent
