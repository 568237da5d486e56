"""清除个人信息 in words: how much there is, what is left elsewhere, what was done."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chains.personal import PersonalCounts

NOTHING = "没有登记个人信息，不用清除。"
STOPPED_TEXT = "已取消，没有清除任何个人信息。"
DONE_TEXT = "已清除个人信息。"
_MOST_NAMED = 3
_ON_SERVER = "服务器的备份、日志和尚未回收的旧行里可能仍有，请数据库管理员清理（VACUUM、备份轮换）。"


def dropped_text(count: int, kept: Sequence[str]) -> str:
    """What became of so many older copies, some of which could not be taken away."""
    told = f"已另存一份新备份，删除旧备份 {count - len(kept):,} 份。"
    return told + (f"删不掉的请自行删除：{'、'.join(kept)}。" if kept else "")


def counts_text(counts: PersonalCounts) -> str:
    """How much there is to erase."""
    if counts.is_nothing:
        return NOTHING
    waiting = f"，正在导入的 {counts.waiting:,} 家企业所带的联系方式" if counts.waiting else ""
    return (
        f"{counts.companies:,} 家企业的联系方式 {counts.contacts:,} 条，"
        f"变更记录中 {counts.changes:,} 处的前后值{waiting}"
    )


def backups_text(copies: Sequence[str] | None) -> str:
    """What the erasing does not reach: names of older copies; None for a shared database."""
    if copies is None:
        kept = _ON_SERVER
    elif copies:
        names = "、".join(copies[-_MOST_NAMED:]) + ("等" if len(copies) > _MOST_NAMED else "")
        kept = (
            f"旁边的 {len(copies):,} 份备份和旧文件里仍有（{names}）：自动备份随轮换逐步消失，"
            "手动的、升级前和恢复前的一直保留，可在清除的同时删除。"
        )
    else:
        kept = "工作区旁没有备份；另存到别处的副本里如有，请另行处理。"
    kept += "被拒绝的行等已导出的文件不在工作区里，也请自行处理。"
    return f"{kept}再次导入带联系方式的名单会重新带入。"
