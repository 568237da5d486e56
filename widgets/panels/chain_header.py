"""The line above the map: which chain, and its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from chains import words
from widgets.panels.flow import FlowLayout
from widgets.panels.labels import PlainLabel
from widgets.style.text import cut, tip

if TYPE_CHECKING:
    from datetime import date

    from chains.rows import ChainOverview

FIGURES = ("local_supply_rate", "completeness", "segments", "missing", "weak", "chokepoints", "to_check")
"""The keys that `figure_picked` carries."""

_TIPS = {
    "local_supply_rate": "本地配套率：点击查看口径与各环节明细",
    "completeness": "链条完整度：有已确认本地供应商的环节占全部环节之比，点击查看明细",
    "segments": "环节总数，点击查看评估进度",
    "missing": "本地供给为缺失的环节，点击在缺口清单中查看",
    "weak": "本地供给为薄弱的环节，点击在缺口清单中查看",
    "chokepoints": "标为卡脖子的环节，点击在缺口清单中查看",
    "to_check": "有标注冲突或评估过期的环节，点击逐项核对",
}


class ChainHeader(QWidget):
    """Title, and figures that can be clicked. `figure_picked` carries one of FIGURES."""

    figure_picked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._title = PlainLabel("", "title")
        self._as_of = PlainLabel("", "faint")
        self._buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        self._group.buttonClicked.connect(self._pick)
        flow = FlowLayout(across=4, down=2)
        flow.addWidget(self._title)
        for key in FIGURES:
            button = QPushButton()
            button.setProperty("flat", "true")
            button.setToolTip(tip(_TIPS[key]))
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            self._buttons[key] = button
            self._group.addButton(button)
            flow.addWidget(button)
        flow.addWidget(self._as_of)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 12, 6)
        column.addLayout(flow)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.show_nothing()
        self._title.setText("")  # not read yet: to say that there is none would be a claim

    def show_overview(self, overview: ChainOverview, as_of: date | None = None) -> None:
        """Show a chain's figures."""
        self._title.setText(cut(_titled(overview.name), 24))
        self._title.setToolTip(tip(overview.name))
        texts = {
            "local_supply_rate": f"本地配套率 {words.rate_text(overview.local_supply_rate)}",
            "completeness": f"完整度 {words.rate_text(overview.completeness)}",
            "segments": f"环节 {overview.segments}",
            "missing": f"缺失 {overview.missing}",
            "weak": f"薄弱 {overview.weak}",
            "chokepoints": f"卡脖子 {overview.chokepoints}",
            "to_check": f"待核对 {overview.to_check}",
        }
        for key, text in texts.items():
            self._buttons[key].setText(text)
            self._buttons[key].setAccessibleName(text)
            self._buttons[key].setVisible(key != "to_check" or overview.to_check > 0)
        self._as_of.setText(f"截至 {as_of:%Y-%m-%d}" if as_of else "")
        self._as_of.setVisible(as_of is not None)
        self.updateGeometry()

    def show_name(self, name: str) -> None:
        """Show which chain it is; its figures are still being read."""
        self.show_nothing()
        self._title.setText(cut(_titled(name), 24))

    def show_nothing(self) -> None:
        """No chain is open."""
        self._title.setText("请在左侧选择一条产业链")
        for button in self._buttons.values():
            button.hide()
        self._as_of.hide()

    def button(self, figure: str) -> QPushButton:
        """The button of a figure."""
        return self._buttons[figure]

    @Slot(QAbstractButton)
    def _pick(self, pressed: QAbstractButton) -> None:
        for key, button in self._buttons.items():
            if button is pressed:
                self.figure_picked.emit(key)


def _titled(name: str) -> str:
    return name if name.endswith("产业链") else f"{name}产业链"
