"""What the map tells of a box or a link in a tooltip: safe markup, whatever the names hold."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from chains import words

if TYPE_CHECKING:
    from widgets.map.scene import MapPicture

_MOST_EVIDENCE = 300


def box_tip(picture: MapPicture, code: str) -> str:
    """The full name, its coverage, the evidence, its place in the document."""
    segment = picture.state.chain.segment(code)
    assessment = picture.state.assessment(code)
    source = words.source_text(assessment.source, assessment.degree, assessment.countries)
    lines = [segment.name, f"本地供给：{words.COVERAGE[assessment.coverage]}　当前来源：{source}"]
    if assessment.evidence:
        lines.append(f"依据：{assessment.evidence[:_MOST_EVIDENCE]}")
    lines.append("一般知识，规划未提及" if segment.general else f"出处：{segment.place}")
    if code in picture.hidden:
        lines.append(f"折叠了 {picture.hidden[code]} 个下级环节，点击 ＋ 展开")
    return _safe(lines)


def link_tip(picture: MapPicture, link: tuple[str, str]) -> str:
    """Which segment supplies which, in which group and how much of it."""
    segments = picture.segments
    source, target = (segments[code].name if code in segments else code for code in link)
    lines = [f"{source} → {target}"]
    found = [one for one in picture.state.chain.links if (one.source, one.target) == link]
    for one in found:
        if one.share < 1:
            group = segments[one.group].name if one.group in segments else one.group
            lines.append(f"投入组：{group}　占该组需求 {one.share:.0%}")
    return _safe(lines)


def _safe(lines: list[str]) -> str:
    return "<br>".join(html.escape(line) for line in lines)
