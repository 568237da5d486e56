"""Open a shared database: which server, which database, who, and the password."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from chains.kinds import Encryption
from widgets.dialogs.encryption_box import EncryptionBox
from widgets.dialogs.frame import FramedDialog
from widgets.panels.labels import PlainLabel, WrappedLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

HIGHEST_PORT = 65_535
NO_KEYRING = "本机没有系统密码库，密码不保存，每次打开时输入。"
KEYRING = "密码只存入系统密码库，不写进设置文件和日志。"


@dataclass(frozen=True, slots=True)
class SharedDatabase:
    """What was filled in; `remembered` asks to keep the password in the system's keyring.

    `certificate` is the file that the server's certificate is checked by, "" where it is not.
    """

    host: str = ""
    port: int = 5432
    database: str = "lianpu"
    user: str = ""
    password: str = ""
    remembered: bool = False
    encryption: Encryption = Encryption.ANY
    certificate: str = ""

    def __repr__(self) -> str:
        """All but the password: this may end in a report."""
        return f"SharedDatabase({self.user}@{self.host}:{self.port}/{self.database})"


class SharedDatabaseDialog(FramedDialog):
    """`open_asked` carries a SharedDatabase. The dialog stays until it is told what came of it."""

    open_asked = Signal(object)

    def __init__(self, known: SharedDatabase, *, has_keyring: bool, parent: QWidget | None = None) -> None:
        super().__init__("打开共享数据库", "打开共享数据库", parent)
        self.body.addWidget(
            WrappedLabel("几个人同时编辑的 PostgreSQL 数据库，由管理员设置，填法请问管理员。", "faint")
        )
        self.host, self.database, self.user = QLineEdit(known.host), QLineEdit(), QLineEdit(known.user)
        self.database.setText(known.database)
        self.host.setPlaceholderText("例如 192.168.1.20 或 db.example.cn")
        self.port = QSpinBox()
        self.port.setRange(1, HIGHEST_PORT)
        self.port.setValue(known.port)
        self.port.setMinimumHeight(self.host.sizeHint().height() + 2)
        self.password = QLineEdit(known.password)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.remember = QCheckBox("记住密码")
        self.remember.setEnabled(has_keyring)
        self.remember.setChecked(has_keyring and known.remembered)
        self._add_row((("主机", self.host, 3), ("端口", self.port, 1)))
        self._add_row((("数据库", self.database, 1), ("用户", self.user, 1)))
        self.add_field("密码", self.password)
        self.body.addWidget(self.remember)
        self.encryption = EncryptionBox(known.encryption, known.certificate)
        self.encryption.changed.connect(self._check)
        self.body.addWidget(WrappedLabel(KEYRING if has_keyring else NO_KEYRING, "faint"))
        self.body.addWidget(self.encryption)
        self.said = WrappedLabel("", "bad")
        self.said.hide()
        self.body.addWidget(self.said)
        self.body.addStretch(1)
        self.open_button = self.add_choice("打开")
        self.open_button.clicked.connect(self._ask)
        for edit in (self.host, self.database, self.user):
            edit.textChanged.connect(self._check)
        self.setMinimumWidth(480)
        self._check()
        (self.password if known.host and known.user else self.host).setFocus()

    def wait(self) -> None:
        """Say that the server is being asked."""
        self._say("正在连接服务器…")
        self.open_button.setEnabled(False)

    def refuse(self, text: str) -> None:
        """Say why it was not opened; what was filled in can be mended."""
        self._say(text)
        self._check()
        self.password.selectAll()
        self.password.setFocus()

    def _say(self, text: str) -> None:
        self.said.setText(text)
        self.said.setVisible(bool(text))

    def _add_row(self, fields: Sequence[tuple[str, QWidget, int]]) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        for word, widget, stretch in fields:
            column = QVBoxLayout()
            column.setSpacing(4)
            widget.setAccessibleName(word)
            column.addWidget(PlainLabel(word, "heading"))
            column.addWidget(widget)
            row.addLayout(column, stretch)
        self.body.addLayout(row)

    @Slot()
    def _check(self) -> None:
        filled = all(edit.text().strip() for edit in (self.host, self.database, self.user))
        self.open_button.setEnabled(filled and self.encryption.is_filled)

    @Slot()
    def _ask(self) -> None:
        wanted = SharedDatabase(
            self.host.text().strip(),
            self.port.value(),
            self.database.text().strip(),
            self.user.text().strip(),
        )
        given = replace(wanted, password=self.password.text(), remembered=self.remember.isChecked())
        box = self.encryption
        self.open_asked.emit(replace(given, encryption=box.encryption, certificate=box.file))
