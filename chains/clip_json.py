"""A clip as text for another window or workspace; nothing that a clipboard says is trusted."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from chains.chain import Segment, Stage, SupplyLink
from chains.clips import MOST_PASTED, Clip
from chains.editing_checks import NAME_LETTERS
from chains.kinds import Tier

if TYPE_CHECKING:
    from collections.abc import Mapping

_FORM = "lianpu-segments-1"


def clip_json(clip: Clip) -> str:
    """The clip as JSON."""
    return json.dumps(
        {
            "form": _FORM,
            "chain": clip.chain,
            "stages": [[one.code, one.name, one.tier.value] for one in clip.stages],
            "segments": [
                [one.code, one.name, one.stage, one.product, one.parent or "", one.aliases, one.exclude]
                for one in clip.segments
            ],
            "links": [[one.source, one.target, one.group, one.share] for one in clip.links],
        },
        ensure_ascii=False,
    )


def clip_from_json(text: str) -> Clip | None:
    """The clip, None where the text is none of ours or out of shape."""
    try:
        found = json.loads(text)
        if not isinstance(found, dict) or found.get("form") != _FORM:
            return None
        return _clip(found)
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def _clip(found: Mapping[str, Any]) -> Clip:
    stages = tuple(Stage(_text(code), _name(name), Tier(tier)) for code, name, tier in found["stages"])
    chain = _text(found["chain"])
    segments = tuple(_segment(chain, row) for row in found["segments"][:MOST_PASTED])
    codes = {one.code for one in segments}
    if len(codes) != len(segments) or {one.stage for one in segments} - {one.code for one in stages}:
        raise ValueError
    links = tuple(
        SupplyLink(_text(source), _text(target), _text(group), _share(share))
        for source, target, group, share in found["links"]
        if source in codes and target in codes
    )
    return Clip(segments, stages, links, chain)


def _segment(chain: str, row: list[Any]) -> Segment:
    code, name, stage, product, parent, aliases, exclude = row
    return Segment(
        chain,
        _text(code),
        _name(name),
        _text(stage),
        _text(product),
        tuple(map(_text, aliases)),
        tuple(map(_text, exclude)),
        _text(parent) or None,
    )


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > 10 * NAME_LETTERS:
        raise TypeError
    return value


def _name(value: object) -> str:
    text = _text(value).strip()
    if not 0 < len(text) <= NAME_LETTERS:
        raise ValueError
    return text


def _share(value: object) -> float:
    if not isinstance(value, (int, float)) or not 0.0 < value <= 1.0:
        raise ValueError
    return float(value)
