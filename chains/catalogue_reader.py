"""Reads the built-in chains from their TOML files and checks every line of them."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, TypeVar

from chains.catalogue_source import CatalogueSource
from chains.chain import Chain, ChainNote, Product, Segment, Stage, SupplyLink
from chains.errors import CatalogueError
from chains.kinds import Coverage, Degree, NoteKind, Source, Tier
from chains.marking import Assessment

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from enum import StrEnum
    from importlib.resources.abc import Traversable

PRODUCTS_FILE = "products.toml"
PLAN_DATE = date(2022, 1, 27)
PLAN_ASSESSOR = "威海市“十四五”科技创新规划"

_CHAIN_FIELDS = {
    "code",
    "name",
    "cluster",
    "chief",
    "document",
    "place",
    "aliases",
    "stages",
    "segments",
    "supply",
    "notes",
}
_STAGE_FIELDS = {"code", "name", "tier"}
_SEGMENT_FIELDS = {
    "code", "name", "stage", "product", "aliases", "exclude", "parent", "weight", "general", "place",
    "coverage", "source", "degree", "chokepoint", "evidence",
}  # fmt: skip
_LINK_FIELDS = {"from", "to", "group", "share"}
_NOTE_FIELDS = {"kind", "text", "place"}
_PRODUCT_FIELDS = {"name", "aliases", "exclude"}
_CODE = re.compile(r"[a-z][a-z0-9_]*")

_Kind = TypeVar("_Kind", bound="StrEnum")


@dataclass(frozen=True, slots=True)
class CatalogueChain:
    """A built-in chain with what its document says of each segment (segment code → assessment)."""

    chain: Chain
    assessments: Mapping[str, Assessment]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All built-in chains in the order of the plan, and the products that they share, by code."""

    chains: tuple[CatalogueChain, ...]
    products: Mapping[str, Product]

    def chain(self, code: str) -> CatalogueChain:
        """The chain of that code; KeyError when there is none."""
        for entry in self.chains:
            if entry.chain.code == code:
                return entry
        raise KeyError(code)

    def only(self, codes: Collection[str]) -> Catalogue:
        """These chains in the order of the plan, with the products of their segments."""
        kept = tuple(entry for entry in self.chains if entry.chain.code in codes)
        used = {segment.product for entry in kept for segment in entry.chain.segments}
        return Catalogue(kept, {code: one for code, one in self.products.items() if code in used})


@cache
def built_in_catalogue() -> Catalogue:
    """The catalogue that ships with the program.

    Raises CatalogueError naming file and line when an entry is wrong.
    """
    return read_catalogue(resources.files("chains.catalogue"))


def read_catalogue(folder: Traversable) -> Catalogue:
    """Reads every chain file of `folder`, in order of file name, and its products file.

    Raises CatalogueError naming file and line when an entry is wrong.
    """
    files = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name
    )
    shared: dict[str, Product] = {}
    chain_files = []
    for file in files:
        if file.name == PRODUCTS_FILE:
            shared = _read_products(CatalogueSource.parse(file.name, file.read_text(encoding="utf-8")))
        else:
            chain_files.append(file)
    chains = tuple(read_chain(file.name, file.read_text(encoding="utf-8")) for file in chain_files)
    _refuse_repeated_chains(chain_files, chains)
    return Catalogue(chains, _with_own_products(shared, chains))


def read_chain(file_name: str, text: str) -> CatalogueChain:
    """Reads one chain file. Raises CatalogueError naming file and line when an entry is wrong."""
    return _ChainReader(CatalogueSource.parse(file_name, text)).read()


