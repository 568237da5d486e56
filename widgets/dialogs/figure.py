"""One figure with everything that someone needs to defend it in a meeting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from widgets.dialogs.frame import FramedDialog, facts_table, more_note
from widgets.panels.labels import PlainLabel, WrappedLabel, card

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date


@dataclass(frozen=True, slots=True)
class FigureView:
    """A figure in words: `value` as shown (57%), `basis` is its 口径, `parts` the rows it counts."""

    name: str
    value: str
    basis: str
    headings: tuple[str, ...] = ("环节", "计入", "权重", "说明")
    parts: tuple[tuple[str, ...], ...] = ()
    as_of: date | None = None


class FigureDialog(FramedDialog):
    """Shows a FigureView; 复制 copies it as a spreadsheet takes it."""

    def __init__(self, view: FigureView, parent: QWidget | None = None) -> None:
        super().__init__(view.name, view.name, parent)
        self._text = _as_text(view)
        row = QHBoxLayout()
        row.addWidget(PlainLabel(view.value, "figure"))
        row.addStretch(1)
        if view.as_of is not None:
            row.addWidget(PlainLabel(f"截至 {view.as_of:%Y-%m-%d}", "faint"))
        self.body.addLayout(row)
        frame = card()
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(12, 8, 12, 8)
        inside.addWidget(PlainLabel("口径", "faint"))
        inside.addWidget(WrappedLabel(view.basis))
        self.body.addWidget(frame)
        if view.parts:
            self.body.addWidget(facts_table(view.headings, view.parts, stretch=0), 1)
            self.body.addWidget(more_note(len(view.parts)))
        else:
            self.body.addWidget(PlainLabel("没有可列的明细：数据不足时不给出数值", "faint"))
        self.copy = self.add_button("复制", left=True)
        self.copy.clicked.connect(self._copy)
        self.add_closing()
        self.resize(620, 520 if view.parts else 260)

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text)


def _as_text(view: FigureView) -> str:
    rows: Sequence[Sequence[str]] = (view.headings, *view.parts) if view.parts else ()
    lines = [f"{view.name}\t{view.value}", f"口径\t{view.basis}"]
    if view.as_of is not None:
        lines.append(f"截至\t{view.as_of:%Y-%m-%d}")
    return "\n".join([*lines, *("\t".join(row) for row in rows)])
