"""How a server is to be reached (加密方式), and the certificate file where its certificate is checked."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from chains.kinds import Encryption
from widgets.panels.labels import PlainLabel, WrappedLabel

CHOICES = {
    Encryption.ANY: "不要求",
    Encryption.REQUIRED: "要求加密",
    Encryption.VERIFIED: "要求加密，并校验服务器证书",
}
_TOLD = {
    Encryption.ANY: "服务器开启了加密就加密，没有开启也连接。只用于可信的内网。",
    Encryption.REQUIRED: "服务器没有开启加密就不连接。不核对服务器是谁。",
    Encryption.VERIFIED: "还要用管理员给的证书文件（.crt、.pem）核对服务器，主机名也必须与证书一致。",
}
_KINDS = "证书文件 (*.crt *.pem *.cer);;所有文件 (*)"


class EncryptionBox(QWidget):
    """`changed` says that something else was chosen."""

    changed = Signal()

    def __init__(self, chosen: Encryption, certificate: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choice = QComboBox()
        self.choice.setAccessibleName("加密方式")
        for kind, word in CHOICES.items():
            self.choice.addItem(word, kind)
        self.certificate = QLineEdit(certificate)
        self.certificate.setAccessibleName("证书文件")
        self.certificate.setPlaceholderText("证书文件")
        self.choose = QPushButton("选择…")
        self.choose.setAutoDefault(False)
        self._told = WrappedLabel("", "faint")
        self._file = QWidget()
        row = QHBoxLayout(self._file)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.certificate, 1)
        row.addWidget(self.choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for widget in (PlainLabel("加密方式", "heading"), self.choice, self._file, self._told):
            column.addWidget(widget)
        self.choice.setCurrentIndex(list(CHOICES).index(chosen))
        self.choice.currentIndexChanged.connect(self._look)
        self.certificate.textChanged.connect(self.changed)
        self.choose.clicked.connect(self._ask)
        self._look()

    @property
    def encryption(self) -> Encryption:
        """What is chosen."""
        return list(CHOICES)[self.choice.currentIndex()]

    @property
    def file(self) -> str:
        """The certificate file; "" where none is asked for."""
        return self.certificate.text().strip() if self.encryption is Encryption.VERIFIED else ""

    @property
    def is_filled(self) -> bool:
        """Whether nothing is missing."""
        return bool(self.file) or self.encryption is not Encryption.VERIFIED

    @Slot()
    def _look(self) -> None:
        self._told.setText(_TOLD[self.encryption])
        self._file.setVisible(self.encryption is Encryption.VERIFIED)
        self.changed.emit()

    @Slot()
    def _ask(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "选择证书文件", self.certificate.text(), _KINDS)
        if name:
            self.certificate.setText(name)