@dataclass(slots=True)
class _ChainReader:
    """Turns one parsed file into a chain; refuses the first thing that is wrong."""

    source: CatalogueSource
    segments: list[Segment] = field(default_factory=list)
    assessments: dict[str, Assessment] = field(default_factory=dict)

    def read(self) -> CatalogueChain:
        table = self.source.table
        self._refuse_unknown(table, _CHAIN_FIELDS, 1)
        code = self._code(table, 1)
        stages = tuple(self._stage(entry, index) for index, entry in enumerate(table.get("stages", ())))
        self._refuse_repeated("stages", [stage.code for stage in stages])
        stage_codes = {stage.code for stage in stages}
        for index, entry in enumerate(table.get("segments", ())):
            self._segment(code, stage_codes, entry, index)
        self._refuse_repeated("segments", [segment.code for segment in self.segments])
        self._refuse_unknown_parents()
        chain = Chain(
            code=code,
            name=self._text(table, "name", 1, needed=True),
            cluster=self._text(table, "cluster", 1),
            chief=self._text(table, "chief", 1),
            document=self._text(table, "document", 1),
            place=self._text(table, "place", 1),
            aliases=self._words(table, "aliases", 1),
            stages=stages,
            segments=tuple(self.segments),
            links=self._links(table.get("supply", {})),
            notes=tuple(self._note(entry, index) for index, entry in enumerate(table.get("notes", ()))),
        )
        self._refuse_unlinked(chain)
        return CatalogueChain(chain, dict(self.assessments))

    def _stage(self, entry: dict[str, Any], index: int) -> Stage:
        line = self.source.line_of_table("stages", index)
        self._refuse_unknown(entry, _STAGE_FIELDS, line)
        return Stage(
            self._code(entry, line),
            self._text(entry, "name", line, needed=True),
            self._kind(Tier, entry, "tier", line, None),
        )

    def _segment(self, chain: str, stages: set[str], entry: dict[str, Any], index: int) -> None:
        line = self.source.line_of_table("segments", index)
        self._refuse_unknown(entry, _SEGMENT_FIELDS, line)
        code = self._code(entry, line)
        name = self._text(entry, "name", line, needed=True)
        stage = self._text(entry, "stage", line, needed=True)
        if stage not in stages:
            raise self.source.error(self.source.line_of_field("stage", line), "unknown_stage", stage)
        place = self._text(entry, "place", line)
        general = bool(entry.get("general", False))
        if general == bool(place):
            raise self.source.error(line, "place_or_general", name)
        self.segments.append(
            Segment(
                chain=chain,
                code=code,
                name=name,
                stage=stage,
                product=self._text(entry, "product", line) or name,
                aliases=self._words(entry, "aliases", line),
                exclude=self._words(entry, "exclude", line),
                parent=self._text(entry, "parent", line) or None,
                weight=float(entry.get("weight", 1.0)),
                general=general,
                place=place,
            )
        )
        self._assess(code, entry, line)

    def _assess(self, code: str, entry: dict[str, Any], line: int) -> None:
        marked = {"coverage", "source", "degree", "chokepoint", "evidence"} & set(entry)
        if not marked:
            return
        evidence = self._text(entry, "evidence", line)
        if entry.get("general") or not evidence:
            raise self.source.error(line, "assessed_without_evidence", entry["name"])
        self.assessments[code] = Assessment(
            coverage=self._kind(Coverage, entry, "coverage", line, Coverage.UNASSESSED),
            source=self._kind(Source, entry, "source", line, Source.UNKNOWN),
            degree=self._kind(Degree, entry, "degree", line, None) if "degree" in entry else None,
            chokepoint=bool(entry.get("chokepoint", False)),
            evidence=f"{self._text(entry, 'place', line)}：{evidence}",
            assessor=PLAN_ASSESSOR,
            assessed_on=PLAN_DATE,
        )

    def _links(self, supply: dict[str, Any]) -> tuple[SupplyLink, ...]:
        self._refuse_unknown(supply, {"links"}, 1)
        entries: list[dict[str, Any]] = supply.get("links", [])
        sizes: dict[tuple[str, str], int] = defaultdict(int)
        for entry in entries:
            sizes[(str(entry.get("to")), str(entry.get("group", entry.get("from"))))] += 1
        links = [self._link(entry, sizes, index) for index, entry in enumerate(entries)]
        self._refuse_overfull_groups(links)
        return tuple(links)

    def _link(self, entry: dict[str, Any], sizes: Mapping[tuple[str, str], int], index: int) -> SupplyLink:
        line = self.source.line_of_link(index)
        self._refuse_unknown(entry, _LINK_FIELDS, line)
        source = self._text(entry, "from", line, needed=True)
        target = self._text(entry, "to", line, needed=True)
        codes = {segment.code for segment in self.segments}
        for end in (source, target):
            if end not in codes:
                raise self.source.error(line, "unknown_segment", end)
        if source == target:
            raise self.source.error(line, "link_to_itself", source)
        group = self._text(entry, "group", line) or source
        share = float(entry.get("share", 1.0 / sizes[(target, group)]))
        if not 0.0 < share <= 1.0:
            raise self.source.error(line, "share", share)
        return SupplyLink(source, target, group, share)

    def _note(self, entry: dict[str, Any], index: int) -> ChainNote:
        line = self.source.line_of_table("notes", index)
        self._refuse_unknown(entry, _NOTE_FIELDS, line)
        return ChainNote(
            self._kind(NoteKind, entry, "kind", line, None),
            self._text(entry, "text", line, needed=True),
            self._text(entry, "place", line, needed=True),
        )

    def _refuse_unknown(self, entry: dict[str, Any], known: set[str], line: int) -> None:
        for name in entry:
            if name not in known:
                raise self.source.error(self.source.line_of_field(name, line), "unknown_field", name)

    def _refuse_repeated(self, table: str, codes: list[str]) -> None:
        for index, code in enumerate(codes):
            if code in codes[:index]:
                raise self.source.error(self.source.line_of_table(table, index), "repeated", code)

    def _refuse_unknown_parents(self) -> None:
        codes = {segment.code for segment in self.segments}
        for index, segment in enumerate(self.segments):
            if segment.parent is not None and (segment.parent not in codes or segment.parent == segment.code):
                raise self.source.error(
                    self.source.line_of_table("segments", index), "unknown_segment", segment.parent
                )

    def _refuse_overfull_groups(self, links: list[SupplyLink]) -> None:
        totals: dict[tuple[str, str], float] = defaultdict(float)
        ends: set[tuple[str, str]] = set()
        for index, link in enumerate(links):
            line = self.source.line_of_link(index)
            totals[(link.target, link.group)] += link.share
            if totals[(link.target, link.group)] > 1.0 + 1e-9:
                raise self.source.error(line, "shares_over_one", link.group)
            if (link.source, link.target) in ends:
                raise self.source.error(line, "repeated", f"{link.source} → {link.target}")
            ends.add((link.source, link.target))

    def _refuse_unlinked(self, chain: Chain) -> None:
        linked = {code for link in chain.links for code in (link.source, link.target)}
        linked |= {segment.parent for segment in chain.segments if segment.parent} | {
            segment.code for segment in chain.segments if segment.parent
        }
        for index, segment in enumerate(chain.segments):
            if segment.code not in linked:
                raise self.source.error(
                    self.source.line_of_table("segments", index), "unlinked", segment.name
                )

    def _code(self, entry: dict[str, Any], line: int) -> str:
        code = self._text(entry, "code", line, needed=True)
        if not _CODE.fullmatch(code):
            raise self.source.error(self.source.line_of_field("code", line), "code", code)
        return code

    def _text(self, entry: dict[str, Any], name: str, line: int, *, needed: bool = False) -> str:
        value = entry.get(name, "")
        if not isinstance(value, str):
            raise self.source.error(self.source.line_of_field(name, line), "not_text", name)
        if needed and not value.strip():
            raise self.source.error(line, "missing_field", name)
        return value.strip()

    def _words(self, entry: dict[str, Any], name: str, line: int) -> tuple[str, ...]:
        value = entry.get(name, [])
        if not isinstance(value, list) or not all(isinstance(word, str) and word.strip() for word in value):
            raise self.source.error(self.source.line_of_field(name, line), "not_words", name)
        return tuple(value)

    def _kind(
        self, kinds: type[_Kind], entry: dict[str, Any], name: str, line: int, default: _Kind | None
    ) -> Any:  # noqa: ANN401
        if name not in entry:
            if default is None:
                raise self.source.error(line, "missing_field", name)
            return default
        try:
            return kinds(entry[name])
        except ValueError as error:
            raise self.source.error(
                self.source.line_of_field(name, line), "unknown_value", entry[name]
            ) from error


