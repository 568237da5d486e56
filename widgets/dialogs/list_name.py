"""A name for a list: new or another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from widgets.dialogs.frame import FramedDialog
from widgets.panels.labels import WrappedLabel
from widgets.style.text import cut

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_LETTERS = 80


class ListNameDialog(FramedDialog):
    """`named` carries the name. `taken` names stand for other lists; with `replaces` one may be replaced."""

    named = Signal(object)

    def __init__(
        self, title: str, name: str, about: str, taken: Iterable[str], *, replaces: bool,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(title, title, parent)
        self._taken, self._replaces = frozenset(taken), replaces
        self.name = QLineEdit(name)
        self.name.setMaxLength(MOST_LETTERS)
        self.name.selectAll()
        self.add_field("名单名称", self.name)
        self.body.addWidget(WrappedLabel(cut(about, 160), "faint"))
        self.note = WrappedLabel("", "bad")
        self.body.addWidget(self.note)
        self.save = self.add_choice("保存")
        self.save.clicked.connect(self._ask)
        self.name.textChanged.connect(self._check)
        self.setMinimumWidth(420)
        self._check()

    @Slot()
    def _check(self) -> None:
        name = self.name.text().strip()
        taken = name in self._taken
        self.note.setText(
            ("已有同名名单，保存后替换它" if self._replaces else "已有同名名单") if taken else ""
        )
        self.note.setVisible(taken)
        self.save.setEnabled(bool(name) and (self._replaces or not taken))

    @Slot()
    def _ask(self) -> None:
        self.named.emit(self.name.text().strip())
        self.accept()
