"""What an import of chains will do, before anything is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from widgets.dialogs.frame import FramedDialog, facts_table, more_note
from widgets.dialogs.tick_table import TickTable
from widgets.panels.labels import PlainLabel, WrappedLabel, card
from widgets.style.text import cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chains.chain_import import ChainTablePlan, WorkbookPlan

_TITLE = "导入产业链"


class ChainTableDialog(FramedDialog):
    """Shows a ChainTablePlan.

    `import_asked` carries the codes of the ticked chains; `unplaced_asked`: the others as a list.
    """

    import_asked = Signal(object)
    unplaced_asked = Signal()

    def __init__(self, plan: ChainTablePlan, parent: QWidget | None = None) -> None:
        super().__init__(_TITLE, f"导入 {plan.file_name}", parent)
        self._codes = [one.code for one in plan.chains if one.changes]
        added = sum(len(one.added) for one in plan.chains)
        placed = sum(one.placed for one in plan.chains)
        figures = (
            ("读到的行", plan.read),
            ("产业链", len(plan.chains)),
            ("新增环节", added),
            ("标注（待复核）", placed),
            ("未标注", len(plan.unplaced)),
            ("拒绝的行", len(plan.rejected)),
        )
        self.body.addLayout(figures_row(figures, bad="拒绝的行"))
        add_notes(self.body, plan.notes)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.chains = TickTable("产业链", _CHAIN_HEADINGS, _chain_rows(plan), range(len(self._codes)))
        self.tabs.addTab(self.chains, f"有改动的产业链（{len(self._codes)}）")
        add_facts(self.tabs, "未标注的企业", ("行号", "产业链", "环节", "企业", "原因"), _unplaced_rows(plan))
        add_facts(self.tabs, "拒绝的行", ("行号", "原因"), [(str(row), why) for row, why in plan.rejected])
        columns = [(theirs, ours or "（不导入）") for theirs, ours in plan.columns.items()]
        add_facts(self.tabs, "列的对应", ("文件中的列", "导入为"), columns)
        self.body.addWidget(self.tabs, 1)
        self.keep_unplaced = self.add_button("导出未标注的企业…", left=True)
        self.keep_unplaced.setVisible(bool(plan.unplaced))
        self.take = self.add_choice("导入")
        self.take.clicked.connect(self._import)
        self.keep_unplaced.clicked.connect(self.unplaced_asked)
        self.chains.model.ticked_changed.connect(self._count)
        self._count(self.chains.model.ticked)
        self.resize(980, 600)

    @Slot(object)
    def _count(self, ticked: tuple[int, ...]) -> None:
        self.take.setEnabled(bool(ticked))
        self.take.setText(f"导入 {len(ticked)} 条产业链" if ticked else "没有要导入的产业链")

    @Slot()
    def _import(self) -> None:
        self.import_asked.emit(frozenset(self._codes[row] for row in self.chains.model.ticked))
        self.accept()


class ChainChangesDialog(FramedDialog):
    """Shows a WorkbookPlan. `import_asked` carries the numbers of the ticked changes."""

    import_asked = Signal(object)

    def __init__(self, plan: WorkbookPlan, parent: QWidget | None = None) -> None:
        super().__init__(_TITLE, f"{plan.chain_name}：导入 {plan.file_name}", parent)
        asking = sum(one.asks for one in plan.changes)
        figures = (("改动", len(plan.changes)), ("需要确认", asking), ("问题", len(plan.problems)))
        self.body.addLayout(figures_row(figures, bad="问题"))
        told = [*plan.notes]
        if asking:
            told.append(
                f"{asking} 处改动会覆盖导出之后别人的改动，或连同企业标注一起删除，默认不导入，请核对后勾选。"
            )
        add_notes(self.body, told)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.changes = TickTable("改动", _CHANGE_HEADINGS, _change_rows(plan), plan.usual)
        self.tabs.addTab(self.changes, f"改动（{len(plan.changes)}）")
        problems = [(sheet, str(row or "—"), cause) for sheet, row, cause in plan.problems]
        add_facts(self.tabs, "问题", ("工作表", "行号", "原因"), problems)
        self.body.addWidget(self.tabs, 1)
        self._is_new = plan.is_new
        self.take = self.add_choice("导入")
        self.take.clicked.connect(self._import)
        self.changes.model.ticked_changed.connect(self._count)
        self._count(self.changes.model.ticked)
        self.resize(1020, 600)

    @Slot(object)
    def _count(self, ticked: tuple[int, ...]) -> None:
        self.take.setEnabled(bool(ticked) or self._is_new)
        self.take.setText(f"导入 {len(ticked)} 处改动" if ticked or self._is_new else "没有要导入的改动")

    @Slot()
    def _import(self) -> None:
        self.import_asked.emit(self.changes.model.ticked)
        self.accept()


_CHAIN_HEADINGS = ("产业链", "方式", "新增阶段", "新增环节", "已有环节", "标注", "已标注", "未标注")
_CHANGE_HEADINGS = ("改动", "对象", "栏目", "原值", "新值", "现值与提醒")


def figures_row(figures: Sequence[tuple[str, int]], bad: str = "") -> QHBoxLayout:
    """Numbers under their words, side by side; the bad one stands out unless it is 0."""
    row = QHBoxLayout()
    row.setSpacing(28)
    for word, count in figures:
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(PlainLabel(word, "faint"))
        column.addWidget(PlainLabel(f"{count:,}", "bad_title" if word == bad and count else "title"))
        row.addLayout(column)
    row.addStretch(1)
    return row


def add_notes(body: QVBoxLayout, notes: Sequence[str]) -> None:
    """A field with what the user should know; nothing when there is nothing."""
    if not notes:
        return
    frame = card("warning")
    column = QVBoxLayout(frame)
    column.setContentsMargins(10, 7, 10, 7)
    column.addWidget(WrappedLabel("\n".join(cut(note) for note in notes[:8])))
    body.addWidget(frame)


def add_facts(tabs: QTabWidget, name: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A tab with a table to read; none for no rows."""
    if not rows:
        return
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 6, 0, 0)
    column.addWidget(facts_table(headings, rows))
    column.addWidget(more_note(len(rows)))
    tabs.addTab(page, f"{name}（{len(rows):,}）")


def _chain_rows(plan: ChainTablePlan) -> list[tuple[str, ...]]:
    return [
        (
            one.name,
            "新建" if one.is_new else "合并",
            *(_number(count) for count in (one.stages_added, len(one.added), one.kept)),
            *(_number(count) for count in (one.placed, one.already_placed, one.unplaced)),
        )
        for one in plan.chains
        if one.changes
    ]


def _unplaced_rows(plan: ChainTablePlan) -> list[tuple[str, ...]]:
    return [
        (f"{one.sheet} {one.row}".strip(), one.chain, one.segment, one.name, one.reason)
        for one in plan.unplaced
    ]


def _change_rows(plan: WorkbookPlan) -> list[tuple[str, ...]]:
    return [
        (
            f"{one.action}{one.kind}",
            one.subject or plan.chain_name,
            one.field,
            one.before,
            one.after,
            _warning(one.ours, one.marks),
        )
        for one in plan.changes
    ]


def _warning(ours: str | None, marks: int) -> str:
    told = f"导出之后已改为“{ours or '（无）'}”" if ours is not None else ""
    return told + (f"其上有 {marks} 家企业，将一并删除" if marks else "")


def _number(count: int) -> str:
    return f"{count:,}" if count else "—"
