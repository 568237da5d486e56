"""The first start: the window is there at once; whose city, which chains and whose name are asked over it."""

from __future__ import annotations

from contextlib import suppress
from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from chains.catalogue_reader import built_in_catalogue
from chains.free_path import free_path
from chains.regions import home_regions, own_name
from db.workspace_file import create_workspace
from widgets.dialogs.welcome import FirstChoices, WelcomeDialog

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from db.workspace_file import SqlDatabase


class FirstStart(QObject):
    """Asks over the window of a workspace that was just made with what most begin with.

    `decided` carries the choices; `open_asked` when there is a workspace already, `sample_asked` when
    the sample is to be seen first; `ended` in any case.
    """

    decided = Signal(object)
    open_asked = Signal()
    sample_asked = Signal()
    ended = Signal()

    def __init__(self, region: str, author: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._region, self._author = region, author
        self.dialog: WelcomeDialog | None = None

    def ask(self, window: QWidget | None) -> None:
        """Open the dialog over the window."""
        self.dialog = WelcomeDialog(regions_from(self._region), _clusters(), self._author, window)
        self.dialog.chosen.connect(self.decided)
        self.dialog.open_asked.connect(self.open_asked)
        self.dialog.sample_asked.connect(self.sample_asked)
        self.dialog.finished.connect(self._end)
        self.dialog.open()

    def close(self) -> None:
        """Put the question off."""
        if self.dialog is not None:
            self.dialog.reject()

    @Slot()
    def _end(self) -> None:
        self.dialog = None
        self.ended.emit()


def is_as_made(choices: FirstChoices, region: str) -> bool:
    """Whether the workspace that is there already is what was chosen."""
    return choices.region == region and len(choices.chains) == len(built_in_catalogue().chains)


def workspace_of(choices: FirstChoices, made: Path) -> SqlDatabase:
    """A workspace of what was chosen, beside the one that was made first. Raises WorkspaceRefused."""
    path = free_path(made.parent, f"{own_name(choices.region)}产业链{made.suffix}")
    return create_workspace(path, built_in_catalogue().only(choices.chains), choices.region, choices.author)


def take_away(untouched: Path) -> None:
    """Remove the workspace that was made first: nobody has worked in it."""
    with suppress(OSError):  # it stays beside the new one then, and harms nobody
        untouched.unlink()


def regions_from(first: str) -> list[tuple[str, str]]:
    """Every region that can be 本地 as (code, name), this one first."""
    return sorted(home_regions(), key=lambda region: region[0] != first)


def _clusters() -> list[tuple[str, list[tuple[str, str]]]]:
    chains = [entry.chain for entry in built_in_catalogue().chains]
    groups = groupby(chains, key=lambda chain: chain.cluster)
    return [(cluster, [(chain.code, chain.name) for chain in some]) for cluster, some in groups]
