"""What a chain's structure must keep to: names, parents, things that must be there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chains.errors import AlreadyThere, InvalidValue, NotFound
from chains.names import display_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from chains.chain import Chain, Segment, Stage

NAME_LETTERS = 80
"""Of chains, stages and segments: the width of their columns."""


def checked_name(text: str, *, most: int = NAME_LETTERS, least: int = 1) -> str:
    """The name on one line without control signs. Raises InvalidValue when it is empty or too long."""
    name = " ".join(display_name(text.replace("\n", " ").replace("\t", " ")).split())
    if not least <= len(name) <= most:
        raise InvalidValue(field="name_length", value=name[:40], allowed=f"{least}–{most}")
    return name


def refuse_taken(kind: str, name: str, names: Iterable[str]) -> None:
    """Raises AlreadyThere when another has the name."""
    if name in set(names):
        raise AlreadyThere(kind=kind, name=name)


def segment_in(chain: Chain, code: str) -> Segment:
    """The segment of that code. Raises NotFound."""
    for one in chain.segments:
        if one.code == code:
            return one
    raise NotFound(kind="segment", name=code, near=())


def stage_in(chain: Chain, code: str) -> Stage:
    """The stage of that code. Raises NotFound."""
    for one in chain.stages:
        if one.code == code:
            return one
    raise NotFound(kind="stage", name=code, near=())


def refuse_parent_cycle(chain: Chain, code: str) -> None:
    """Raises InvalidValue when the segment would be a part of itself."""
    parents = {one.code: one.parent for one in chain.segments}
    seen, at = {code}, parents.get(code)
    while at is not None:
        if at in seen:
            raise InvalidValue(field="parent", value=segment_in(chain, at).name, allowed="no_cycle")
        seen.add(at)
        at = parents.get(at)
