"""匹配依据 in Chinese: which product, which word, how it stands to what is wanted and in the product."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chains.product_reading import Standing
from chains.terms import Relation

if TYPE_CHECKING:
    from chains.product_reading import Hit

WEAK = "疑似同名"
WEAK_MEANS = "只与所需产品共有一个词，多半是另一样东西，或不是主要产品，排在最后"

RELATION = {
    Relation.NAME: "本环节的名称",
    Relation.OWN: "本环节的别名",
    Relation.SAME: "同义词",
    Relation.NARROWER: "下位词，是其中一种",
    Relation.BROADER: "上位词，所属的一类",
    Relation.GENERAL: "大类词，企业属同一领域",
    Relation.WORDS: "分词相符",
}
STANDING = {
    Standing.WHOLE: "产品就是它",
    Standing.KIND: "产品是它的一种",
    Standing.PART: "产品只是它的零件或原件",
    Standing.MINOR: "不在主要产品之列",
    Standing.FOREIGN: "产品用于另一领域",
    Standing.TRADE: "只说买卖或服务",
    Standing.QUALIFIER: "只作修饰，产品是另一样东西",
    Standing.OTHER_WORD: "是另一个词的一部分",
}


def standing_text(hit: Hit) -> str:
    """How the word stands in the product, with the other field where there is one."""
    if hit.standing is Standing.FOREIGN:
        return f"{STANDING[hit.standing]}（{hit.field}）"
    elsewhere = f"，企业其他产品属{hit.field}领域" if hit.field else ""
    return STANDING[hit.standing] + elsewhere


def hit_text(hit: Hit) -> str:
    """One hit as a sentence without its full stop."""
    return f"“{hit.text}”含“{hit.word}”（{RELATION[hit.relation]}）：{standing_text(hit)}"
