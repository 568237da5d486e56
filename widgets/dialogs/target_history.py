"""What happened to one target: how its pursuit stands, its follow-ups, its changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QTabWidget, QWidget

from chains import words
from chains.words import action_text
from widgets.dialogs.follow_up import FollowUpDialog
from widgets.dialogs.frame import FramedDialog, facts_table
from widgets.panels.labels import PlainLabel, WrappedLabel
from widgets.tables.cells import DASH
from widgets.tables.log import field_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chains.rows import TargetRow
    from chains.target import TargetHistory


class TargetHistoryDialog(FramedDialog):
    """`asked` carries AddFollowUp."""

    asked = Signal(object)

    def __init__(self, target: TargetRow, history: TargetHistory, parent: QWidget | None = None) -> None:
        super().__init__("跟进与变更历史", target.company_name, parent)
        self._target = target
        self.body.addWidget(WrappedLabel(f"{target.chain_name} · {target.segment_name}", "faint"))
        self._stands = WrappedLabel("", "strong")
        self.body.addWidget(self._stands)
        self.tabs = QTabWidget()
        self.body.addWidget(self.tabs, 1)
        self.follow_up = self.add_button("添加跟进…", left=True)
        self.follow_up.clicked.connect(self._ask_follow_up)
        self.add_closing()
        self.show_history(target, history)
        self.resize(720, 480)

    @property
    def target_id(self) -> int:
        """Whose history it is."""
        return self._target.id

    def show_history(self, target: TargetRow, history: TargetHistory) -> None:
        """Show it anew."""
        self._target = target
        self._stands.setText(_stands(target))
        place = max(0, self.tabs.currentIndex())
        self.tabs.clear()
        steps = [(one.on.isoformat(), one.text, one.by) for one in history.follow_ups]
        changes = [
            (
                f"{one.at.astimezone():%Y-%m-%d %H:%M}",
                one.author,
                action_text(one.action, one.subject),
                "；".join(map(field_text, one.fields)),
            )
            for one in history.changes
        ]
        followed = _table(("日期", "跟进内容", "跟进人"), steps, 1, "还没有跟进，可点“添加跟进…”记下第一次")
        changed = _table(("时间", "谁", "何事", "改了什么"), changes, 3, "还没有变更")
        self.tabs.addTab(followed, f"跟进（{len(steps)}）")
        self.tabs.addTab(changed, f"变更（{len(changes)}）")
        self.tabs.setCurrentIndex(place)

    @Slot()
    def _ask_follow_up(self) -> None:
        dialog = FollowUpDialog(self._target.id, self._target.company_name, self)
        dialog.asked.connect(self.asked)
        dialog.open()


def _table(headings: tuple[str, ...], rows: Sequence[tuple[str, ...]], stretch: int, none: str) -> QWidget:
    if rows:
        return facts_table(headings, rows, stretch)
    said = PlainLabel(none, "faint")
    said.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return said


def _stands(target: TargetRow) -> str:
    when = "" if target.next_on is None else f"（{target.next_on.isoformat()}）"
    return (
        f"{words.PHASE[target.phase]}　责任单位 {target.responsible_unit or DASH}　"
        f"责任人 {target.responsible_person or DASH}　下一步 {target.next_step or DASH}{when}"
    )
