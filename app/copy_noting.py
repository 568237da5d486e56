"""A copy of the whole workspace that goes out by the command line, written down in the change log before.

The copy holds the entry too, so that both are the same when compared. It names the file alone: a path
tells of somebody's computer, and means nothing on another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.services.workspace import Workspace
from chains.commands import NoteCopy
from db.workspace_file import is_of_today, open_workspace

if TYPE_CHECKING:
    from db.places import Place

READ_ONLY = "来源只读，这次复制没有记入变更记录。"
OLDER = "来源是旧版格式，这次复制没有记入变更记录。"


def note_copy(source: Place, name: str, author: str) -> str:
    """Note that the workspace is about to be copied into `name`; why that could not be, "" when it is noted.

    Raises WorkspaceRefused for a source that cannot be opened, or is busy.
    """
    if not is_of_today(source):
        return OLDER
    database = open_workspace(source)
    try:
        if not database.writable:
            return READ_ONLY
        Workspace(database, author).execute(NoteCopy(name))
    finally:
        database.close()
    return ""
