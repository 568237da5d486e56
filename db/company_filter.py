"""Filters of the registry on the facts of companies: which pass, and in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import String, cast, func, or_, select

from chains.registry import Placed, SortColumn
from db import tables
from db.batches import ranges_of
from db.facets import STATES, UNKNOWN, Facets, industry_span, region_span, text_key
from db.placed import is_placed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from numpy.typing import NDArray
    from sqlalchemy import Connection

    from chains.registry import CompanyFilter, CompanySort

    Ids = NDArray[np.int64]
    Mask = NDArray[np.bool_]

_COLUMN = {
    SortColumn.NAME: "name",
    SortColumn.CODE: "code",
    SortColumn.REGION: "region",
    SortColumn.INDUSTRY: "industry",
    SortColumn.STATE: "state",
    SortColumn.CAPITAL: "capital",
    SortColumn.INSURED: "insured",
    SortColumn.FOUNDED: "founded",
    SortColumn.PRODUCTS: "products",
    SortColumn.LEGAL_PERSON: "legal",
}


class Passing:
    """The companies that a filter lets through, its typed text aside."""

    def __init__(self, connection: Connection, facets: Facets, wanted: CompanyFilter, today: date) -> None:
        self._connection, self._facets, self._wanted, self._today = connection, facets, wanted, today
        masks = list(self._masks())
        self.mask: Mask | None = np.logical_and.reduce(masks) if masks else None

    @property
    def ids(self) -> Ids:
        """Ids of all that pass, in no order."""
        return self._facets.ids if self.mask is None else self._facets.ids[self.mask]

    def sorted(self, sort: CompanySort, among: Ids | None = None, first: int | None = None) -> Ids:
        """Ids of those that pass (and are `among` these), sorted; at least the `first` so many of them.

        Companies without the value come last in both directions; ties in order of arrival.
        """
        mask = self.mask
        if among is not None:
            inside = _as_mask(among, self._facets.ids)
            mask = inside if mask is None else mask & inside
        ids = self._facets.ids if mask is None else self._facets.ids[mask]
        if sort.column is SortColumn.BEST:
            return _first_of(ids, first)
        keys, known = self._keys(sort.column)
        if mask is not None:
            keys, known = keys[mask], known[mask]
        return _sorted(ids, keys, known, sort.descending, first)

    def _keys(self, column: SortColumn) -> tuple[Any, Mask]:
        """What to sort by, and where it is known."""
        ids = self._facets.ids
        if column is SortColumn.PLACEMENTS:
            return _spread(*self._placement_counts(), ids), np.ones(len(ids), bool)
        if column is SortColumn.HONOURS:
            keys = _spread(*honour_places(self._connection), ids)
            return keys, keys > 0
        if column is SortColumn.ORIGIN:
            places, words = self._facets.origins()
            known = np.ones(len(ids), bool)
            return places, places != words.index("") if "" in words else known
        keys = self._facets.column(_COLUMN[column])
        if column is SortColumn.CAPITAL:
            return keys, ~np.isnan(keys)
        unknown = UNKNOWN.get(_COLUMN[column])
        return keys, np.ones(len(keys), bool) if unknown is None else keys != unknown

    def _placement_counts(self) -> tuple[Ids, Ids]:
        table = tables.placement
        query = select(table.c.company_id, func.count()).where(is_placed()).group_by(table.c.company_id)
        counts = [tuple(row) for row in self._connection.execute(query)]
        companies, numbers = np.asarray(counts, np.int64).reshape(len(counts), 2).T
        return companies, numbers

    def _masks(self) -> Iterator[Mask]:
        wanted, column = self._wanted, self._facets.column
        if wanted.regions:
            yield _in_spans(column("region"), [region_span(code) for code in wanted.regions])
        if wanted.industries:
            yield _in_spans(column("industry"), [industry_span(code) for code in wanted.industries])
        if wanted.states:
            yield np.isin(column("state"), [STATES.index(one) for one in wanted.states])
        yield from self._ranges()
        if wanted.origin:
            places, words = self._facets.origins()
            yield places == (words.index(wanted.origin) if wanted.origin in words else -1)
        if wanted.batch is not None:
            spans = [(first, last + 1) for first, last in ranges_of(self._connection, wanted.batch)]
            yield _in_spans(self._facets.ids, spans)
        yield from self._in_other_tables()

    def _ranges(self) -> Iterator[Mask]:
        wanted = self._wanted
        for name, low, high in (
            ("capital", wanted.capital_from, wanted.capital_to),
            ("insured", wanted.insured_from, wanted.insured_to),
            ("founded", wanted.founded_from, wanted.founded_to),
        ):
            if low is None and high is None:
                continue
            values = self._facets.column(name)
            mask = ~np.isnan(values) if name == "capital" else values != UNKNOWN[name]
            if low is not None:
                mask &= values >= _number(low)
            if high is not None:
                mask &= values <= _number(high)
            yield mask

    def _in_other_tables(self) -> Iterator[Mask]:
        wanted, placement = self._wanted, tables.placement
        if wanted.honours:
            yield self._is_one_of(_having_honour(wanted, self._today))
        if wanted.placed is not Placed.ANY:
            placed = self._is_one_of(select(placement.c.company_id).where(is_placed()).distinct())
            yield placed if wanted.placed is Placed.PLACED else ~placed
        if wanted.chains:
            chosen = placement.c.chain.in_(wanted.chains)
            yield self._is_one_of(select(placement.c.company_id).where(chosen, is_placed()).distinct())

    def _is_one_of(self, query: Any) -> Mask:  # noqa: ANN401 - a select of company ids
        chosen = np.asarray(list(self._connection.execute(query).scalars()), np.int64)
        return _as_mask(chosen, self._facets.ids)


def _having_honour(wanted: CompanyFilter, today: date) -> Any:  # noqa: ANN401 - a select
    table = tables.qualification
    query = select(table.c.company_id).where(table.c.name.in_(wanted.honours)).distinct()
    if wanted.only_valid:
        day = wanted.valid_on or today
        query = query.where(or_(table.c.valid_until.is_(None), table.c.valid_until >= day))
    return query


def honour_places(connection: Connection) -> tuple[Ids, Ids]:
    """Companies with honours, and the place of all their names, as a line shows them, in order from 1 on.

    Reads every honour: 0.05 s for each hundred thousand (tests/benchmarks/registry.py). The database hands
    out their numbers as one text per name, which takes half as long as a row for each.
    """
    table = tables.qualification
    numbers = (
        func.aggregate_strings(cast(column, String), ",") for column in (table.c.id, table.c.company_id)
    )
    names, ids, owners = [], [], []
    for name, rows, companies in connection.execute(select(table.c.name, *numbers).group_by(table.c.name)):
        names.append(str(name))
        ids.append(np.fromstring(rows, np.int64, sep=","))
        owners.append(np.fromstring(companies, np.int64, sep=","))
    if not names:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    which = np.repeat(np.arange(len(names)), [len(some) for some in ids])
    return _places_of_all(names, which, np.concatenate(ids), np.concatenate(owners))


def _places_of_all(names: Sequence[str], which: Ids, ids: Ids, owners: Ids) -> tuple[Ids, Ids]:
    """Owners, each once, and the place of all their names; `which` tells the name of every row."""
    order = np.lexsort((ids, owners))
    owners, which = owners[order], which[order]
    companies, starts, counts = np.unique(owners, return_index=True, return_counts=True)
    several = np.flatnonzero(counts > 1).tolist()
    held = {place: tuple(which[starts[place] : starts[place] + counts[place]].tolist()) for place in several}
    texts = {some: "、".join(names[one] for one in some) for some in held.values()}
    texts |= {(one,): name for one, name in enumerate(names)}
    by_text = sorted(texts, key=lambda some: (text_key(texts[some]), texts[some]))
    places = {some: place for place, some in enumerate(by_text, 1)}
    found = np.asarray([places[one,] for one in range(len(names))], np.int64)[which[starts]]
    found[several] = [places[held[place]] for place in several]
    return companies, found


def _spread(chosen: Ids, values: Ids, ids: Ids) -> Ids:
    """The values of these companies for each of the ids, 0 where there is none."""
    spread = np.zeros(1 + max(int(some.max(initial=0)) for some in (chosen, ids)), np.int64)
    spread[chosen] = values
    return spread[ids]


def _number(value: Any) -> float:  # noqa: ANN401 - an amount, a count or a day
    return float(value.toordinal() if hasattr(value, "toordinal") else value)


def _in_spans(values: Any, spans: Sequence[tuple[int, int]]) -> Mask:  # noqa: ANN401 - an integer array
    mask = np.zeros(len(values), bool)
    for first, end in spans:
        mask |= (values >= first) & (values < end)
    return mask


def _as_mask(chosen: Ids, ids: Ids) -> Mask:
    """Which of the ids are chosen."""
    if not len(chosen) or not len(ids):
        return np.zeros(len(ids), bool)
    marks = np.zeros(max(int(chosen.max()), int(ids.max())) + 1, bool)
    marks[chosen] = True
    return marks[ids]


def _first_of(ids: Ids, first: int | None) -> Ids:
    if first is not None and first < len(ids):
        ids = np.partition(ids, first)[:first]
    return np.sort(ids)


def _sorted(ids: Ids, keys: Any, known: Mask, descending: bool, first: int | None) -> Ids:  # noqa: ANN401
    """Known ones by key, then the others; each tie by id."""
    having, lacking, words = ids[known], ids[~known], _as_numbers(keys[known])
    if first is not None and first < len(having):
        near = _near_the_front(words[0], descending, first)
        having, words, lacking = having[near], [one[near] for one in words], lacking[:0]
    if descending:
        # Ties stay in order of arrival: sorted by the id turned round, and the whole turned round again.
        order = np.lexsort((-having, *reversed(words)))[::-1]
    else:
        order = np.lexsort((having, *reversed(words)))
    return np.concatenate((having[order], np.sort(lacking)))


def _near_the_front(values: Any, descending: bool, first: int) -> Mask:  # noqa: ANN401 - a numeric array
    """Everything that is not behind the place `first`, ties included."""
    place = len(values) - first if descending else first - 1
    edge = np.partition(values, place)[place]
    near: Mask = values >= edge if descending else values <= edge
    return near


def _as_numbers(keys: Any) -> list[Any]:  # noqa: ANN401 - arrays
    """Keys of bytes as big-endian numbers of eight bytes each, which sort ten times as fast."""
    if keys.dtype.kind != "S":
        return [keys]
    size = -(-keys.dtype.itemsize // 8)
    table = keys.astype(f"S{size * 8}").view(">u8").reshape(len(keys), size)
    return [table[:, place].astype(np.uint64) for place in range(size)]
