"""Companies that stay when the rest of an import is taken back, with why; asked before anything is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot

from widgets.dialogs.frame import FramedDialog, facts_table, more_note
from widgets.panels.labels import WrappedLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget


class UsedCompaniesDialog(FramedDialog):
    """`agreed`: these stay and the rest goes; nothing on 取消."""

    agreed = Signal()

    def __init__(
        self,
        said: tuple[str, str],
        rows: Sequence[tuple[str, str]],
        total: int,
        parent: QWidget | None = None,
    ) -> None:
        """`said` are what is taken back and what would stay, `rows` (name, why); `total` counts them all."""
        what, text = said
        super().__init__("要撤销的企业已被使用", what, parent)
        self.body.addWidget(WrappedLabel(text))
        self.table = facts_table(("保留的企业", "之后的使用"), rows, stretch=0)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(more_note(total))
        self.cancel = self.add_button("取消")
        self.keep = self.add_button("保留这些，撤销其余", primary=True)
        self.cancel.clicked.connect(self.reject)
        self.keep.clicked.connect(self._agree)
        self.resize(680, 460)

    def only_tell(self) -> None:
        """All are used: there is nothing to agree to."""
        self.keep.hide()
        self.cancel.setText("知道了")

    @Slot()
    def _agree(self) -> None:
        self.agreed.emit()
        self.accept()
