"""A backup before much is changed at once, and the first of the day from the command line."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from app.cli import main
from app.exit_status import DONE, REFUSED
from app.imports import best_sheet, choice_of, look_into, prepare, write
from app.services import keeping
from app.services.keeping import MUCH
from chains.chain import SegmentRef
from chains.commands import AssessSegment
from chains.errors import Cancelled, NotBackedUp
from chains.trust import BackupKind
from db.backup_look import look_inside
from db.backups import backup_folder, backups_of
from db.workspace_file import open_workspace
from tests.builders import a_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app.services.workspace import Workspace
    from chains.steps import Step

CHANGE = ("mark", "tyre", "mould", "--evidence")


@pytest.fixture
def open_file(tmp_path: Path) -> Iterator[Workspace]:
    workspace = a_workspace(tmp_path / "工作区.lianpu")
    yield workspace
    workspace.database.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "工作区.lianpu"
    a_workspace(path).database.close()
    return path


def a_list(folder: Path, count: int) -> Path:
    path = folder / "名单.csv"
    rows = [f"示例{number}号有限公司" for number in range(count)]
    path.write_text("\n".join(["企业名称", *rows]) + "\n", encoding="utf-8")
    return path


def bring_in_list(
    workspace: Workspace, path: Path, step: Step = lambda *_: None, *, backs_up: bool = True
) -> None:
    look = look_into(path)
    with closing(prepare(workspace, look, choice_of(best_sheet(look)))) as prepared:
        write(workspace, prepared, step, backs_up=backs_up)


def companies_in(workspace: Workspace) -> int:
    with workspace.read() as reader:
        return reader.company_count("")


def no_backups_can_be_made(path: Path) -> None:
    """What a folder that cannot be made comes to, for any user."""
    backup_folder(path).write_text("", encoding="utf-8")


def test_an_import_of_many_companies_is_backed_up_first(open_file: Workspace, tmp_path: Path) -> None:
    bring_in_list(open_file, a_list(tmp_path, MUCH + 1))

    (backup,) = backups_of(open_file.database.path)
    assert backup.kind is BackupKind.BULK
    assert look_inside(backup.file).counts["company"] == 0
    assert companies_in(open_file) == MUCH + 1


def test_a_short_list_is_not(open_file: Workspace, tmp_path: Path) -> None:
    bring_in_list(open_file, a_list(tmp_path, MUCH))

    assert backups_of(open_file.database.path) == ()


def test_the_same_state_is_backed_up_once(open_file: Workspace, tmp_path: Path) -> None:
    open_file.execute(AssessSegment(SegmentRef("tyre", "mould"), evidence="甲"))

    def stop(_done: int, _total: int, text: str) -> None:
        if text == "正在写入":
            raise Cancelled

    for _ in range(2):
        with pytest.raises(Cancelled):
            bring_in_list(open_file, a_list(tmp_path, MUCH + 1), stop)

    assert len(backups_of(open_file.database.path)) == 1
    open_file.execute(AssessSegment(SegmentRef("tyre", "mould"), evidence="乙"))
    bring_in_list(open_file, a_list(tmp_path, MUCH + 1))
    assert len(backups_of(open_file.database.path)) == 2


def test_without_a_backup_nothing_is_written_before_a_person_says_so(
    open_file: Workspace, tmp_path: Path
) -> None:
    no_backups_can_be_made(open_file.database.path)
    with pytest.raises(NotBackedUp):
        bring_in_list(open_file, a_list(tmp_path, MUCH + 1))
    assert companies_in(open_file) == 0

    bring_in_list(open_file, a_list(tmp_path, MUCH + 1), backs_up=False)

    assert companies_in(open_file) == MUCH + 1


def test_a_backup_that_is_stopped_leaves_nothing_and_nothing_is_written(
    open_file: Workspace, tmp_path: Path
) -> None:
    def stop(_done: int, _total: int, text: str) -> None:
        if "备份" in text:
            raise Cancelled

    with pytest.raises(Cancelled):
        bring_in_list(open_file, a_list(tmp_path, MUCH + 1), stop)

    assert list(backup_folder(open_file.database.path).iterdir()) == []
    assert companies_in(open_file) == 0


def test_the_command_line_backs_up_first_and_asks_where_it_cannot(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    no_backups_can_be_made(file)
    asked = ["import", "companies", str(a_list(tmp_path, MUCH + 1)), "-w", str(file)]

    assert main(asked) == REFUSED
    said = capsys.readouterr().err
    assert "没能备份" in said
    assert "--no-backup" in said
    assert main([*asked, "--no-backup"]) == DONE
    backup_folder(file).unlink()
    assert main(["undo", "-w", str(file)]) == DONE
    for backup in backups_of(file):
        backup.file.unlink()
    assert main(asked) == DONE

    assert [one.kind for one in backups_of(file)] == [BackupKind.BULK]


def test_chains_forms_and_records_are_backed_up_first_where_they_are_many(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "MUCH", 1)
    no_backups_can_be_made(file)
    table = tmp_path / "链.csv"
    table.write_text("产业链,环节\n示例链,甲环节\n示例链,乙环节\n", encoding="utf-8")
    records = tmp_path / "项目.csv"
    records.write_text("项目名称\n甲项目\n乙项目\n", encoding="utf-8")

    for kind, source in (("chain", table), ("records 重点项目", records)):
        asked = ["import", *kind.split(), str(source), "-w", str(file)]
        assert main(asked) == REFUSED
        assert main([*asked, "--no-backup"]) == DONE


def test_the_first_change_of_the_day_is_backed_up_once(file: Path) -> None:
    assert main(["gaps", "-w", str(file)]) == DONE
    assert backups_of(file) == ()
    assert main([*CHANGE, "甲", "-w", str(file)]) == DONE
    assert main([*CHANGE, "乙", "-w", str(file)]) == DONE

    (backup,) = backups_of(file)
    assert backup.kind is BackupKind.AUTO
    assert backup.number == 2


def test_a_backup_of_the_day_that_cannot_be_made_is_told_and_the_change_is_kept(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    no_backups_can_be_made(file)

    assert main([*CHANGE, "甲", "-w", str(file)]) == DONE

    assert "今天的备份没有做成" in capsys.readouterr().err
    database = open_workspace(file)
    with database.read() as reader:
        assert reader.chain_state("tyre").assessment("mould").evidence == "甲"
    database.close()
