"""People of a company on its page (联系人): hidden until asked for, then to be added, changed and removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from chains.contacts import BETWEEN, RemoveContact, people_of
from widgets.dialogs.company_tab import button_row, table_page
from widgets.dialogs.frame import facts_table
from widgets.panels.labels import WrappedLabel, clear_layout
from widgets.style.text import tip

if TYPE_CHECKING:
    from chains.company import Company, Contact
    from chains.contacts import Person

_COLUMNS = ("姓名", "职务", "电话", "邮箱")
HIDDEN = "联系人、电话、邮箱是个人信息，默认不显示，也不随名单导出。"
NONE = "没有登记联系人"


class ContactsPage(QWidget):
    """`shown_asked` says that contacts are to be read, `form_asked` carries the Person to change or None.

    `asked` carries commands, `erase_asked` says that all of it is to be erased (清除个人信息).
    """

    shown_asked = Signal()
    form_asked = Signal(object)
    asked = Signal(object)
    erase_asked = Signal()

    def __init__(self, company: Company, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._company = company
        self._people: tuple[Person, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.reveal = QPushButton("显示联系人")
        self.reveal.clicked.connect(self.shown_asked)
        hidden = QWidget()
        column = QVBoxLayout(hidden)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(WrappedLabel(HIDDEN, "faint"))
        self.erase = self._erase_button()
        column.addLayout(button_row(self.reveal, self.erase))
        column.addStretch(1)
        self._column.addWidget(hidden)

    def show_contacts(self, contacts: tuple[Contact, ...]) -> None:
        """Show the contacts that were asked for."""
        self._people = people_of(contacts)
        clear_layout(self._column)
        rows = [
            (one.name, one.role, BETWEEN.join(one.phones), BETWEEN.join(one.mails)) for one in self._people
        ]
        self.table = facts_table(_COLUMNS, rows, 3)
        self.table.setAccessibleName("联系人")
        self.add, self.edit, self.remove = (
            QPushButton(word) for word in ("新增联系人…", "修改…", "删除所选联系人")
        )
        self.add.clicked.connect(self._ask_new)
        self.edit.clicked.connect(self._ask_edit)
        self.remove.clicked.connect(self._ask_remove)
        self.table.itemSelectionChanged.connect(self._show_buttons)
        self.table.open_rows_with(self._ask_edit)
        self.erase = self._erase_button()
        buttons = (self.add, self.edit, self.remove, self.erase)
        self._column.addWidget(table_page(self.table, rows, NONE, *buttons))
        self._show_buttons()

    def _erase_button(self) -> QPushButton:
        button = QPushButton("清除个人信息…")
        button.setToolTip(tip("清除这家企业的联系人、电话、邮箱，变更记录里的一并清除，不能撤销"))
        button.clicked.connect(self.erase_asked)
        return button

    def _chosen(self) -> Person | None:
        row = self.table.currentRow()
        return self._people[row] if 0 <= row < len(self._people) else None

    @Slot()
    def _show_buttons(self) -> None:
        for button in (self.edit, self.remove):
            button.setEnabled(self._chosen() is not None)

    @Slot()
    def _ask_new(self) -> None:
        self.form_asked.emit(None)

    @Slot()
    def _ask_edit(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self.form_asked.emit(chosen)

    @Slot()
    def _ask_remove(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self.asked.emit(RemoveContact(self._company.id, chosen, self._company.version))
