"""What is special about where a workspace lies."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.desktop.sample_desk import SAMPLE_NOTICE, is_sample

if TYPE_CHECKING:
    from db.workspace_file import SqlDatabase


def place_notice(database: SqlDatabase) -> str:
    """What the user must know of where the file lies, and why it is read only; "" for an ordinary file."""
    if is_sample(database.place):
        return SAMPLE_NOTICE
    other = database.other_writer
    if other is not None:
        return (
            f"工作区在网络共享上，{other.who or '有人'}（{other.host or '另一台电脑'}）正在写入，"
            "这里只能查看和导出。"
            f"确认对方已退出后，删除 {Path(other.file).name} 再打开；多人编辑请改用各自的副本。"
        )
    if database.is_shared:
        return "" if database.writable else "您在这个共享数据库里的角色是查看：可以查看和导出，不能保存更改。"
    if not database.writable:
        return "工作区是只读的，可以查看和导出，不能保存更改。"
    if database.share:
        return f"工作区在网络共享上（{database.share}），只由您一人写入，其他人只能查看。建议放在本机磁盘。"
    return ""
