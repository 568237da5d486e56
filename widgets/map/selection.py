"""Which boxes of a map are selected, in drawing order, and which of them was picked last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Iterable


class Selection(QObject):
    """`changed` carries the selected codes; it is sent only when they are others than before."""

    changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.codes: tuple[str, ...] = ()
        self.last = ""
        self._order: dict[str, int] = {}

    def __contains__(self, code: str) -> bool:
        """Whether the box is selected."""
        return code in self.codes

    def set_known(self, codes: Iterable[str]) -> None:
        """The boxes that there are, in drawing order; others are selected no longer."""
        self._order = {code: at for at, code in enumerate(codes)}
        self.put(self.codes, self.last)

    def put(self, codes: Iterable[str], last: str = "") -> None:
        """Select these and no others."""
        chosen = {code for code in codes if code in self._order}
        before = self.codes
        self.codes = tuple(sorted(chosen, key=self._order.__getitem__))
        self.last = last if last in chosen else self.codes[0] if self.codes else ""
        if self.codes != before:
            self.changed.emit(self.codes)

    def toggle(self, code: str) -> None:
        """Select the box besides the others, or no longer."""
        others = [one for one in self.codes if one != code]
        if len(others) < len(self.codes):
            self.put(others, others[-1] if others else "")
        else:
            self.put([*others, code], code)

    def add(self, codes: Iterable[str]) -> None:
        """Select these besides the others."""
        self.put([*self.codes, *codes], self.last)

    def all(self) -> None:
        """Select every box."""
        self.put(self._order, self.last)
