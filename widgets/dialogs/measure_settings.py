"""口径与权重: the weights of all measures, and what other ones would change before they are saved."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QTableWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from chains.kinds import RateRule
from chains.measure_settings import (
    DEFAULTS,
    FIELDS,
    ChainWeighing,
    MeasureSettings,
    SetMeasureSettings,
    changed_fields,
    faults_of,
)
from chains.measure_words import RATE_RULE, WEIGHING, WORD
from widgets.dialogs.frame import FramedDialog, facts_table
from widgets.panels.labels import PlainLabel, WrappedLabel
from widgets.panels.scrolled import scrolled

_PAUSE_MILLISECONDS = 250
_WORD_WIDTH = 66
_GROUPS = (
    ("本地配套率（按环节）的计入", ("credit_adequate", "credit_weak")),
    ("严重度的 d：本地供给缺到什么程度", ("depth_missing", "depth_weak", "depth_adequate")),
    (
        "严重度的 r：当前来源有多远",
        ("risk_local", "risk_provincial", "risk_domestic", "risk_abroad", "risk_unknown", "risk_chokepoint"),
    ),
    ("缺口指数（三项之和为 1）", ("index_base", "index_impact", "index_cross")),
    (
        "匹配度（五项之和为 1）",
        ("match_fit", "match_qualification", "match_scale", "match_region", "match_state"),
    ),
)
_FAULTS = {
    "credit_weak": "“薄弱计入”不能高于“具备计入”",
    "depth_weak": "d 应满足 缺失 ≥ 薄弱 ≥ 具备",
    "index_base": "缺口指数的三项之和应为 1",
    "match_fit": "匹配度的五项之和应为 1，产品词应大于 0",
}
RATE_HEADINGS = ("产业链", "现在", "更改后", "变化")
GAP_HEADINGS = ("产业链", "缺口", "现在", "名次", "更改后", "名次")


@dataclass(frozen=True, slots=True)
class PreviewView:
    """What would change, in words: rows of RATE_HEADINGS and of GAP_HEADINGS, and one line on top."""

    settings: MeasureSettings
    line: str
    rates: tuple[tuple[str, ...], ...] = ()
    gaps: tuple[tuple[str, ...], ...] = ()


class MeasureSettingsDialog(FramedDialog):
    """`asked` carries SetMeasureSettings, `preview_asked` the MeasureSettings that stand in the form."""

    asked = Signal(object)
    preview_asked = Signal(object)

    def __init__(self, settings: MeasureSettings, parent: QWidget | None = None) -> None:
        super().__init__("口径与权重", "口径与权重", parent)
        self._seen = settings
        self._numbers: dict[str, QDoubleSpinBox] = {}
        self.rate_rule, self.chains = QComboBox(), QComboBox()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MILLISECONDS)
        self._pause.timeout.connect(self._ask_preview)
        row = QHBoxLayout()
        row.setSpacing(18)
        row.addWidget(self._form())
        row.addWidget(self._preview(), 1)
        self.body.addLayout(row, 1)
        self.reset = self.add_button("恢复默认值", left=True)
        self.reset.setAutoDefault(False)
        self.save = self.add_choice("保存")
        self.save.clicked.connect(self._save)
        self.reset.clicked.connect(self._show_defaults)
        self._show(settings)
        self.resize(1000, 640)

    def settings(self) -> MeasureSettings:
        """What stands in the form."""
        return MeasureSettings(
            rate_rule=RateRule(self.rate_rule.currentData()),
            chains=ChainWeighing(self.chains.currentData()),
            **{name: round(box.value(), 4) for name, box in self._numbers.items()},
        )

    def number(self, field: str) -> QDoubleSpinBox:
        """The box of a number."""
        return self._numbers[field]

    def show_preview(self, preview: PreviewView) -> None:
        """Show what the settings would change, unless they were typed over meanwhile."""
        if preview.settings != self.settings():
            return
        self._line.setText(preview.line)
        for place, headings, rows in ((0, RATE_HEADINGS, preview.rates), (1, GAP_HEADINGS, preview.gaps)):
            old, word = self._tabs.widget(place), self._tabs.tabText(place)
            shown = self._tabs.currentIndex()
            self._tabs.removeTab(place)
            self._tabs.insertTab(place, facts_table(headings, rows, stretch=1 if place else 0), word)
            self._tabs.setCurrentIndex(shown)
            old.deleteLater()

    def rows(self, place: int) -> list[list[str]]:
        """What a table of the preview shows: 0 the rates, 1 the gaps."""
        table = self._tabs.widget(place)
        if not isinstance(table, QTableWidget):
            return []
        return [
            [item.text() if (item := table.item(row, at)) else "" for at in range(table.columnCount())]
            for row in range(table.rowCount())
        ]

    def _form(self) -> QWidget:
        inside = QWidget()
        inside.setProperty("surface", "panel")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 10, 0)
        column.setSpacing(6)
        for word, box, choices in (
            (WORD["rate_rule"], self.rate_rule, RATE_RULE),
            (WORD["chains"], self.chains, WEIGHING),
        ):
            column.addWidget(PlainLabel(word, "heading"))
            box.setAccessibleName(word)
            box.setMinimumHeight(28)
            for value, text in choices.items():
                box.addItem(text, value.value)
            box.currentIndexChanged.connect(self._changed)
            column.addWidget(box)
        for word, names in _GROUPS:
            column.addWidget(PlainLabel(word, "heading"))
            column.addLayout(self._grid(names))
        column.addStretch(1)
        area = scrolled(inside)
        area.setFixedWidth(330)
        return area

    def _grid(self, names: tuple[str, ...]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        for number, name in enumerate(names):
            box = QDoubleSpinBox()
            box.setRange(0.0, 1.0)
            box.setDecimals(2)
            box.setSingleStep(0.01 if name.startswith("match_") else 0.05)
            box.setAccessibleName(WORD[name])
            box.valueChanged.connect(self._changed)
            self._numbers[name] = box
            at = number % 2 * 2
            grid.addWidget(PlainLabel(WORD[name].rpartition("：")[2]), number // 2, at)
            grid.addWidget(box, number // 2, at + 1)
        for at in (0, 2):  # the numbers of all groups stand below each other
            grid.setColumnMinimumWidth(at, _WORD_WIDTH)
        grid.setColumnStretch(4, 1)
        return grid

    def _preview(self) -> QWidget:
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(PlainLabel("保存后会改变什么", "heading"))
        self._line = WrappedLabel("", "faint")
        column.addWidget(self._line)
        self._tabs = QTabWidget()
        self._tabs.setDocumentMode(True)
        self._tabs.addTab(facts_table(RATE_HEADINGS, ()), "本地配套率")
        self._tabs.addTab(facts_table(GAP_HEADINGS, ()), "前列缺口")
        column.addWidget(self._tabs, 1)
        return right

    def _show(self, settings: MeasureSettings) -> None:
        self.rate_rule.setCurrentIndex(self.rate_rule.findData(settings.rate_rule.value))
        self.chains.setCurrentIndex(self.chains.findData(settings.chains.value))
        for name, box in self._numbers.items():
            box.setValue(getattr(settings, name))
        self._changed()

    @Slot()
    def _show_defaults(self) -> None:
        self._show(DEFAULTS)

    @Slot()
    def _changed(self) -> None:
        if len(self._numbers) + 2 < len(FIELDS):
            return  # still being built
        settings = self.settings()
        faults = faults_of(settings)
        changes = changed_fields(self._seen, settings)
        self.save.setEnabled(bool(changes) and not faults)
        if faults:
            self._pause.stop()
            self._line.setText(_FAULTS.get(faults[0], f"“{WORD[faults[0]]}”应在 0 至 1 之间"))
        else:
            self._line.setText("正在计算…")
            self._pause.start()

    @Slot()
    def _ask_preview(self) -> None:
        self.preview_asked.emit(self.settings())

    @Slot()
    def _save(self) -> None:
        self.asked.emit(SetMeasureSettings(self.settings(), self._seen))
        self.accept()
