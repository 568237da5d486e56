"""Make a new workspace: where its file is, and whose city it is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget

from widgets.dialogs.frame import FramedDialog
from widgets.dialogs.region_box import RegionBox
from widgets.panels.labels import PlainLabel, WrappedLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

SUFFIX = ".lianpu"


@dataclass(frozen=True, slots=True)
class NewWorkspace:
    """What was chosen: the file, the home region's code, and who works here."""

    path: str
    region: str
    author: str


class NewWorkspaceDialog(FramedDialog):
    """`create_asked` carries a NewWorkspace. `regions` are (code, name), the first is chosen."""

    create_asked = Signal(object)

    def __init__(
        self,
        regions: Sequence[tuple[str, str]],
        path: str,
        author: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("新建工作区", "新建工作区", parent)
        self.body.addWidget(
            WrappedLabel(
                "工作区是一个文件，内含内置产业链、评估、企业库与全部变更记录。请保存在本机磁盘，不要放在共享文件夹",
                "faint",
            )
        )
        self.path = QLineEdit(path)
        self.path.setAccessibleName("工作区文件")
        self.region = RegionBox(regions)
        self.author = QLineEdit(author)
        self.author.setAccessibleName("署名")
        self.author.setPlaceholderText("姓名或科室，记入变更记录")
        self.author.setMaxLength(40)
        self._add_path()
        self._add_region()
        self.body.addWidget(PlainLabel("署名", "heading"))
        self.body.addWidget(self.author)
        self.body.addStretch(1)
        cancel = self.add_button("取消")
        self.create_button = self.add_button("新建", primary=True)
        cancel.clicked.connect(self.reject)
        self.create_button.clicked.connect(self._ask)
        for edit in (self.path, self.author):
            edit.textChanged.connect(self._check)
        self.region.editTextChanged.connect(self._check)
        self.setMinimumWidth(520)
        self._check()

    def _add_path(self) -> None:
        browse = QPushButton("选择…")
        browse.setAutoDefault(False)
        browse.clicked.connect(self._choose_path)
        row = QHBoxLayout()
        row.addWidget(self.path, 1)
        row.addWidget(browse)
        self.body.addWidget(PlainLabel("文件", "heading"))
        self.body.addLayout(row)

    def _add_region(self) -> None:
        self.body.addWidget(PlainLabel("所属城市（判断企业是否在本地）", "heading"))
        self.body.addWidget(self.region)

    @Slot()
    def _check(self) -> None:
        ready = self.path.text().strip() and self.author.text().strip() and self.region.code()
        self.create_button.setEnabled(bool(ready))

    @Slot()
    def _choose_path(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self, "工作区文件", self.path.text(), f"链谱工作区 (*{SUFFIX})"
        )
        if chosen:
            self.path.setText(chosen if Path(chosen).suffix else chosen + SUFFIX)

    @Slot()
    def _ask(self) -> None:
        self.create_asked.emit(
            NewWorkspace(self.path.text().strip(), self.region.code(), self.author.text().strip())
        )
        self.accept()
