"""Keeps what is selected in a paged table by its keys, while rows come anew or in another order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QObject, Signal, Slot

from widgets.tables.paged import PAGE

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from PySide6.QtWidgets import QTableView

    from widgets.tables.paged import PagedModel

MOST_KEPT = 5_000


class SelectionKeeper(QObject):
    """`changed` says that another number of rows is selected."""

    changed = Signal()

    def __init__(self, view: QTableView, model: PagedModel) -> None:
        super().__init__(view)
        self._view, self._model = view, model
        self._waiting: dict[Hashable, None] = {}
        self._current: Hashable | None = None
        self._restoring = False
        view.selectionModel().selectionChanged.connect(self._look)
        model.page_shown.connect(self._restore)

    def ranges(self) -> tuple[tuple[int, int], ...]:
        """First and last row of what is selected, in order: never one by one, there may be a million."""
        chosen = self._view.selectionModel().selection()
        parts = [chosen.at(number) for number in range(chosen.count())]
        found = sorted((part.top(), part.bottom()) for part in parts)
        merged: list[tuple[int, int]] = []
        for first, last in found:
            if merged and first <= merged[-1][1] + 1:
                merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
            else:
                merged.append((first, last))
        return tuple(merged)

    def count(self) -> int:
        """How many rows are selected, loaded or not."""
        return sum(last - first + 1 for first, last in self.ranges()) + len(self._waiting)

    def kept(self) -> tuple[Hashable, ...]:
        """Keys of the selected rows as far as they are known, at most 5,000."""
        rows = (self._model.row(number) for number in self._numbers())
        return tuple(dict.fromkeys([*(row.key for row in rows if row is not None), *self._waiting]))

    def let_go(self) -> None:
        """Rows are about to come anew: remember the selected ones by their keys."""
        self._waiting = dict.fromkeys(self.kept())
        current = self._model.row(self._view.currentIndex().row()) if self._waiting else None
        self._current = None if current is None else current.key
        self._restoring = True
        self._view.selectionModel().clear()
        self._restoring = False

    def _numbers(self) -> Iterator[int]:
        left = MOST_KEPT
        for first, last in self.ranges():
            yield from range(first, min(last, first + left - 1) + 1)
            left -= last - first + 1
            if left <= 0:
                return

    @Slot(object)
    def _restore(self, offset: int) -> None:
        """Select the rows of a page that arrived whose keys are remembered."""
        if not self._waiting:
            return
        chosen, model, columns = QItemSelection(), self._view.selectionModel(), self._model.columnCount()
        self._restoring = True
        for number in range(offset, min(offset + PAGE, self._model.rowCount())):
            row = self._model.row(number)
            if row is None or row.key not in self._waiting:
                continue
            del self._waiting[row.key]
            first = self._model.index(number, 0)
            chosen.select(first, self._model.index(number, columns - 1))
            if row.key == self._current:
                model.setCurrentIndex(first, QItemSelectionModel.SelectionFlag.NoUpdate)
        model.select(chosen, QItemSelectionModel.SelectionFlag.Select)
        self._restoring = False
        self.changed.emit()

    @Slot()
    def _look(self) -> None:
        """The user selected something else: what was waited for no longer counts."""
        if not self._restoring:
            self._waiting = {}
        self.changed.emit()
