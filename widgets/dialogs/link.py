"""A supply link (供应关系): which inputs can replace it, and how much of the need it covers."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSpinBox, QWidget

from chains.commands import KEEP
from chains.structure import EditLink, RemoveLinks
from widgets.dialogs.frame import FramedDialog
from widgets.panels.labels import PlainLabel, WrappedLabel
from widgets.style.text import cut

OWN_GROUP = "不可替代（单独一组）"


@dataclass(frozen=True, slots=True)
class LinkView:
    """One link in words. `groups` are (group, names of its inputs) of the other inputs of the same target."""

    chain: str
    source: str
    target: str
    source_name: str
    target_name: str
    group: str
    share: float
    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()
    version: int | None = None


class LinkDialog(FramedDialog):
    """`asked` carries EditLink or RemoveLinks."""

    asked = Signal(object)

    def __init__(self, link: LinkView, parent: QWidget | None = None) -> None:
        super().__init__("供应关系", f"{cut(link.source_name, 40)} → {cut(link.target_name, 40)}", parent)
        self._link = link
        self.group = QComboBox()
        self.group.setMinimumHeight(28)
        self._groups = _choices(link)
        for _, word in self._groups:
            self.group.addItem(word)
        self.group.setCurrentIndex(_own_place(link, self._groups))
        self.share = QSpinBox()
        self.share.setRange(1, 100)
        self.share.setSuffix(" %")
        self.share.setValue(max(1, round(link.share * 100)))
        self.add_field(
            "可与谁互相替代", self.group, "同组的供应可以互相替代；不同组的缺一不可，断一组则下游停产"
        )
        self.body.addWidget(PlainLabel("占本组需求的份额", "heading"))
        self.share.setAccessibleName("占本组需求的份额")
        row = QHBoxLayout()
        row.addWidget(self.share)
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addWidget(WrappedLabel("份额用于计算断供影响；不清楚时保留 100%", "faint"))
        self.remove = self.add_button("删除供应关系", left=True)
        self.remove.setAutoDefault(False)
        self.save = self.add_choice("保存")
        self.save.clicked.connect(self._save)
        self.remove.clicked.connect(self._remove)
        self.setMinimumWidth(480)

    @Slot()
    def _save(self) -> None:
        link = self._link
        group = self._groups[self.group.currentIndex()][0]
        share = self.share.value() / 100
        changed = abs(share - link.share) >= 0.005
        self.asked.emit(
            EditLink(
                link.chain,
                link.source,
                link.target,
                group=KEEP if group == link.group else group,
                share=share if changed else KEEP,
                expected_version=link.version,
            )
        )
        self.accept()

    @Slot()
    def _remove(self) -> None:
        link = self._link
        self.asked.emit(RemoveLinks(link.chain, ((link.source, link.target),), link.version))
        self.accept()


def _choices(link: LinkView) -> list[tuple[str, str]]:
    """(group, word): a group of its own first, then the other inputs of the target."""
    shared = any(group == link.group for group, _ in link.groups)
    own = (link.source if shared else link.group, OWN_GROUP)
    return [own, *((group, f"与 {cut('、'.join(names), 60)}") for group, names in link.groups)]


def _own_place(link: LinkView, choices: list[tuple[str, str]]) -> int:
    return next((at for at, (group, _) in enumerate(choices) if group == link.group), 0)
