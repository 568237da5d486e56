"""What returned forms change, and whose value holds where both sides changed the same cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QTabWidget, QWidget

from chains.form_plan import FormDecisions
from widgets.dialogs.chain_import import add_facts, add_notes, figures_row
from widgets.dialogs.frame import FramedDialog
from widgets.dialogs.tick_table import TickTable

if TYPE_CHECKING:
    from chains.form_plan import FormChange, FormsPlan

_CELL = ("填报单位", "产业链/环节", "企业", "栏目")


class FormImportDialog(FramedDialog):
    """Shows a FormsPlan. `import_asked` carries FormDecisions."""

    import_asked = Signal(object)

    def __init__(self, plan: FormsPlan, parent: QWidget | None = None) -> None:
        super().__init__("导入填报表", f"导入 {len(plan.forms)} 份填报表", parent)
        self._collisions = plan.collisions
        coming = [one for one in plan.changes if not one.collides]
        self._clean = len(coming)
        figures = (
            ("读到", len(plan.forms)),
            ("没有冲突的改动", self._clean),
            ("冲突", len(self._collisions)),
            ("删去的企业行", len(plan.deleted)),
            ("新增企业", len({name for one in plan.forms for name in one.newcomers})),
            ("问题", sum(len(one.problems) for one in plan.forms)),
            ("拒绝的文件", len(plan.refused)),
        )
        self.body.addLayout(figures_row(figures, bad="拒绝的文件"))
        add_notes(self.body, _notes(plan))
        self.decisions, self.deletions = _decisions(plan), _deletions(plan)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self._add_tabs(plan, coming)
        self.body.addWidget(self.tabs, 1)
        self.take = self.add_choice("导入")
        self.take.clicked.connect(self._import)
        for table in (self.decisions, self.deletions):
            table.model.ticked_changed.connect(self._count)
        self._count()
        self.resize(1100, 620)

    def _add_tabs(self, plan: FormsPlan, coming: list[FormChange]) -> None:
        if self._collisions:
            self.tabs.addTab(self.decisions, f"冲突，逐格决定（{len(self._collisions)}）")
        if plan.deleted:
            self.tabs.addTab(self.deletions, f"删去的企业行，逐行决定（{len(plan.deleted)}）")
        rows = [(*_cell(plan, one), one.base, one.theirs) for one in coming]
        add_facts(self.tabs, "没有冲突的改动", (*_CELL, "原值", "新值"), rows)
        add_facts(self.tabs, "填报表", _FORM_HEADINGS, _form_rows(plan))
        problems = [
            (form.unit, sheet, str(row or "—"), cause)
            for form in plan.forms
            for sheet, row, cause in form.problems
        ]
        add_facts(self.tabs, "问题", ("填报单位", "工作表", "行号", "原因"), problems)
        add_facts(self.tabs, "拒绝的文件", ("文件", "原因"), plan.refused)

    @Slot()
    def _count(self) -> None:
        coming = self._clean + len(self.decisions.model.ticked) + len(self.deletions.model.ticked)
        self.take.setEnabled(coming > 0)
        self.take.setText(f"导入 {coming:,} 处改动" if coming else "没有要导入的改动")

    @Slot()
    def _import(self) -> None:
        theirs = frozenset(self._collisions[row] for row in self.decisions.model.ticked)
        self.import_asked.emit(FormDecisions(theirs, frozenset(self.deletions.model.ticked)))
        self.accept()


_FORM_HEADINGS = ("文件", "填报单位", "依据版本", "改动", "冲突", "新增企业", "问题")


def _decisions(plan: FormsPlan) -> TickTable:
    colliding = [plan.changes[at] for at in plan.collisions]
    return TickTable(
        "冲突",
        (*_CELL, "对方值", "我方现值", "原值", "我方何时何人"),
        [(*_cell(plan, one), one.theirs, one.ours, one.base, _who(one)) for one in colliding],
        (),
        ("采用对方", "全部采用对方", "全部保留我方"),
    )


def _deletions(plan: FormsPlan) -> TickTable:
    return TickTable(
        "删去的企业行",
        ("填报单位", "产业链/环节", "企业", "我方现在的结论"),
        [(plan.forms[one.form].unit, one.place, one.company, one.ours) for one in plan.deleted],
        (),
        ("改为剔除", "全部改为剔除", "全部保持不变"),
    )


def _cell(plan: FormsPlan, one: FormChange) -> tuple[str, str, str, str]:
    return plan.forms[one.form].unit, one.place, one.company, one.field


def _who(one: FormChange) -> str:
    return f"{one.when} {one.who}".strip()


def _form_rows(plan: FormsPlan) -> list[tuple[str, ...]]:
    return [
        (
            one.file,
            one.unit,
            f"{one.made} 号（{one.made_at}）",
            str(one.changes),
            str(one.collisions),
            "、".join(one.newcomers) or "—",
            str(len(one.problems)),
        )
        for one in plan.forms
    ]


def _notes(plan: FormsPlan) -> list[str]:
    told = []
    if plan.collisions:
        told.append(
            "冲突是下发之后双方都改过、且改得不一样的格。勾选表示采用对方的值，不勾表示保留我方现值；"
            "两份表都勾了同一格时，以后一份为准。"
        )
    if plan.deleted:
        told.append(
            "有的企业行在交回的表中被删去或改写成了别的企业。勾选表示把该标注的结论改为剔除，不勾表示保持不变。"
        )
    if plan.changes:
        told.append("每份填报表以填报单位署名写入，为一步，可单独撤销。")
    return told
