"""Supply links after a change: groups with even shares stay even, and none covers more than the need."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from chains.chain import SupplyLink
from chains.commands import Keep, kept
from chains.editing_checks import checked_name, segment_in
from chains.errors import AlreadyThere, InvalidValue, NotFound

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from chains.chain import Chain
    from chains.structure import AddLink, EditLink, RemoveLinks

_SLACK = 1e-6


def add_link(chain: Chain, command: AddLink) -> Chain:
    """The chain with one link more; in a group that others share, even shares stay even."""
    source, target = segment_in(chain, command.source), segment_in(chain, command.target)
    if source.code == target.code:
        raise InvalidValue(field="link", value=source.name, allowed="no_self")
    if any((one.source, one.target) == (source.code, target.code) for one in chain.links):
        raise AlreadyThere(kind="link", name=f"{source.name} → {target.name}")
    group = checked_name(command.group, least=0) or _own_group(chain, source.code, target.code)
    members = _members(chain, target.code, group)
    link = SupplyLink(source.code, target.code, group, _checked_share(command.share))
    links = (*chain.links, link)
    if members and command.share >= 1.0:
        return replace(chain, links=_evened(links, target.code, group))
    _refuse_overfull(links, link)
    return replace(chain, links=links)


def edit_link(chain: Chain, command: EditLink) -> Chain:
    """The chain with the link's group or share changed; a joined or left group's shares are evened."""
    old = _link_in(chain, command.source, command.target)
    group = checked_name(kept(command.group, old.group), least=0)
    group = group or _own_group(chain, old.source, old.target)
    share = _checked_share(kept(command.share, old.share))
    moved = group != old.group
    if moved and not _members(chain, old.target, group) and isinstance(command.share, Keep):
        share = 1.0
    new = replace(old, group=group, share=share)
    links = tuple(new if one == old else one for one in chain.links)
    if moved:
        was_even = _is_even(_members(chain, old.target, old.group))
        links = _evened(links, old.target, old.group) if was_even else links
        if isinstance(command.share, Keep):
            return replace(chain, links=_evened(links, old.target, group))
    _refuse_overfull(links, new)
    return replace(chain, links=links)


def remove_links(chain: Chain, command: RemoveLinks | Iterable[tuple[str, str]]) -> Chain:
    """The chain without those links; groups that were even are evened again."""
    wanted = tuple(command) if not hasattr(command, "links") else command.links
    gone = [_link_in(chain, source, target) for source, target in wanted]
    links = tuple(one for one in chain.links if one not in gone)
    for one in gone:
        if _is_even(_members(chain, one.target, one.group)):
            links = _evened(links, one.target, one.group)
    return replace(chain, links=links)


def with_links_split(chain: Chain, code: str, others: tuple[str, ...]) -> Chain:
    """Every link of the segment, for the others too; what they supply is needed beside the first."""
    links = list(chain.links)
    for other in others:
        for link in chain.links:
            if link.target == code:
                links.append(replace(link, target=other))
            elif link.source == code:
                links.append(SupplyLink(other, link.target, other))
    return replace(chain, links=tuple(links))


def with_links_merged(chain: Chain, into: str, gone: Collection[str]) -> Chain:
    """The links of those that go, taken over by `into`; its own hold where both have one."""
    taken: dict[tuple[str, str], SupplyLink] = {}
    ordered = sorted(chain.links, key=lambda link: bool({link.source, link.target} & set(gone)))
    for link in ordered:
        source = into if link.source in gone else link.source
        target = into if link.target in gone else link.target
        if source != target:
            taken.setdefault((source, target), replace(link, source=source, target=target))
    links = tuple(taken.values())
    for link in links:
        members = [one for one in links if (one.target, one.group) == (link.target, link.group)]
        if sum(one.share for one in members) > 1.0 + _SLACK:
            links = _evened(links, link.target, link.group)
    return replace(chain, links=links)


def _link_in(chain: Chain, source: str, target: str) -> SupplyLink:
    for link in chain.links:
        if (link.source, link.target) == (source, target):
            return link
    names = {one.code: one.name for one in chain.segments}
    raise NotFound(kind="link", name=f"{names.get(source, source)} → {names.get(target, target)}", near=())


def _members(chain: Chain, target: str, group: str) -> tuple[SupplyLink, ...]:
    return tuple(one for one in chain.links if one.target == target and one.group == group)


def _own_group(chain: Chain, source: str, target: str) -> str:
    """A group that no other input of the target has."""
    taken = {one.group for one in chain.links if one.target == target and one.source != source}
    name, number = source, 2
    while name in taken:
        name, number = f"{source}_{number}", number + 1
    return name


def _is_even(members: tuple[SupplyLink, ...]) -> bool:
    """Whether the members share the need evenly: then nobody has said anything of their shares."""
    return bool(members) and all(abs(one.share - 1.0 / len(members)) < _SLACK for one in members)


def _evened(links: tuple[SupplyLink, ...], target: str, group: str) -> tuple[SupplyLink, ...]:
    count = sum(one.target == target and one.group == group for one in links)
    return tuple(
        replace(one, share=1.0 / count) if one.target == target and one.group == group else one
        for one in links
    )


def _checked_share(share: float) -> float:
    if not 0.0 < share <= 1.0:
        raise InvalidValue(field="share", value=share, allowed="0–100%")
    return share


def _refuse_overfull(links: tuple[SupplyLink, ...], link: SupplyLink) -> None:
    """Raises InvalidValue when the group of the link would cover more than the need."""
    others = sum(
        one.share
        for one in links
        if one.target == link.target and one.group == link.group and one.source != link.source
    )
    if others + link.share > 1.0 + _SLACK:
        raise InvalidValue(field="share", value=f"{link.share:.0%}", allowed=f"≤ {max(0.0, 1 - others):.0%}")
