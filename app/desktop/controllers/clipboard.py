"""Copy and paste of segments: within and between chains and windows, to and from Excel as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication

from chains.clip_json import clip_from_json, clip_json
from chains.clips import clip_from_text, clip_of, clip_text, pasting

if TYPE_CHECKING:
    from app.desktop.desk import Desk
    from app.desktop.picked import Picked
    from chains.clips import Clip
    from chains.events import Outcome
    from widgets.map.canvas import MapCanvas

SEGMENTS_MIME = "application/x-lianpu-segments"
MOST_TEXT = 2_000_000
"""Longer texts are files, not a paste."""


class ClipboardController(QObject):
    """`said` carries what was copied or left out."""

    said = Signal(str)

    def __init__(self, desk: Desk, picked: Picked, canvas: MapCanvas) -> None:
        super().__init__(desk)
        self._desk, self._picked, self._canvas = desk, picked, canvas
        self._coming: tuple[str, ...] = ()
        desk.done.connect(self._remember)
        picked.changed.connect(self._select_coming)

    def copy(self) -> None:
        """Put the picked segments on the clipboard, for this program and as a table."""
        state, codes = self._picked.state, self._picked.codes
        if state is None or not codes:
            return
        data = QMimeData()
        data.setData(SEGMENTS_MIME, clip_json(clip_of(state, codes)).encode())
        data.setText(clip_text(state, codes))
        QGuiApplication.clipboard().setMimeData(data)
        self.said.emit(
            f"已复制 {len(codes)} 个环节，可粘贴到任一产业链或 Excel、WPS（评估与标注不随环节粘贴）"
        )

    def paste(self) -> None:
        """Bring what is on the clipboard into the chain, as one step."""
        chain, clip = self._picked.chain, _on_clipboard()
        if chain is None:
            return
        if clip is None or not clip.segments:
            self.said.emit("剪贴板里没有环节，也没有文字")
            return
        if not self._picked.stage and any(not one.stage for one in clip.segments):
            self.said.emit("这条产业链还没有阶段，请先新增阶段（Shift+N）")
            return
        segment = self._picked.segment
        planned = pasting(chain, clip, self._picked.stage, None if segment is None else segment.code)
        if planned.command is None:
            self.said.emit(f"没有粘贴：{_listed(planned.skipped)} 在本链已有")
            return
        self._coming = planned.added
        self._desk.submit(planned.command)
        if planned.skipped:
            self.said.emit(
                f"已粘贴 {len(planned.added)} 个环节；{_listed(planned.skipped)} 在本链已有，未重复添加"
            )

    @Slot(object)
    def _remember(self, outcome: Outcome) -> None:
        if outcome.action != "paste":
            self._coming = ()

    @Slot()
    def _select_coming(self) -> None:
        """What was pasted is picked once it is on the map."""
        chain = self._picked.chain
        if self._coming and chain is not None and set(self._coming) <= {one.code for one in chain.segments}:
            coming, self._coming = self._coming, ()
            self._canvas.select_many(coming)


def _on_clipboard() -> Clip | None:
    data = QGuiApplication.clipboard().mimeData()
    if data is None:
        return None
    if data.hasFormat(SEGMENTS_MIME):
        own = clip_from_json(bytes(data.data(SEGMENTS_MIME).data()).decode(errors="replace"))
        if own is not None:
            return own
    return clip_from_text(data.text()[:MOST_TEXT]) if data.hasText() else None


def _listed(names: tuple[str, ...]) -> str:
    shown = "、".join(f"“{name}”" for name in names[:3])
    return f"{shown} 等 {len(names)} 个环节" if len(names) > 3 else shown
