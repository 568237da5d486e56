"""Companies edited by hand: checked, guarded by their version, undone, and remembered field by field."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from app.messages import tell
from app.services.workspace import Workspace, today
from chains.chain import SegmentRef
from chains.commands import AddFollowUp, AddTarget, PlaceCompany, RemovePlacement, RevertChange
from chains.company import Company, Contact, Qualification
from chains.company_editing import (
    AddCompany,
    AddQualification,
    EditCompany,
    EditQualification,
    RemoveQualification,
)
from chains.errors import AlreadyThere, Conflict, InvalidValue, NotFound
from chains.kinds import RegistrationState
from tests.builders import a_company, bring_in
from tests.stores import FILE, SERVER

STORES = (FILE, SERVER)

MOULD = SegmentRef("tyre", "mould")
HONOUR = Qualification("高新技术企业", "省级", "2024 年第一批", date(2027, 12, 31))


@pytest.fixture
def company(workspace: Workspace) -> Company:
    bring_in(workspace, a_company("甲模具股份有限公司", "轮胎模具", region="440500"))
    return the_company(workspace)


def the_company(workspace: Workspace, company_id: int = 1) -> Company:
    with workspace.read() as reader:
        return reader.company(company_id)


def test_a_fact_is_changed_and_the_change_undone(workspace: Workspace, company: Company) -> None:
    done = workspace.execute(EditCompany(replace(company, insured_count=120), company.version))
    assert the_company(workspace).insured_count == 120
    assert done.number is not None

    workspace.execute(RevertChange(done.number))
    assert the_company(workspace) == replace(company, version=company.version + 2)


def test_what_a_colleague_changed_is_not_overwritten(workspace: Workspace, company: Company) -> None:
    workspace.execute(EditCompany(replace(company, insured_count=120), company.version))

    with pytest.raises(Conflict) as refused:
        workspace.execute(EditCompany(replace(company, insured_count=7), company.version))

    assert the_company(workspace).insured_count == 120
    assert "王五" in tell(refused.value)


@pytest.mark.parametrize(
    ("field", "value", "word"),
    [
        ("name", "  \n", "企业名称"),
        ("name", "甲" * 301, "企业名称"),
        ("capital_wan", Decimal(-1), "注册资本"),
        ("insured_count", -1, "参保人数"),
        ("founded_on", today() + timedelta(days=2), "成立日期"),
        ("size", "大" * 81, "企业规模"),
    ],
)
def test_what_no_company_can_have_is_refused_in_words(
    workspace: Workspace, company: Company, field: str, value: object, word: str
) -> None:
    with pytest.raises(InvalidValue) as refused:
        workspace.execute(EditCompany(replace(company, **{field: value}), company.version))

    assert word in tell(refused.value)
    assert the_company(workspace) == company


def test_a_name_is_kept_on_one_line_and_as_text(workspace: Workspace, company: Company) -> None:
    workspace.execute(EditCompany(replace(company, name=" <b>甲</b>\n=1+1 "), company.version))
    assert the_company(workspace).name == "<b>甲</b> =1+1"


def test_a_state_chosen_by_hand_lets_the_wording_of_the_file_go(workspace: Workspace) -> None:
    bring_in(workspace, replace(a_company("乙厂"), state=RegistrationState.ACTIVE, state_text="在业"))
    old = the_company(workspace)
    workspace.execute(EditCompany(replace(old, state=RegistrationState.CANCELLED), old.version))
    assert the_company(workspace).state_text == ""


def test_a_new_company_says_that_staff_typed_it(workspace: Workspace) -> None:
    phone = Contact("phone", "0631-5200000")
    done = workspace.execute(AddCompany(Company(0, "威海新厂", qualifications=(HONOUR,)), (phone,)))

    kept = the_company(workspace, done.created)
    assert (kept.name, kept.origin, kept.qualifications) == ("威海新厂", "手工录入", (HONOUR,))
    with workspace.read() as reader:
        assert reader.contacts(done.created) == (phone,)
        assert [row.id for row in reader.company_page("威海新厂", 0, 9)] == [done.created]


@pytest.mark.parametrize("twin", [Company(0, "甲模具股份有限公司"), Company(0, "甲模具股份有限公司 ")])
def test_no_company_is_kept_twice(workspace: Workspace, company: Company, twin: Company) -> None:
    with pytest.raises(AlreadyThere):
        workspace.execute(AddCompany(twin))


def test_two_companies_with_different_codes_may_have_one_name(workspace: Workspace) -> None:
    one, other = "91371000166700127U", "91370200163562681G"
    workspace.execute(AddCompany(Company(0, "同名厂", credit_code=one)))
    workspace.execute(AddCompany(Company(0, "同名厂", credit_code=other)))

    with pytest.raises(AlreadyThere):
        workspace.execute(AddCompany(Company(0, "另一厂", credit_code=one)))


def test_an_honour_comes_and_goes_and_comes_back(workspace: Workspace, company: Company) -> None:
    workspace.execute(AddQualification(company.id, HONOUR, company.version))
    with pytest.raises(AlreadyThere):
        workspace.execute(AddQualification(company.id, HONOUR))
    gone = workspace.execute(RemoveQualification(company.id, HONOUR, company.version + 1))
    assert the_company(workspace).qualifications == ()
    with pytest.raises(NotFound):
        workspace.execute(RemoveQualification(company.id, HONOUR))

    assert gone.number is not None
    workspace.execute(RevertChange(gone.number))
    assert the_company(workspace).qualifications == (HONOUR,)


def test_the_end_of_an_honour_is_changed_and_the_change_undone(
    workspace: Workspace, company: Company
) -> None:
    longer = replace(HONOUR, valid_until=date(2030, 12, 31))
    workspace.execute(AddQualification(company.id, HONOUR))
    done = workspace.execute(EditQualification(company.id, HONOUR, longer))
    assert the_company(workspace).qualifications == (longer,)
    assert workspace.execute(EditQualification(company.id, longer, longer)).number is None
    with pytest.raises(NotFound):
        workspace.execute(EditQualification(company.id, HONOUR, longer))

    assert done.number is not None
    workspace.execute(RevertChange(done.number))
    assert the_company(workspace).qualifications == (HONOUR,)


def test_an_honour_is_guarded_by_the_version_of_its_company(workspace: Workspace, company: Company) -> None:
    workspace.execute(EditCompany(replace(company, insured_count=1), company.version))
    with pytest.raises(Conflict):
        workspace.execute(AddQualification(company.id, HONOUR, company.version))


def test_the_record_tells_where_each_fact_came_from(workspace: Workspace, company: Company) -> None:
    workspace.author = "赵六"
    workspace.execute(EditCompany(replace(company, insured_count=120), company.version))

    with workspace.read() as reader:
        origins = reader.company_record(company.id).origins

    assert (origins["insured_count"].action, origins["insured_count"].author) == ("edit_company", "赵六")
    assert (origins["name"].action, origins["name"].author) == ("import_companies", "王五")
    assert "website" not in origins

    workspace.execute(AddQualification(company.id, HONOUR))
    with workspace.read() as reader:
        (origin,) = reader.company_record(company.id).honour_origins
    assert origin is not None
    assert (origin.action, origin.author) == ("add_qualification", "赵六")


def test_the_record_holds_marks_pursuit_and_history_also_of_what_is_gone(
    workspace: Workspace, company: Company
) -> None:
    workspace.execute(PlaceCompany(MOULD, company.id))
    target = workspace.execute(AddTarget(MOULD, company.id))
    workspace.execute(AddFollowUp(target.created, date(2026, 11, 20), "电话联系"))
    workspace.execute(AddQualification(company.id, HONOUR))
    workspace.execute(RemoveQualification(company.id, HONOUR))
    workspace.execute(RemovePlacement(MOULD, company.id))

    with workspace.read() as reader:
        record = reader.company_record(company.id)

    assert record.placements == ()
    assert [one.segment_name for one in record.targets] == ["轮胎模具"]
    assert [step.text for step in record.targets[0].follow_ups] == ["电话联系"]
    assert [one.action for one in record.history] == [
        "unplace", "remove_qualification", "add_qualification", "follow_up", "add_target", "place",
        "import_companies",
    ]  # fmt: skip


def test_a_record_never_holds_another_companys_history(workspace: Workspace, company: Company) -> None:
    names = [a_company(f"乙{number}厂") for number in range(2, 15)]
    bring_in(workspace, *names)
    workspace.execute(PlaceCompany(MOULD, 12))

    with workspace.read() as reader:
        assert [one.action for one in reader.company_record(company.id).history] == ["import_companies"]
        assert len(reader.company_record(12).history) == 2
