"""Two companies that are one: merged by a command, with all that hangs on them, and apart again."""

from __future__ import annotations

from datetime import date

import pytest

from app.services.known_companies import WorkspaceKnown
from app.services.workspace import Workspace
from chains.chain import Segment, SegmentRef
from chains.commands import AddFollowUp, AddTarget, CompanyArrival, ImportCompanies, PlaceCompany
from chains.company import Contact, Qualification
from chains.company_merging import MergeCompanies
from chains.contacts import AddContact, Person, people_of
from chains.errors import InvalidValue, NotFound
from tests.builders import a_company, bring_in
from tests.stores import FILE, SERVER

STORES = (FILE, SERVER)


def two_that_are_one(workspace: Workspace) -> tuple[int, int]:
    kept = a_company("甲橡机有限公司", address="某路")
    gone = a_company("甲橡机有限责任公司", legal_person="王一", qualifications=(Qualification("瞪羚"),))
    ids = bring_in(workspace, kept)
    arrival = CompanyArrival(gone, (Contact("phone", "13800000000"),))
    workspace.execute(ImportCompanies("b.csv", (arrival,), {}))
    with workspace.read() as reader:
        return ids[0], reader.companies_named(gone.name)[0].id


def whole(workspace: Workspace) -> object:
    """Everything that a merge may touch."""
    with workspace.read() as reader:
        companies = reader.company_batch(0, 10)
        facts = [
            (one.name, one.former_names, one.address, one.legal_person, one.qualifications)
            for one in companies
        ]
        contacts = [reader.contacts(one.id) for one in companies]
        targets = sorted((row.ref, row.company_name, row.last_follow_up_on) for row in reader.targets())
        placed = sorted(
            (segment.code, one.company_name)
            for segment in reader.chain_state("tyre").chain.segments
            for one in reader.chain_state("tyre").suppliers_of(segment.code)
        )
    return facts, contacts, targets, placed


def test_a_merge_moves_all_that_hangs_on_a_company_and_can_be_taken_back(workspace: Workspace) -> None:
    kept, gone = two_that_are_one(workspace)
    segments = [one.code for one in _segments(workspace)][:2]
    first, second = (SegmentRef("tyre", code) for code in segments)
    for ref, company in ((first, kept), (first, gone), (second, gone)):
        workspace.execute(PlaceCompany(ref, company))
        workspace.execute(AddTarget(ref, company))
    with workspace.read() as reader:
        target = next(row.id for row in reader.targets() if row.company_id == gone and row.ref == first)
    workspace.execute(AddFollowUp(target, date(2026, 11, 1), "电话联系"))
    before = whole(workspace)

    workspace.execute(MergeCompanies(kept, gone))

    with workspace.read() as reader:
        company = reader.company(kept)
        assert (company.name, company.former_names) == ("甲橡机有限公司", ("甲橡机有限责任公司",))
        assert (company.address, company.legal_person) == ("某路", "王一")
        assert company.qualifications == (Qualification("瞪羚"),)
        assert reader.contacts(kept) == (Contact("phone", "13800000000"),)
        rows = reader.targets()
        assert sorted(row.ref for row in rows) == sorted((first, second))
        assert {row.company_id for row in rows} == {kept}
        assert next(row for row in rows if row.ref == first).last_follow_up_on == date(2026, 11, 1)
        with pytest.raises(NotFound):
            reader.company(gone)

    workspace.undo_last()

    assert whole(workspace) == before


def test_a_phone_of_both_stays_once_with_whose_it_is(workspace: Workspace) -> None:
    kept, gone = two_that_are_one(workspace)
    zhang = Person("张三", "总经理", ("13800000000",))
    workspace.execute(AddContact(kept, zhang))
    before = whole(workspace)

    workspace.execute(MergeCompanies(kept, gone))

    with workspace.read() as reader:
        assert people_of(reader.contacts(kept)) == (zhang,)
    workspace.undo_last()
    assert whole(workspace) == before


def test_companies_of_different_codes_are_not_merged(workspace: Workspace) -> None:
    one, other = bring_in(
        workspace,
        a_company("甲有限公司", credit_code="91371000MA272HD1T8"),
        a_company("甲有限责任公司", credit_code="91371001MAH3J9HTMC"),
    )

    with pytest.raises(InvalidValue):
        workspace.execute(MergeCompanies(one, other))


def test_companies_that_may_be_one_are_found_the_fuller_first(workspace: Workspace) -> None:
    bring_in(
        workspace,
        a_company("威海甲橡机有限公司"),
        a_company("威海市甲橡机（集团）有限责任公司", credit_code="91371000MA272HD1T8"),
        a_company("乙模具有限公司", credit_code="1"),
        a_company("乙模具有限责任公司", credit_code="2"),
    )

    pairs = WorkspaceKnown(workspace, lambda _done, _total, _text: None).twin_pairs(10)

    assert [(one.name, other.name) for one, other in pairs] == [
        ("威海市甲橡机（集团）有限责任公司", "威海甲橡机有限公司")
    ]


def test_no_company_is_no_pair(workspace: Workspace) -> None:
    assert WorkspaceKnown(workspace, lambda _done, _total, _text: None).twin_pairs(10) == ()


def _segments(workspace: Workspace) -> tuple[Segment, ...]:
    with workspace.read() as reader:
        return reader.chain_state("tyre").chain.segments
