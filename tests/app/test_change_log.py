"""The change log as it is asked: by chain, segment, company, person, time; old values; into a file."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

from app.change_exports import export_changes
from app.cli import main
from app.services import bulk_import
from app.services.bulk_import import import_in_bulk
from app.services.change_log import filter_text
from app.services.workspace import Workspace
from app.transfers import export_targets
from chains.chain import SegmentRef
from chains.change_filter import TOPIC, ChangeFilter, ChangeTopic, actions_of, named_actions
from chains.commands import (
    AddFollowUp,
    AddTarget,
    AssessSegment,
    CompanyArrival,
    NoteContactExport,
    PlaceCompany,
    RevertChange,
)
from chains.company_editing import EditCompany
from chains.company_merging import MergeCompanies
from chains.contacts import AddContact, EditContact, Person
from chains.errors import ExportRefused
from chains.kinds import Coverage
from chains.personal import ErasePersonal
from chains.structure import EditChain, EditSegment, RemoveSegments
from chains.trust import BackupKind
from chains.words import ACTION
from db.backups import take_backup
from db.checking import check_workspace
from db.workspace_file import open_workspace
from tests.builders import a_company, a_workspace, bring_in
from tests.stores import FILE, SERVER

if TYPE_CHECKING:
    from collections.abc import Callable


STORES = (FILE, SERVER)
MOULD = SegmentRef("tyre", "mould")
RUBBER = SegmentRef("tyre", "natural_rubber")


def _found(workspace: Workspace, **wanted: object) -> list[str]:
    """What the entries that the filter lets through did, oldest first."""
    with workspace.read() as reader:
        numbers = reader.changes.numbers(ChangeFilter(**wanted))
        assert list(numbers) == sorted(numbers, reverse=True)
        return [entry.action for entry in reversed(reader.changes.entries(numbers))]


def test_a_segment_finds_what_was_said_of_it_and_of_what_stands_on_it(workspace: Workspace) -> None:
    (company,) = bring_in(workspace, a_company("甲模具"))
    workspace.execute(AssessSegment(MOULD, coverage=Coverage.STRONG))
    workspace.execute(AssessSegment(RUBBER, coverage=Coverage.WEAK))
    workspace.execute(PlaceCompany(MOULD, company))
    target = workspace.execute(AddTarget(MOULD, company)).created
    workspace.execute(AddFollowUp(target, date(2026, 11, 1), "电话联系"))
    workspace.execute(EditSegment(MOULD, aliases=("模仁",)))
    workspace.undo_last()

    assert _found(workspace, segment=MOULD) == [
        "assess", "place", "add_target", "follow_up", "edit_segment", "undo",
    ]  # fmt: skip
    assert _found(workspace, segment=RUBBER) == ["assess"]
    assert len(_found(workspace, chain="tyre")) == 7
    assert _found(workspace, chain="composite") == []


def test_a_company_finds_its_facts_its_places_and_what_was_merged_into_it(workspace: Workspace) -> None:
    kept, gone, other = bring_in(workspace, a_company("甲模具"), a_company("甲模具公司"), a_company("乙轮胎"))
    workspace.execute(AddContact(gone, Person("张三", phones=("13800001234",))))
    workspace.execute(PlaceCompany(MOULD, gone))
    workspace.execute(PlaceCompany(MOULD, other))
    workspace.execute(MergeCompanies(kept, gone))
    with workspace.read() as reader:
        company = reader.company(kept)
    workspace.execute(EditCompany(replace(company, address="威海市环翠区")))

    assert _found(workspace, company=kept) == ["import_companies", "merge_companies", "edit_company"]
    assert _found(workspace, company=gone) == ["import_companies", "add_contact", "place", "merge_companies"]
    assert _found(workspace, company=other) == ["import_companies", "place"]


def test_whose_contacts_left_in_a_file_is_found_by_the_company(workspace: Workspace, tmp_path: Path) -> None:
    told, silent, other = bring_in(workspace, a_company("甲模具"), a_company("乙模具"), a_company("丙模具"))
    for company in (told, other):
        workspace.execute(AddContact(company, Person("张三", phones=("13800001234",))))
    for company in (told, silent):
        workspace.execute(AddTarget(MOULD, company))

    export_targets(workspace, tmp_path / "目标.xlsx", purpose="走访")
    workspace.execute(ErasePersonal(told))

    assert _found(workspace, company=told)[-2:] == ["export_contacts", "erase_personal"]
    assert "export_contacts" not in _found(workspace, company=silent)
    assert "export_contacts" not in _found(workspace, company=other)


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """An import of some hundreds is already one of many."""
    monkeypatch.setattr(bulk_import, "FEW", 3)


@pytest.mark.usefixtures("many")
def test_the_import_of_many_that_brought_a_company_is_among_its_entries(workspace: Workspace) -> None:
    arrivals = (CompanyArrival(a_company(f"{number}号轮胎有限公司")) for number in range(120))
    done = import_in_bulk(workspace, "名单.csv", arrivals, lambda *_: None, 120)
    assert done.number is not None
    with workspace.read() as reader:
        company = reader.companies_named("7号轮胎有限公司")[0].id
    workspace.execute(RevertChange(done.number))
    workspace.execute(RevertChange(done.number + 1, redo=True))

    assert _found(workspace, company=company) == ["import_companies", "undo", "redo"]


@pytest.mark.usefixtures("many")
def test_an_import_of_many_writes_no_row_per_company_beside_the_log(workspace: Workspace) -> None:
    arrivals = (CompanyArrival(a_company(f"{number}号轮胎有限公司")) for number in range(120))
    import_in_bulk(workspace, "名单.csv", arrivals, lambda *_: None, 120)

    with workspace.database._engine.connect() as connection:
        count = connection.exec_driver_sql("SELECT count(*) FROM change_subject").scalar_one()
    assert count == 0


def test_person_topic_and_words_narrow_together(workspace: Workspace) -> None:
    workspace.execute(AssessSegment(MOULD, coverage=Coverage.STRONG))
    workspace.execute_as(AssessSegment(RUBBER, coverage=Coverage.WEAK), "荣成市")
    workspace.execute_as(EditChain("tyre", chief="李四"), "荣成市")
    workspace.execute(NoteContactExport("名单.xlsx", 3, "走访"))

    assert _found(workspace, author="荣成市") == ["assess", "edit_chain"]
    assert _found(workspace, author="荣成市", topic=ChangeTopic.ASSESSING) == ["assess"]
    assert _found(workspace, topic=ChangeTopic.EXPORTS) == ["export_contacts"]
    assert _found(workspace, topic=ChangeTopic.OTHER) == ["create_workspace"]
    assert _found(workspace, text="评估 模具") == ["assess"]
    assert _found(workspace, text="100%_") == []
    assert _found(workspace, text="%") == _found(workspace, text="_") == []
    with workspace.read() as reader:
        assert reader.changes.authors() == ("王五", "荣成市")


def test_both_days_of_a_span_count_in(workspace: Workspace) -> None:
    workspace.execute(AssessSegment(MOULD, coverage=Coverage.STRONG))
    with workspace.read() as reader:
        days = [row.at.astimezone().date() for row in reader.change_log()]
    first, last, one = min(days), max(days), timedelta(days=1)

    assert _found(workspace, day_from=first, day_to=last) == ["create_workspace", "assess"]
    assert _found(workspace, day_from=last + one) == []
    assert _found(workspace, day_to=first - one) == []


def test_every_action_has_one_topic_or_is_of_the_rest() -> None:
    named = named_actions()
    assert len(named) == len(set(named))
    assert set(named) <= set(ACTION)
    assert {"create_workspace", "rescue"} <= set(ACTION) - set(named)
    assert set(TOPIC) == set(ChangeTopic)
    assert actions_of(ChangeTopic.OTHER) == ()


def test_personal_data_is_masked_in_facts_and_files(workspace: Workspace, tmp_path: Path) -> None:
    (id_,) = bring_in(workspace, a_company("甲模具"))
    workspace.execute(AddContact(id_, Person("张三丰", phones=("13800001234",))))
    old, new = Person("张三丰", phones=("13800001234",)), Person("张三丰", phones=("13900005678",))
    workspace.execute(EditContact(id_, old, new))

    with workspace.read() as reader:
        facts = [one for entry in reader.change_log() for one in reader.changes.facts(entry.number)]
    texts = json.dumps([(one.before, one.after, one.subject) for one in facts], ensure_ascii=False)
    assert all(one.restorable for one in facts if one.field == "contact.value")
    export_changes(workspace, tmp_path / "记录.csv", ChangeFilter())
    texts += (tmp_path / "记录.csv").read_text("utf-8-sig")
    assert "138****" in texts
    for secret in ("13800001234", "13900005678", "张三丰"):
        assert secret not in texts


def test_the_export_says_its_filter_and_every_text_stays_text(workspace: Workspace, tmp_path: Path) -> None:
    workspace.execute(AssessSegment(MOULD, coverage=Coverage.STRONG, evidence='=HYPERLINK("x")'))
    workspace.execute(AssessSegment(RUBBER, evidence="＝1+1"))

    count = export_changes(workspace, tmp_path / "记录.xlsx", ChangeFilter(segment=MOULD))

    book = openpyxl.load_workbook(tmp_path / "记录.xlsx")
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value is not None]
    texts = [str(cell.value) for cell in cells]
    assert count == 1
    assert any("范围：环节：" in text and "轮胎模具" in text for text in texts)
    assert {"本地供给", "缺失", "优势", '=HYPERLINK("x")'} <= set(texts)
    assert all(cell.data_type != "f" for cell in cells)
    export_changes(workspace, tmp_path / "记录.csv", ChangeFilter(segment=RUBBER))
    with (tmp_path / "记录.csv").open(encoding="utf-8-sig", newline="") as file:
        assert "\t＝1+1" in {cell for row in csv.reader(file) for cell in row}
    with pytest.raises(ExportRefused):
        export_changes(workspace, tmp_path / "记录.txt", ChangeFilter())


def test_an_entry_of_many_items_tells_each_in_the_file(workspace: Workspace, tmp_path: Path) -> None:
    companies = [a_company(f"{number}号轮胎有限公司") for number in range(30)]
    bring_in(workspace, *companies)

    export_changes(workspace, tmp_path / "记录.csv", ChangeFilter(topic=ChangeTopic.IMPORTS))

    with (tmp_path / "记录.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["字段"] == "企业名称"]
    assert {(row["对象"], row["改前"], row["改后"]) for row in rows} == {
        (one.name, "（无）", one.name) for one in companies
    }


def test_the_filter_is_told_in_names(workspace: Workspace) -> None:
    (id_,) = bring_in(workspace, a_company("甲模具"))
    wanted = ChangeFilter("tyre", MOULD, id_, "王五", ChangeTopic.ASSESSING, date(2026, 1, 1), text="模具")
    with workspace.read() as reader:
        chain = reader.chain_names()["tyre"][0]
        assert filter_text(reader, wanted) == (
            f"产业链：{chain}；环节：{chain}/轮胎模具；企业：甲模具；谁：王五；类型：评估；"
            "时间：2026-01-01 至 今天；内容含：模具"
        )
        assert filter_text(reader, ChangeFilter(company=10**6)) == "企业：1000000"
        assert filter_text(reader, ChangeFilter()) == "全部"


def test_a_log_that_somebody_edited_is_told(workspace: Workspace) -> None:
    workspace.execute(AssessSegment(MOULD, coverage=Coverage.STRONG))
    with workspace.read() as reader:
        assert reader.changes.is_whole()

    with workspace.database._engine.begin() as connection:
        connection.exec_driver_sql("UPDATE change_log SET author = '别人' WHERE action = 'assess'")

    with workspace.read() as reader:
        assert not reader.changes.is_whole()


def test_a_restored_backup_says_who_put_it_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "w.lianpu"
    a_workspace(path).database.close()
    backup = take_backup(path, BackupKind.MANUAL)
    file = ["-w", str(path)]
    workspace = Workspace(open_workspace(path), "王五")
    workspace.execute(AssessSegment(MOULD, coverage=Coverage.STRONG))
    workspace.database.close()

    assert main(["restore", str(backup.file), *file, "--by", "李四"]) == 0

    capsys.readouterr()
    assert main(["log", "--json", *file]) == 0
    entries = json.loads(capsys.readouterr().out)
    told = [(one["author"], one["action"], one["subject"]) for one in entries]
    assert told[0] == ("李四", "restore_backup", backup.file.name)
    assert [action for _, action, _ in told] == ["restore_backup", "create_workspace"]
    assert check_workspace(path).sound


def test_only_what_came_behind_a_number_can_be_asked_for(workspace: Workspace) -> None:
    first = workspace.execute(AssessSegment(MOULD, coverage=Coverage.STRONG)).number or 0
    later = workspace.execute_as(AssessSegment(MOULD, coverage=Coverage.WEAK), "李四").number
    with workspace.read() as reader:
        assert list(reader.changes.numbers(ChangeFilter(segment=MOULD), first)) == [later]
        assert reader.changes.authors(first) == ("李四",)


@pytest.mark.of_files
@pytest.mark.usefixtures("many")
def test_nothing_that_the_program_does_changes_what_stands_in_the_log(workspace: Workspace) -> None:
    def log() -> list[list[tuple[object, ...]]]:
        with workspace.database._engine.connect() as connection:
            queries = ("SELECT * FROM change_log ORDER BY 1", "SELECT * FROM change_item ORDER BY 1")
            return [[tuple(row) for row in connection.exec_driver_sql(one)] for one in queries]

    one, other = bring_in(workspace, a_company("甲模具"), a_company("甲模具公司"))
    arrivals = (CompanyArrival(a_company(f"{number}号轮胎有限公司")) for number in range(60))
    deeds: tuple[Callable[[], object], ...] = (
        lambda: workspace.execute(AssessSegment(MOULD, coverage=Coverage.STRONG)),
        workspace.undo_last,
        lambda: import_in_bulk(workspace, "名单.csv", arrivals, lambda *_: None, 60),
        workspace.undo_last,
        lambda: workspace.execute(MergeCompanies(one, other)),
        lambda: workspace.execute(RemoveSegments("tyre", ("mould",), with_marks=True)),
        lambda: workspace.database.clean_up(60.0),
    )
    before = log()
    for deed in deeds:
        deed()
        after = log()
        assert all(new[: len(old)] == old for old, new in zip(before, after, strict=True))
        before = after
    assert len(before[0]) == 8


def test_the_command_line_filters_tells_facts_and_puts_a_value_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = a_workspace(tmp_path / "w.lianpu")
    workspace.execute(AssessSegment(MOULD, coverage=Coverage.ADEQUATE))
    number = workspace.execute(AssessSegment(MOULD, coverage=Coverage.MISSING)).number
    workspace.database.close()
    file = ["-w", str(tmp_path / "w.lianpu")]

    def told(*arguments: str) -> str:
        assert main([*arguments, *file]) == 0
        return capsys.readouterr().out

    assert len(json.loads(told("log", "--json"))) == 3
    assert len(json.loads(told("log", "--json", "--chain", "tyre", "--segment", "轮胎模具"))) == 2
    assert len(json.loads(told("log", "--json", "--topic", "评估", "--limit", "1"))) == 1
    assert json.loads(told("log", "--json", "--who", "没有这个人")) == []
    (entry,) = json.loads(told("log", "--json", "--number", str(number)))
    assert [fact["field"] for fact in entry["facts"]] == ["assessment.coverage"]
    told("restore-value", str(number), str(entry["facts"][0]["item"]), "本地供给")
    assert "本地供给：缺失 → 具备" in told("log", "--limit", "1")
    assert "已导出 4 条" in told("log", "--export", str(tmp_path / "记录.xlsx"))
    assert main(["log", "--segment", "轮胎模具", *file]) == 2
    assert main(["log", "--number", "99", *file]) == 2
    assert "没有找到变更记录“99”" in capsys.readouterr().err
