"""候选企业 of the gaps: counted once, then kept in step by looking at what changed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.services import bulk_import
from app.services.bulk_import import import_in_bulk
from app.services.workspace import Workspace
from chains.commands import CompanyArrival, ImportCompanies, PlaceCompany, RevertChange
from chains.company import Company
from chains.errors import Cancelled
from chains.kinds import RegistrationState
from chains.matching import FitFinder, MatchRow, find_fits, match_words
from chains.rows import GapRow
from db import match_scan
from tests.builders import a_company, bring_in
from tests.stores import FILE, SERVER

STORES = (FILE, SERVER)


def _gaps(workspace: Workspace) -> tuple[GapRow, ...]:
    return workspace.gaps(with_candidates=True)


def _afresh(workspace: Workspace) -> tuple[GapRow, ...]:
    return Workspace(workspace.database, "别人").gaps(with_candidates=True)


def _words_of_a_gap(workspace: Workspace) -> tuple[GapRow, str]:
    gap = _gaps(workspace)[0]
    with workspace.read() as reader:
        state = reader.chain_state(gap.ref.chain)
    return gap, match_words(state, state.chain.segment(gap.ref.segment)).wanted[0]


def _candidates(workspace: Workspace, gap: GapRow) -> int | None:
    return next(row.candidates for row in _gaps(workspace) if row.ref == gap.ref)


def test_counts_follow_every_change_without_looking_at_all_companies_again(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    gap, word = _words_of_a_gap(workspace)
    scans: list[int] = []
    scan = workspace.database.scan_fits

    def counted(*asked: object) -> object:
        scans.append(1)
        return scan(*asked)  # type: ignore[arg-type]

    monkeypatch.setattr(workspace.database, "scan_fits", counted)
    one, _, _ = bring_in(
        workspace,
        a_company("济南甲", word, region="370102"),
        a_company("威海乙", word, region="371002"),
        a_company("不知何处丙", scope=f"一般项目：{word}制造；销售"),
    )
    assert _candidates(workspace, gap) == 2
    with workspace.read() as reader:
        company = reader.company(one)
    gone = replace(company, state=RegistrationState.CANCELLED)
    workspace.execute(ImportCompanies("a.csv", (CompanyArrival(gone),), {}))
    assert _candidates(workspace, gap) == 1
    workspace.undo_last()
    assert _candidates(workspace, gap) == 2
    workspace.execute(PlaceCompany(gap.ref, one))
    assert _candidates(workspace, gap) == 1

    assert scans == []
    assert _gaps(workspace) == _afresh(workspace)


def test_counts_follow_a_large_import_and_its_undo(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_import, "FEW", 3)
    gap, word = _words_of_a_gap(workspace)
    arrivals = [CompanyArrival(a_company(f"济南{number}厂", word)) for number in range(9)]

    done = import_in_bulk(workspace, "a.csv", arrivals, lambda *_: None)
    assert _candidates(workspace, gap) == 9
    workspace.execute(RevertChange(done.number or 0))
    assert _candidates(workspace, gap) == 0


def test_a_process_of_its_own_finds_the_same_and_can_be_stopped(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, word = _words_of_a_gap(workspace)
    bring_in(workspace, *(a_company(f"济南{number}厂", word) for number in range(5)))
    here = _afresh(workspace)
    monkeypatch.setattr(match_scan, "FEW", 0)
    told: list[tuple[int, int]] = []

    apart = Workspace(workspace.database, "别人").gaps(
        with_candidates=True, step=lambda done, total, _: told.append((done, total))
    )

    assert apart == here
    assert told[-1] == (5, 5)

    def stop(*_: object) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        Workspace(workspace.database, "别人").gaps(with_candidates=True, step=stop)


def test_a_match_reads_only_companies_that_have_a_word(workspace: Workspace) -> None:
    gap, word = _words_of_a_gap(workspace)
    bring_in(
        workspace,
        a_company("济南甲", word),
        a_company("济南乙", "别的"),
        a_company("济南丙", industry=f"C2911 {word}"),
    )

    assert {one.company_name for one in workspace.match(gap.ref).targets} == {"济南甲", "济南丙"}


def test_the_quick_finder_finds_what_the_thorough_one_finds(workspace: Workspace) -> None:
    with workspace.read() as reader:
        states = reader.chain_states()
    wanted = [match_words(state, segment) for state in states for segment in state.chain.segments]
    words = [word for one in wanted for word in (*one.wanted, *one.unwanted)]
    companies = [
        Company(
            id=number + 1,
            name="甲",
            products=tuple(words[number % len(words)] + tail for tail in ("", "配件")),
            scope="；".join(f"{words[(number * step) % len(words)]}销售" for step in (3, 7, 11)),
            industry=words[(number * 13) % len(words)],
        )
        for number in range(600)
    ]
    thorough = {
        (ref, company.id) for ref, fits in find_fits(companies, wanted).items() for company, _ in fits
    }
    finder = FitFinder(wanted)

    quick = {
        (ref, one.id)
        for one in companies
        for ref in finder.refs(MatchRow(one.id, one.state, "", one.products, one.scope, one.industry))
    }

    assert len(quick) > 1000
    assert quick == thorough
