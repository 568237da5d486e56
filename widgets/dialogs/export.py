"""What to export and where to: the target list, the gap list, or the sheet on one company."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QWidget,
)

from widgets.dialogs.frame import FramedDialog
from widgets.panels.labels import PlainLabel, WrappedLabel
from widgets.style.text import on_button

if TYPE_CHECKING:
    from collections.abc import Sequence


class ExportKind(StrEnum):
    """Which list goes out."""

    TARGETS = "targets"
    GAPS = "gaps"
    VISIT = "visit"


@dataclass(frozen=True, slots=True)
class ExportChoice:
    """What was chosen. `purpose` is written into the change log when contacts go out."""

    kind: ExportKind
    scope: str
    path: str
    contacts: bool = False
    purpose: str = ""


_TITLES = {
    ExportKind.TARGETS: "导出招商目标企业清单",
    ExportKind.GAPS: "导出缺口清单",
    ExportKind.VISIT: "导出拜访一页纸",
}
_UNITS = {ExportKind.TARGETS: "家", ExportKind.GAPS: "项"}
_NONE = {
    ExportKind.TARGETS: "还没有目标企业，导出的表里只有表头。在缺口环节的右侧选企业，点“加入目标清单”。",
    ExportKind.GAPS: "还没有缺口，导出的表里只有表头。",
}
_FILES = {ExportKind.VISIT: (".docx", "Word 文档 (*.docx)")}
_WORKBOOK = (".xlsx", "Excel 工作簿 (*.xlsx)")


class ExportDialog(FramedDialog):
    """`export_asked` carries an ExportChoice. `scopes` are (key, word, count), the first is chosen."""

    export_asked = Signal(object)

    def __init__(
        self,
        kind: ExportKind,
        scopes: Sequence[tuple[str, str, int]],
        path: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_TITLES[kind], _TITLES[kind], parent)
        self._kind = kind
        self._scopes = [key for key, _, _ in scopes]
        self._add_scopes(scopes)
        self.path = QLineEdit(path)
        self.path.setAccessibleName("保存位置")
        self._browse = QPushButton("选择…")
        self._browse.setAutoDefault(False)
        self._add_path()
        self.contacts = QCheckBox("包含联系人、联系电话（个人信息）")
        self.contacts.setVisible(kind is not ExportKind.GAPS)
        self.purpose = QLineEdit()
        self.purpose.setPlaceholderText("用途，如：2026 年 12 月赴深圳招商对接")
        self.purpose.setAccessibleName("导出个人信息的用途")
        self.purpose.setMaxLength(200)
        self._purpose_note = WrappedLabel("用途、署名和时间将记入变更记录", "faint")
        for widget in (self.contacts, self.purpose, self._purpose_note):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        cancel = self.add_button("取消")
        self.export = self.add_button("导出", primary=True)
        cancel.clicked.connect(self.reject)
        self.export.clicked.connect(self._ask)
        self.contacts.toggled.connect(self._check)
        for edit in (self.purpose, self.path):
            edit.textChanged.connect(self._check)
        self.setMinimumWidth(520)
        self._check()

    def _add_scopes(self, scopes: Sequence[tuple[str, str, int]]) -> None:
        self._group = QButtonGroup(self)
        self.body.addWidget(PlainLabel("企业与环节" if self._kind is ExportKind.VISIT else "范围", "heading"))
        for number, (_, word, count) in enumerate(scopes):
            whole = f"{word}（{count:,} {_UNITS[self._kind]}）" if self._kind in _UNITS else word
            button = QRadioButton(on_button(whole))
            button.setChecked(number == 0)
            self._group.addButton(button, number)
            self.body.addWidget(button)
        self.none = WrappedLabel(_NONE.get(self._kind, ""), "bad")
        self.none.setVisible(self._kind in _NONE and not any(count for _, _, count in scopes))
        self.body.addWidget(self.none)

    def _add_path(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.path, 1)
        row.addWidget(self._browse)
        self.body.addWidget(PlainLabel("保存位置", "heading"))
        self.body.addLayout(row)
        self._browse.clicked.connect(self._choose_path)

    @Slot()
    def _check(self) -> None:
        asked = self.contacts.isChecked()
        self.purpose.setVisible(asked)
        self._purpose_note.setVisible(asked)
        told = not asked or bool(self.purpose.text().strip())
        self.export.setEnabled(bool(self.path.text().strip()) and told and bool(self._scopes))

    @Slot()
    def _choose_path(self) -> None:
        ending, files = _FILES.get(self._kind, _WORKBOOK)
        chosen, _ = QFileDialog.getSaveFileName(self, "保存位置", self.path.text(), files)
        if chosen:
            self.path.setText(chosen if chosen.lower().endswith(ending) else f"{chosen}{ending}")

    @Slot()
    def _ask(self) -> None:
        contacts = self.contacts.isChecked()
        purpose = self.purpose.text().strip() if contacts else ""
        scope = self._scopes[max(0, self._group.checkedId())]
        self.export_asked.emit(ExportChoice(self._kind, scope, self.path.text().strip(), contacts, purpose))
        self.accept()
