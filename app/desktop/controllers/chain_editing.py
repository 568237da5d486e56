"""Chains as a whole: made, named, and looked at once they are there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.services.new_chain import STAGE_TEMPLATES, new_chain_command
from chains.structure import EditChain
from widgets.dialogs.chain_form import ChainForm, EditChainDialog, NewChainDialog, StageTemplate

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.desktop.desk import Desk
    from app.desktop.picked import Picked
    from app.desktop.place import Place
    from chains.events import Outcome

ACTION = "add_chain"


class ChainEditingController(QObject):
    """Shows the dialogs of chains."""

    def __init__(self, desk: Desk, place: Place, picked: Picked, window: QWidget) -> None:
        super().__init__(desk)
        self._desk, self._place, self._picked, self._window = desk, place, picked, window
        self._coming = ""
        desk.done.connect(self._go)

    def ask_new(self) -> None:
        """Ask for a new chain."""
        templates = [StageTemplate(name, stages) for name, stages in STAGE_TEMPLATES]
        dialog = NewChainDialog(self._clusters(), templates, self._window)
        dialog.filled.connect(self._make)
        dialog.open()

    def ask_edit(self) -> None:
        """Ask what the chain is called."""
        chain = self._picked.chain
        if chain is not None:
            dialog = EditChainDialog(chain, self._clusters(), self._window)
            dialog.filled.connect(self._change)
            dialog.open()

    def _clusters(self) -> list[str]:
        with self._desk.workspace.read() as reader:
            clusters = [state.chain.cluster for state in reader.chain_states()]
        return [name for name in dict.fromkeys(clusters) if name]

    @Slot(object)
    def _make(self, form: ChainForm) -> None:
        self._coming, command = new_chain_command(form.name, form.cluster, form.stages, form.table)
        self._desk.submit(command)

    @Slot(object)
    def _change(self, form: ChainForm) -> None:
        chain = self._picked.chain
        if chain is not None:
            self._desk.submit(EditChain(chain.code, form.name, form.cluster, form.chief, chain.version))

    @Slot(object)
    def _go(self, outcome: Outcome) -> None:
        if outcome.action == ACTION and self._coming:
            coming, self._coming = self._coming, ""
            self._place.go_to_chain(coming)
