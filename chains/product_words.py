"""The words that find a company for a segment: its own, related ones, and those its name is cut into."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import islice, product
from typing import TYPE_CHECKING

from chains.terms import Relation, built_in_terms, cut_words, is_cut_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from chains.chain import Segment, SegmentRef
    from chains.state import ChainState

MOST_SPELLINGS = 8
"""So many spellings of one cut name are looked up; more words that are alike than that are no name."""

_FIELD_SHARE = 0.15
"""A field belongs to a chain when at least so many of its segments, and two, speak of it."""


@dataclass(frozen=True, slots=True)
class MatchWords:
    """The words that find a company for a segment, and those that rule one of its products out.

    `names` are those of the wanted words that are the segment's and the product's own names, the others are
    aliases; `related` are other words with their relation; `cut` are names cut into words, each word with its
    other spellings; `general` are words that count only as a whole product of a company that is in one of
    `fields` (汽车, 医疗 …: what the segment is for).
    """

    ref: SegmentRef
    wanted: tuple[str, ...]
    unwanted: tuple[str, ...]
    related: tuple[tuple[str, Relation], ...] = ()
    cut: tuple[tuple[tuple[str, ...], ...], ...] = ()
    general: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def evidence(self) -> tuple[str, ...]:
        """Words that show a company to be in the segment's fields."""
        told = built_in_terms().fields
        return tuple(word for field in self.fields for word in told[field])

    def searched(self) -> tuple[str, ...]:
        """What to look companies up by: words, several in one text where all of them must stand."""
        found = [*self.wanted, *(word for word, _ in self.related)]
        for names in self.cut:
            found += [" ".join(spelling) for spelling in islice(product(*names), MOST_SPELLINGS)]
        found += [f"{word} {sign}" for word in self.general for sign in self.evidence]
        return tuple(dict.fromkeys(found))


def match_words(state: ChainState, segment: Segment) -> MatchWords:
    """Product, its aliases, the segment's name and its aliases; what goes with them; what rules out."""
    shared = state.products.get(segment.product)
    wanted = [segment.name, *segment.aliases]
    unwanted = list(segment.exclude)
    if shared is not None:
        wanted += [shared.name, *shared.aliases]
        unwanted += shared.exclude
    own = tuple(dict.fromkeys(wanted))
    related = _related(own)
    return MatchWords(
        segment.ref,
        own,
        tuple(dict.fromkeys(unwanted)),
        related=tuple((word, how) for word, how in related.items() if how is not Relation.GENERAL),
        cut=_names_cut(own, related),
        general=tuple(word for word, how in related.items() if how is Relation.GENERAL),
        fields=_fields(state, own),
        names=(segment.name, *((shared.name,) if shared is not None else ())),
    )


def _related(own: tuple[str, ...]) -> dict[str, Relation]:
    terms = built_in_terms()
    known = {word.casefold() for word in own}
    found: dict[str, Relation] = {}
    for word in own:
        for other, relation in terms.related.get(word.casefold(), ()):
            is_general = relation is Relation.BROADER and other in terms.general
            found.setdefault(other, Relation.GENERAL if is_general else relation)
    return {word: relation for word, relation in found.items() if word not in known}


def _names_cut(own: tuple[str, ...], related: dict[str, Relation]) -> tuple[tuple[tuple[str, ...], ...], ...]:
    """Names made of two known words or more, whatever else may stand between these in a product's name."""
    terms = built_in_terms()
    names = [*own, *(word for word, relation in related.items() if relation is Relation.SAME)]
    found: dict[tuple[int, ...], tuple[tuple[str, ...], ...]] = {}
    for name in map(str.casefold, names):
        for filler in terms.filler:
            name = name.replace(filler, "")  # noqa: PLW2901 - what is left of it
        words = cut_words(name)
        if len(words) > 1 and is_cut_whole(name):
            numbers = tuple(terms.class_of[word] for word in words)
            found.setdefault(numbers, tuple(terms.alternatives(word) for word in words))
    return tuple(
        spelt for numbers, spelt in found.items() if not any(_holds(numbers, other) for other in found)
    )


def _holds(numbers: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """Whether the longer name says no more than the shorter one finds."""
    return len(other) < len(numbers) and in_order(other, numbers)


def in_order(wanted: Sequence[int], given: Sequence[int]) -> bool:
    """Whether all of the one stand in the other, in this order, the last one last."""
    rest = iter(given)
    return bool(given) and wanted[-1] == given[-1] and all(one in rest for one in wanted)


def _fields(state: ChainState, own: tuple[str, ...]) -> tuple[str, ...]:
    """The segment's own fields, else those of its chain; none where neither says."""
    terms = built_in_terms()
    said = terms.fields_in(" ".join(own).casefold())
    if said:
        return tuple(sorted(said))
    counts = Counter(field for text in _texts(state) for field in terms.fields_in(text.casefold()))
    least = max(2.0, _FIELD_SHARE * len(state.chain.segments))
    return tuple(sorted(field for field, count in counts.items() if count >= least))


def _texts(state: ChainState) -> Iterable[str]:
    for segment in state.chain.segments:
        shared = state.products.get(segment.product)
        yield " ".join((segment.name, *segment.aliases, *(shared.aliases if shared is not None else ())))
