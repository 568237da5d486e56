"""What is to be taken back was changed by others since: whose value holds, fact by fact or for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot

from chains import field_words
from chains.clashes import Clash, ClashKind, is_cut
from widgets.dialogs.frame import FramedDialog
from widgets.dialogs.tick_table import TickTable
from widgets.panels.labels import WrappedLabel
from widgets.style.text import cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

_HEADINGS = ("对象", "字段", "他人改为", "谁、何时", "撤销后")
_WORDS = ("用我的", "全部用我的", "全部用他的")
_WHOLE = "整条"


class ClashDialog(FramedDialog):
    """`settled` carries the places of the clashes where ours holds; nothing on 取消."""

    settled = Signal(object)

    def __init__(self, what: str, clashes: Sequence[Clash], parent: QWidget | None = None) -> None:
        super().__init__("撤销的内容已被他人修改", what, parent)
        cut_off = is_cut(len(clashes))
        more = f"只列出前 {len(clashes):,} 处，没有列出的都保留他人的值。" if cut_off else ""
        self.body.addWidget(
            WrappedLabel(
                f"有 {len(clashes):,} 处{'以上' if cut_off else ''}在那次更改之后又被改过。{more}"
                "不勾的保留他人的值；勾选的改回撤销后的值。没有被改过的照常撤销。"
            )
        )
        rows = [_row(one) for one in clashes]
        self.table = TickTable("被他人修改的内容", _HEADINGS, rows, (), _WORDS)
        self.body.addWidget(self.table, 1)
        self.cancel = self.add_button("取消")
        self.settle = self.add_button("按选择撤销", primary=True)
        # Enter must not overwrite what somebody else wrote before it was read.
        self.settle.setDefault(False)
        self.settle.setAutoDefault(False)
        self.cancel.setFocus()
        self.cancel.clicked.connect(self.reject)
        self.settle.clicked.connect(self._settle)
        self.resize(1060, 500)

    @Slot()
    def _settle(self) -> None:
        self.settled.emit(self.table.model.ticked)
        self.accept()


def _row(clash: Clash) -> tuple[str, ...]:
    at = "" if clash.at is None else f"{clash.at.astimezone():%m-%d %H:%M}"
    who = f"{cut(clash.who, 30)} {at}".strip()
    field = field_words.FIELD.get(clash.field, clash.field) if clash.kind is ClashKind.FACT else _WHOLE
    return (clash.subject, field, _theirs(clash), who, _ours(clash))


def _theirs(clash: Clash) -> str:
    if clash.kind is ClashKind.FACT:
        return field_words.field_value(clash.field, clash.theirs)
    if clash.kind is ClashKind.GONE:
        return "（已删除）"
    return f"（已改）{clash.theirs}" if clash.kind is ClashKind.CHANGED else f"（已重新加入）{clash.theirs}"


def _ours(clash: Clash) -> str:
    if clash.kind is ClashKind.FACT:
        return field_words.field_value(clash.field, clash.ours)
    return "（删除）" if clash.kind is ClashKind.CHANGED else "（恢复原样）"
