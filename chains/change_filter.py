"""The change log as it is asked: who, when, what of which chain, segment or company."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from chains.words import ACTION

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from chains.chain import SegmentRef


class ChangeTopic(StrEnum):
    """What an entry did, in a word. OTHER holds what no topic names: actions of a newer program too."""

    ASSESSING = "assessing"
    PLACING = "placing"
    STRUCTURE = "structure"
    COMPANIES = "companies"
    TARGETS = "targets"
    IMPORTS = "imports"
    RECORDS = "records"
    SETTINGS = "settings"
    EXPORTS = "exports"
    UNDOING = "undoing"
    OTHER = "other"


TOPIC = {
    ChangeTopic.ASSESSING: "评估",
    ChangeTopic.PLACING: "企业标注",
    ChangeTopic.STRUCTURE: "产业链结构",
    ChangeTopic.COMPANIES: "企业资料",
    ChangeTopic.TARGETS: "目标企业",
    ChangeTopic.IMPORTS: "导入",
    ChangeTopic.RECORDS: "清单资料",
    ChangeTopic.SETTINGS: "设置与名单",
    ChangeTopic.EXPORTS: "导出、清除个人信息",
    ChangeTopic.UNDOING: "撤销与恢复",
    ChangeTopic.OTHER: "其他",
}

_ACTIONS = {
    ChangeTopic.ASSESSING: "assess",
    ChangeTopic.PLACING: "place unplace confirm_match strike_match unjudge_match move_marks",
    ChangeTopic.STRUCTURE: (
        "add_chain edit_chain remove_chain rename_tier add_stage edit_stage move_stage remove_stage"
        " add_segment rename_segment edit_segment move_segments remove_segments split_segment merge_segments"
        " add_link edit_link remove_links pin_boxes unpin_boxes fold unfold paste set_structure"
    ),
    ChangeTopic.COMPANIES: (
        "add_company edit_company merge_companies add_qualification edit_qualification remove_qualification"
        " add_contact edit_contact remove_contact"
    ),
    ChangeTopic.TARGETS: "add_target update_target remove_target follow_up",
    ChangeTopic.IMPORTS: "import_companies import_chains import_form import_records",
    ChangeTopic.RECORDS: "add_record edit_record remove_record",
    ChangeTopic.SETTINGS: (
        "set_measures remember_columns save_template remove_template save_preset remove_preset"
        " save_company_list remove_company_list rename_company_list save_scenario remove_scenario"
        " take_snapshot remove_snapshot"
    ),
    ChangeTopic.EXPORTS: "export_contacts erase_personal copy_workspace",
    ChangeTopic.UNDOING: "undo redo restore_value restore_backup",
}


def actions_of(topic: ChangeTopic) -> tuple[str, ...]:
    """The actions of a topic; nothing for OTHER, which is all that the rest leaves."""
    return tuple(_ACTIONS.get(topic, "").split())


def named_actions() -> tuple[str, ...]:
    """Every action that has a topic."""
    return tuple(action for topic in _ACTIONS for action in actions_of(topic))


def actions_with(word: str) -> tuple[str, ...]:
    """The actions in whose word on screen the text stands."""
    return tuple(action for action, said in ACTION.items() if word in said)


@dataclass(frozen=True, slots=True)
class ChangeFilter:
    """Everything that is set must hold.

    `chain` is a code, `company` an id. Days are those of the place where the program runs, both counted in.
    Of `text` every word must stand in what the entry says it did (评估 轮胎模具).
    """

    chain: str = ""
    segment: SegmentRef | None = None
    company: int | None = None
    author: str = ""
    topic: ChangeTopic | None = None
    day_from: date | None = None
    day_to: date | None = None
    text: str = ""

    @property
    def is_on(self) -> bool:
        """Whether it asks for anything."""
        return self != ChangeFilter()


EVERY_CHANGE = ChangeFilter()


_PARTS = (
    ("chain",), ("segment",), ("company",), ("author",), ("topic",), ("day_from", "day_to"), ("text",),
)  # fmt: skip
"""Fields of the filter that make one demand."""


def change_filter_parts(
    wanted: ChangeFilter, names: Mapping[str, str]
) -> tuple[tuple[tuple[str, ...], str], ...]:
    """Each demand of the filter: the fields that make it, and its words (谁：王五).

    `names` has what `chain`, `segment` and `company` are called; what is not there goes by its key.
    """
    days = f"{wanted.day_from or '最早'} 至 {wanted.day_to or '今天'}"
    values = (
        ("产业链", names.get("chain", wanted.chain)),
        ("环节", names.get("segment", wanted.segment.segment) if wanted.segment else ""),
        ("企业", names.get("company", str(wanted.company)) if wanted.company is not None else ""),
        ("谁", wanted.author),
        ("类型", TOPIC[wanted.topic] if wanted.topic else ""),
        ("时间", days if wanted.day_from or wanted.day_to else ""),
        ("内容含", wanted.text),
    )
    said = zip(_PARTS, values, strict=True)
    return tuple((fields, f"{word}：{value}") for fields, (word, value) in said if value)


def change_filter_text(wanted: ChangeFilter, names: Mapping[str, str]) -> str:
    """The filter in a line (产业链：高端轮胎；谁：王五), 全部 for none; `names` as in change_filter_parts."""
    return "；".join(words for _, words in change_filter_parts(wanted, names)) or "全部"
