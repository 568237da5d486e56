"""What the document says of a chain as a whole: problems, directions, parks, leading companies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from chains import words
from chains.kinds import NoteKind
from widgets.dialogs.frame import FramedDialog
from widgets.panels.labels import PlainLabel, WrappedLabel

if TYPE_CHECKING:
    from chains.chain import ChainNote


class ChainNotesDialog(FramedDialog):
    """Shows notes by kind, each with its place in the document."""

    def __init__(
        self,
        chain_name: str,
        notes: tuple[ChainNote, ...],
        document: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("链级事项", f"{chain_name} · 链级事项", parent)
        if document:
            self.body.addWidget(WrappedLabel(f"出处：{document}", "faint"))
        page = QFrame()
        page.setProperty("surface", "panel")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 10, 0)
        column.setSpacing(4)
        for kind in NoteKind:
            of_kind = [note for note in notes if note.kind is kind]
            if of_kind:
                column.addWidget(PlainLabel(f"{words.NOTE[kind]}（{len(of_kind)}）", "heading"))
            for note in of_kind:
                column.addWidget(WrappedLabel(f"· {note.text[:2000]}"))
                if note.place:
                    column.addWidget(WrappedLabel(f"   {note.place}", "faint"))
        if not notes:
            column.addWidget(PlainLabel("规划中没有对整条产业链的表述", "faint"))
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(page)
        self.body.addWidget(scroll, 1)
        self.add_closing()
        self.resize(600, 520)
