"""The line above the company table: search, filter, named lists, how many, what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from widgets.panels.labels import ElidedLabel, set_look
from widgets.panels.search_line import SearchLine
from widgets.style.text import cut, on_button, tip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chains.registry import CompanyList

MOST_TYPED = 100


class CompanyBar(QWidget):
    """`typed` carries the text after each key, `list_chosen` a CompanyList.

    The rest say what was asked for: filter, save, rename or remove (of the current list), new, columns.
    """

    typed = Signal(object)
    filter_asked = Signal()
    list_chosen = Signal(object)
    save_asked = Signal()
    rename_asked = Signal()
    remove_asked = Signal()
    new_asked = Signal()
    columns_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lists: tuple[CompanyList, ...] = ()
        self._chosen: CompanyList | None = None
        self._can_save = False
        self.search = SearchLine()
        self.search.setPlaceholderText("名称、代码、产品、经营范围、拼音")
        self.search.setToolTip(tip("查找企业（Ctrl+F）；↓ 转到表格，Enter 打开企业"))
        self.search.setAccessibleName("查找企业")
        self.search.setClearButtonEnabled(True)
        self.search.setMaxLength(MOST_TYPED)
        self.search.setMaximumWidth(320)
        self.search.setMinimumWidth(120)
        self.count = ElidedLabel("", "faint")
        self.filter = _button("筛选…", "按区域、行业、资质、登记状态、规模、标注筛选（Ctrl+Shift+L）")
        self.lists = _button("名单", "已存的筛选条件：选用、保存、改名、删除")
        self.importing = _button("导入企业…", "读入 Excel 或 CSV 名单")
        self.exporting = _button("导出…", "把当前筛选出的全部企业导出为 Excel 文件")
        self.more = _button("更多", "新建企业、选择要显示的列")
        self._menu = QMenu(self.lists)
        self._menu.aboutToShow.connect(self._fill_lists)
        self.lists.setMenu(self._menu)
        more = QMenu(self.more)
        more.addAction("新建企业…").triggered.connect(self.new_asked)
        more.addAction("选择列…").triggered.connect(self.columns_asked)
        self.more.setMenu(more)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 4, 10, 4)
        row.setSpacing(6)
        row.addWidget(self.search, 3)
        row.addWidget(self.filter)
        row.addWidget(self.lists)
        row.addSpacing(4)
        row.addWidget(self.count, 2)
        for button in (self.importing, self.exporting, self.more):
            row.addWidget(button)
        self.search.textChanged.connect(self._type)
        self.filter.clicked.connect(self.filter_asked)

    def show_lists(self, lists: Sequence[CompanyList], chosen: CompanyList | None, *, can_save: bool) -> None:
        """Offer the named lists; `chosen` is what the table shows, `can_save` whether it is filtered."""
        self._lists, self._chosen, self._can_save = tuple(lists), chosen, can_save
        name = chosen.name if chosen is not None else ""
        self.lists.setText(on_button(f"名单：{cut(name, 8)}" if name else "名单"))
        self.lists.setToolTip(tip(f"当前名单：{name}" if name else "已存的筛选条件：选用、保存、改名、删除"))

    def show_demands(self, count: int) -> None:
        """Say how many demands the filter makes."""
        self.filter.setText(f"筛选 {count}" if count else "筛选…")
        set_look(self.filter, "on", "true" if count else "")

    def show_text(self, text: str) -> None:
        """Show what is searched for; tells nobody, and lets be what is being typed."""
        if self.search.text().strip() != text.strip():
            self.search.blockSignals(True)
            self.search.setText(text)
            self.search.blockSignals(False)

    def list_menu(self) -> QMenu:
        """The menu of the lists, filled as it opens."""
        self._fill_lists()
        return self._menu

    @Slot(str)
    def _type(self, text: str) -> None:
        self.typed.emit(text.strip())

    @Slot()
    def _fill_lists(self) -> None:
        menu = self._menu
        menu.clear()
        for number, one in enumerate(self._lists):
            action = menu.addAction(on_button(cut(one.name, 40)))
            action.setCheckable(True)
            action.setChecked(self._chosen is not None and self._chosen.id == one.id)
            action.setData(number)
            action.triggered.connect(self._choose)
        if not self._lists:
            menu.addAction("还没有名单").setEnabled(False)
        menu.addSeparator()
        for word, signal, enabled in (
            ("把当前筛选存为名单…", self.save_asked, self._can_save),
            ("给当前名单改名…", self.rename_asked, self._chosen is not None),
            ("删除当前名单", self.remove_asked, self._chosen is not None),
        ):
            action = menu.addAction(word)
            action.setEnabled(enabled)
            action.triggered.connect(signal)

    @Slot()
    def _choose(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.list_chosen.emit(self._lists[action.data()])


def _button(word: str, meaning: str) -> QPushButton:
    button = QPushButton(word)
    button.setProperty("small", "true")
    button.setToolTip(tip(meaning))
    return button
