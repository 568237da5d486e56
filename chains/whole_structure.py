"""A whole structure as a file gives it: checked at once, in one pass, before it is kept."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from chains.editing_checks import checked_name
from chains.errors import AlreadyThere, InvalidValue, NotFound

if TYPE_CHECKING:
    from collections.abc import Iterable

    from chains.chain import Chain, Segment

_SLACK = 1e-6


def checked_structure(chain: Chain, old: Chain | None = None) -> Chain:
    """The chain with its names cleaned.

    Names that stand in `old` stay as they are: they are checked when they change, not when they are kept.
    Raises InvalidValue, AlreadyThere or NotFound.
    """
    kept: set[str] = set()
    if old is not None:
        kept = {one.name for one in old.stages} | {one.name for one in old.segments}
    stages = tuple(replace(one, name=_name(one.name, kept)) for one in chain.stages)
    segments = tuple(replace(one, name=_name(one.name, kept)) for one in chain.segments)
    _refuse_repeats("stage", (one.name for one in stages))
    _refuse_repeats("stage", (one.code for one in stages))
    _refuse_repeats("segment", (one.name for one in segments))
    _refuse_repeats("segment", (one.code for one in segments))
    whole = replace(chain, name=checked_name(chain.name), stages=stages, segments=segments)
    _refuse_loose_ends(whole)
    _refuse_cycles(segments)
    _refuse_wrong_links(whole)
    return whole


def _name(name: str, kept: set[str]) -> str:
    return name if name in kept else checked_name(name)


def _refuse_repeats(kind: str, names: Iterable[str]) -> None:
    for name, count in Counter(names).items():
        if count > 1:
            raise AlreadyThere(kind=kind, name=name)


def _refuse_loose_ends(chain: Chain) -> None:
    stages = {one.code for one in chain.stages}
    codes = {one.code for one in chain.segments}
    for one in chain.segments:
        if one.stage not in stages:
            raise NotFound(kind="stage", name=one.stage, near=())
        if one.parent is not None and one.parent not in codes:
            raise NotFound(kind="segment", name=one.parent, near=())
    for link in chain.links:
        for end in (link.source, link.target):
            if end not in codes:
                raise NotFound(kind="segment", name=end, near=())


def _refuse_cycles(segments: tuple[Segment, ...]) -> None:
    parents = {one.code: one.parent for one in segments}
    names = {one.code: one.name for one in segments}
    sound: set[str] = set()
    for code in parents:
        seen: list[str] = []
        at: str | None = code
        while at is not None and at not in sound:
            if at in seen:
                raise InvalidValue(field="parent", value=names[at], allowed="no_cycle")
            seen.append(at)
            at = parents[at]
        sound.update(seen)


def _refuse_wrong_links(chain: Chain) -> None:
    names = {one.code: one.name for one in chain.segments}
    shares: dict[tuple[str, str], float] = defaultdict(float)
    pairs = Counter((link.source, link.target) for link in chain.links)
    for link in chain.links:
        if link.source == link.target:
            raise InvalidValue(field="link", value=names[link.source], allowed="no_self")
        if pairs[link.source, link.target] > 1:
            raise AlreadyThere(kind="link", name=f"{names[link.source]} → {names[link.target]}")
        if not 0.0 < link.share <= 1.0:
            raise InvalidValue(field="share", value=link.share, allowed="0–100%")
        shares[link.target, link.group] += link.share
    for (target, _), share in shares.items():
        if share > 1.0 + _SLACK:
            raise InvalidValue(field="share", value=f"{names[target]} {share:.0%}", allowed="≤ 100%")
