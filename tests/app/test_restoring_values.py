"""One fact is given an older value again: by its ordinary command, guarded, logged, undone like any other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from app.services.change_log import fact_of, restoration
from app.services.workspace import Workspace
from chains.chain import SegmentRef
from chains.commands import (
    AddFollowUp,
    AddTarget,
    AssessSegment,
    PlaceCompany,
    UpdateTarget,
)
from chains.company import Qualification
from chains.company_editing import AddQualification, EditCompany, EditQualification
from chains.contacts import AddContact, Person, RemoveContact
from chains.errors import Conflict, NotFound, NotRestorable, NotUndoable
from chains.field_words import FIELD
from chains.kinds import Coverage, Phase, Source
from chains.list_records import ListRecord, SaveRecord
from chains.measure_settings import MeasureSettings, SetMeasureSettings
from chains.personal import ErasePersonal
from chains.record_shapes import RecordKind
from chains.restoring import RESTORABLE
from chains.structure import EditChain, EditSegment, PinBoxes, RemoveSegments
from db import tables
from tests.builders import a_company, bring_in
from tests.stores import FILE, SERVER

if TYPE_CHECKING:
    from app.services.change_log import Restoration
    from chains.rows import ChangeRow

STORES = (FILE, SERVER)
MOULD = SegmentRef("tyre", "mould")
RUBBER = SegmentRef("tyre", "natural_rubber")


def _newest(workspace: Workspace) -> ChangeRow:
    with workspace.read() as reader:
        return reader.change_log(limit=1)[0]


def _restoration(workspace: Workspace, number: int, field: str) -> Restoration:
    with workspace.read() as reader:
        facts = [one for one in reader.changes.facts(number) if one.field == field]
        return restoration(reader, facts[0])


def test_an_older_assessment_value_is_put_back_and_can_be_undone(workspace: Workspace) -> None:
    workspace.execute(AssessSegment(MOULD, coverage=Coverage.ADEQUATE, evidence="2025年调研"))
    workspace.execute(AssessSegment(MOULD, coverage=Coverage.MISSING, source=Source.ABROAD))
    changed = _newest(workspace).number
    workspace.execute(AssessSegment(MOULD, evidence="2026年调研"))

    found = _restoration(workspace, changed, "assessment.coverage")
    assert (found.now, found.before.text, found.after.text) == ("缺失", "具备", "缺失")
    assert found.after.command is None
    assert found.before.command is not None
    workspace.execute(found.before.command)

    with workspace.read() as reader:
        now = reader.chain_state("tyre").assessment("mould")
    assert (now.coverage, now.source, now.evidence) == (Coverage.ADEQUATE, Source.ABROAD, "2026年调研")
    entry = _newest(workspace)
    assert (entry.action, entry.subject) == ("restore_value", "轮胎模具 本地供给")
    assert [(one.field, one.before, one.after) for one in entry.fields] == [
        ("assessment.coverage", "missing", "adequate")
    ]
    workspace.undo_last()
    with workspace.read() as reader:
        assert reader.chain_state("tyre").assessment("mould").coverage is Coverage.MISSING


def test_a_value_that_a_colleague_changed_meanwhile_is_not_overwritten(workspace: Workspace) -> None:
    workspace.execute(AssessSegment(MOULD, coverage=Coverage.ADEQUATE))
    workspace.execute(AssessSegment(MOULD, coverage=Coverage.MISSING))
    found = _restoration(workspace, _newest(workspace).number, "assessment.coverage")
    workspace.execute_as(AssessSegment(MOULD, coverage=Coverage.WEAK), "李四")

    assert found.before.command is not None
    with pytest.raises(Conflict):
        workspace.execute(found.before.command)
    with workspace.read() as reader:
        assert reader.chain_state("tyre").assessment("mould").coverage is Coverage.WEAK


def test_facts_of_companies_targets_placements_chains_and_segments_go_back(workspace: Workspace) -> None:
    (id_,) = bring_in(workspace, a_company("甲模具", "模具", address="旧址"))
    with workspace.read() as reader:
        company = reader.company(id_)
    workspace.execute(PlaceCompany(MOULD, id_, evidence="旧依据"))
    target = workspace.execute(AddTarget(MOULD, id_)).created
    workspace.execute(UpdateTarget(target, phase=Phase.TALKING))
    workspace.execute(AddQualification(id_, Qualification("瞪羚企业", "省级")))
    made = ListRecord(RecordKind.PROJECT, "某项目", values={"investment_yi": Decimal(1)})
    record = replace(made, id=workspace.execute(SaveRecord(made)).created)
    for field, command, before in (
        ("company.products", EditCompany(replace(company, products=("轮胎",))), "模具"),
        ("placement.evidence", PlaceCompany(MOULD, id_, evidence="新依据"), "旧依据"),
        ("target.phase", UpdateTarget(target, phase=Phase.SIGNED), "洽谈"),
        ("chain.chief", EditChain("tyre", chief="新链长"), None),
        ("segment.name", EditSegment(RUBBER, name="新名字"), None),
        (
            "qualification.level",
            EditQualification(id_, Qualification("瞪羚企业", "省级"), Qualification("瞪羚企业", "国家级")),
            "省级",
        ),
        ("project.investment_yi", SaveRecord(replace(record, values={"investment_yi": Decimal(2)})), "1"),
        ("setting.measures.depth_weak", SetMeasureSettings(MeasureSettings(depth_weak=0.45)), "0.6"),
    ):
        number = workspace.execute(command).number
        assert number is not None
        found = _restoration(workspace, number, field)
        assert before in {None, found.before.text}
        assert found.now == found.after.text
        assert found.before.command is not None, field
        workspace.execute(found.before.command)

        again = _restoration(workspace, number, field)
        assert again.now == found.before.text, field
        assert again.before.command is None


def test_a_fact_of_what_is_gone_is_not_put_back(workspace: Workspace) -> None:
    workspace.execute(EditSegment(MOULD, weight=2.0))
    number = _newest(workspace).number
    workspace.execute(RemoveSegments("tyre", ("mould",)))

    found = _restoration(workspace, number, "segment.weight")

    assert found.now == "（已删除）"
    assert isinstance(found.before.refused, NotRestorable)
    assert found.before.refused.facts["cause"] == "gone"
    with workspace.read() as reader, pytest.raises(NotFound):
        fact_of(reader, number, 10**6, "segment.weight")


def test_every_fact_that_can_be_put_back_is_a_column_with_a_word() -> None:
    for name, fields in RESTORABLE.items():
        if name == "setting":
            assert all(f"setting.{field}" in FIELD for field in fields)
            continue
        assert fields <= set(tables.metadata.tables[name].c.keys()), name
        assert all(f"{name}.{field}" in FIELD for field in fields), name


def test_a_follow_up_is_taken_away_alone_and_comes_back(workspace: Workspace) -> None:
    (company,) = bring_in(workspace, a_company("甲厂"))
    target = workspace.execute(AddTarget(MOULD, company)).created
    workspace.execute(AddFollowUp(target, date(2026, 11, 2), "电话联系"))
    number = _newest(workspace).number

    def texts() -> list[str]:
        with workspace.read() as reader:
            return [one.text for one in reader.target_history(target).follow_ups]

    found = _restoration(workspace, number, "follow_up.text")
    assert found.before.command is not None and "恢复时删除" in found.before.text
    workspace.execute(found.before.command)
    assert texts() == []
    again = _restoration(workspace, number, "follow_up.text")
    assert again.after.command is not None and "重新加入" in again.after.text
    workspace.execute(again.after.command)
    assert texts() == ["电话联系"]
    workspace.undo_last()
    assert texts() == []


def test_one_contact_comes_back_without_its_whole_entry(workspace: Workspace) -> None:
    (company,) = bring_in(workspace, a_company("甲厂"))
    person = Person("张三丰", "经理", ("13912345678", "13900000000"))
    workspace.execute(AddContact(company, person))
    workspace.execute(RemoveContact(company, person))
    number = _newest(workspace).number
    with workspace.read() as reader:
        facts = [one for one in reader.changes.facts(number) if one.field == "contact.value"]
        assert len(facts) == 3
        found = restoration(reader, facts[-1])
    assert found.before.command is not None and "13912345678" not in found.before.text
    workspace.execute(found.before.command)

    with workspace.read() as reader:
        assert len(reader.contacts(company)) == 1
    workspace.execute(ErasePersonal(company))
    with workspace.read() as reader:
        gone = restoration(reader, facts[0]).before.command
    assert gone is not None
    with pytest.raises(NotUndoable):
        workspace.execute(gone)


def test_a_box_goes_back_to_its_place_in_both_directions_at_once(workspace: Workspace) -> None:
    for x, y in ((10.0, 20.0), (30.0, 40.0), (50.0, 60.0)):
        workspace.execute(PinBoxes("tyre", (("mould", x, y),)))
        if x == 30.0:
            number = _newest(workspace).number
    found = _restoration(workspace, number, "box.x")
    assert found.before.command is not None
    seen = found.after.command
    workspace.execute(found.before.command)

    with workspace.read() as reader:
        assert reader.drawing("tyre").pins["mould"] == (10.0, 20.0)
    assert seen is not None
    with pytest.raises(Conflict):
        workspace.execute(seen)
