"""Where else something is: a line below the map's bar, with a button to each place."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from widgets.panels.flow import FlowLayout
from widgets.panels.labels import PlainLabel, clear_layout
from widgets.style.text import cut, on_button, tip

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_BUTTONS = 5
_LONGEST = 26


class FoundPlace(NamedTuple):
    """One place: its words, and the key that `picked` carries."""

    text: str
    key: object


class FoundBar(QWidget):
    """`picked` carries the key of a place."""

    picked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._places: tuple[FoundPlace, ...] = ()
        self._title = ""
        self._menu: QMenu | None = None
        self._flow = FlowLayout(across=6, down=2)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 4, 12, 4)
        column.addLayout(self._flow)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    def show_found(self, title: str, places: Sequence[FoundPlace]) -> None:
        """Show the places; those that do not fit are in a menu."""
        self._title, self._places = title, tuple(places)
        clear_layout(self._flow)
        self._flow.addWidget(PlainLabel(cut(title, 60), "strong"))
        for number, place in enumerate(self._places[:MOST_BUTTONS]):
            self._flow.addWidget(self._button(number, place))
        if len(self._places) > MOST_BUTTONS:
            self._flow.addWidget(self._rest())
        self.show()
        self.updateGeometry()

    @Slot()
    def show_nothing(self) -> None:
        """Nothing was looked for."""
        self._title, self._places = "", ()
        clear_layout(self._flow)
        self.hide()

    def title(self) -> str:
        """What is said, "" for nothing."""
        return self._title

    def places(self) -> tuple[FoundPlace, ...]:
        """The places that are offered."""
        return self._places

    def _button(self, number: int, place: FoundPlace) -> QPushButton:
        button = QPushButton(on_button(cut(place.text, _LONGEST)))
        button.setProperty("flat", "true")
        button.setProperty("place", number)
        button.setToolTip(tip(place.text))
        button.setAccessibleName(cut(place.text))
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.clicked.connect(self._pick)
        return button

    def _rest(self) -> QPushButton:
        more = QPushButton(f"其余 {len(self._places) - MOST_BUTTONS} 个")
        more.setProperty("small", "true")
        menu = QMenu(more)
        for number, place in enumerate(self._places[MOST_BUTTONS:], MOST_BUTTONS):
            action = menu.addAction(on_button(cut(place.text, 80)))
            action.setProperty("place", number)
            action.triggered.connect(self._pick)
        more.setMenu(menu)
        return more

    @Slot()
    def _pick(self) -> None:
        sender = self.sender()
        number = None if sender is None else sender.property("place")
        if number is not None and number < len(self._places):
            self.picked.emit(self._places[number].key)
