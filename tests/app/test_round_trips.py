"""Whatever texts a workspace holds, a form or a chain that comes back unedited changes nothing."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from app.chain_workbook_imports import plan_workbook_import
from app.exchange.sheets_in import read_sheets
from app.form_exports import FormRequest, export_form
from app.form_imports import plan_form_import
from app.transfers import export_chain_file
from chains.chain import Chain, ChainNote, SegmentRef, SupplyLink
from chains.chain import Segment as Box
from chains.chain import Stage as Column
from chains.commands import AssessSegment, PlaceCompany
from chains.kinds import Coverage, Decision, Degree, NoteKind, Role, Source, Tier
from chains.structure import SetStructure
from tests.builders import a_company, a_workspace, bring_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.services.workspace import Workspace

HOSTILE = (
    "=1+1", "+86", "-", "@x", "'甲", '"乙"', " 前后 ", "行一\r\n行二\n", "制表\t符", "_x0041_", "_x000D_",
    "1e5", "007",
    "2026-01-02", "TRUE", "0.1", "<b>&amp;", "甲；乙;丙", "😀𠮷", "\u3000全\u00a0角", "长" * 300,
)  # fmt: skip
TEXTS = st.sampled_from(HOSTILE) | st.text(
    st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12
)
SLOW = settings(
    max_examples=6,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
"""No shrinking: each example writes and reads a workbook."""
MOULD = SegmentRef("tyre", "mould")


@contextmanager
def _opened() -> Iterator[tuple[Workspace, Path]]:
    with TemporaryDirectory() as made:
        folder = Path(made)
        workspace = a_workspace(folder / "w.lianpu")
        yield workspace, folder
        workspace.database.close()


@SLOW
@given(
    texts=st.tuples(TEXTS, TEXTS, TEXTS, TEXTS),
    share=st.none() | st.floats(0.001, 1.0),
    bought=st.none() | st.decimals(0, 10**9, places=4),
)
def test_any_form_comes_back_without_a_change(
    texts: tuple[str, str, str, str], share: float | None, bought: Decimal | None
) -> None:
    with _opened() as (workspace, folder):
        evidence, product, capacity, name = texts
        (company,) = bring_in(workspace, a_company(f"公司{name}"[:60], region="371002"))
        workspace.execute(
            AssessSegment(
                MOULD, Coverage.WEAK, Source.ABROAD, Degree.PARTLY, True, evidence, date(2027, 1, 2)
            )
        )
        workspace.execute(
            PlaceCompany(
                MOULD,
                company,
                Role.LEAD,
                Decision.REJECTED,
                product,
                capacity,
                share,
                bought,
                evidence,
                local=False,
            )
        )
        export_form(workspace, FormRequest("371002", chains=("tyre",)), folder / "f.xlsx")

        plan = plan_form_import(workspace, [folder / "f.xlsx"]).plan

        assert (plan.changes, plan.refused, plan.forms[0].problems) == ((), (), ())


@SLOW
@given(
    names=st.lists(
        TEXTS.filter(lambda one: one.strip()),
        min_size=3,
        max_size=6,
        unique_by=lambda one: "".join(one.split()),
    ),
    said=TEXTS,
)
def test_any_chain_comes_back_without_a_change(names: list[str], said: str) -> None:
    with _opened() as (workspace, folder):
        chain = Chain(
            "hostile",
            "试验链",
            cluster=said[:80],
            stages=(Column("s", f"阶段{names[0]}"[:80], Tier.SUPPORT), Column("t", "二", Tier.UPSTREAM)),
            segments=tuple(
                Box(
                    "hostile",
                    f"c{at}",
                    f"{at}{name}"[:80],
                    "s" if at else "t",
                    "",
                    (said,),
                    (),
                    None if at else "c1",
                )
                for at, name in enumerate(names)
            ),
            links=(SupplyLink("c0", "c1", names[0][:40], 1 / 3),),
        )
        workspace.execute(
            SetStructure("hostile", chain, notes=(ChainNote(NoteKind.PARK, said or "园区", names[0]),))
        )
        workspace.execute(AssessSegment(SegmentRef("hostile", "c0"), evidence=said))
        export_chain_file(workspace, "hostile", folder / "c.xlsx")

        found = plan_workbook_import(workspace, read_sheets(folder / "c.xlsx"), "c.xlsx")

        assert found is not None and (found.plan.changes, found.plan.problems) == ((), ())
        assert replace(found.state.chain, version=0).name == "试验链"
