"""What goes when segments or a chain go, and the chance to save placements and targets first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QCompleter, QRadioButton, QWidget

from widgets.dialogs.frame import FramedDialog, facts_table
from widgets.panels.labels import WrappedLabel
from widgets.style.text import cut

if TYPE_CHECKING:
    from collections.abc import Sequence

_ROW, _MOST_ROWS = 30, 6
_NONE_HELD = "没有企业标注和目标企业，评估随环节一起删除"


@dataclass(frozen=True, slots=True)
class Going:
    """One segment that shall go, with what hangs on it."""

    code: str
    name: str
    placements: int
    targets: int
    assessed: bool


class RemoveDialog(FramedDialog):
    """`removed` carries the code of the segment that marks move to, "" to let them go as well.

    `homes` are (code, name) of the segments that stay, where placements and targets could move to.
    """

    removed = Signal(object)

    def __init__(
        self,
        subject: str,
        going: Sequence[Going],
        homes: Sequence[tuple[str, str]],
        parent: QWidget | None = None,
        *,
        kind: str = "环节",
    ) -> None:
        super().__init__(f"删除{kind}", f"删除 {cut(subject, 60)}", parent)
        self._homes = tuple(homes)
        placements, targets = sum(one.placements for one in going), sum(one.targets for one in going)
        held = f"有 {placements} 条企业标注、{targets} 家目标企业" if placements or targets else _NONE_HELD
        these = "这些环节上" if len(going) > 1 else "这个环节上"
        self.body.addWidget(WrappedLabel(f"{these}{held}。删除后可以用“撤销”整体恢复。"))
        self._add_table(going)
        self.keep_marks = QRadioButton("先把标注和目标企业移到：")
        self.drop_marks = QRadioButton("连同标注和目标企业一起删除")
        self.home = QComboBox()
        self._fill_homes()
        self.body.addWidget(self.keep_marks)
        self.body.addWidget(self.home)
        self.body.addWidget(self.drop_marks)
        may_move = bool(self._homes) and bool(placements or targets)
        for widget in (self.keep_marks, self.home):
            widget.setVisible(may_move)
        self.drop_marks.setVisible(bool(placements or targets))
        cancel = self.add_button("取消")
        self.remove = self.add_button("删除", primary=True)
        # Enter must not delete before this was read.
        self.remove.setDefault(False)
        cancel.setFocus()
        cancel.clicked.connect(self.reject)
        self.remove.clicked.connect(self._ask)
        for radio in (self.keep_marks, self.drop_marks):
            radio.toggled.connect(self._check)
        self.home.editTextChanged.connect(self._check)
        (self.keep_marks if may_move else self.drop_marks).setChecked(True)
        self.setMinimumWidth(520)
        self._check()

    def _add_table(self, going: Sequence[Going]) -> None:
        rows = [_row(one) for one in going]
        table = facts_table(("环节", "企业标注", "目标企业", "评估"), rows, 0)
        table.setFixedHeight(_ROW * (min(len(rows), _MOST_ROWS) + 1) + 4)
        self.body.addWidget(table)

    def _fill_homes(self) -> None:
        self.home.setAccessibleName("移到哪个环节")
        self.home.setEditable(True)
        self.home.setMinimumHeight(28)
        self.home.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        for code, name in self._homes:
            self.home.addItem(cut(name, 60), code)
        completer = QCompleter(self.home.model(), self.home)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.home.setCompleter(completer)
        self.home.setCurrentIndex(-1)
        line = self.home.lineEdit()
        if line is not None:
            line.setPlaceholderText("输入环节名称")

    def _home_code(self) -> str:
        typed = self.home.currentText().strip()
        return next((code for code, name in self._homes if cut(name, 60) == typed), "")

    @Slot()
    def _check(self) -> None:
        self.home.setEnabled(self.keep_marks.isChecked())
        self.remove.setEnabled(self.drop_marks.isChecked() or bool(self._home_code()))

    @Slot()
    def _ask(self) -> None:
        self.removed.emit(self._home_code() if self.keep_marks.isChecked() else "")
        self.accept()


def _row(one: Going) -> tuple[str, str, str, str]:
    return (
        cut(one.name, 60),
        str(one.placements) if one.placements else "—",
        str(one.targets) if one.targets else "—",
        "已评估" if one.assessed else "—",
    )
