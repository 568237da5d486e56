"""Editors of cells: a choice, a date, an amount, a text."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QStyleOptionViewItem, QWidget

from widgets.panels.date_field import date_typed
from widgets.tables.delegates import CellDelegate

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

MOST_SIGNS = 500


@dataclass(frozen=True, slots=True)
class ChoiceEditor:
    """One of a few values, shown by their words."""

    choices: tuple[tuple[object, str], ...]


@dataclass(frozen=True, slots=True)
class DateEditor:
    """A date or none."""


@dataclass(frozen=True, slots=True)
class AmountEditor:
    """A decimal number that is not negative, or none."""


@dataclass(frozen=True, slots=True)
class TextEditor:
    """One line of text."""


Editor = ChoiceEditor | DateEditor | AmountEditor | TextEditor


class Refused(ValueError):
    """What was typed is nothing that the cell can hold."""


def read_date(text: str) -> date | None:
    """The date typed, None for nothing; Refused for anything else."""
    if not text.strip():
        return None
    typed = date_typed(text)
    if typed is None:
        raise Refused(text)
    return typed


def read_amount(text: str) -> Decimal | None:
    """The amount typed, None for nothing; Refused for what is no number, or below zero."""
    plain = text.strip().replace(",", "").replace("，", "").removesuffix("亿元").removesuffix("亿")
    if not plain:
        return None
    try:
        amount = Decimal(plain)
    except InvalidOperation:
        raise Refused(text) from None
    if not amount.is_finite() or amount < 0 or amount >= Decimal(1_000_000):
        raise Refused(text)
    return amount


class EditingDelegate(CellDelegate):
    """Gives each column its editor; what cannot be read is dropped, and the cell stays as it was."""

    def __init__(self, editors: Mapping[int, Editor], parent: QWidget) -> None:
        super().__init__(parent)
        self._editors = dict(editors)

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        """A combo box for choices, a line for the rest."""
        kind = self._editors.get(index.column())
        if isinstance(kind, ChoiceEditor):
            combo = QComboBox(parent)
            for _, word in kind.choices:
                combo.addItem(word)
            combo.activated.connect(self._commit)
            return combo
        line = QLineEdit(parent)
        line.setMaxLength(MOST_SIGNS)
        hints = {DateEditor: "如 2027-02-12", AmountEditor: "如 1.5"}
        line.setPlaceholderText(hints.get(type(kind), ""))
        return line

    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        """Begin with what the cell holds."""
        value = index.data(Qt.ItemDataRole.EditRole)
        kind = self._editors.get(index.column())
        if isinstance(editor, QComboBox) and isinstance(kind, ChoiceEditor):
            values = [one for one, _ in kind.choices]
            editor.setCurrentIndex(values.index(value) if value in values else -1)
        elif isinstance(editor, QLineEdit):
            editor.setText("" if value is None else str(value))
            editor.selectAll()

    def setModelData(
        self, editor: QWidget, model: QAbstractItemModel, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Hand over what was chosen or typed."""
        kind = self._editors.get(index.column())
        if isinstance(editor, QComboBox) and isinstance(kind, ChoiceEditor):
            if editor.currentIndex() >= 0:
                model.setData(index, kind.choices[editor.currentIndex()][0])
        elif isinstance(editor, QLineEdit):
            try:
                model.setData(index, _read(kind, editor.text()))
            except Refused:
                return

    def _commit(self) -> None:
        editor = self.sender()
        if isinstance(editor, QWidget):
            self.commitData.emit(editor)
            self.closeEditor.emit(editor)


def _read(kind: Editor | None, text: str) -> object:
    if isinstance(kind, DateEditor):
        return read_date(text)
    if isinstance(kind, AmountEditor):
        return read_amount(text)
    return " ".join(text.split())
