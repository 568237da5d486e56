"""What is seen first: the window with its places for panels, and the map; it knows no workspace yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QWidget

from app.desktop.actions import ACTIONS
from app.desktop.place import Place
from widgets.map.canvas import MapCanvas
from widgets.panels.map_page import MapPage
from widgets.style import roles
from widgets.style.text import cut
from widgets.window import MainWindow

if TYPE_CHECKING:
    from app.desktop.last_look import LastLook
    from app.desktop.panels import Panels

_LEFT, _RIGHT, _BOTTOM = (
    Qt.DockWidgetArea.LeftDockWidgetArea,
    Qt.DockWidgetArea.RightDockWidgetArea,
    Qt.DockWidgetArea.BottomDockWidgetArea,
)
PANELS = (
    ("chains", "产业链", _LEFT),
    ("segment", "环节", _RIGHT),
    ("gaps", "缺口清单", _BOTTOM),
    ("scenario", "推演", _BOTTOM),
    ("priorities", "补链优先级", _BOTTOM),
    ("matches", "链间配套", _BOTTOM),
    ("checks", "待核对", _BOTTOM),
    ("companies", "企业库", _BOTTOM),
    ("targets", "目标企业", _BOTTOM),
    ("districts", "区市分布", _BOTTOM),
    ("comparing", "快照比较", _BOTTOM),
    ("log", "变更记录", _BOTTOM),
)
"""Where each panel stands; a session puts the panels themselves there."""


class Front(QObject):
    """Shows the map that was looked at last, as it was, until a session takes over; else what is opened.

    Boxes can be picked, the map moved and zoomed at once; actions chosen meanwhile wait for the session.
    """

    def __init__(self) -> None:
        super().__init__()
        self.window = MainWindow()
        self.place = Place(self)
        self.canvas = MapCanvas()
        self.page = MapPage(self.canvas)
        self.look: LastLook | None = None
        self.waiting: list[str] = []
        self.panels: Panels | None = None
        self._has_places = self._is_waiting = False
        self.window.set_centre(self.page)
        self.window.set_bar(ACTIONS)

    def make_places(self) -> None:
        """Make the menus and the places for the panels, which take long; nothing when they are there."""
        if self._has_places:
            return
        self._has_places = True
        self.window.fill_menus(ACTIONS)
        for key, title, area in PANELS:
            self.window.add_panel(key, title, QWidget(), area)

    def show_theme(self, *, dark: bool) -> None:
        """The colours of what is painted by hand."""
        shown = roles.DARK if dark else roles.LIGHT
        for widget in (self.canvas, self.page.legend):
            widget.set_roles(shown)

    def show_opening(self, name: str) -> None:
        """Say what is being opened, where there is no map of it yet; "" for the first workspace."""
        self._wait_for_session(name)
        self.canvas.show_hint(f"正在打开 {cut(name)} …" if name else "正在准备第一个工作区 …")

    def show_look(self, look: LastLook, name: str) -> None:
        """Show the map as it was; from now on the user works with it."""
        self._wait_for_session(name)
        self.look = look
        chain = look.picture.state.chain
        self.place.chain = chain.code
        self.window.header.show_name(chain.name)
        # It needs a library that is being loaded: the window would wait for it.
        self.canvas.set_minimap(False)
        self.canvas.show_map(look.picture)
        if look.picture.looks is not None:
            self.page.bar.show_mode(look.picture.looks.mode)
            self.page.legend.show_entries(look.picture.looks.legend)
        self.canvas.picked.connect(self.place.go_to_segment)

    def hand_over(self, chain: str) -> None:
        """A session has taken over: go to the chain, or stay where the user is in the map of it."""
        chosen = self.place.segment
        if self.look is not None:
            self.canvas.picked.disconnect(self.place.go_to_segment)
            self.canvas.set_minimap(True)
        if self._is_waiting:
            self.window.triggered.disconnect(self._wait)
        self.place.chain, self.place.segment = "", None
        self.place.go_to_chain(chain)
        if chosen is not None and chosen.chain == chain:
            self.place.go_to_segment(chosen)

    def _wait_for_session(self, name: str) -> None:
        self._is_waiting = True
        self.window.setWindowTitle(f"{name} — 链谱" if name else "链谱")
        for action in ("undo", "redo"):
            self.window.set_action(action, enabled=False)
        self.window.triggered.connect(self._wait)

    @Slot(object)
    def _wait(self, action: str) -> None:
        self.waiting.append(action)
