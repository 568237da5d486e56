"""How a map goes out: the kind of file, which part, the paper, title and maker; with a look at it first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from widgets.dialogs.frame import FramedDialog
from widgets.map.export_options import (
    LEAST_MARGIN_MM,
    MOST_MARGIN_MM,
    MOST_PAGES_A_SIDE,
    MapExportOptions,
    PageSetup,
    Paper,
    Part,
    PictureKind,
)
from widgets.panels.labels import PlainLabel, WrappedLabel
from widgets.panels.segmented import SegmentedButtons
from widgets.style.text import cut

if TYPE_CHECKING:
    from collections.abc import Sequence

PREVIEW = QSize(400, 380)
PREVIEW_MILLISECONDS = 250
_KINDS = ((PictureKind.PDF, "PDF"), (PictureKind.PNG, "PNG 图片"), (PictureKind.SVG, "SVG 矢量图"))
_PARTS = {Part.WHOLE: "整张图谱", Part.SELECTION: "所选环节", Part.VISIBLE: "屏幕所见"}
_SCALES = ((1.0, "1 倍"), (2.0, "2 倍"), (3.0, "3 倍"), (4.0, "4 倍"))
_WAYS = ((None, "自动"), (True, "横向"), (False, "纵向"))
_FITTED, _SCALED = "缩放到以下页数", "按比例分页"


@dataclass(frozen=True, slots=True)
class MapExportChoice:
    """Where to, and how."""

    path: str
    options: MapExportOptions


class MapExportDialog(FramedDialog):
    """`export_asked` carries a MapExportChoice, `preview_asked` MapExportOptions.

    `parts` are those that can be chosen: a selection only where something is selected.
    """

    export_asked = Signal(object)
    preview_asked = Signal(object)

    def __init__(
        self, path: str, options: MapExportOptions, parts: Sequence[Part], parent: QWidget | None = None
    ) -> None:
        super().__init__("导出图谱", "导出图谱", parent)
        self._parts = tuple(parts)
        self.kind = SegmentedButtons("文件类型", _KINDS)
        self.part = QComboBox()
        self.title, self.drawn_by = QLineEdit(options.title), QLineEdit(options.drawn_by)
        self.paper, self.way = QComboBox(), SegmentedButtons("方向", _WAYS)
        self.paging = QComboBox()
        self.across, self.down = _pages(options.page.across), _pages(options.page.down)
        self.percent, self.margin = QSpinBox(), QDoubleSpinBox()
        self.scale = SegmentedButtons("倍数", _SCALES)
        self.text = SegmentedButtons("文字", ((False, "保留为文字"), (True, "转为轮廓")))
        self.path = QLineEdit(path)
        self._browse = QPushButton("选择…")
        self._preview = QLabel()
        self._note = WrappedLabel("", "faint")
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(PREVIEW_MILLISECONDS)
        self._rest.timeout.connect(self._ask_preview)
        self._fill(options)
        self._lay_out()
        self.add_button("取消").clicked.connect(self.reject)
        self.export = self.add_button("导出", primary=True)
        self.export.clicked.connect(self._ask)
        self._tie()
        self._show_kind()
        self._ask_preview()

    def options(self) -> MapExportOptions:
        """What is chosen now."""
        scaled, way = self.paging.currentText() == _SCALED, self.way.value()
        page = PageSetup(
            paper=Paper(self.paper.currentText()),
            landscape=way if isinstance(way, bool) else None,
            margin_mm=self.margin.value(),
            across=self.across.value(),
            down=self.down.value(),
            percent=float(self.percent.value()) if scaled else None,
        )
        scale = self.scale.value()
        return MapExportOptions(
            kind=PictureKind(str(self.kind.value())),
            part=Part(self.part.currentData()),
            scale=scale if isinstance(scale, float) else 2.0,
            outlines=self.text.value() is True,
            page=page,
            title=self.title.text().strip(),
            drawn_by=self.drawn_by.text().strip(),
        )

    def show_preview(self, image: QImage, note: str) -> None:
        """Show what would be written, and what there is to say of it."""
        picture = QPixmap.fromImage(image)
        picture.setDevicePixelRatio(self.devicePixelRatioF())
        self._preview.setPixmap(picture)
        self._note.setText(cut(note, 300))

    def preview_size(self) -> QSize:
        """Pixels that the preview may have."""
        return PREVIEW * self.devicePixelRatioF()

    def _fill(self, options: MapExportOptions) -> None:
        self.kind.show_value(options.kind)
        for part in self._parts:
            self.part.addItem(_PARTS[part], part.value)
        self.part.setCurrentIndex(max(0, self.part.findData(options.part.value)))
        self.paper.addItems([paper.value for paper in Paper])
        self.paper.setCurrentText(options.page.paper.value)
        self.way.show_value(options.page.landscape)
        self.paging.addItems([_FITTED, _SCALED])
        self.percent.setRange(10, 800)
        self.percent.setSuffix(" %")
        self.percent.setValue(100)
        self.margin.setRange(LEAST_MARGIN_MM, MOST_MARGIN_MM)
        self.margin.setDecimals(0)
        self.margin.setSuffix(" 毫米")
        self.margin.setValue(options.page.margin_mm)
        self.scale.show_value(options.scale)
        self.text.show_value(options.outlines)
        self.title.setPlaceholderText("默认为地区、产业链名加“产业链图谱”")
        self.drawn_by.setPlaceholderText("如：某市工业和信息化局")
        for edit in (self.title, self.drawn_by):
            edit.setMaxLength(80)

    def _lay_out(self) -> None:
        form = QGridLayout()
        form.setHorizontalSpacing(10)
        form.setVerticalSpacing(8)
        form.setColumnStretch(1, 1)
        pages = _row(self.across, PlainLabel("列 ×", "soft"), self.down, PlainLabel("行", "soft"))
        rows: tuple[tuple[str, QWidget], ...] = (
            ("文件类型", self.kind), ("范围", self.part), ("标题", self.title), ("制图单位", self.drawn_by),
            ("纸张", self.paper), ("方向", self.way), ("分页", self.paging), ("页数", pages),
            ("比例", self.percent), ("页边距", self.margin), ("倍数", self.scale), ("文字", self.text),
        )  # fmt: skip
        self._rows = {}
        for number, (word, widget) in enumerate(rows):
            label = PlainLabel(word, "soft")
            widget.setAccessibleName(word)
            form.addWidget(label, number, 0)
            form.addWidget(widget, number, 1)
            self._rows[word] = (label, widget)
        form.setRowStretch(len(rows), 1)
        self._lay_out_beside(form)

    def _lay_out_beside(self, form: QGridLayout) -> None:
        """The form with the preview beside it, and below both where the file goes."""
        left = QVBoxLayout()
        left.addLayout(form)
        left.addStretch(1)
        right = QVBoxLayout()
        self._preview.setFixedSize(PREVIEW)
        self._preview.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._preview.setAccessibleName("预览")
        self._preview.setProperty("surface", "ground")
        self._note.setMinimumHeight(36)
        right.addWidget(self._preview)
        right.addWidget(self._note)
        both = QHBoxLayout()
        both.setSpacing(18)
        both.addLayout(left, 1)
        both.addLayout(right)
        self.body.addLayout(both)
        self.path.setAccessibleName("保存位置")
        self._browse.setAutoDefault(False)
        self.body.addWidget(
            _row(PlainLabel("保存位置", "soft"), self.path, self._browse, stretched=self.path)
        )
        self.setMinimumWidth(860)

    def _tie(self) -> None:
        self.kind.chosen.connect(self._choose_kind)
        for box in (self.part, self.paper, self.paging):
            box.currentIndexChanged.connect(self._change)
        for buttons in (self.way, self.scale, self.text):
            buttons.chosen.connect(self._change)
        for spin in (self.across, self.down, self.percent, self.margin):
            spin.valueChanged.connect(self._change)
        for edit in (self.title, self.drawn_by):
            edit.textChanged.connect(self._change)
        self.path.textChanged.connect(self._check)
        self._browse.clicked.connect(self._choose_path)

    @Slot(object)
    def _choose_kind(self, kind: object) -> None:
        stem, dot, ending = self.path.text().rpartition(".")
        if dot and ending.lower() in {one.value for one in PictureKind}:
            self.path.setText(f"{stem}.{PictureKind(str(kind)).value}")
        self._show_kind()
        self._change()

    @Slot()
    def _change(self) -> None:
        self._show_kind()
        self._rest.start()

    def _show_kind(self) -> None:
        kind, scaled = PictureKind(str(self.kind.value())), self.paging.currentText() == _SCALED
        of_pdf = kind is PictureKind.PDF
        shown = dict.fromkeys(("纸张", "方向", "分页", "页边距"), of_pdf)
        shown |= {"页数": of_pdf and not scaled, "比例": of_pdf and scaled}
        shown |= {"倍数": kind is PictureKind.PNG, "文字": kind is PictureKind.SVG}
        for word, wanted in shown.items():
            for widget in self._rows[word]:
                widget.setVisible(wanted)

    @Slot()
    def _check(self) -> None:
        self.export.setEnabled(bool(self.path.text().strip()))

    @Slot()
    def _ask_preview(self) -> None:
        self.preview_asked.emit(self.options())

    @Slot()
    def _choose_path(self) -> None:
        kind = PictureKind(str(self.kind.value())).value
        chosen, _ = QFileDialog.getSaveFileName(
            self, "保存位置", self.path.text(), f"{kind.upper()} (*.{kind})"
        )
        if chosen:
            self.path.setText(chosen if chosen.lower().endswith(f".{kind}") else f"{chosen}.{kind}")

    @Slot()
    def _ask(self) -> None:
        path, kind = self.path.text().strip(), PictureKind(str(self.kind.value())).value
        path = path if path.lower().endswith(f".{kind}") else f"{path}.{kind}"
        self.export_asked.emit(MapExportChoice(path, self.options()))
        self.accept()


def _pages(value: int) -> QSpinBox:
    spin = QSpinBox()
    spin.setRange(1, MOST_PAGES_A_SIDE)
    spin.setValue(value)
    return spin


def _row(*widgets: QWidget, stretched: QWidget | None = None) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    for widget in widgets:
        row.addWidget(widget, 1 if widget is stretched else 0)
    if stretched is None:
        row.addStretch(1)
    return holder
