"""Suppositions as the workspace keeps them, one text each, and as people read them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from chains import words
from chains.chain import SegmentRef
from chains.errors import InvalidValue
from chains.kinds import Source
from chains.scenario import Fill, Gone, Settle, Stop

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chains.scenario import Supposition
    from chains.state import ChainState

_FORM = re.compile(r"(fill|settle|gone|stop)((?: [^\s:]\S*){1,2})(?: :(.*))?", re.DOTALL)


def as_text(one: Supposition) -> str:
    """`fill tyre/mould`, `settle tyre/mould 12 :名称`, `gone 12 :名称`, `stop * abroad :日本`."""
    if isinstance(one, Fill):
        return f"fill {one.ref}"
    if isinstance(one, Settle):
        return f"settle {one.ref} {one.company_id} :{one.name}"
    if isinstance(one, Gone):
        return f"gone {one.company_id} :{one.name}"
    stop = f"stop {one.ref or '*'} {one.source or '*'}"
    return f"{stop} :{one.country}" if one.country else stop


def from_text(text: str) -> Supposition:
    """What `as_text` wrote. Raises InvalidValue for anything else."""
    found = _FORM.fullmatch(text)
    try:
        if found is not None:
            return _read(found[1], found[2].split(), found[3] or "")
    except (ValueError, IndexError):
        pass
    raise InvalidValue(field="scenario.suppositions", value=text[:80], allowed="fill, settle, gone, stop")


def _read(kind: str, parts: list[str], name: str) -> Supposition:
    if kind == "fill" and len(parts) == 1:
        return Fill(_ref(parts[0]))
    if kind == "settle" and name:
        return Settle(_ref(parts[0]), int(parts[1]), name)
    if kind == "gone" and len(parts) == 1:
        return Gone(int(parts[0]), name)
    if kind != "stop":
        raise ValueError(kind)
    source = None if parts[1] == "*" else Source(parts[1])
    return Stop(source, None if parts[0] == "*" else _ref(parts[0]), name)


def _ref(text: str) -> SegmentRef:
    chain, segment = text.split("/")
    return SegmentRef(chain, segment)


def segment_names(states: tuple[ChainState, ...]) -> dict[SegmentRef, str]:
    """`轮胎 · 轮胎模具` of every segment."""
    return {
        segment.ref: f"{state.chain.name} · {segment.name}"
        for state in states
        for segment in state.chain.segments
    }


def sentence(one: Supposition, names: Mapping[SegmentRef, str]) -> str:
    """What is supposed, as people read it; `names` are those of `segment_names`."""
    if isinstance(one, Gone):
        return f"企业退出：{one.name}"
    where = "全部环节" if one.ref is None else names.get(one.ref, f"{one.ref}（已不存在）")
    if isinstance(one, Fill):
        return f"补上缺口：{where}"
    if isinstance(one, Settle):
        return f"企业落户：{one.name} → {where}"
    if one.country:
        return f"断供：{one.country} → {where}"
    source = "市外来源" if one.source is None else f"{words.SOURCE[one.source]}来源"
    return f"停止供应：{source} → {where}"
