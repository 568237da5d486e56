"""A chain's links in the words of the inspector and of the link dialog."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chains.chain import SegmentRef
from widgets.dialogs.link import LinkView
from widgets.panels.links import LinkEnd, LinksView

if TYPE_CHECKING:
    from chains.chain import Chain, SupplyLink
    from chains.state import ChainState


def links_view(state: ChainState, code: str) -> LinksView:
    """The links of one segment, and the segments that it could be linked with."""
    chain = state.chain
    return LinksView(
        ref=SegmentRef(chain.code, code),
        inputs=tuple(_end(state, link, link.source) for link in chain.links if link.target == code),
        outputs=tuple(_end(state, link, link.target) for link in chain.links if link.source == code),
        others=tuple((one.code, one.name) for one in chain.segments if one.code != code),
        chain_version=chain.version,
    )


def link_view(chain: Chain, source: str, target: str) -> LinkView | None:
    """One link for its dialog; None when there is none."""
    link = next((one for one in chain.links if (one.source, one.target) == (source, target)), None)
    if link is None:
        return None
    groups: dict[str, list[str]] = {}
    for other in chain.links:
        if other.target == target and other.source != source:
            groups.setdefault(other.group, []).append(chain.segment(other.source).name)
    return LinkView(
        chain=chain.code,
        source=source,
        target=target,
        source_name=chain.segment(source).name,
        target_name=chain.segment(target).name,
        group=link.group,
        share=link.share,
        groups=tuple((group, tuple(names)) for group, names in groups.items()),
        version=chain.version,
    )


def _end(state: ChainState, link: SupplyLink, other: str) -> LinkEnd:
    return LinkEnd(
        link.source,
        link.target,
        state.chain.segment(other).name,
        state.assessment(other).coverage,
        link.share,
        "、".join(_alternatives(state.chain, link)),
    )


def _alternatives(chain: Chain, link: SupplyLink) -> list[str]:
    """Names of the inputs that can replace the link's."""
    return [
        chain.segment(other.source).name
        for other in chain.links
        if other.target == link.target and other.group == link.group and other.source != link.source
    ]
