"""The sample workspace in the window: made when it is first asked for, opened, and taken away again."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.desktop.jobs import Job
from app.sample import make_sample
from chains.errors import WorkspaceRefused
from db.backups import backup_folder

if TYPE_CHECKING:
    from app.desktop.jobs import Jobs
    from app.services.jobs import Ticket
    from db.places import Place

SAMPLE_NAME = "示例工作区.lianpu"
SAMPLE_CHAIN = "carbon_fibre"
"""Where the sample has most to show."""
SAMPLE_NOTICE = "这是示例工作区，其中的企业、评估和标注都是虚构的。用“帮助 → 删除示例工作区”即可清除。"


class SampleDesk(QObject):
    """`made` carries the path of the sample, which is there now."""

    made = Signal(object)

    def make(self, jobs: Jobs, path: Path) -> None:
        """Make the sample there unless it is, off the GUI thread."""

        def work(_ticket: Ticket) -> Path:
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                make_sample(path).close()
            return path

        jobs.read(Job("sample", work, self.made.emit, shown="准备示例工作区"))


def sample_beside(first: Path) -> Path:
    """Where the sample lies: beside the first workspace."""
    return first.with_name(SAMPLE_NAME)


def is_sample(place: Place) -> bool:
    """Whether that is a sample, by its name."""
    return isinstance(place, Path) and place.name == SAMPLE_NAME


def remove_sample(path: Path) -> None:
    """Delete the sample with its backups. Raises WorkspaceRefused when the system does not let it go."""
    try:
        path.unlink(missing_ok=True)
        if backup_folder(path).is_dir():
            shutil.rmtree(backup_folder(path))
    except OSError as error:
        raise WorkspaceRefused(
            file=str(path), reason="cannot_remove", detail=error.strerror, errno=error.errno
        ) from error
