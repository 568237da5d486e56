"""Companies of a file that may be known ones, or one with each other: shown, and joined only by a person."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from app.imports import best_sheet, choice_of, look_into, prepare, write
from app.services.workspace import Workspace
from chains.company import Company
from chains.rows import ImportPlan
from tests.builders import a_company, bring_in

CODE, OTHER_CODE = "91371000MA272HD1T8", "91371001MAH3J9HTMC"


def a_csv(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def looked(path: Path):
    look = look_into(path)
    return look, choice_of(best_sheet(look))


def plan_of(workspace: Workspace, path: Path) -> ImportPlan:
    with closing(prepare(workspace, *looked(path))) as prepared:
        return prepared.plan()


def brought_in(workspace: Workspace, path: Path) -> ImportPlan:
    with closing(prepare(workspace, *looked(path))) as prepared:
        write(workspace, prepared)
        return prepared.plan()


def only(workspace: Workspace, name: str) -> Company:
    with workspace.read() as reader:
        return reader.companies_named(name)[0]


@pytest.mark.parametrize(
    "name", ["威海甲橡机有限责任公司", "威海市甲橡机有限公司", "威海甲橡机(集团)有限公司"]
)
def test_a_likely_twin_is_shown_and_stays_a_company_of_its_own(
    name: str, workspace: Workspace, tmp_path: Path
):
    bring_in(workspace, a_company("威海甲橡机有限公司"))

    plan = brought_in(workspace, a_csv(tmp_path / "a.csv", "企业名称,地址", f"{name},某路"))

    assert [(pair.told.name, pair.known.name) for pair in plan.twins] == [(name, "威海甲橡机有限公司")]
    assert plan.added == 1
    assert only(workspace, name).id != only(workspace, "威海甲橡机有限公司").id


def test_a_twin_that_a_person_calls_the_same_becomes_a_former_name(workspace: Workspace, tmp_path: Path):
    (company_id,) = bring_in(workspace, a_company("威海甲橡机有限公司"))
    path = a_csv(tmp_path / "a.csv", "企业名称,地址", "威海甲橡机有限责任公司,某路")

    with closing(prepare(workspace, *looked(path))) as prepared:
        pair = prepared.plan().twins[0]
        prepared.join(pair)
        write(workspace, prepared)

    known = only(workspace, "威海甲橡机有限公司")
    assert (known.id, known.address, known.former_names) == (company_id, "某路", ("威海甲橡机有限责任公司",))
    assert plan_of(workspace, path).unchanged == 1


def test_companies_of_two_codes_are_no_twins(workspace: Workspace, tmp_path: Path):
    bring_in(workspace, a_company("威海甲橡机有限公司", credit_code=CODE))

    plan = plan_of(
        workspace, a_csv(tmp_path / "a.csv", "企业名称,信用代码", f"威海甲橡机有限责任公司,{OTHER_CODE}")
    )

    assert (plan.added, plan.twins) == (1, ())


@pytest.mark.parametrize(
    ("first", "later"),
    [
        ("威海甲橡机有限公司,", "威海甲橡机有限责任公司,"),
        ("威海甲橡机有限公司,", "威海市甲橡机（集团）有限公司,"),
        (f"威海甲橡机有限公司,{CODE}", "威海甲橡机股份有限公司,"),
    ],
)
def test_two_rows_of_one_file_that_may_be_one_company_are_shown_and_stay_two(
    first: str, later: str, workspace: Workspace, tmp_path: Path
):
    plan = brought_in(workspace, a_csv(tmp_path / "a.csv", "企业名称,信用代码", first, "乙厂,", later))

    assert [(pair.row, pair.other_row, pair.in_file) for pair in plan.twins] == [(4, 2, True)]
    assert (plan.added, plan.twin_count, plan.told_twin_count) == (3, 1, 1)
    assert only(workspace, later.split(",", maxsplit=1)[0]).former_names == ()


def test_a_row_whose_former_name_resembles_another_row_is_shown(workspace: Workspace, tmp_path: Path):
    rows = ("企业名称,曾用名", "威海甲橡机有限公司,", "山东丁智能装备股份有限公司,威海甲橡机有限责任公司")

    plan = plan_of(workspace, a_csv(tmp_path / "a.csv", *rows))

    assert [(pair.told.name, pair.known.name) for pair in plan.twins] == [
        ("山东丁智能装备股份有限公司", "威海甲橡机有限公司")
    ]


def test_rows_of_two_codes_in_one_file_are_no_twins(workspace: Workspace, tmp_path: Path):
    rows = (f"威海甲橡机有限公司,{CODE}", f"威海甲橡机有限责任公司,{OTHER_CODE}")

    plan = plan_of(workspace, a_csv(tmp_path / "a.csv", "企业名称,信用代码", *rows))

    assert (plan.added, plan.twins) == (2, ())


def test_rows_that_a_person_calls_one_come_in_as_one_with_all_they_tell(workspace: Workspace, tmp_path: Path):
    rows = ("威海甲橡机有限公司,某路,", "威海甲橡机有限责任公司,,王一", "威海市甲橡机股份有限公司,,王二")
    path = a_csv(tmp_path / "a.csv", "企业名称,地址,法定代表人", *rows)

    with closing(prepare(workspace, *looked(path))) as prepared:
        assert [prepared.join(pair) for pair in prepared.plan().twins] == [True, True]
        after = prepared.plan()
        write(workspace, prepared)

    assert (after.read, after.added, after.unchanged, after.twin_count) == (3, 1, 2, 0)
    whole = only(workspace, "威海甲橡机有限公司")
    assert (whole.address, whole.legal_person) == ("某路", "王一")
    assert whole.former_names == ("威海甲橡机有限责任公司", "威海市甲橡机股份有限公司")


def test_two_rows_called_one_known_company_change_it_together(workspace: Workspace, tmp_path: Path):
    (company_id,) = bring_in(workspace, a_company("威海甲橡机有限公司"))
    rows = ("威海甲橡机有限责任公司,某路,", "威海市甲橡机股份有限公司,,王一")
    path = a_csv(tmp_path / "a.csv", "企业名称,地址,法定代表人", *rows)

    with closing(prepare(workspace, *looked(path))) as prepared:
        assert all(prepared.join(pair) for pair in prepared.plan().twins)
        write(workspace, prepared)

    known = only(workspace, "威海甲橡机有限公司")
    assert (known.id, known.address, known.legal_person) == (company_id, "某路", "王一")


def test_rows_joined_with_two_codes_between_them_stay_apart(workspace: Workspace, tmp_path: Path):
    """The nameless middle one may be either; once it is one of them, the other is another company."""
    rows = (f"威海甲橡机有限公司,{CODE}", "威海甲橡机有限责任公司,", f"威海市甲橡机股份公司,{OTHER_CODE}")
    path = a_csv(tmp_path / "a.csv", "企业名称,信用代码", *rows)

    with closing(prepare(workspace, *looked(path))) as prepared:
        assert [prepared.join(pair) for pair in prepared.plan().twins] == [True, False]
        assert prepared.plan().added == 2


def test_a_former_name_in_the_file_that_resembles_a_known_company_is_shown(
    workspace: Workspace, tmp_path: Path
):
    bring_in(workspace, a_company("威海甲橡机有限公司"))
    rows = ("企业名称,曾用名", "山东丁智能装备股份有限公司,威海甲橡机有限责任公司")

    plan = plan_of(workspace, a_csv(tmp_path / "a.csv", *rows))

    assert [(pair.told.name, pair.known.name, pair.in_file) for pair in plan.twins] == [
        ("山东丁智能装备股份有限公司", "威海甲橡机有限公司", False)
    ]
