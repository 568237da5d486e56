"""The five modes of a map (着色方式), the classes of each, and the words for them."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from chains import words
from chains.kinds import Coverage, Source

if TYPE_CHECKING:
    from collections.abc import Mapping


class Mode(StrEnum):
    """What the colours of the map tell (着色方式)."""

    COVERAGE = "coverage"
    SOURCE = "source"
    SUPPLIERS = "suppliers"
    GAP = "gap"
    CHANGE = "change"


class ShadeClass(StrEnum):
    """Every class of every mode; the word before the dot is its mode's."""

    COVERAGE_STRONG = "coverage.strong"
    COVERAGE_ADEQUATE = "coverage.adequate"
    COVERAGE_WEAK = "coverage.weak"
    COVERAGE_MISSING = "coverage.missing"
    COVERAGE_UNASSESSED = "coverage.unassessed"
    SOURCE_LOCAL = "source.local"
    SOURCE_PROVINCIAL = "source.provincial"
    SOURCE_DOMESTIC = "source.domestic"
    SOURCE_ABROAD = "source.abroad"
    SOURCE_UNKNOWN = "source.unknown"
    SUPPLIERS_NONE = "suppliers.none"
    SUPPLIERS_ONE = "suppliers.one"
    SUPPLIERS_FEW = "suppliers.few"
    SUPPLIERS_SOME = "suppliers.some"
    SUPPLIERS_MANY = "suppliers.many"
    GAP_NONE = "gap.none"
    GAP_LOW = "gap.low"
    GAP_MEDIUM = "gap.medium"
    GAP_HIGH = "gap.high"
    GAP_TOP = "gap.top"
    GAP_UNASSESSED = "gap.unassessed"
    CHANGE_BETTER = "change.better"
    CHANGE_WORSE = "change.worse"
    CHANGE_NEW = "change.new"
    CHANGE_OTHER = "change.other"
    CHANGE_SAME = "change.same"

    @property
    def mode(self) -> Mode:
        """The mode that has this class."""
        return Mode(self.value.partition(".")[0])


COVERAGE_CLASS = {one: ShadeClass(f"coverage.{one.value}") for one in Coverage}
SOURCE_CLASS = {one: ShadeClass(f"source.{one.value}") for one in Source}

MODE_WORD = {
    Mode.COVERAGE: "本地供给",
    Mode.SOURCE: "当前来源",
    Mode.SUPPLIERS: "供应商数",
    Mode.GAP: "缺口指数",
    Mode.CHANGE: "较快照的变化",
}
CLASS_WORD: Mapping[ShadeClass, str] = {
    **{COVERAGE_CLASS[one]: words.COVERAGE[one] for one in Coverage},
    **{SOURCE_CLASS[one]: words.SOURCE[one] for one in Source},
    ShadeClass.SUPPLIERS_NONE: "0 家",
    ShadeClass.SUPPLIERS_ONE: "1 家",
    ShadeClass.SUPPLIERS_FEW: "2–3 家",
    ShadeClass.SUPPLIERS_SOME: "4–9 家",
    ShadeClass.SUPPLIERS_MANY: "10 家以上",
    ShadeClass.GAP_NONE: "非缺口",
    ShadeClass.GAP_LOW: "低于 0.2",
    ShadeClass.GAP_MEDIUM: "0.2–0.4",
    ShadeClass.GAP_HIGH: "0.4–0.6",
    ShadeClass.GAP_TOP: "0.6 以上",
    ShadeClass.GAP_UNASSESSED: "未评估",
    ShadeClass.CHANGE_BETTER: "变好",
    ShadeClass.CHANGE_WORSE: "变差",
    ShadeClass.CHANGE_NEW: "新增",
    ShadeClass.CHANGE_OTHER: "有变化",
    ShadeClass.CHANGE_SAME: "未变",
}


def classes_of(mode: Mode) -> tuple[ShadeClass, ...]:
    """The classes of a mode, in the legend's order."""
    return tuple(one for one in ShadeClass if one.mode is mode)
