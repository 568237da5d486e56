"""After a crash or a kill the window comes back where it was, with the text that was not saved yet."""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from chains.chain import SegmentRef

if TYPE_CHECKING:
    from pathlib import Path

    from app.desktop.session import Session

CAME_BACK = "上次没有正常退出，已回到当时的位置。"
PUT_BACK = "上次没有正常退出，已回到当时的位置；当时没有保存的依据文字已放回，请核对。"
LOOK_MILLISECONDS = 1_000
MOST_TEXT = 100_000


class Recovery(QObject):
    """Keeps one small file of the user while the window is open; it goes when the window is closed."""

    def __init__(self, session: Session, folder: Path, workspace: str) -> None:
        super().__init__()
        # Not the session itself: it must go as soon as the desktop lets it go.
        self._place, self._panel = session.place, session.panel
        self._folder = folder
        name = hashlib.sha256(workspace.encode()).hexdigest()[:16]
        self._stem = f"recovery-{name}-"
        self._file = folder / f"{self._stem}{os.getpid()}.json"
        self._kept = ""
        self._unsaved: tuple[SegmentRef, str] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MILLISECONDS)
        self._timer.timeout.connect(self.look)

    def start(self) -> str:
        """Take up what a window that died left, and begin to watch. Says what it was, "" for nothing."""
        left = self._left_behind()
        chain, segment, text = (str(left.get(name, "")) for name in ("chain", "segment", "evidence"))
        if chain:
            self._place.go_to_chain(chain)
        if chain and segment:
            ref = SegmentRef(chain, segment)
            self._place.go_to_segment(ref)
            self._unsaved = (ref, text) if text else None
        self._timer.start()
        if not left:
            return ""
        return CAME_BACK if self._unsaved is None else PUT_BACK

    def stop(self) -> None:
        """The window is closed as it should be: nothing is left behind."""
        self._timer.stop()
        with suppress(OSError):
            self._file.unlink(missing_ok=True)

    @Slot()
    def look(self) -> None:
        """Put back what was not saved once its segment is shown; keep what is not saved now."""
        panel, place = self._panel, self._place
        view = panel.view()
        if self._unsaved is not None and view is not None and view.ref == self._unsaved[0]:
            panel.assessing.evidence.write(self._unsaved[1])
            self._unsaved = None
        if self._unsaved is not None:
            return
        written = panel.assessing.evidence.unsaved() if view is not None else None
        state = {
            "chain": place.chain,
            "segment": place.segment.segment if place.segment is not None else "",
            "evidence": (written or "")[:MOST_TEXT],
        }
        self._keep(json.dumps(state, ensure_ascii=False))

    def _keep(self, text: str) -> None:
        if text == self._kept:
            return
        beside = self._file.with_suffix(".part")
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            # For the user's eyes alone: the text may be of companies.
            handle = os.open(beside, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
            beside.replace(self._file)
            self._kept = text

    def _left_behind(self) -> dict[str, object]:
        """What the newest window that died on this workspace left; all such files are taken away.

        It is kept as ours before: this window may die too, before anything is put back.
        """
        found: dict[str, object] = {}
        newest, seen = 0.0, []
        for file in self._folder.glob(f"{self._stem}*.json"):
            if file == self._file or _runs(file.stem.rpartition("-")[2]):
                continue
            with suppress(OSError, ValueError):
                at, said = file.stat().st_mtime, json.loads(file.read_text(encoding="utf-8"))
                if isinstance(said, dict) and at >= newest:
                    found, newest = said, at
            seen.append(file)
        if found:
            self._keep(json.dumps(found, ensure_ascii=False))
        for file in seen if self._file.exists() or not found else ():
            with suppress(OSError):
                file.unlink()
        return found


def _runs(process: str) -> bool:
    """Whether a process of that number is there; on Windows that cannot be asked without ending it."""
    if not process.isdigit():
        return False
    if os.name != "posix":
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
