"""The first start: whose city this is, which chains it looks after, and who works here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from widgets.dialogs.frame import FramedDialog
from widgets.dialogs.region_box import RegionBox
from widgets.panels.check_tree import CheckTree, TreeNode
from widgets.panels.labels import PlainLabel, WrappedLabel

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class FirstChoices:
    """The home region's code, codes of the built-in chains to begin with, and who works here."""

    region: str
    chains: tuple[str, ...]
    author: str


class WelcomeDialog(FramedDialog):
    """`chosen` carries FirstChoices; `open_asked` when there is a workspace already; `sample_asked`.

    `regions` are (code, name), the first is chosen; `clusters` are (name, ((code, name), …)) of chains.
    """

    chosen = Signal(object)
    open_asked = Signal()
    sample_asked = Signal()

    def __init__(
        self,
        regions: Sequence[tuple[str, str]],
        clusters: Sequence[tuple[str, Sequence[tuple[str, str]]]],
        author: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("欢迎使用链谱", "欢迎使用链谱", parent)
        self._clusters = {f"/{name}": tuple(code for code, _ in chains) for name, chains in clusters}
        text = "先定三件事，以后都可以改。数据保存在本机的一个文件里，不联网也能用"
        self.body.addWidget(WrappedLabel(text, "faint"))
        self.region = RegionBox(regions)
        self.author = QLineEdit(author)
        self.author.setAccessibleName("署名")
        self.author.setPlaceholderText("姓名或科室，记入每一条变更记录")
        self.author.setMaxLength(40)
        self.chains = CheckTree("产业链", "查找产业链：名称或拼音首字母")
        self.chains.show_tree(_nodes(clusters))
        self.chains.show_chosen(self._clusters)
        self.count = PlainLabel("", "faint")
        self._lay_out()
        self._add_buttons()
        self.chains.changed.connect(self._check)
        self.author.textChanged.connect(self._check)
        self.region.editTextChanged.connect(self._check)
        self.resize(720, 520)
        self._check()

    def choices(self) -> FirstChoices:
        """What is chosen now."""
        codes = [code for one in self.chains.chosen() for code in self._clusters.get(one, (one,))]
        return FirstChoices(self.region.code(), tuple(codes), self.author.text().strip())

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(6)
        left.addWidget(PlainLabel("所属城市", "heading"))
        left.addWidget(self.region)
        left.addWidget(WrappedLabel("决定哪些企业算“本地”，是本地配套率的口径之一", "faint"))
        left.addSpacing(10)
        left.addWidget(PlainLabel("署名", "heading"))
        left.addWidget(self.author)
        left.addWidget(WrappedLabel("每次评估、标注、导入都记下是谁、何时", "faint"))
        left.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(6)
        head = QHBoxLayout()
        head.addWidget(PlainLabel("从哪些内置产业链开始", "heading"))
        head.addStretch(1)
        head.addWidget(self.count)
        right.addLayout(head)
        right.addWidget(self.chains, 1)
        both = QHBoxLayout()
        both.setSpacing(20)
        both.addLayout(left, 2)
        both.addLayout(right, 3)
        self.body.addLayout(both, 1)

    def _add_buttons(self) -> None:
        others = self.add_button("打开已有工作区…", left=True)
        self.sample: QPushButton = self.add_button("先看示例", left=True)
        later = self.add_button("以后再定")
        self.begin: QPushButton = self.add_button("开始使用", primary=True)
        others.clicked.connect(self._ask_open)
        self.sample.clicked.connect(self._ask_sample)
        later.clicked.connect(self.reject)
        self.begin.clicked.connect(self._choose)

    @Slot()
    def _check(self) -> None:
        now = self.choices()
        self.count.setText(f"已选 {len(now.chains)} 条")
        self.begin.setEnabled(bool(now.region and now.author and now.chains))

    @Slot()
    def _choose(self) -> None:
        choices = self.choices()
        self.accept()
        self.chosen.emit(choices)

    @Slot()
    def _ask_sample(self) -> None:
        self.reject()
        self.sample_asked.emit()

    @Slot()
    def _ask_open(self) -> None:
        self.reject()
        self.open_asked.emit()


def _nodes(clusters: Sequence[tuple[str, Sequence[tuple[str, str]]]]) -> list[TreeNode]:
    return [
        TreeNode(f"/{name}", name, tuple(TreeNode(code, chain) for code, chain in chains))
        for name, chains in clusters
    ]
