"""Whose 填报 form goes out, with which chains and columns, and where to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from chains.free_path import free_path
from widgets.dialogs.frame import FramedDialog
from widgets.panels.check_tree import CheckTree, TreeNode
from widgets.panels.date_field import DateField
from widgets.panels.labels import PlainLabel, WrappedLabel
from widgets.style.text import cut

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

_EVERY = "（部门填报，不限区市）"


@dataclass(frozen=True, slots=True)
class FormChoice:
    """What was chosen. `district` "" for companies of every region, `unit` "" for the district's own name.

    `purpose` is what contacts (personal data) go along for, "" when they do not.
    """

    district: str
    unit: str
    chains: tuple[str, ...]
    fields: frozenset[str]
    return_by: date | None
    path: str
    purpose: str = ""


class FormExportDialog(FramedDialog):
    """`export_asked` carries a FormChoice.

    `districts` and `chains` are (code, name), `fields` are the optional columns: field → word.
    """

    export_asked = Signal(object)

    def __init__(
        self,
        districts: Sequence[tuple[str, str]],
        chains: Sequence[tuple[str, str]],
        fields: Mapping[str, str],
        folder: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("导出填报表", "导出填报表", parent)
        self._folder = folder
        self.district = QComboBox()
        self.district.setAccessibleName("填报区市")
        for code, name in (*districts, ("", _EVERY)):
            self.district.addItem(cut(name, 40), code)
        self.unit = QLineEdit()
        self.unit.setMaxLength(60)
        self.unit.setAccessibleName("填报单位")
        self.return_by = DateField("交回日期")
        self.chains = CheckTree("产业链", "查找产业链")
        self.chains.show_tree([TreeNode(code, name) for code, name in chains])
        self.chains.setMinimumHeight(140)
        self.fields = {field: QCheckBox(word) for field, word in fields.items()}
        self.contacts = QCheckBox("包含联系人、联系电话（个人信息）")
        self.purpose = QLineEdit()
        self.purpose.setPlaceholderText("用途（必填），如：请区市核对企业联系人")
        self.purpose.setAccessibleName("导出个人信息的用途")
        self.purpose.setMaxLength(200)
        self.path = QLineEdit()
        self.path.setAccessibleName("保存位置")
        self._typed_path = False
        self._browse = QPushButton("选择…")
        self._browse.setAutoDefault(False)
        self._lay_out()
        self.export = self.add_choice("导出")
        self._connect()
        self.district.setFocus()
        self._suggest()
        self.resize(640, 620)

    def _connect(self) -> None:
        self.export.clicked.connect(self._ask)
        self._browse.clicked.connect(self._choose_path)
        self.district.currentIndexChanged.connect(self._suggest)
        self.unit.textChanged.connect(self._suggest)
        self.path.textEdited.connect(self._keep_path)
        self.path.textChanged.connect(self._check)
        self.chains.changed.connect(self._check)
        self.contacts.toggled.connect(self._check)
        self.purpose.textChanged.connect(self._check)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        for column, (word, widget) in enumerate(
            (("填报区市", self.district), ("填报单位", self.unit), ("交回日期（可不填）", self.return_by))
        ):
            grid.addWidget(PlainLabel(word, "heading"), 0, column)
            grid.addWidget(widget, 1, column)
            grid.setColumnStretch(column, 1)
        self.body.addLayout(grid)
        self.body.addWidget(WrappedLabel("选区市时，表中只列登记在该区市的企业。", "faint"))
        self.body.addWidget(PlainLabel("产业链（不选为全部）", "heading"))
        self.body.addWidget(self.chains, 1)
        self.body.addWidget(PlainLabel("可选栏目", "heading"))
        row = QHBoxLayout()
        row.setSpacing(18)
        for box in self.fields.values():
            box.setChecked(True)
            row.addWidget(box)
        row.addStretch(1)
        self.body.addLayout(row)
        self._add_contacts()
        self.body.addWidget(PlainLabel("保存位置", "heading"))
        line = QHBoxLayout()
        line.addWidget(self.path, 1)
        line.addWidget(self._browse)
        place = QVBoxLayout()
        place.addLayout(line)
        self.body.addLayout(place)

    def _add_contacts(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(self.contacts)
        line.addWidget(self.purpose, 1)
        self.body.addLayout(line)
        self.body.addWidget(
            WrappedLabel("默认不写联系人、电话；写出时只供核对，用途、署名和时间记入变更记录。", "faint")
        )

    def _name(self) -> str:
        own = self.district.currentText() if self.district.currentData() else ""
        return self.unit.text().strip() or own

    @Slot()
    def _suggest(self) -> None:
        """Name the unit after the district and the file after the unit, until somebody typed another."""
        code = str(self.district.currentData())
        self.unit.setPlaceholderText(self.district.currentText() if code else "必填，如 工业和信息化局")
        if not self._typed_path:
            name = "".join("_" if sign in '\\/:*?"<>|' else sign for sign in self._name()) or "部门"
            self.path.setText(str(free_path(self._folder, f"{name}产业链填报表.xlsx")))
        self._check()

    @Slot()
    def _keep_path(self) -> None:
        self._typed_path = True

    @Slot()
    def _check(self) -> None:
        asked = self.contacts.isChecked()
        self.purpose.setVisible(asked)
        told = not asked or bool(self.purpose.text().strip())
        self.export.setEnabled(bool(self.path.text().strip()) and bool(self._name()) and told)

    @Slot()
    def _choose_path(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, "保存位置", self.path.text(), "Excel 工作簿 (*.xlsx)")
        if chosen:
            self._typed_path = True
            self.path.setText(chosen if chosen.lower().endswith(".xlsx") else f"{chosen}.xlsx")

    @Slot()
    def _ask(self) -> None:
        self.export_asked.emit(
            FormChoice(
                str(self.district.currentData()),
                self.unit.text().strip(),
                self.chains.chosen(),
                frozenset(field for field, box in self.fields.items() if box.isChecked()),
                self.return_by.value(),
                self.path.text().strip(),
                self.purpose.text().strip() if self.contacts.isChecked() else "",
            )
        )
        self.accept()
