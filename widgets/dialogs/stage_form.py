"""A stage's name and tier, and what a chain calls its tiers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from chains import words
from chains.kinds import Tier
from widgets.dialogs.chain_form import MOST_LETTERS
from widgets.dialogs.frame import FramedDialog
from widgets.panels.labels import WrappedLabel
from widgets.panels.segmented import SegmentedButtons

if TYPE_CHECKING:
    from collections.abc import Mapping

TIER_LETTERS = 20


@dataclass(frozen=True, slots=True)
class StageForm:
    """What was filled in."""

    name: str
    tier: Tier


class StageDialog(FramedDialog):
    """`filled` carries a StageForm; shows `form` to begin with. `tiers` are the words for the tiers."""

    filled = Signal(object)

    def __init__(
        self, title: str, form: StageForm, tiers: Mapping[Tier, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(title, title, parent)
        self.name = QLineEdit(form.name)
        self.name.setMaxLength(MOST_LETTERS)
        self.name.setPlaceholderText("如：原材料、零部件、整机、应用")
        self.tier = SegmentedButtons("层级", [(tier, tiers[tier]) for tier in Tier])
        self.tier.show_value(form.tier)
        self.add_field("名称", self.name)
        self.add_field("层级", self.tier, "支撑：制造装备、检测、设计、平台等，在主链下方单独成带")
        self.save = self.add_choice("确定")
        self.save.clicked.connect(self._ask)
        self.name.textChanged.connect(self._check)
        self.setMinimumWidth(440)
        self.name.setFocus()
        self.name.selectAll()
        self._check()

    @Slot()
    def _check(self) -> None:
        self.save.setEnabled(bool(self.name.text().strip()))

    @Slot()
    def _ask(self) -> None:
        tier = self.tier.value()
        if isinstance(tier, Tier):
            self.filled.emit(StageForm(self.name.text().strip(), tier))
            self.accept()


class TierNamesDialog(FramedDialog):
    """`filled` carries tier → word, "" for the usual one."""

    filled = Signal(object)

    def __init__(self, chain_name: str, names: Mapping[Tier, str], parent: QWidget | None = None) -> None:
        super().__init__("层级名称", chain_name, parent)
        self.body.addWidget(WrappedLabel("本链对各层级的叫法；留空则用通用名称", "faint"))
        self.edits = {tier: QLineEdit(names.get(tier, "")) for tier in Tier}
        for tier, edit in self.edits.items():
            edit.setMaxLength(TIER_LETTERS)
            edit.setPlaceholderText(words.TIER[tier])
            self.add_field(words.TIER[tier], edit)
        self.save = self.add_choice("保存")
        self.save.clicked.connect(self._ask)
        self.setMinimumWidth(380)

    @Slot()
    def _ask(self) -> None:
        self.filled.emit({tier: edit.text().strip() for tier, edit in self.edits.items()})
        self.accept()
