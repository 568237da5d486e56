"""Staff teach the match: 确认 and 剔除, remembered, undone, counted."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from app.imports import best_sheet, choice_of, look_into, prepare, write
from app.services.verdicts import verdict_report
from app.services.where import company_whereabouts
from app.services.workspace import Workspace
from chains.chain import SegmentRef
from chains.commands import Composite, PlaceCompany
from chains.company_editing import MergeCompanies
from chains.errors import AlreadyThere, InvalidValue
from chains.judging import JudgeMatch
from chains.kinds import Decision, Role
from chains.marking import Supplier
from chains.registry import BEST_FIRST, CompanyFilter, Placed
from chains.structure import EditSegment
from tests.builders import a_company, bring_in
from tests.stores import FILE, SERVER

STORES = (FILE, SERVER)

MOULD = SegmentRef("tyre", "mould")


@pytest.fixture
def workspace(workspace: Workspace) -> Workspace:
    made = workspace
    bring_in(
        made,
        a_company("甲模具厂", "轮胎模具", region="440500"),
        a_company("乙模具厂", "轮胎模具", region="370200"),
        a_company("丙模具厂", "子午线轮胎模具", region="370200"),
    )
    return made


def _id(workspace: Workspace, name: str) -> int:
    with workspace.read() as reader:
        return reader.companies_named(name)[0].id


def _offered(workspace: Workspace) -> list[tuple[str, bool]]:
    return [(one.company_name, one.is_confirmed) for one in workspace.match(MOULD).targets]


def _verdict(workspace: Workspace, company: int) -> Supplier | None:
    with workspace.read() as reader:
        said = reader.chain_state("tyre").suppliers_of("mould")
    return next((one for one in said if one.placement.company_id == company), None)


def _strike(workspace: Workspace, name: str, reason: str = "同名不同物") -> None:
    workspace.execute(JudgeMatch(MOULD, _id(workspace, name), Decision.REJECTED, reason))


def test_a_struck_company_is_offered_no_more_and_its_reason_is_kept(workspace: Workspace) -> None:
    _strike(workspace, "甲模具厂", "只做贸易")

    assert "甲模具厂" not in dict(_offered(workspace))
    said = _verdict(workspace, _id(workspace, "甲模具厂"))
    assert said is not None and said.is_verdict and said.placement.evidence == "只做贸易"


def test_a_confirmed_company_stands_first_even_when_its_words_say_nothing_any_more(
    workspace: Workspace,
) -> None:
    bring_in(workspace, a_company("丁厂", "别的"))
    workspace.execute(JudgeMatch(MOULD, _id(workspace, "丁厂"), Decision.CONFIRMED))

    assert _offered(workspace)[0] == ("丁厂", True)


def test_a_verdict_can_be_undone_and_taken_back(workspace: Workspace) -> None:
    before = _offered(workspace)
    _strike(workspace, "甲模具厂")
    workspace.undo_last()
    assert _offered(workspace) == before

    _strike(workspace, "甲模具厂")
    workspace.execute(JudgeMatch(MOULD, _id(workspace, "甲模具厂"), None))
    assert _offered(workspace) == before


def test_a_verdict_is_kept_when_the_same_company_is_imported_again(
    workspace: Workspace, tmp_path: Path
) -> None:
    _strike(workspace, "甲模具厂")

    file = tmp_path / "a.csv"
    file.write_text("企业名称,主营产品\n甲模具厂,轮胎模具；活络模具\n", encoding="utf-8")
    look = look_into(file)
    with closing(prepare(workspace, look, choice_of(best_sheet(look)))) as prepared:
        write(workspace, prepared)
        assert prepared.plan().updated == 1

    assert "甲模具厂" not in dict(_offered(workspace))


def test_a_verdict_goes_along_when_companies_are_merged(workspace: Workspace) -> None:
    kept, gone = _id(workspace, "丙模具厂"), _id(workspace, "甲模具厂")
    _strike(workspace, "甲模具厂")

    workspace.execute(MergeCompanies(kept, gone))

    assert "丙模具厂" not in dict(_offered(workspace))


def test_striking_asks_for_a_reason(workspace: Workspace) -> None:
    with pytest.raises(InvalidValue):
        _strike(workspace, "甲模具厂", "  ")


def test_a_supplier_is_not_judged_as_a_match(workspace: Workspace) -> None:
    workspace.execute(PlaceCompany(MOULD, _id(workspace, "甲模具厂")))

    with pytest.raises(AlreadyThere):
        _strike(workspace, "甲模具厂")


def test_a_struck_company_that_is_placed_by_hand_becomes_a_supplier(workspace: Workspace) -> None:
    _strike(workspace, "甲模具厂")

    workspace.execute(PlaceCompany(MOULD, _id(workspace, "甲模具厂")))

    said = _verdict(workspace, _id(workspace, "甲模具厂"))
    assert said is not None
    assert (said.placement.role, said.placement.decision) == (Role.SUPPLIER, Decision.CONFIRMED)


def test_a_verdict_makes_no_supplier_and_no_figure_out_of_nothing(workspace: Workspace) -> None:
    before = workspace.measures("tyre")[0]

    workspace.execute(JudgeMatch(MOULD, _id(workspace, "乙模具厂"), Decision.CONFIRMED))

    after = workspace.measures("tyre")[0]
    assert (after.completeness, after.local_supply_rate) == (before.completeness, before.local_supply_rate)


def test_the_gap_list_counts_what_the_match_offers(workspace: Workspace) -> None:
    _strike(workspace, "甲模具厂")
    workspace.execute(JudgeMatch(MOULD, _id(workspace, "乙模具厂"), Decision.CONFIRMED))

    row = next(one for one in workspace.gaps("tyre", with_candidates=True) if one.ref == MOULD)

    assert row.candidates == len(workspace.match(MOULD).targets) == 2


def test_the_figure_for_staff_counts_confirmed_wanted_and_struck(workspace: Workspace) -> None:
    _strike(workspace, "甲模具厂", "只做贸易")
    workspace.execute(JudgeMatch(MOULD, _id(workspace, "乙模具厂"), Decision.CONFIRMED))
    workspace.execute(workspace.target_command(MOULD, _id(workspace, "丙模具厂")))

    report = verdict_report(workspace)

    assert (report.whole.confirmed, report.whole.struck) == (2, 1)
    assert report.reasons == (("只做贸易", 1),)
    assert [(one.ref, one.offered) for one in report.segments] == [(MOULD, 3)]


def test_a_word_that_a_strike_teaches_holds_for_other_companies_and_goes_with_undo(
    workspace: Workspace,
) -> None:
    with workspace.read() as reader:
        segment = reader.chain_state("tyre").chain.segment("mould")
    bring_in(workspace, a_company("戊厂", "轮胎模具清洗机"), a_company("己厂", "轮胎模具清洗机"))
    before = _offered(workspace)
    assert {"戊厂", "己厂"} <= dict(before).keys()

    workspace.execute(
        Composite(
            "strike_match",
            "戊厂 → 轮胎模具",
            (
                JudgeMatch(MOULD, _id(workspace, "戊厂"), Decision.REJECTED, "同名不同物", segment.version),
                EditSegment(
                    MOULD, exclude=(*segment.exclude, "轮胎模具清洗机"), expected_version=segment.version
                ),
            ),
        )
    )

    assert not {"戊厂", "己厂"} & dict(_offered(workspace)).keys()
    workspace.undo_last()
    assert _offered(workspace) == before


def test_a_verdict_does_not_count_as_a_placement_of_the_company(workspace: Workspace) -> None:
    company = _id(workspace, "甲模具厂")
    _strike(workspace, "甲模具厂")
    workspace.execute(JudgeMatch(MOULD, _id(workspace, "乙模具厂"), Decision.CONFIRMED))

    with workspace.read() as reader:
        rows = reader.company_page("模具厂", 0, 10)
        placed = reader.find_companies(CompanyFilter(placed=Placed.PLACED), BEST_FIRST, 0, 10)
    assert [row.placements for row in rows] == [0, 0, 0]
    assert len(placed) == 0
    assert company_whereabouts(workspace, company).places == ()
