"""来源国（地区）: one line in which several countries are typed, with the known names to choose from."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from chains.countries import countries_in, country_names
from chains.errors import InvalidValue
from chains.words import countries_text
from widgets.panels.labels import PlainLabel

_LAST = re.compile(r"^(.*[、，,；;/])?[ 　]*([^、，,；;/]*)$")
_MIXED = "所选环节的来源国（地区）不同"
_HINT = "如 日本、德国；不清楚可不填"


class _NameCompleter(QCompleter):
    """Completes the last of several names: those before it stay."""

    def splitPath(self, path: str) -> list[str]:
        """What the names are searched for."""
        found = _LAST.match(path)
        return [found[2] if found else path]

    def pathFromIndex(self, index: object) -> str:
        """The line with the chosen name in the place of what was typed of it."""
        line = self.widget()
        found = _LAST.match(line.text()) if isinstance(line, QLineEdit) else None
        return f"{(found[1] or '') if found else ''}{super().pathFromIndex(index)}"  # type: ignore[arg-type]


class CountriesField(QWidget):
    """`changed` carries the countries as a tuple, once they are entered or cleared."""

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key: object = None
        self._shown: tuple[str, ...] | None = ()
        self.edit = QLineEdit()
        self.edit.setAccessibleName("来源国（地区）")
        self.edit.setClearButtonEnabled(True)
        self.edit.setMaxLength(300)
        completer = _NameCompleter(list(country_names()), self.edit)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setMaxVisibleItems(8)
        self.edit.setCompleter(completer)
        self.edit.editingFinished.connect(self._take)
        self.edit.textChanged.connect(self._look)
        self._wrong = PlainLabel("", "bad")
        self._wrong.hide()
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(PlainLabel("来源国（地区）", "faint"))
        row.addWidget(self.edit, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self._wrong)
        self.setFocusProxy(self.edit)

    def show_countries(self, key: object, countries: tuple[str, ...] | None) -> None:
        """Show the countries, None for several that differ; of the same `key`, what is being typed stays."""
        if key == self._key and self.edit.isModified():
            self._shown = countries
            return
        self._key, self._shown = key, countries
        self.edit.setPlaceholderText(_MIXED if countries is None else _HINT)
        self.edit.setText(countries_text(countries or ()))
        self._wrong.hide()

    def told(self) -> str:
        """What is said of what is typed: why it is not kept; "" when nothing is wrong."""
        return self._wrong.text() if self._wrong.isVisible() else ""

    @Slot()
    def _take(self) -> None:
        """Keep what was entered; what is no import (中国) is told and stays to be mended."""
        if not self.edit.isModified():
            return
        try:
            countries = countries_in(self.edit.text())
        except InvalidValue as error:
            self._wrong.setText(f"来源国（地区）应为{error.facts['allowed']}")
            self._wrong.show()
            return
        self.edit.setText(countries_text(countries))
        self.edit.setModified(False)
        if countries != (self._shown or ()):
            self._shown = countries
            self.changed.emit(countries)

    @Slot(str)
    def _look(self, text: str) -> None:
        """The clear button tells no more than that the text is gone."""
        self._wrong.hide()
        if not text and not self.edit.isModified() and self._shown and self.edit.hasFocus():
            self._shown = ()
            self.changed.emit(())
