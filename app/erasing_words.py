"""清除个人信息 in words: how much there is, what is left elsewhere, what was done."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chains.personal import PersonalCounts

NOTHING = "没有登记个人信息，不用清除。"
DONE_TEXT = "已清除个人信息。"
_ON_SERVER = "服务器的备份、日志和尚未回收的旧行里可能仍有，请数据库管理员清理（VACUUM、备份轮换）。"


def counts_text(counts: PersonalCounts) -> str:
    """How much there is to erase."""
    if counts.is_nothing:
        return NOTHING
    waiting = f"，正在导入的 {counts.waiting:,} 家企业所带的联系方式" if counts.waiting else ""
    return (
        f"{counts.companies:,} 家企业的联系方式 {counts.contacts:,} 条，"
        f"变更记录中 {counts.changes:,} 处的前后值{waiting}"
    )


def backups_text(backups: int | None) -> str:
    """What the erasing does not reach; None for a shared database."""
    if backups is None:
        kept = _ON_SERVER
    elif backups:
        kept = f"此前的 {backups:,} 份备份里仍有，随备份轮换逐步消失；需要立即清除的，请另行删除备份。"
    else:
        kept = "工作区旁没有备份；另存到别处的副本和已导出的文件里如有，请另行处理。"
    return f"{kept}再次导入带联系方式的名单会重新带入。"
