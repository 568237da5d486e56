"""What stands in the way of taking an entry back, on both databases, and as it was settled."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.cli import main
from app.services.workspace import Workspace
from chains.chain import SegmentRef
from chains.clashes import Clash, ClashKind, settle
from chains.commands import CompanyArrival, ImportCompanies, PlaceCompany, RemovePlacement, RevertChange
from chains.company_editing import EditCompany
from chains.errors import NotUndoable
from chains.kinds import Decision
from chains.structure import EditChain
from db.checking import check_workspace
from db.places import without_password
from tests.builders import a_company, bring_in
from tests.stores import FILE, SERVER

STORES = (FILE, SERVER)
MOULD = SegmentRef("tyre", "mould")


def _edit(workspace: Workspace, author: str, **said: str) -> int:
    with workspace.read() as reader:
        company = reader.company(1)
    done = workspace.execute_as(EditCompany(replace(company, **said), company.version), author)
    return done.number or 0


def _clashes(workspace: Workspace, number: int) -> tuple[Clash, ...]:
    with workspace.read() as reader:
        return reader.changes.clashes(number)


def test_only_facts_that_somebody_else_said_clash(workspace: Workspace) -> None:
    bring_in(workspace, a_company("甲厂"))
    number = _edit(workspace, "王五", address="一路", website="www.a.cn", scope="轮胎")
    _edit(workspace, "李四", address="二路", scope="")

    (clash,) = _clashes(workspace, number)
    assert (clash.kind, clash.field, clash.theirs, clash.ours) == (
        ClashKind.FACT, "company.address", "二路", "",
    )  # fmt: skip
    assert clash.who == "李四" and clash.at is not None and clash.subject == "甲厂"
    with pytest.raises(NotUndoable):
        workspace.execute(RevertChange(number))
    with pytest.raises(NotUndoable):
        workspace.execute(RevertChange(number, settled=()))

    workspace.execute(RevertChange(number, settled=settle([clash], ())))
    with workspace.read() as reader:
        company = reader.company(1)
        assert (company.address, company.website, company.scope) == ("二路", "", "")
        assert reader.changes.is_whole()
    assert check_workspace(workspace.database.place).sound


def test_a_row_that_was_added_and_changed_since_goes_or_stays(workspace: Workspace) -> None:
    bring_in(workspace, a_company("甲厂"))
    number = workspace.execute(PlaceCompany(MOULD, 1)).number or 0
    workspace.execute_as(PlaceCompany(MOULD, 1, decision=Decision.REJECTED), "李四")

    (clash,) = _clashes(workspace, number)
    assert clash.kind is ClashKind.CHANGED and clash.theirs
    workspace.execute(RevertChange(number, settled=settle([clash], ())))
    with workspace.read() as reader:
        assert len(reader.chain_state("tyre").suppliers_of("mould")) == 1
    workspace.execute(RevertChange(number, settled=settle([clash], [0])))
    with workspace.read() as reader:
        assert reader.chain_state("tyre").suppliers_of("mould") == ()


def test_a_row_that_was_removed_since_comes_back_or_stays_away(workspace: Workspace) -> None:
    bring_in(workspace, a_company("甲厂"))
    workspace.execute(PlaceCompany(MOULD, 1))
    number = workspace.execute(PlaceCompany(MOULD, 1, evidence="走访")).number or 0
    workspace.execute_as(RemovePlacement(MOULD, 1), "李四")

    (clash,) = _clashes(workspace, number)
    assert clash.kind is ClashKind.GONE
    workspace.execute(RevertChange(number, settled=settle([clash], [0])))
    with workspace.read() as reader:
        (placed,) = reader.chain_state("tyre").suppliers_of("mould")
    assert placed.placement.evidence == ""


@pytest.mark.parametrize(("whose", "address"), [("--theirs", "李四改的"), ("--mine", "旧址")])
def test_one_rule_holds_for_more_clashes_than_are_listed(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, whose: str, address: str
) -> None:
    for module in ("chains.clashes", "db.clashes"):
        monkeypatch.setattr(f"{module}.MOST_CLASHES", 2)
    ids = bring_in(workspace, *(a_company(f"第{one}厂", address="旧址") for one in range(5)))

    def write(author: str, said: str) -> int:
        with workspace.read() as reader:
            there = [reader.company(one) for one in ids]
        arrivals = tuple(CompanyArrival(replace(one, address=said)) for one in there)
        return workspace.execute_as(ImportCompanies("名单.csv", arrivals, {}), author).number or 0

    number = write("王五", "新址")
    write("李四", "李四改的")
    where = without_password(workspace.database.place)

    assert main(["undo", "--number", str(number), whose, "-w", where]) == 0

    assert {one.address for one in workspace.companies()} == {address}


def test_the_command_line_takes_an_older_entry_back_as_it_is_told(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    number = workspace.execute(EditChain("tyre", chief="王局")).number or 0
    workspace.execute_as(EditChain("tyre", chief="李局"), "李四")
    where = without_password(workspace.database.place)

    def chief() -> str:
        with workspace.read() as reader:
            return reader.chain_state("tyre").chain.chief

    assert main(["undo", "--number", str(number), "-w", where]) == 2
    assert "又被改动过" in capsys.readouterr().err
    assert main(["undo", "--number", str(number), "--theirs", "-w", where]) == 0
    assert chief() == "李局"
    assert main(["undo", "--number", str(number), "--mine", "-w", where]) == 0
    assert chief() != "李局"
