"""清除个人信息: nothing of it is left anywhere, the log tells that, and its seals still hold."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert

from app.cli import main
from app.services.history import History
from chains.chain import SegmentRef
from chains.commands import AssessSegment, CompanyArrival, ImportCompanies, RevertChange
from chains.company import Contact
from chains.company_merging import MergeCompanies
from chains.contacts import AddContact, EditContact, Person, RemoveContact
from chains.errors import Cancelled, NotFound, NotUndoable
from chains.kinds import BatchPhase, Coverage
from chains.personal import COUNTING, ERASED, KEEPING, ErasePersonal, PersonalCounts
from chains.trust import BackupKind
from db import personal_reading, tables
from db.arrival_text import arrival_as_text
from db.backups import backups_of, restore, take_backup
from db.checking import check_workspace
from db.engine import make_engine
from db.log_seal import ITEM_COLUMNS, seal_of
from db.rescue import rescue
from tests.builders import a_company, a_workspace, bring_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app.services.workspace import Workspace

ZHANG = Person("张三丰", "总经理", ("13912345678",), ("zhang.sanfeng@example.com",))
LI = Person("李清照", "", ("0631-5200111",), ())
SECRETS = ("张三丰", "13912345678", "zhang.sanfeng@example.com", "13900000001")
OTHERS = ("李清照", "0631-5200111")


@pytest.fixture
def companies(workspace: Workspace) -> tuple[int, int]:
    """Two companies; of the first people were added, changed and removed."""
    first, second = bring_in(workspace, a_company("甲模具有限公司"), a_company("乙橡机有限公司"))
    workspace.execute(AddContact(first, replace(ZHANG, phones=("13900000001",))))
    workspace.execute(EditContact(first, replace(ZHANG, phones=("13900000001",)), ZHANG))
    workspace.execute(RemoveContact(first, ZHANG))
    workspace.execute(AddContact(first, ZHANG))
    workspace.execute(AddContact(second, LI))
    return first, second


def _held(path: Path, words: tuple[str, ...]) -> list[str]:
    """Which words stand in the bytes of the file or beside it, as they are or as JSON would write them."""
    content = b"".join(one.read_bytes() for one in path.parent.glob(f"{path.name}*"))
    spellings = {word: (word.encode(), json.dumps(word)[1:-1].encode()) for word in words}
    return [word for word, some in spellings.items() if any(one in content for one in some)]


def _counts(workspace: Workspace, company: int | None) -> PersonalCounts:
    with workspace.read() as reader:
        return reader.personal_counts(company)


def _change(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as file:
        file.execute(statement)
        file.commit()


def test_what_is_erased_of_one_company_is_in_no_byte_of_the_file_and_others_keep_theirs(
    workspace: Workspace, companies: tuple[int, int]
) -> None:
    path = workspace.database.path
    assert _held(path, SECRETS + OTHERS) == [*SECRETS, *OTHERS]

    workspace.execute(ErasePersonal(companies[0]))

    assert _held(path, SECRETS) == []
    assert _held(path, OTHERS) == list(OTHERS)
    with workspace.read() as reader:
        assert reader.contacts(companies[0]) == ()
        assert len(reader.contacts(companies[1])) == 2
    assert _counts(workspace, companies[0]).is_nothing
    assert check_workspace(path).sound


def test_all_is_erased_whatever_imports_under_way_bring(
    workspace: Workspace, companies: tuple[int, int]
) -> None:
    path = workspace.database.path
    arrival = CompanyArrival(a_company("乙橡机有限公司", id=companies[1]), (Contact("phone", "13700000002"),))
    engine = make_engine(path)
    batch = {
        "id": 77, "file_name": "名单.csv", "author": "王五", "writer": "别的机器:1",
        "phase": BatchPhase.WRITING, "added": 0, "updated": 1, "at": datetime.now(UTC),
    }  # fmt: skip
    staged = {"batch": 77, "company_id": companies[1], "seen_version": 1, "arrival": arrival_as_text(arrival)}
    with engine.begin() as connection:
        connection.execute(insert(tables.import_batch).values(batch))
        connection.execute(insert(tables.staged_update).values(staged))
    engine.dispose()
    assert _counts(workspace, None).waiting == 1

    workspace.execute(ErasePersonal(None))

    assert _held(path, (*SECRETS, *OTHERS, "13700000002")) == []
    assert _counts(workspace, None).is_nothing
    assert check_workspace(path).sound


def test_counting_tells_how_far_it_is_can_be_stopped_and_goes_in_parts(
    workspace: Workspace, companies: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = [_counts(workspace, one) for one in (None, *companies)]
    assert all(one.changes for one in whole)
    monkeypatch.setattr(personal_reading, "_LOOKED_THROUGH", 3)
    monkeypatch.setattr(personal_reading, "_KEYS_AT_ONCE", 1)
    monkeypatch.setattr(personal_reading, "_AT_ONCE", 2)

    for wanted, company in zip(whole, (None, *companies), strict=True):
        heard: list[tuple[int, int, str]] = []
        with workspace.read() as reader:
            counts = reader.personal_counts(company, lambda *said, to=heard: to.append(said))
        assert counts == wanted
        assert len(heard) > 3
        assert {text for _done, _total, text in heard} == {COUNTING}
        assert heard[-1][0] > 0

        def stop(done: int, _total: int, _text: str) -> None:
            if done:
                raise Cancelled

        with workspace.read() as reader, pytest.raises(Cancelled):
            reader.personal_counts(company, stop)


def test_what_was_erased_cannot_be_found_by_trying_it_against_the_seal_that_stays(
    workspace: Workspace, companies: tuple[int, int]
) -> None:
    path = workspace.database.path
    columns = ", ".join(f'"{one}"' for one in ITEM_COLUMNS)
    query = f"SELECT id, {columns}, salt, seal FROM change_item ORDER BY id"  # noqa: S608
    with closing(sqlite3.connect(path)) as file:
        rows = file.execute(query).fetchall()
    held = [row for row in rows if row[2] == "contact"]
    assert len({row[-2] for row in held}) == len(held) > 3
    seals = {row[0]: row[-1] for row in rows}
    assert all(seal_of(seals[row[0] - 1], (*row[1:-2], row[-2])) == row[-1] for row in held)

    workspace.execute(ErasePersonal(None))

    with closing(sqlite3.connect(path)) as file:
        now = {row[0]: row for row in file.execute(query)}
    for row in held:
        assert now[row[0]][-1] == row[-1]
        # All that was said is known again, and still nothing tells that it was this.
        assert seal_of(seals[row[0] - 1], row[1:-2]) != row[-1]
    assert _held(path, tuple(row[-2] for row in held)) == []


def test_the_log_tells_of_the_erasing_and_what_was_erased(
    workspace: Workspace, companies: tuple[int, int]
) -> None:
    before = _counts(workspace, companies[0])
    workspace.execute(ErasePersonal(companies[0]))

    with workspace.read() as reader:
        entry, *_ = reader.change_log(1)
        older = [one for one in reader.change_log() if one.action == "add_contact"]
    assert (entry.action, entry.author) == ("erase_personal", "王五")
    assert entry.subject == f"甲模具有限公司（联系方式 3 条，变更记录 {before.changes} 处）"
    shown = {field.after for one in older if "甲" in one.subject for field in one.fields}
    assert ERASED in shown
    assert not any("张" in text or "139" in text for text in shown)


def test_erasing_cannot_be_taken_back_nor_what_would_bring_it_back(
    workspace: Workspace, companies: tuple[int, int]
) -> None:
    with workspace.read() as reader:
        removing = next(one.number for one in reader.change_log() if one.action == "remove_contact")
        adding = next(one.number for one in reader.change_log() if one.action == "add_contact")
    history = History()
    done = workspace.execute(ErasePersonal(None))
    history.record(done)
    assert history.undo_label == ""
    assert done.number is not None

    for number in (removing, adding, done.number):
        with pytest.raises(NotUndoable):
            workspace.execute(RevertChange(number))

    assert _counts(workspace, None).is_nothing
    # What came before and is not about people is still the next to be taken back.
    ref = SegmentRef("tyre", "mould")
    workspace.execute(AssessSegment(ref, coverage=Coverage.ADEQUATE))
    workspace.execute(ErasePersonal(None))
    workspace.undo_last()
    with workspace.read() as reader:
        assert reader.chain_state("tyre").assessment("mould").coverage is not Coverage.ADEQUATE


def test_nothing_to_erase_leaves_no_entry(workspace: Workspace) -> None:
    (company,) = bring_in(workspace, a_company("丙公司"))

    assert workspace.execute(ErasePersonal(company)).number is None
    with pytest.raises(NotFound):
        workspace.execute(ErasePersonal(999))


def test_what_a_company_got_by_a_merger_is_erased_with_its_past(
    workspace: Workspace, companies: tuple[int, int]
) -> None:
    first, second = companies
    workspace.execute(MergeCompanies(second, first))

    workspace.execute(ErasePersonal(second))

    assert _held(workspace.database.path, SECRETS + OTHERS) == []
    assert check_workspace(workspace.database.path).sound


def test_erasing_again_finds_only_what_came_since(workspace: Workspace, companies: tuple[int, int]) -> None:
    workspace.execute(ErasePersonal(None))
    workspace.execute(AddContact(companies[0], LI))

    workspace.execute(ErasePersonal(None))

    with workspace.read() as reader:
        assert reader.change_log(1)[0].subject == "全部企业（联系方式 2 条，变更记录 2 处）"
    assert _held(workspace.database.path, OTHERS) == []
    assert check_workspace(workspace.database.path).sound


@pytest.mark.parametrize(
    "forgery",
    [
        # an erased change altered afterwards
        "UPDATE change_item SET after = replace(after, '已清除', '李四') WHERE id IN (SELECT item FROM x)",
        # the second seals taken away
        "DELETE FROM erased_item",
        # another change passed off as erased by the same entry
        (
            "INSERT INTO erased_item SELECT max(id), (SELECT max(number) FROM erased_item), 'x'"
            " FROM change_item WHERE \"table\" = 'company'"
        ),
        # an erasing that nobody entered
        "UPDATE erased_item SET number = 1",
    ],
)  # fmt: skip
def test_an_alteration_is_no_erasing(workspace: Workspace, companies: tuple[int, int], forgery: str) -> None:
    workspace.execute(ErasePersonal(companies[0]))
    path = workspace.database.path
    _change(path, forgery.replace("FROM x", "FROM erased_item"))
    if "max(id)" in forgery:
        _change(path, "UPDATE change_item SET after = '{}' WHERE id = (SELECT max(item) FROM erased_item)")

    assert not check_workspace(path).sound


def test_an_alteration_with_a_seal_of_its_own_is_no_erasing(
    workspace: Workspace, companies: tuple[int, int]
) -> None:
    erased = workspace.execute(ErasePersonal(companies[0])).number
    path = workspace.database.path
    names = ", ".join(f'"{name}"' for name in ITEM_COLUMNS)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE change_item SET after = '{}' WHERE \"table\" = 'company' AND id < 9")
        forged = connection.execute(
            f"SELECT id, seal, {names} FROM change_item WHERE \"table\" = 'company' AND id < 9"  # noqa: S608
        ).fetchall()
        for item, seal, *row in forged:
            # Whoever knows how it is done can make the second seal, but not the digest in the sealed entry.
            made = (item, erased, seal_of(seal, row))
            connection.execute("INSERT INTO erased_item (item, number, seal) VALUES (?, ?, ?)", made)
        connection.commit()

    assert forged
    assert not check_workspace(path).sound


def test_a_rescued_workspace_with_erased_changes_is_sound(
    workspace: Workspace, companies: tuple[int, int], tmp_path: Path
) -> None:
    workspace.execute(ErasePersonal(companies[0]))

    rescue(workspace.database.path, tmp_path / "救回.lianpu", "王五")

    assert check_workspace(tmp_path / "救回.lianpu").sound
    assert _held(tmp_path / "救回.lianpu", SECRETS) == []


def test_an_import_of_one_company_with_people_is_erased_whole(workspace: Workspace) -> None:
    arrival = CompanyArrival(a_company("丁公司"), (Contact("phone", "13800000003"),))
    workspace.execute(ImportCompanies("名单.csv", (arrival,), {}))

    workspace.execute(ErasePersonal(None))

    assert _held(workspace.database.path, ("13800000003",)) == []


def test_the_command_line_asks_first_and_erases(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "威海.lianpu"
    workspace = a_workspace(path)
    (company,) = bring_in(workspace, a_company("甲模具有限公司"))
    workspace.execute(AddContact(company, ZHANG))
    workspace.database.close()
    verb = ["erase-personal", "-w", str(path)]

    assert main([*verb, "--company", "甲模具有限公司"]) == 1
    told = capsys.readouterr()
    assert "联系方式 3 条" in told.out and "--yes" in told.out
    assert not any(one in told.out for one in SECRETS)
    assert _held(path, ("13912345678",))
    assert main(verb) == 2
    assert main([*verb, "--all", "--yes", "--json"]) == 0
    whole = json.loads(capsys.readouterr().out)

    assert (whole["contacts"], whole["companies"], whole["erased"]) == (3, 1, True)
    assert _held(path, SECRETS) == []


def _stopping_at(wanted: int) -> Callable[[int, int, str], None]:
    """A step that asks to stop the first time that so much is done."""

    def step(done: int, total: int, _text: str) -> None:
        if done >= min(wanted, total):
            raise Cancelled

    return step


@pytest.mark.parametrize("at", [0, 1, 3, 10**9])
def test_who_stops_an_erasing_finds_everything_as_it_was(
    at: int, workspace: Workspace, companies: tuple[int, int]
) -> None:
    before, counts = workspace.database.path.read_bytes(), _counts(workspace, None)

    with pytest.raises(Cancelled):
        workspace.execute(ErasePersonal(None), _stopping_at(at))

    assert workspace.database.path.read_bytes() == before
    assert _counts(workspace, None) == counts
    assert _held(workspace.database.path, SECRETS) == list(SECRETS)


def test_an_erasing_tells_how_far_it_is_and_when_it_cannot_be_stopped(
    workspace: Workspace, companies: tuple[int, int]
) -> None:
    told: list[tuple[int, int, str]] = []

    workspace.execute(ErasePersonal(None), lambda *one: told.append(one))

    done = [one[0] for one in told]
    assert done == sorted(done) and len(set(done)) > 2
    assert [text for done, total, text in told if done >= total] == [KEEPING] == [told[-1][2]]


def test_older_copies_are_named_and_go_when_asked(
    workspace: Workspace, companies: tuple[int, int], capsys: pytest.CaptureFixture[str]
) -> None:
    path = workspace.database.path
    old = take_backup(path, BackupKind.MANUAL, now=datetime(2026, 1, 2, tzinfo=UTC)).file
    restore(old, path)
    aside = next(path.parent.glob("*恢复前*"))
    stranger = path.parent / "别人的.lianpu"
    stranger.write_bytes(old.read_bytes())
    verb = ["erase-personal", "-w", str(path), "--all"]

    assert main(verb) == 1
    told = capsys.readouterr().out
    assert "2 份" in told and old.name in told and aside.name in told
    assert main([*verb, "--yes"]) == 0
    assert old.exists() and aside.exists()
    assert main([*verb, "--yes", "--drop-backups"]) == 0

    assert "删除旧备份 3 份" in capsys.readouterr().out  # one of the day, after what was erased
    assert not old.exists() and not aside.exists() and stranger.exists()
    (fresh,) = backups_of(path)
    assert _held(fresh.file, SECRETS) == []
