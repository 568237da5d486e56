"""What supplies a segment and what it supplies, over and over, answered at once on big chains too."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from chains.chain import Chain


class Reach:
    """The ways through one chain; made once for many questions."""

    def __init__(self, chain: Chain) -> None:
        self._next: Mapping[str, list[str]] = defaultdict(list)
        self._before: Mapping[str, list[str]] = defaultdict(list)
        for link in chain.links:
            self._next[link.source].append(link.target)
            self._before[link.target].append(link.source)

    def through(self, code: str) -> frozenset[str]:
        """The segment with all that lies upstream and downstream of it."""
        return _reached(self._next, code) | _reached(self._before, code)


def upstream_of(chain: Chain, segment: str) -> frozenset[str]:
    """Every segment from which links lead to this one, at any distance."""
    before: dict[str, list[str]] = defaultdict(list)
    for link in chain.links:
        before[link.target].append(link.source)
    return _reached(before, segment) - {segment}


def downstream_of(chain: Chain, segment: str) -> frozenset[str]:
    """Every segment to which links lead from this one, at any distance."""
    after: dict[str, list[str]] = defaultdict(list)
    for link in chain.links:
        after[link.source].append(link.target)
    return _reached(after, segment) - {segment}


def _reached(steps: Mapping[str, Sequence[str]], code: str) -> frozenset[str]:
    found, waiting = {code}, [code]
    while waiting:
        for one in steps.get(waiting.pop(), ()):
            if one not in found:
                found.add(one)
                waiting.append(one)
    return frozenset(found)
