"""Stages and tiers of the chain that is looked at: add, name, order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from chains import words
from chains.commands import Composite
from chains.kinds import Tier
from chains.structure import AddStage, EditStage, MoveStage, RenameTier, fresh_code
from widgets.dialogs.stage_form import StageDialog, StageForm, TierNamesDialog

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from app.desktop.desk import Desk
    from app.desktop.picked import Picked
    from chains.chain import Chain, Stage
    from widgets.map.canvas import MapCanvas


class StagesController(QObject):
    """Shows the dialogs of stages and tiers; a stage is moved by its heading or by keys."""

    def __init__(self, desk: Desk, picked: Picked, canvas: MapCanvas, window: QWidget) -> None:
        super().__init__(desk)
        self._desk, self._picked, self._window = desk, picked, window
        self._form_of: Stage | None = None
        canvas.stage_moved.connect(self._move)
        canvas.stage_activated.connect(self._ask_named)

    def ask_new(self) -> None:
        """Ask for a new stage behind the picked one, in its tier."""
        chain = self._picked.chain
        if chain is None:
            return
        tier = chain.stage(self._picked.stage).tier if self._picked.stage else Tier.UPSTREAM
        self._form_of = None
        self._open("新增阶段", StageForm("", tier), chain)

    def ask_edit(self) -> None:
        """Ask for the picked stage's name and tier."""
        self._ask_named(self._picked.stage)

    def ask_tier_names(self) -> None:
        """Ask what this chain calls its tiers."""
        chain = self._picked.chain
        if chain is not None:
            dialog = TierNamesDialog(chain.name, dict(chain.tier_names), self._window)
            dialog.filled.connect(self._rename_tiers)
            dialog.open()

    def move_by(self, steps: int) -> None:
        """Put the picked stage so many places further on."""
        chain = self._picked.chain
        if chain is None or not self._picked.stage:
            return
        place = [one.code for one in chain.stages].index(self._picked.stage) + steps
        if 0 <= place < len(chain.stages):
            self._move(self._picked.stage, place)

    def _open(self, title: str, form: StageForm, chain: Chain) -> None:
        tiers = {tier: chain.tier_name(tier) or words.TIER[tier] for tier in Tier}
        dialog = StageDialog(title, form, tiers, self._window)
        dialog.filled.connect(self._filled)
        dialog.open()

    @Slot(str)
    def _ask_named(self, code: str) -> None:
        chain = self._picked.chain
        if chain is None or code not in {one.code for one in chain.stages}:
            return
        self._form_of = chain.stage(code)
        self._open("阶段名称与层级", StageForm(self._form_of.name, self._form_of.tier), chain)

    @Slot(object)
    def _filled(self, form: StageForm) -> None:
        chain, old = self._picked.chain, self._form_of
        if chain is None:
            return
        if old is not None:
            command = EditStage(chain.code, old.code, form.name, form.tier, chain.version)
            self._desk.submit(command)
            return
        code = fresh_code("stage")
        self._desk.submit(
            AddStage(chain.code, code, form.name, form.tier, self._new_place(chain, form.tier), chain.version)
        )
        self._picked.use_stage(code)

    def _new_place(self, chain: Chain, tier: Tier) -> int | None:
        """Behind the picked stage where that is of the same tier; else at the end of the tier."""
        for at, stage in enumerate(chain.stages):
            if stage.code == self._picked.stage and stage.tier is tier:
                return at + 1
        return None

    @Slot(str, int)
    def _move(self, stage: str, position: int) -> None:
        chain = self._picked.chain
        if chain is not None and chain.stages[min(position, len(chain.stages) - 1)].code != stage:
            self._desk.submit(MoveStage(chain.code, stage, position, chain.version))

    @Slot(object)
    def _rename_tiers(self, names: Mapping[Tier, str]) -> None:
        chain = self._picked.chain
        if chain is None:
            return
        commands = tuple(
            RenameTier(chain.code, tier, name, chain.version)
            for tier, name in names.items()
            if name != chain.tier_name(tier)
        )
        if commands:
            self._desk.submit(Composite("rename_tier", chain.name, commands))
