"""The main window: places for a centre, panels, actions, messages and status; it knows no panel by class."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QMainWindow,
    QMenu,
    QSizePolicy,
    QTabWidget,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from widgets.actions import ActionSpec, BarPlace
from widgets.panels.bars import BusyBar, MessageBar
from widgets.panels.chain_header import ChainHeader
from widgets.panels.labels import PlainLabel
from widgets.panels.search_box import SearchBox
from widgets.places import Places
from widgets.style.text import cut, on_button, tip

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QCloseEvent, QShowEvent
    from PySide6.QtWidgets import QDockWidget

    from widgets.panels.dock import PanelDock

__all__ = ["ActionSpec", "BarPlace", "MainWindow"]

LEFT, RIGHT, BOTTOM = (
    Qt.DockWidgetArea.LeftDockWidgetArea,
    Qt.DockWidgetArea.RightDockWidgetArea,
    Qt.DockWidgetArea.BottomDockWidgetArea,
)
PANEL_SIZES = {LEFT: 225, RIGHT: 380, BOTTOM: 255}
"""Width of the side panels and height of the bottom one, in pixels."""

DEFAULT_ROOM = (PANEL_SIZES[LEFT], 0, PANEL_SIZES[RIGHT], PANEL_SIZES[BOTTOM])
"""Of the panels together at the left, top, right and bottom, in pixels."""

DEFAULT_SIZE = QSize(1680, 1020)
LAYOUT_VERSION = 3
"""Of the saved places of panels: raise it when panels come, go, or are named anew."""

VIEW_MENU, PANELS_MENU = "视图", "显示面板"


class MainWindow(QMainWindow):
    """`triggered` carries the id of a chosen action; `closed` says that the user closed the window."""

    triggered = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("main_window")
        self.setWindowTitle("链谱")
        self.resize(DEFAULT_SIZE)
        self.setDockNestingEnabled(False)
        self.setTabPosition(BOTTOM, QTabWidget.TabPosition.North)
        for corner in (Qt.Corner.TopLeftCorner, Qt.Corner.BottomLeftCorner):
            self.setCorner(corner, LEFT)
        for corner in (Qt.Corner.TopRightCorner, Qt.Corner.BottomRightCorner):
            self.setCorner(corner, RIGHT)
        self.search = SearchBox()
        self.header = ChainHeader()
        self.messages = MessageBar()
        self.busy = BusyBar()
        self._actions: dict[str, QAction] = {}
        self._docks: dict[str, tuple[PanelDock, Qt.DockWidgetArea]] = {}
        self._menus: dict[str, QMenu] = {}
        self._sized = False
        self.held_open: Callable[[], bool] | None = None
        self._centre: QWidget | None = None
        self._make_tool_bar()
        self._make_centre()
        self._make_status_bar()

    def set_centre(self, widget: QWidget) -> None:
        """Put the map below header and messages."""
        self._column.addWidget(widget, 1)
        self._centre = widget

    def add_panel(self, key: str, title: str, widget: QWidget, area: Qt.DockWidgetArea) -> QDockWidget:
        """Dock a panel; those at the bottom lie behind one another, the first in front.

        A panel of the same key gives way: the window has a place for it before it is there.
        """
        if key in self._docks:
            return self.put_panel(key, widget)
        from widgets.panels.dock import PanelDock  # noqa: PLC0415 - the window is seen before its panels

        dock = PanelDock(key, title, widget)
        first = next((other for other, place in self._docks.values() if place == area), None)
        self.addDockWidget(area, dock)
        if first is not None and area == BOTTOM:
            last = [other for other, place in self._docks.values() if place == area][-1]
            self.tabifyDockWidget(last, dock)
            first.raise_()
        self._docks[key] = (dock, area)
        self._fill_view_menu()
        return dock

    def put_panel(self, key: str, widget: QWidget) -> QDockWidget:
        """Put a panel into the place that the window has for it."""
        dock = self._docks[key][0]
        before = dock.widget()
        dock.setWidget(widget)
        before.hide()
        before.deleteLater()
        return dock

    def show_panel(self, key: str) -> None:
        """Bring a panel to the front, opened if it was closed."""
        dock = self._docks[key][0]
        dock.show()
        dock.raise_()

    def panel_is_visible(self, key: str) -> bool:
        """Whether the user can see the panel: open, and not behind another."""
        dock = self._docks[key][0]
        return dock.isVisible() and not dock.visibleRegion().isEmpty()

    def panel_actions(self) -> tuple[QAction, ...]:
        """One action per panel that shows or hides it."""
        return tuple(dock.toggleViewAction() for dock, _ in self._docks.values())

    def set_bar(self, specs: Sequence[ActionSpec]) -> None:
        """What is seen of the table: tool bar and names of menus, in the order in which they first appear.

        `fill_menus` makes the rest.
        """
        for spec in specs:
            if spec.menu:
                self._menu(spec.menu.partition("/")[0])
            if spec.tool_bar:
                self._make_action(spec)
        self._fill_tool_bar(specs)

    def fill_menus(self, specs: Sequence[ActionSpec]) -> None:
        """Make the actions that are not on the tool bar, and put all into their menus."""
        for spec in specs:
            action = self._actions.get(spec.id) or self._make_action(spec)
            if spec.menu:
                menu = self._menu(spec.menu)
                if spec.separated:
                    menu.addSeparator()
                menu.addAction(action)
        self._fill_view_menu()

    def action(self, action_id: str) -> QAction:
        """The action of that id; KeyError when there is none."""
        return self._actions[action_id]

    def bar_button(self, action_id: str) -> QWidget:
        """What stands for the action on the tool bar; the tool bar itself when it is not there."""
        return self._bar.widgetForAction(self._actions[action_id]) or self._bar

    def menu(self, path: str) -> QMenu:
        """The menu or submenu of that path, as actions name it; KeyError when there is none."""
        return self._menus[path]

    def set_action(self, action_id: str, *, enabled: bool | None = None, word: str | None = None) -> None:
        """Enable an action, or change its word in the menu: 撤销 评估 轮胎模具."""
        action = self._actions[action_id]
        if enabled is not None:
            action.setEnabled(enabled)
        if word is not None:
            short = action.iconText()
            action.setText(on_button(word))
            action.setIconText(short)
            action.setToolTip(tip(_with_keys(cut(word), action)))

    def show_status(self, file: str, saved: str, companies: int | None, message: str = "就绪") -> None:
        """Show the status fields: the workspace's name, 已保存 or what else holds, how many companies."""
        count = "" if companies is None else f"企业库 {companies:,} 家"
        texts = (cut(file, 60), cut(saved, 20), count, cut(message, 80))
        for label, text in zip(self._fields, texts, strict=True):
            label.setText(text)
            label.setVisible(bool(text))
        shown = [text for text in texts if text]
        for number, dot in enumerate(self._dots):
            dot.setVisible(bool(texts[number + 1]) and bool(shown) and any(texts[: number + 1]))

    def save_places(self) -> bytes:
        """Size of the window and places of all panels, for the caller to keep."""
        geometry = bytes(self.saveGeometry().data())
        state = bytes(self.saveState(LAYOUT_VERSION).data())
        return Places(geometry, self._room_of_panels(), state).packed()

    def restore_places(self, places: bytes) -> bool:
        """Bring back what `save_places` gave; False, and nothing moved, when it does not fit."""
        kept = Places.unpacked(places)
        if kept is None or not self.restore_panels(places):
            return False
        return self.restoreGeometry(QByteArray(kept.geometry))

    def restore_panels(self, places: bytes) -> bool:
        """Bring back where the panels were, and leave the window as large as it is."""
        kept = Places.unpacked(places)
        if kept is None or not self.restoreState(QByteArray(kept.state), LAYOUT_VERSION):
            return False
        self._sized = True
        return True

    def restore_size(self, places: bytes) -> bool:
        """The size alone, with room for the panels, which come later; False when it does not fit."""
        kept = Places.unpacked(places)
        self._column.setContentsMargins(*(DEFAULT_ROOM if kept is None else kept.room))
        return kept is not None and self.restoreGeometry(QByteArray(kept.geometry))

    def give_room(self) -> None:
        """The panels are there: they take the room that was kept for them."""
        self._column.setContentsMargins(0, 0, 0, 0)
        if self.isVisible() and not self._sized:
            self._sized = True
            self._give_default_sizes()

    @Slot()
    def reset_places(self) -> None:
        """Every panel open, docked and of its default size again."""
        last: dict[Qt.DockWidgetArea, PanelDock] = {}
        for dock, area in self._docks.values():
            dock.setFloating(False)
            self.addDockWidget(area, dock)
            if area == BOTTOM and area in last:
                self.tabifyDockWidget(last[area], dock)
            last[area] = dock
            dock.show()
        self._give_default_sizes()

    def showEvent(self, event: QShowEvent) -> None:
        """Give panels their default sizes once: before it is shown the window has no room to share."""
        super().showEvent(event)
        if self._centre is not None and self.focusWidget() in {None, self.search}:
            self._centre.setFocus()
        if self._docks and not self._sized:
            self._sized = True
            self._give_default_sizes()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close without asking: everything is saved as it is done, or `held_open` says what is not."""
        if self.held_open is not None and self.held_open():
            event.ignore()
            return
        self.closed.emit()
        super().closeEvent(event)

    def createPopupMenu(self) -> QMenu:
        """The menu of a right click on tabs and bars: which panels are shown."""
        menu = QMenu(self)
        for action in self.panel_actions():
            menu.addAction(action)
        menu.addSeparator()
        menu.addAction("恢复默认布局", self.reset_places)
        return menu

    def _room_of_panels(self) -> tuple[int, int, int, int]:
        centre, bar = self.centralWidget().geometry(), self._bar.geometry()
        below = self.statusBar().y() - centre.y() - centre.height()
        room = (
            centre.x(),
            centre.y() - bar.y() - bar.height(),
            self.width() - centre.x() - centre.width(),
            below,
        )
        left, top, right, bottom = (max(pixels, 0) for pixels in room)
        return left, top, right, bottom

    def _give_default_sizes(self) -> None:
        for area, size in PANEL_SIZES.items():
            docks = [dock for dock, place in self._docks.values() if place == area and not dock.isFloating()]
            if docks:
                across = Qt.Orientation.Vertical if area == BOTTOM else Qt.Orientation.Horizontal
                self.resizeDocks(docks[:1], [size], across)
                docks[0].raise_()

    def _make_tool_bar(self) -> None:
        self._bar = QToolBar("工具栏", self)
        self._bar.setObjectName("tool_bar")
        self._bar.setMovable(False)
        self._bar.setFloatable(False)
        self._bar.toggleViewAction().setVisible(False)
        self._bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self._search_slot = self._bar.addWidget(self.search)
        spacer = QWidget()
        spacer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._space = self._bar.addWidget(spacer)
        self.addToolBar(Qt.ToolBarArea.TopToolBarArea, self._bar)

    def _make_centre(self) -> None:
        centre = QWidget()
        centre.setMinimumSize(320, 140)
        self._column = QVBoxLayout(centre)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.messages)
        self._column.addWidget(self.header)
        self.setCentralWidget(centre)

    def _make_status_bar(self) -> None:
        status = self.statusBar()
        status.setSizeGripEnabled(False)
        self._fields = [PlainLabel("", "soft") for _ in range(4)]
        self._dots = [PlainLabel("•", "faint") for _ in range(3)]
        for name, label in zip(("工作区文件", "保存状态", "企业数", "状态"), self._fields, strict=True):
            label.setAccessibleDescription(name)
        for number, label in enumerate(self._fields):
            label.setContentsMargins(8 if number == 0 else 2, 0, 2, 0)
            status.addWidget(label)
            if number < len(self._dots):
                status.addWidget(self._dots[number])
        status.addPermanentWidget(self.busy)
        self.show_status("", "", None)

    def _make_action(self, spec: ActionSpec) -> QAction:
        action = QAction(on_button(spec.word), self)
        action.setObjectName(spec.id)
        action.setCheckable(spec.checkable)
        action.setData(spec.id)
        if spec.shortcut:
            action.setShortcut(QKeySequence(spec.shortcut))
        action.setIconText(on_button(spec.short or spec.word))
        if spec.tool_bar:  # menus show no tips
            action.setToolTip(tip(_with_keys(spec.tip or spec.word, action)))
        action.triggered.connect(self._tell)
        self._actions[spec.id] = action
        holder: QWidget = self
        if spec.at_centre and self._centre is not None:
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            holder = self._centre
        holder.addAction(action)
        return action

    def _menu(self, path: str) -> QMenu:
        if path not in self._menus:
            above, _, name = path.rpartition("/")
            parent = self._menu(above) if above else self.menuBar()
            menu = parent.addMenu(name)
            menu.setToolTipsVisible(False)
            self._menus[path] = menu
        return self._menus[path]

    def _fill_view_menu(self) -> None:
        """All panels in a menu of their own: with them the view's menu would be higher than a screen."""
        view = next((name for name in self._menus if name.startswith(VIEW_MENU) and "/" not in name), "")
        if view and self._docks and not self._menus[view].isEmpty():
            self._menu(f"{view}/{PANELS_MENU}").addActions(list(self.panel_actions()))

    def _fill_tool_bar(self, specs: Sequence[ActionSpec]) -> None:
        for spec in specs:
            if not spec.tool_bar:
                continue
            action = self._actions[spec.id]
            if spec.place is BarPlace.START:
                self._bar.insertAction(self._search_slot, action)
            elif spec.place is BarPlace.MIDDLE:
                self._bar.insertAction(self._space, action)
            else:
                self._bar.addAction(action)
            button = self._bar.widgetForAction(action)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setAccessibleName(spec.word)
            if spec.primary:
                button.setProperty("primary", "true")

    @Slot()
    def _tell(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.triggered.emit(action.data())


def _with_keys(text: str, action: QAction) -> str:
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    return f"{text}（{keys}）" if keys else text
