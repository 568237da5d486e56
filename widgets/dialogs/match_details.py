"""Why a company is offered: the parts of its 匹配度, their weights, and the words that hit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from chains import words
from chains.hit_words import RELATION, WEAK, WEAK_MEANS, standing_text
from widgets.dialogs.frame import FramedDialog, facts_table
from widgets.panels.labels import PlainLabel, WrappedLabel, card
from widgets.tables.cells import DASH

if TYPE_CHECKING:
    from PySide6.QtWidgets import QTableWidget

    from chains.product_reading import Hit
    from chains.rows import Candidate

MOST_SEEN = 6
"""So many hits are seen without scrolling."""

PART_WORDS = {
    "product": "主营产品",
    "scope": "经营范围",
    "industry": "所属行业",
    "qualification": "企业资质",
    "scale": "企业规模",
    "region": "所在地",
    "state": "登记状态",
}


@dataclass(frozen=True, slots=True)
class MatchDetails:
    """A candidate for the segment of that name, with the weight of each part; `basis` is the 口径."""

    candidate: Candidate
    segment_name: str
    weights: tuple[tuple[str, float], ...] = ()
    basis: str = "没有数据的部分不计入，其余部分按权重折算"


class MatchDetailsDialog(FramedDialog):
    """Shows MatchDetails."""

    def __init__(self, details: MatchDetails, parent: QWidget | None = None) -> None:
        one = details.candidate
        super().__init__("匹配依据", one.company_name, parent)
        row = QHBoxLayout()
        row.addWidget(PlainLabel(words.index_text(one.score), "figure"))
        row.addWidget(WrappedLabel(f"与“{details.segment_name[:60]}”的匹配度", "faint"), 1)
        self.body.addLayout(row)
        frame = card()
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(12, 8, 12, 8)
        if one.is_weak:
            inside.addWidget(WrappedLabel(f"{WEAK}：{WEAK_MEANS}", "strong"))
        if not one.why:
            inside.addWidget(PlainLabel("命中的词", "faint"))
            inside.addWidget(WrappedLabel("、".join(one.hits) or "无", "strong"))
        if one.products:
            inside.addWidget(PlainLabel("主营产品", "faint"))
            inside.addWidget(WrappedLabel(one.products[:1000]))
        self.body.addWidget(frame)
        if one.why:
            self.body.addWidget(_hits_table(one.why))
        weights = dict(details.weights)
        rows = [
            (
                PART_WORDS.get(name, name),
                DASH if value is None else words.index_text(value),
                f"{weights[name]:g}" if name in weights else DASH,
                _remark(name, value, one),
            )
            for name, value in one.parts.items()
        ]
        self.body.addWidget(facts_table(("部分", "得分", "权重", "说明"), rows), 1)
        self.body.addWidget(WrappedLabel(f"口径：{details.basis}", "faint"))
        self.add_closing()
        self.resize(760, 640)


def _hits_table(hits: tuple[Hit, ...]) -> QTableWidget:
    rows = [
        (hit.text, hit.word, RELATION[hit.relation], standing_text(hit), words.index_text(hit.quality))
        for hit in hits
    ]
    table = facts_table(("命中的产品", "词", "词的关系", "在产品名中", "吻合"), rows, 3)
    table.setFixedHeight(table.horizontalHeader().sizeHint().height() + 28 * min(len(rows), MOST_SEEN) + 8)
    return table


def _remark(name: str, value: float | None, one: Candidate) -> str:
    if value is None:
        return "没有数据，不计入"
    if name == "qualification":
        return "、".join(one.qualifications)
    if name == "region":
        return one.region_name
    return ""
