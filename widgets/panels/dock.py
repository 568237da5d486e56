"""A panel of the window that can be hidden, moved and floated."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QToolButton, QWidget

from widgets.panels.labels import ElidedLabel
from widgets.style.text import cut, tip


class PanelDock(QDockWidget):
    """One panel. Docked at the bottom it lies behind a tab, which names it: then it shows no title."""

    def __init__(self, key: str, title: str, content: QWidget) -> None:
        super().__init__(cut(title, 40))
        self.setObjectName(f"panel.{key}")
        self.setAccessibleName(title)
        self._name = title
        self._tabbed = False
        self.setWidget(content)
        self.topLevelChanged.connect(self._choose_title)
        self.dockLocationChanged.connect(self._note_place)

    def sizeHint(self) -> QSize:
        """As its content."""
        return self.widget().sizeHint() if self.widget() is not None else super().sizeHint()

    @Slot(Qt.DockWidgetArea)
    def _note_place(self, area: Qt.DockWidgetArea) -> None:
        self._tabbed = area == Qt.DockWidgetArea.BottomDockWidgetArea
        self._choose_title()

    @Slot()
    def _choose_title(self) -> None:
        untitled = self._tabbed and not self.isFloating()
        wanted, other = (self._nothing, "_title") if untitled else (self._title, "_nothing")
        if self.titleBarWidget() is wanted:
            return
        if other in self.__dict__:
            self.__dict__[other].hide()
        wanted.show()
        self.setTitleBarWidget(wanted)

    @cached_property
    def _title(self) -> _DockTitle:
        """Made when it is first needed: most panels lie behind tabs and never show one."""
        return _DockTitle(self._name, self)

    @cached_property
    def _nothing(self) -> QWidget:
        nothing = QWidget(self)
        nothing.setFixedHeight(0)
        # An empty layout needs no room; no layout at all would ask for a negative one.
        QHBoxLayout(nothing).setContentsMargins(0, 0, 0, 0)
        return nothing


class _DockTitle(QWidget):
    def __init__(self, title: str, dock: QDockWidget) -> None:
        super().__init__(dock)
        self.setProperty("surface", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._dock = dock
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 2, 4, 2)
        row.setSpacing(2)
        row.addWidget(ElidedLabel(title, "faint"), 1)
        self._float = self._button("❐", f"{title}：浮动或停靠")
        self._float.clicked.connect(self._turn)
        self._close = self._button("✕", f"隐藏{title}（可在“视图”菜单中再打开）")
        self._close.clicked.connect(dock.close)
        row.addWidget(self._float)
        row.addWidget(self._close)

    def _button(self, sign: str, meaning: str) -> QToolButton:
        button = QToolButton()
        button.setText(sign)
        button.setProperty("plain", "true")
        button.setFixedSize(22, 20)
        button.setToolTip(tip(meaning))
        button.setAccessibleName(meaning)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return button

    @Slot()
    def _turn(self) -> None:
        self._dock.setFloating(not self._dock.isFloating())
