"""What the window says of others: who changed what, and whether server or file take what is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chains.kinds import Encryption
from chains.words import action_text

if TYPE_CHECKING:
    from chains.ports import Database
    from chains.rows import ChangeRow

AWAY = "与服务器的连接中断，正在重新连接。窗口里还没有保存的文字都在，恢复后可继续。"
HELD = "更改留在窗口里，能写入时自动保存；在那之前请不要关闭窗口。"
WRITTEN = "工作区文件又能写入了，留在窗口里的更改都已保存。"
BACK = "已恢复与服务器的连接，内容已更新。"


_ENCRYPTED = {
    None: "",
    Encryption.ANY: "（未加密）",
    Encryption.REQUIRED: "（已加密）",
    Encryption.VERIFIED: "（已加密，证书已校验）",
}


def place_status(database: Database) -> str:
    """What the status line calls the workspace, and whether its server is reached encrypted."""
    return f"{database.label}{_ENCRYPTED[database.encryption]}"


def saved_text(unsaved: int, *, is_writing: bool) -> str:
    """What the status line says of one's own changes."""
    if unsaved:
        return f"{unsaved} 项等待保存"
    return "正在保存…" if is_writing else "已保存"


def heard_text(entries: tuple[ChangeRow, ...]) -> str:
    """The newest change of somebody else, and how many there are beside it."""
    newest = entries[0]
    at = newest.at.astimezone().strftime("%H:%M")
    more = f"，另有 {len(entries) - 1} 处更改" if len(entries) > 1 else ""
    return f"{newest.author} {at} {action_text(newest.action, newest.subject)}{more}"
