"""A new chain, or what a chain is called: its name, cluster and chief (链长)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from widgets.dialogs.frame import FramedDialog
from widgets.panels.labels import WrappedLabel
from widgets.style.text import cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chains.chain import Chain
    from chains.kinds import Tier

MOST_LETTERS = 80


@dataclass(frozen=True, slots=True)
class ChainForm:
    """What was filled in: `stages` are (name, tier) to begin with, `table` is pasted text of segments."""

    name: str
    cluster: str
    chief: str = ""
    stages: tuple[tuple[str, Tier], ...] = ()
    table: str = ""


@dataclass(frozen=True, slots=True)
class StageTemplate:
    """A ready set of stages to begin a chain with."""

    name: str
    stages: tuple[tuple[str, Tier], ...]


class NewChainDialog(FramedDialog):
    """`filled` carries a ChainForm. `clusters` are those that there are, `templates` sets of stages."""

    filled = Signal(object)

    def __init__(
        self, clusters: Sequence[str], templates: Sequence[StageTemplate], parent: QWidget | None = None
    ) -> None:
        super().__init__("新建产业链", "新建产业链", parent)
        self._templates = tuple(templates)
        self.name = _line()
        self.name.setPlaceholderText("如：无人机")
        self.cluster = _clusters(clusters, "")
        self.template = QComboBox()
        for one in templates:
            self.template.addItem(cut(one.name, 60))
        self.table = QPlainTextEdit()
        self.table.setTabChangesFocus(True)
        self.table.setPlaceholderText("轮胎模具\t零部件\n硫化机\t制造装备")
        self.add_field("名称", self.name)
        self.add_field("产业集群", self.cluster)
        self.add_field("起始阶段", self.template, "阶段以后可以随时增删、改名、调整顺序")
        self.add_field(
            "环节（可不填）",
            self.table,
            "可从 Excel、WPS 粘贴：每行一个环节，第二列为阶段；也可建好后在图上按 N 逐个添加",
        )
        self.create_button = self.add_choice("新建")
        self.create_button.clicked.connect(self._ask)
        self.name.textChanged.connect(self._check)
        self.setMinimumWidth(520)
        self.name.setFocus()
        self._check()

    @Slot()
    def _check(self) -> None:
        self.create_button.setEnabled(bool(self.name.text().strip()))

    @Slot()
    def _ask(self) -> None:
        chosen = self._templates[self.template.currentIndex()].stages if self._templates else ()
        cluster = self.cluster.currentText().strip()
        self.filled.emit(
            ChainForm(self.name.text().strip(), cluster, stages=tuple(chosen), table=self.table.toPlainText())
        )
        self.accept()


class EditChainDialog(FramedDialog):
    """`filled` carries a ChainForm with name, cluster and chief."""

    filled = Signal(object)

    def __init__(self, chain: Chain, clusters: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__("产业链属性", chain.name, parent)
        self.name, self.chief = _line(chain.name), _line(chain.chief)
        self.cluster = _clusters(clusters, chain.cluster)
        self.add_field("名称", self.name)
        self.add_field("产业集群", self.cluster)
        self.add_field("链长", self.chief)
        if chain.document:
            self.body.addWidget(WrappedLabel(f"来源文件：{cut(chain.document)} {cut(chain.place)}", "faint"))
        self.save = self.add_choice("保存")
        self.save.clicked.connect(self._ask)
        self.name.textChanged.connect(self._check)
        self.setMinimumWidth(460)
        self.name.selectAll()
        self._check()

    @Slot()
    def _check(self) -> None:
        self.save.setEnabled(bool(self.name.text().strip()))

    @Slot()
    def _ask(self) -> None:
        cluster = self.cluster.currentText().strip()
        self.filled.emit(ChainForm(self.name.text().strip(), cluster, self.chief.text().strip()))
        self.accept()


def _line(text: str = "") -> QLineEdit:
    edit = QLineEdit(text)
    edit.setMaxLength(MOST_LETTERS)
    return edit


def _clusters(clusters: Sequence[str], current: str) -> QComboBox:
    box = QComboBox()
    box.setEditable(True)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    box.setMinimumHeight(28)
    for name in dict.fromkeys(clusters):
        box.addItem(cut(name, 60))
    box.setCurrentText(current)
    line = box.lineEdit()
    if line is not None:
        line.setMaxLength(MOST_LETTERS)
        line.setPlaceholderText("可选已有的，也可新写")
    return box
