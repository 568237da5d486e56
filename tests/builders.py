"""Small worlds for tests, built in a line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from app.services.workspace import Workspace
from chains.catalogue_reader import built_in_catalogue
from chains.chain import Chain, Product, Segment, SegmentRef, Stage, SupplyLink
from chains.commands import CompanyArrival, ImportCompanies
from chains.company import Company
from chains.kinds import Coverage, Decision, Role, Source, Tier
from chains.marking import Assessment, Placement, Supplier
from chains.state import ChainState
from db.server import FirstContent, set_up
from db.workspace_file import create_workspace, open_workspace

if TYPE_CHECKING:
    from sqlalchemy.engine import URL

TODAY = date(2026, 11, 24)


def a_workspace(path: Path, author: str = "王五") -> Workspace:
    """A workspace file made from the built-in catalogue: the copy of one that was made in this process."""
    with path.open("xb") as file:
        file.write(_new_file_of(author))
    return Workspace(open_workspace(path), author)


@cache
def _new_file_of(author: str) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "新.lianpu"
        create_workspace(path, built_in_catalogue(), "371000", author).close()
        return path.read_bytes()


def set_up_shared(url: URL, author: str = "王五") -> None:
    """Set a shared database up with the built-in catalogue in it."""
    set_up(url, FirstContent(built_in_catalogue(), "371000", author))


def a_shared_workspace(url: URL, author: str = "王五") -> Workspace:
    """Work in a shared database that was set up."""
    return Workspace(open_workspace(url), author)


def a_chain(*links: str, code: str = "test", weights: dict[str, float] | None = None) -> Chain:
    """A chain from links written `rubber>tyre`, `a>b:group`, `a>b:group:0.5`; every segment in one stage."""
    parsed = [_link(link) for link in links]
    names = dict.fromkeys(name for link in parsed for name in (link.source, link.target))
    segments = tuple(
        Segment(code, name, name, "s", name, weight=(weights or {}).get(name, 1.0), place="专栏3")
        for name in names
    )
    return Chain(
        code=code,
        name=f"链{code}",
        stages=(Stage("s", "阶段", Tier.MIDSTREAM),),
        segments=segments,
        links=tuple(parsed),
    )


def a_state(
    chain: Chain, suppliers: dict[str, tuple[Supplier, ...]] | None = None, **marks: Coverage
) -> ChainState:
    """The chain with coverages by segment and suppliers."""
    return ChainState(
        chain=chain,
        assessments={name: Assessment(coverage=coverage) for name, coverage in marks.items()},
        suppliers=suppliers or {},
        products={segment.product: Product(segment.product, segment.product) for segment in chain.segments},
    )


def assessed(coverage: Coverage, source: Source = Source.UNKNOWN, *, chokepoint: bool = False) -> Assessment:
    """An assessment of those facts."""
    return Assessment(coverage=coverage, source=source, chokepoint=chokepoint)


def a_supplier(
    name: str,
    *,
    local: bool | None = True,
    decision: Decision = Decision.CONFIRMED,
    role: Role = Role.SUPPLIER,
    company_id: int = 0,
) -> Supplier:
    """A company placed on a segment."""
    placement = Placement(1, SegmentRef("test", "x"), company_id or abs(hash(name)), role, decision)
    return Supplier(placement, name, name, "371002" if local else "", local)


def a_company(name: str, *products: str, id: int = 0, **facts: object) -> Company:  # noqa: A002
    """A company with its main products."""
    return replace(Company(id=id, name=name, products=products), **facts)


def bring_in(workspace: Workspace, *companies: Company) -> tuple[int, ...]:
    """Import the companies and return their ids, in order."""
    workspace.execute(ImportCompanies("企业.csv", tuple(CompanyArrival(one) for one in companies), {}))
    with workspace.read() as reader:
        return tuple(reader.companies_named(one.name)[0].id for one in companies)


def _link(text: str) -> SupplyLink:
    ends, _, rest = text.partition(":")
    source, target = ends.split(">")
    group, _, share = rest.partition(":")
    return SupplyLink(source, target, group or source, float(share) if share else 1.0)
