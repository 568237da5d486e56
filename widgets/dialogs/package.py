"""一图N清单: what goes out, of which chain, into which folder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from widgets.dialogs.frame import FramedDialog
from widgets.dialogs.preset_editor import PresetEditor
from widgets.map.export_options import MOST_PAGES_A_SIDE, PageSetup, Paper
from widgets.panels.labels import PlainLabel, WrappedLabel
from widgets.style.text import on_button

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chains.list_presets import ListPreset

PARTS = (
    ("pdf", "图谱 PDF"),
    ("png", "图谱 PNG"),
    ("lists", "清单工作簿（.xlsx）"),
    ("report", "报告（.docx）"),
)
"""Keys of what can go out, with their words."""


@dataclass(frozen=True, slots=True)
class PackageAsked:
    """What was chosen. `chain` is a code, "" for every chain; `parts` are keys of PARTS."""

    chain: str
    preset: ListPreset
    parts: frozenset[str]
    page: PageSetup
    drawn_by: str
    folder: str


class PackageDialog(FramedDialog):
    """`export_asked` carries a PackageAsked. `scopes` are (code, word), the first is chosen."""

    export_asked = Signal(object)

    def __init__(
        self, scopes: Sequence[tuple[str, str]], folder: str, drawn_by: str, parent: QWidget | None = None
    ) -> None:
        super().__init__("一图N清单", "", parent)
        self._scopes = [code for code, _ in scopes]
        self.editor = PresetEditor()
        self.ticks = {key: QCheckBox(word) for key, word in PARTS}
        self.paper = QComboBox()
        self.paper.setAccessibleName("图谱 PDF 的纸张")
        self.across, self.down = _pages("图谱 PDF 分成几列"), _pages("图谱 PDF 分成几行")
        self.drawn_by = QLineEdit(drawn_by)
        self.drawn_by.setMaxLength(60)
        self.drawn_by.setAccessibleName("制图、制表单位")
        self.folder = QLineEdit(folder)
        self.folder.setAccessibleName("保存到文件夹")
        self._browse = QPushButton("选择…")
        self._browse.setAutoDefault(False)
        self._group = QButtonGroup(self)
        self._lay_out(scopes)
        self.export = self.add_choice("导出")
        self.export.clicked.connect(self._ask)
        self._browse.clicked.connect(self._choose_folder)
        for tick in self.ticks.values():
            tick.setChecked(True)
            tick.toggled.connect(self._check)
        self.folder.textChanged.connect(self._check)
        self.editor.changed.connect(self._check)
        self.resize(940, 620)
        self._check()

    def _lay_out(self, scopes: Sequence[tuple[str, str]]) -> None:
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(6)
        right.addWidget(PlainLabel("清单方案", "heading"))
        right.addWidget(self.editor, 1)
        left.addWidget(PlainLabel("范围", "heading"))
        for number, (_, word) in enumerate(scopes):
            button = QRadioButton(on_button(word))
            button.setChecked(number == 0)
            self._group.addButton(button, number)
            left.addWidget(button)
        left.addSpacing(8)
        left.addWidget(PlainLabel("内容", "heading"))
        left.addWidget(self.ticks["pdf"])
        left.addLayout(self._paper_row())
        for key in ("png", "lists", "report"):
            left.addWidget(self.ticks[key])
        left.addSpacing(8)
        left.addWidget(PlainLabel("制图、制表单位", "heading"))
        left.addWidget(self.drawn_by)
        left.addSpacing(8)
        left.addWidget(PlainLabel("保存到文件夹", "heading"))
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.folder, 1)
        row.addWidget(self._browse)
        left.addLayout(row)
        left.addWidget(WrappedLabel("同名文件会被替换，其他文件不动；在后台进行，可随时取消。", "faint"))
        left.addStretch(1)
        whole = QHBoxLayout()
        whole.setSpacing(24)
        whole.addLayout(left, 2)
        whole.addLayout(right, 3)
        self.body.addLayout(whole, 1)

    def _paper_row(self) -> QHBoxLayout:
        for paper in Paper:
            self.paper.addItem(paper.value, paper.value)
        self.paper.setCurrentIndex(self.paper.findData(Paper.A3.value))
        row = QHBoxLayout()
        row.setContentsMargins(24, 0, 0, 0)
        row.setSpacing(6)
        for widget in (
            self.paper,
            PlainLabel("最多", "faint"),
            self.across,
            PlainLabel("列 ×", "faint"),
            self.down,
            PlainLabel("行", "faint"),
        ):
            row.addWidget(widget)
        row.addStretch(1)
        return row

    @Slot()
    def _check(self) -> None:
        wanted = any(tick.isChecked() for tick in self.ticks.values())
        listed = not self.ticks["lists"].isChecked() or bool(self.editor.preset().lists)
        for widget in (self.paper, self.across, self.down):
            widget.setEnabled(self.ticks["pdf"].isChecked())
        drawn = self.ticks["pdf"].isChecked() or self.ticks["png"].isChecked()
        self.editor.setEnabled(drawn or self.ticks["lists"].isChecked())
        self.export.setEnabled(wanted and listed and bool(self.folder.text().strip()) and bool(self._scopes))

    @Slot()
    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "保存到文件夹", self.folder.text())
        if chosen:
            self.folder.setText(chosen)

    @Slot()
    def _ask(self) -> None:
        self.export_asked.emit(
            PackageAsked(
                self._scopes[max(0, self._group.checkedId())],
                self.editor.preset(),
                frozenset(key for key, tick in self.ticks.items() if tick.isChecked()),
                PageSetup(
                    paper=Paper(self.paper.currentData()),
                    across=self.across.value(),
                    down=self.down.value(),
                ),
                self.drawn_by.text().strip(),
                self.folder.text().strip(),
            )
        )
        self.accept()


def _pages(name: str) -> QSpinBox:
    box = QSpinBox()
    box.setRange(1, MOST_PAGES_A_SIDE)
    box.setAccessibleName(name)
    return box
