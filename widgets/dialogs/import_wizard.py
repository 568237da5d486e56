"""Brings in a company list step by step: file, header, columns, what will happen, write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from widgets.dialogs.frame import FramedDialog
from widgets.dialogs.import_columns import ImportColumnsPage
from widgets.dialogs.import_file import ImportFilePage
from widgets.dialogs.import_header import ImportHeaderPage
from widgets.dialogs.import_plan import ImportPlanPage
from widgets.panels.labels import PlainLabel, WrappedLabel, set_look

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chains.rows import ImportPlan
    from widgets.dialogs.import_views import ChoiceView, FileView

STEPS = ("选择文件", "工作表与表头", "列的对应", "核对结果", "写入")
RESUME = "继续导入"
FILE, HEADER, COLUMNS, PLAN, WRITING = range(5)
_LEAST, _MOST = QSize(980, 620), QSize(1320, 860)
"""The wizard takes seven tenths of the screen within these: wide lists want to be seen."""


class ImportWizard(FramedDialog):
    """Asks; somebody else reads and writes. Nothing is written before `write_asked`.

    `plan_asked` carries a field per column; `stop_asked` is for the work under way; closing asks it, too.
    """

    plan_asked = Signal(object)
    write_asked = Signal(object)
    stop_asked = Signal()

    def __init__(
        self, words: Mapping[str, str], encodings: Mapping[str, str], parent: QWidget | None = None
    ) -> None:
        super().__init__("导入企业", "", parent)
        self._busy = False
        self._steps: list[PlainLabel] = []
        self.body.addWidget(self._make_steps())
        self.file = ImportFilePage(encodings)
        self.header = ImportHeaderPage(encodings)
        self.columns = ImportColumnsPage(words)
        self.plan = ImportPlanPage()
        self.pages = QStackedWidget()
        for page in (self.file, self.header, self.columns, self.plan):
            self.pages.addWidget(page)
        self.body.addWidget(self.pages, 1)
        self._notice = WrappedLabel("", "bad")
        self._notice.hide()
        self.body.addWidget(self._notice)
        self.body.addWidget(self._make_progress())
        self.cancel = self.add_button("取消")
        self.back = self.add_button("上一步")
        self.forward = self.add_button("下一步", primary=True)
        self.cancel.clicked.connect(self.reject)
        self.back.clicked.connect(self._go_back)
        self.forward.clicked.connect(self._go_forward)
        self.columns.fields_picked.connect(self._look_at_fields)
        self.finished.connect(self.stop_asked)
        room = self.screen().availableSize() * 0.72
        self.resize(room.expandedTo(_LEAST).boundedTo(_MOST))
        self._show(FILE)

    @property
    def step(self) -> int:
        """Which page is shown."""
        return self.pages.currentIndex()

    def show_file(self, view: FileView, choice: ChoiceView) -> None:
        """A file was looked into, or is to be read in another way."""
        self.end_work()
        self.file.show_file(view.name)
        self.header.show_file(view, choice)
        self.columns.show_columns(view.sheets[choice.sheet], choice)
        if self.step == FILE:
            self._show(HEADER)
        self._look_at_buttons()

    def show_plan(self, plan: ImportPlan) -> None:
        """What the import will do."""
        self.end_work()
        self.plan.setEnabled(True)
        self.plan.show_plan(plan)
        writes = plan.added + plan.updated
        self._show(PLAN)
        self.forward.setText(f"写入 {writes:,} 家" if writes else "没有需要写入的")
        self.forward.setEnabled(writes > 0)

    def show_error(self, sentence: str, suggested: str = "") -> None:
        """The file was refused; `suggested` is the encoding to try, "" where another one does not help."""
        self.end_work()
        self.file.show_error(sentence, suggested)
        self._show(FILE)

    def show_cut_off(self, sentence: str) -> None:
        """Writing was cut off: what is to be written stays here and can be written as it is."""
        if self._busy:
            self.end_work()
        self._light(PLAN)
        self._notice.setText(sentence)
        self._notice.show()
        self.back.setEnabled(False)
        self.plan.setEnabled(False)
        self.forward.setText(RESUME)
        self.forward.setEnabled(True)

    def show_work(self, text: str) -> None:
        """Work began: nothing but 停止 and closing can be pressed."""
        self._notice.hide()
        self._busy = True
        self._what.setText(text)
        self._bar.setRange(0, 0)
        self._progress.show()
        self._look_at_buttons()

    def show_progress(self, text: str, done: int, total: int) -> None:
        """Work got on."""
        self._what.setText(text)
        self._bar.setRange(0, total if total else 0)
        self._bar.setValue(min(done, total))

    def end_work(self) -> None:
        """Work ended or was stopped."""
        self._busy = False
        self._progress.hide()
        self._look_at_buttons()
        self._focus_forward()

    @Slot()
    def _go_back(self) -> None:
        self._show(self.step - 1)

    @Slot()
    def _go_forward(self) -> None:
        if self.step == COLUMNS:
            self.plan_asked.emit(self.columns.fields())
        elif self.step == PLAN:
            self._light(WRITING)
            self.write_asked.emit(self.plan.twins.answers())
        else:
            self._show(self.step + 1)

    @Slot(object)
    def _look_at_fields(self, _fields: object) -> None:
        self._look_at_buttons()

    def _show(self, step: int) -> None:
        self.pages.setCurrentIndex(step)
        self.forward.setText("下一步")
        self._light(step)
        self._look_at_buttons()
        self._focus_forward()

    def _focus_forward(self) -> None:
        """Enter goes on: while work ran the focus had moved to 取消, the only button left."""
        if self.forward.isEnabled():
            # The button that had the focus last stays the default though its page is gone: Enter did nothing.
            self.forward.setDefault(True)
        held = self.focusWidget()
        if held is None or not held.isVisibleTo(self) or held in {self.cancel, self.back, self.stop}:
            (self.forward if self.forward.isEnabled() else self.file.choose).setFocus()

    def _look_at_buttons(self) -> None:
        ready = self.step == HEADER or (self.step == COLUMNS and "name" in self.columns.fields())
        known = self.step == FILE and bool(self.columns.boxes)
        self.back.setVisible(self.step > FILE)
        self.back.setEnabled(not self._busy)
        self.forward.setEnabled(not self._busy and (ready or known or self.step == PLAN))
        self.pages.setEnabled(not self._busy)

    def _light(self, step: int) -> None:
        for number, label in enumerate(self._steps):
            set_look(label, "kind", "strong" if number == step else "faint")

    def _make_steps(self) -> QWidget:
        bar = QWidget()
        row = QHBoxLayout(bar)
        row.setContentsMargins(0, 0, 0, 2)
        row.setSpacing(10)
        for number, word in enumerate(STEPS, 1):
            label = PlainLabel(f"{number}  {word}", "faint")
            self._steps.append(label)
            row.addWidget(label)
            if number < len(STEPS):
                row.addWidget(PlainLabel("›", "faint"))
        row.addStretch(1)
        return bar

    def _make_progress(self) -> QWidget:
        self._progress = QWidget()
        self._what = PlainLabel("", "soft")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("进度")
        self.stop = QPushButton("停止")
        self.stop.setProperty("small", "true")
        self.stop.clicked.connect(self.stop_asked)
        column = QVBoxLayout(self._progress)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        row = QHBoxLayout()
        row.addWidget(self._what, 1)
        row.addWidget(self.stop)
        column.addLayout(row)
        column.addWidget(self._bar)
        self._progress.hide()
        return self._progress
