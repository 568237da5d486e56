"""Which chain, segment or company a person means: a code, or a name that fits exactly one."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from chains.errors import Ambiguous, NotFound
from chains.names import normalised_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chains.chain import Segment
    from chains.company import Company
    from chains.ports import Reader
    from chains.state import ChainState

_MOST_NAMED = 12


def find_chain(reader: Reader, name: str) -> str:
    """Code of the chain meant. Raises NotFound with names that come close, Ambiguous with all that fit."""
    return fitting_name("chain", name, reader.chain_names())


def find_segment(state: ChainState, name: str) -> Segment:
    """The segment of the chain meant. Raises NotFound or Ambiguous."""
    names = {
        segment.code: (segment.name, segment.product, *segment.aliases) for segment in state.chain.segments
    }
    return state.chain.segment(fitting_name("segment", name, names))


def find_company(reader: Reader, name: str) -> Company:
    """The company meant: by code, name, short or former name, else by a part of its name."""
    exact = reader.companies_named(name)
    if len(exact) == 1:
        return exact[0]
    if len(exact) > 1:
        raise Ambiguous(kind="company", name=name, fits=tuple(f"{one.name}（{one.code}）" for one in exact))
    rows = reader.company_page(name, 0, _MOST_NAMED + 1)
    if len(rows) == 1:
        return reader.company(rows[0].id)
    if rows:
        raise Ambiguous(kind="company", name=name, fits=tuple(f"{row.name}（{row.code}）" for row in rows))
    raise NotFound(kind="company", name=name, near=())


def fitting_name(kind: str, name: str, names: Mapping[str, tuple[str, ...]]) -> str:
    """The key meant: by code, by whole first name, by another whole name, then by part of a name.

    Raises NotFound with names that come close, Ambiguous with all that fit.
    """
    if name in names:
        return name
    wanted = normalised_name(name)
    folded = {code: tuple(normalised_name(word) for word in words) for code, words in names.items()}
    for fits in (
        [code for code, words in folded.items() if wanted == words[0]],
        [code for code, words in folded.items() if wanted in words],
        [code for code, words in folded.items() if wanted and wanted in words[0]],
        [code for code, words in folded.items() if wanted and any(wanted in word for word in words)],
    ):
        if len(fits) == 1:
            return fits[0]
        if fits:
            named = tuple(f"{names[code][0]}（{code}）" for code in fits)
            raise Ambiguous(kind=kind, name=name, fits=named)
    near = difflib.get_close_matches(name, [words[0] for words in names.values()], n=5, cutoff=0.4)
    raise NotFound(kind=kind, name=name, near=tuple(near))
