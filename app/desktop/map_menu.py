"""The menus of a right click on the map, made from the window's actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from app.desktop.actions_map import BOX_MENU, CANVAS_MENU, LINK_MENU, STAGE_MENU, TO_STAGE
from widgets.style.text import on_button

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.desktop.controllers.editing import EditingController
    from app.desktop.picked import Picked
    from widgets.map.canvas import MapCanvas
    from widgets.window import MainWindow


class MapMenu(QObject):
    """Shows what can be done with the box, link, stage or ground below the cursor."""

    def __init__(
        self, picked: Picked, editing: EditingController, canvas: MapCanvas, window: MainWindow
    ) -> None:
        super().__init__(picked)
        self._picked, self._editing, self._window = picked, editing, window
        self._menu: QMenu | None = None
        canvas.context_asked.connect(self._show_box)
        canvas.link_context_asked.connect(self._show_link)
        canvas.stage_context_asked.connect(self._show_stage)
        canvas.canvas_context_asked.connect(self._show_ground)

    def menu(self) -> QMenu | None:
        """The menu that was shown last."""
        return self._menu

    @Slot(object, object)
    def _show_box(self, _ref: object, at: QPoint) -> None:
        self._made(BOX_MENU).popup(at)

    @Slot(object, object)
    def _show_link(self, _link: object, at: QPoint) -> None:
        self._made(LINK_MENU).popup(at)

    @Slot(str, object)
    def _show_stage(self, stage: str, at: QPoint) -> None:
        self._picked.use_stage(stage)
        self._made(STAGE_MENU).popup(at)

    @Slot(object, object)
    def _show_ground(self, stage: str | None, at: QPoint) -> None:
        self._picked.use_stage(stage)
        self._made(CANVAS_MENU).popup(at)

    def _made(self, ids: Sequence[str]) -> QMenu:
        if self._menu is not None:
            self._menu.deleteLater()
        self._menu = QMenu(self._window)
        for action_id in ids:
            if not action_id:
                self._menu.addSeparator()
            elif action_id == TO_STAGE:
                self._add_stages(self._menu)
            elif "/" in action_id:
                self._menu.addMenu(self._window.menu(action_id))
            else:
                self._menu.addAction(self._window.action(action_id))
        return self._menu

    def _add_stages(self, menu: QMenu) -> None:
        """移到阶段: every other stage of the chain."""
        chain, segments = self._picked.chain, self._picked.segments
        if chain is None or not segments:
            return
        stages = menu.addMenu("移到阶段")
        for stage in chain.stages:
            action = stages.addAction(on_button(stage.name[:40]))
            action.setData(stage.code)
            action.setEnabled(any(one.stage != stage.code for one in segments))
            action.triggered.connect(self._move)

    @Slot()
    def _move(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self._editing.move_to(str(action.data()))
