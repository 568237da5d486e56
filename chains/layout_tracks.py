"""Tracks for links that turn: no two links run on top of each other unless they share an end.

Links of one source share their trunk up to where they part, links of one target theirs from where they meet.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from chains.chain import Chain

CLEARANCE = 6.0
"""Along one track, from one trunk to the next."""


class Trunk(NamedTuple):
    """The links that run together: those out of a source, or into a target."""

    out: bool
    code: str


@dataclass(frozen=True, slots=True)
class Turn:
    """A link that turns in the gap after its source and in the one before its target; they may be the same.

    `enters_right`: both ends stand in one column, and the link comes back to it.
    """

    index: int
    source: str
    target: str
    first_gap: int
    last_gap: int
    enters_right: bool

    @property
    def needs_channel(self) -> bool:
        """Whether it has to change gaps, below the columns."""
        return self.first_gap != self.last_gap


def turns_of(chain: Chain, columns: Mapping[str, int], forward: Iterable[int]) -> list[Turn]:
    """The links that do not simply lead forward in the main line."""
    simple = set(forward)
    turns = []
    for index, link in enumerate(chain.links):
        if index in simple:
            continue
        start, end = columns[link.source], columns[link.target]
        same = start == end
        turns.append(Turn(index, link.source, link.target, start + 1, end + 1 if same else end, same))
    return turns


def trunks_of(turns: list[Turn]) -> dict[int, Trunk]:
    """With which others each link runs, where it could be those of its source or of its target."""
    out = Counter(turn.source for turn in turns)
    into = Counter(turn.target for turn in turns)
    return {
        turn.index: Trunk(out=True, code=turn.source)
        if out[turn.source] >= into[turn.target]
        else Trunk(out=False, code=turn.target)
        for turn in turns
    }


def channel_tracks(turns: list[Turn], trunks: Mapping[int, Trunk]) -> dict[Trunk, int]:
    """The track of each trunk in the channel below the columns, from 0; short ones lie above long ones."""
    spans: dict[Trunk, tuple[float, float]] = {}
    for turn in turns:
        if turn.needs_channel:
            low, high = sorted((turn.first_gap, turn.last_gap))
            span = spans.get(trunks[turn.index], (low, high))
            spans[trunks[turn.index]] = (min(low, span[0]), max(high, span[1]))
    # Two that meet in one gap would touch: half a gap more on both sides keeps them apart.
    return coloured({trunk: (low - 0.4, high + 0.4) for trunk, (low, high) in spans.items()}, 0.0)


def gap_counts(turns: list[Turn], trunks: Mapping[int, Trunk], gaps: int) -> list[int]:
    """How many trunks run upright in each gap at most."""
    found: dict[int, set[Trunk]] = defaultdict(set)
    for turn in turns:
        if turn.needs_channel:
            found[turn.first_gap].add(Trunk(out=True, code=turn.source))
            found[turn.last_gap].add(Trunk(out=False, code=turn.target))
        else:
            found[turn.first_gap].add(trunks[turn.index])
    return [len(found[gap]) for gap in range(gaps)]


def coloured(spans: Mapping[Trunk, tuple[float, float]], clearance: float) -> dict[Trunk, int]:
    """Tracks from 0 so that spans on one track keep clear of each other; short ones get the first tracks."""
    taken: list[list[tuple[float, float]]] = []
    tracks: dict[Trunk, int] = {}
    for trunk, (low, high) in sorted(spans.items(), key=lambda item: (item[1][1] - item[1][0], item)):
        fitting = (
            track
            for track, others in enumerate(taken)
            if all(high + clearance <= start or end + clearance <= low for start, end in others)
        )
        track = next(fitting, len(taken))
        if track == len(taken):
            taken.append([])
        taken[track].append((low, high))
        tracks[trunk] = track
    return tracks