def _read_products(source: CatalogueSource) -> dict[str, Product]:
    products: dict[str, Product] = {}
    for name in source.table:
        if name != "products":
            raise source.error(source.line_of_field(name, 1), "unknown_field", name)
    for index, entry in enumerate(source.table.get("products", ())):
        line = source.line_of_table("products", index)
        for name in entry:
            if name not in _PRODUCT_FIELDS:
                raise source.error(source.line_of_field(name, line), "unknown_field", name)
        product = str(entry.get("name", ""))
        if not product or product in products:
            raise source.error(line, "repeated" if product else "missing_field", product or "name")
        products[product] = Product(
            product, product, tuple(entry.get("aliases", ())), tuple(entry.get("exclude", ()))
        )
    return products


def _with_own_products(shared: Mapping[str, Product], chains: Iterable[CatalogueChain]) -> dict[str, Product]:
    """Every product that a segment names: the shared ones, and one of its own for each other name."""
    products = dict(shared)
    for entry in chains:
        for segment in entry.chain.segments:
            products.setdefault(segment.product, Product(segment.product, segment.product))
    return products


def _refuse_repeated_chains(files: list[Traversable], chains: tuple[CatalogueChain, ...]) -> None:
    seen: dict[str, str] = {}
    for file, entry in zip(files, chains, strict=True):
        for word in (entry.chain.code, entry.chain.name):
            if word in seen:
                raise CatalogueError(file=file.name, line=1, reason="repeated", value=word)
            seen[word] = file.name
