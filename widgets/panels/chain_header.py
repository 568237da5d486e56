"""The line above the map: which chain, its figures, and what the colours mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from chains import words
from chains.kinds import Coverage
from widgets.panels.flow import FlowLayout
from widgets.panels.labels import PlainLabel
from widgets.style.drawing import small_font
from widgets.style.palette import colour
from widgets.style.shades import FILL, TINT, Shade
from widgets.style.text import cut, tip

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtGui import QPaintEvent

    from chains.rows import ChainOverview

FIGURES = ("local_supply_rate", "completeness", "segments", "missing", "weak", "chokepoints")
"""The keys that `figure_picked` carries."""

_TIPS = {
    "local_supply_rate": "本地配套率：点击查看口径与各环节明细",
    "completeness": "链条完整度：有已确认本地供应商的环节占全部环节之比，点击查看明细",
    "segments": "环节总数，点击查看评估进度",
    "missing": "本地供给为缺失的环节，点击在缺口清单中查看",
    "weak": "本地供给为薄弱的环节，点击在缺口清单中查看",
    "chokepoints": "标为卡脖子的环节，点击在缺口清单中查看",
}


class ChainHeader(QWidget):
    """Title, figures that can be clicked, legend. `figure_picked` carries one of FIGURES."""

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
        self._legend = Legend()
        flow.addWidget(self._legend)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 12, 6)
        column.addLayout(flow)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.show_nothing()

    def show_overview(self, overview: ChainOverview, as_of: date | None = None) -> None:
        """Show a chain's figures."""
        name = overview.name if overview.name.endswith("产业链") else f"{overview.name}产业链"
        self._title.setText(cut(name, 24))
        self._title.setToolTip(tip(overview.name))
        texts = {
            "local_supply_rate": f"本地配套率 {words.rate_text(overview.local_supply_rate)}",
            "completeness": f"完整度 {words.rate_text(overview.completeness)}",
            "segments": f"环节 {overview.segments}",
            "missing": f"缺失 {overview.missing}",
            "weak": f"薄弱 {overview.weak}",
            "chokepoints": f"卡脖子 {overview.chokepoints}",
        }
        for key, text in texts.items():
            self._buttons[key].setText(text)
            self._buttons[key].setAccessibleName(text)
            self._buttons[key].show()
        self._as_of.setText(f"截至 {as_of:%Y-%m-%d}" if as_of else "")
        self._as_of.setVisible(as_of is not None)
        self._legend.show()
        self.updateGeometry()

    def show_nothing(self) -> None:
        """No chain is open."""
        self._title.setText("请在左侧选择一条产业链")
        for button in self._buttons.values():
            button.hide()
        self._as_of.hide()
        self._legend.hide()

    def button(self, figure: str) -> QPushButton:
        """The button of a figure."""
        return self._buttons[figure]

    @Slot(QAbstractButton)
    def _pick(self, pressed: QAbstractButton) -> None:
        for key, button in self._buttons.items():
            if button is pressed:
                self.figure_picked.emit(key)


class Legend(QWidget):
    """What the colours of the map mean; 缺失 has a broken edge, so colour is not all that tells."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries = [
            (FILL[one], TINT[one], words.COVERAGE[one], one is Coverage.MISSING) for one in Coverage
        ]
        self._entries.append((Shade.CHOKEPOINT, Shade.CHOKEPOINT, words.CHOKEPOINT, False))
        self.setAccessibleName("图例：" + "、".join(word for _, _, word, _ in self._entries))
        self.setToolTip(tip("图例：缺失用虚线框，卡脖子有“卡”字标"))

    def sizeHint(self) -> QSize:
        """All entries on one line."""
        metrics = self.fontMetrics()
        return QSize(sum(metrics.horizontalAdvance(word) + 26 for _, _, word, _ in self._entries) + 6, 24)

    def minimumSizeHint(self) -> QSize:
        """As its size hint: a legend that is cut says nothing."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a sample and a word for each."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(small_font(self.font()))
        x, middle = 6.0, self.height() / 2
        for fill, tint, word, broken in self._entries:
            style = Qt.PenStyle.DashLine if broken else Qt.PenStyle.SolidLine
            painter.setPen(QPen(colour(fill), 1.4, style))
            painter.setBrush(colour(tint if broken else fill))
            painter.drawRoundedRect(QRectF(x, middle - 5, 10, 10), 2, 2)
            painter.setPen(colour(Shade.TEXT_SOFT))
            x += 15
            painter.drawText(QPointF(x, middle + painter.fontMetrics().ascent() / 2 - 1), word)
            x += painter.fontMetrics().horizontalAdvance(word) + 12
        painter.end()
