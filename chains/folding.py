"""Folds segments: their sub-segments are hidden, and links of hidden ones end at what is shown instead."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chains.chain import Chain, SupplyLink

__all__ = ["folded_chain", "hidden_in", "parents_of"]


def parents_of(chain: Chain) -> frozenset[str]:
    """The segments that have sub-segments, so that they can be folded."""
    codes = {segment.code for segment in chain.segments}
    return frozenset(
        segment.parent
        for segment in chain.segments
        if segment.parent in codes and segment.parent != segment.code
    )


def hidden_in(chain: Chain, folded: frozenset[str]) -> Mapping[str, tuple[str, ...]]:
    """The segments that each shown one hides, at any depth; only those that hide any."""
    hidden: dict[str, list[str]] = defaultdict(list)
    for code, shown in _shown_for(chain, folded).items():
        if code != shown:
            hidden[shown].append(code)
    return {shown: tuple(codes) for shown, codes in hidden.items()}


def folded_chain(chain: Chain, folded: frozenset[str]) -> Chain:
    """The chain as the map shows it: everything below the folded segments is hidden.

    A link of a hidden segment ends at the one that hides it. Links that then have the same ends are merged
    into the first of them (its group, the largest share); a link within one box is left out.
    """
    shown = _shown_for(chain, folded)
    if all(code == holder for code, holder in shown.items()):
        return chain
    segments = tuple(segment for segment in chain.segments if shown[segment.code] == segment.code)
    links: dict[tuple[str, str], SupplyLink] = {}
    for link in chain.links:
        ends = shown.get(link.source, link.source), shown.get(link.target, link.target)
        if ends[0] == ends[1]:
            continue
        lifted = replace(link, source=ends[0], target=ends[1])
        first = links.setdefault(ends, lifted)
        links[ends] = replace(first, share=max(first.share, lifted.share))
    return replace(chain, segments=segments, links=tuple(links.values()))


def _shown_for(chain: Chain, folded: frozenset[str]) -> dict[str, str]:
    """The box that stands for each segment: itself, or its outermost folded ancestor."""
    parents = {segment.code: segment.parent for segment in chain.segments}
    shown = {}
    for code, parent in parents.items():
        holder, above, seen = code, parent, {code}
        # A file may hold parents in a circle: each is looked at once, and none hides itself.
        while above in parents and above not in seen:
            seen.add(above)
            if above in folded:
                holder = above
            above = parents[above]
        shown[code] = holder
    return {code: code if _in_circle(code, parents) else holder for code, holder in shown.items()}


def _in_circle(code: str, parents: Mapping[str, str | None]) -> bool:
    """Whether the parents of a segment lead back into themselves: then nothing above can hide it."""
    seen: set[str] = set()
    at: str | None = code
    while at in parents and at is not None:
        if at in seen:
            return True
        seen.add(at)
        at = parents[at]
    return False
