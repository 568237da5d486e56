"""What the company table is filtered by, as chips."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot

from chains.registry import ALL_COMPANIES, CompanyFilter
from chains.registry_words import filter_parts
from widgets.panels.demand_chips import DemandChips

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtWidgets import QWidget

_DEMANDS: tuple[tuple[str, ...], ...] = (
    ("text",), ("regions",), ("industries",), ("honours", "only_valid", "valid_on"), ("states",),
    ("capital_from", "capital_to"), ("insured_from", "insured_to"), ("founded_from", "founded_to"),
    ("placed",), ("chains",), ("batch",), ("origin",),
)  # fmt: skip
"""Fields of the filter that make one chip."""


class FilterChips(DemandChips):
    """`changed` carries the CompanyFilter without the demand whose chip was clicked, or without any."""

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wanted = ALL_COMPANIES
        self.dropped.connect(self._ask_without)
        self.cleared.connect(self._ask_all)

    def show_filter(self, wanted: CompanyFilter, chain_names: Mapping[str, str]) -> None:
        """Show the demands of the filter; what is typed stands in the box of the search and has no chip."""
        self._wanted = wanted
        self.show_demands(_demands(wanted, chain_names))

    @Slot(object)
    def _ask_without(self, fields: Sequence[str]) -> None:
        self.changed.emit(replace(self._wanted, **{name: getattr(ALL_COMPANIES, name) for name in fields}))

    @Slot()
    def _ask_all(self) -> None:
        self.changed.emit(replace(ALL_COMPANIES, text=self._wanted.text))


def _demands(wanted: CompanyFilter, chain_names: Mapping[str, str]) -> list[tuple[tuple[str, ...], str]]:
    """Each demand of the filter but its text: the fields that make it, and its words."""
    found: list[tuple[tuple[str, ...], str]] = []
    for fields in _DEMANDS[1:]:
        alone = replace(ALL_COMPANIES, **{name: getattr(wanted, name) for name in fields})
        found += [(fields, words) for words in filter_parts(alone, chain_names)]
    return found
