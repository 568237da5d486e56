"""What a segment is: its name, product, parent, match words and weight."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QDoubleSpinBox,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from widgets.dialogs.chain_form import MOST_LETTERS
from widgets.dialogs.frame import FramedDialog
from widgets.panels.labels import PlainLabel
from widgets.style.text import cut

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from chains.chain import Segment

NO_PARENT = "（无）"
_BETWEEN = re.compile(r"[、,，;；\n]+")


@dataclass(frozen=True, slots=True)
class SegmentForm:
    """What was filled in; `product` is a code, or "" with a new product's name in `product_name`."""

    name: str
    product: str
    product_name: str
    parent: str | None
    aliases: tuple[str, ...]
    exclude: tuple[str, ...]
    weight: float


class SegmentDialog(FramedDialog):
    """`filled` carries a SegmentForm.

    `products` are code → name of all products; `sharing` names other chains with this product; `parents` are
    (code, name) of segments that this one can be part of.
    """

    filled = Signal(object)

    def __init__(
        self,
        segment: Segment,
        products: Mapping[str, str],
        sharing: Sequence[str],
        parents: Sequence[tuple[str, str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("环节属性", segment.name, parent)
        self._products = dict(products)
        self._parents = ((None, NO_PARENT), *parents)
        self.name = _line(segment.name)
        self.product = self._product_box(segment.product)
        self.parent_box = self._parent_box(segment.parent)
        self.aliases = _line("、".join(segment.aliases), 2000)
        self.exclude = _line("、".join(segment.exclude), 2000)
        self.weight = QDoubleSpinBox()
        self.weight.setRange(0.0, 100.0)
        self.weight.setDecimals(2)
        self.weight.setSingleStep(0.5)
        self.weight.setValue(segment.weight)
        self.add_field("名称", self.name)
        shared = f"这一产品还在：{cut('、'.join(sharing), 120)}" if sharing else "各链同名产品视为同一产品"
        self.add_field("产品", self.product, shared)
        self.add_field("匹配词（用顿号隔开）", self.aliases)
        self.add_field("排除词", self.exclude, "主营产品中含排除词的那一项不算命中，如血管支架排除“光伏支架”")
        self._add_pair(("上级环节", self.parent_box), ("在本地配套率和断供影响中的权重", self.weight))
        if segment.place:
            self.body.addWidget(PlainLabel(f"出处：{cut(segment.place)}", "faint"))
        self.save = self.add_choice("保存")
        self.save.clicked.connect(self._ask)
        self.name.textChanged.connect(self._check)
        self.setMinimumWidth(520)
        self._check()

    def _add_pair(self, *fields: tuple[str, QWidget]) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        for word, widget in fields:
            column = QVBoxLayout()
            column.setSpacing(8)
            column.addWidget(PlainLabel(word, "heading"))
            widget.setAccessibleName(word)
            widget.setMinimumHeight(28)
            column.addWidget(widget)
            row.addLayout(column, 1)
        self.body.addLayout(row)

    def _product_box(self, current: str) -> QComboBox:
        box = _searchable()
        for code, name in self._products.items():
            box.addItem(cut(name, 60), code)
        box.setCurrentText(cut(self._products.get(current, current), 60))
        line = box.lineEdit()
        if line is not None:
            line.setMaxLength(MOST_LETTERS)
        return box

    def _parent_box(self, current: str | None) -> QComboBox:
        box = QComboBox()
        for code, name in self._parents:
            box.addItem(cut(name, 60), code)
        box.setCurrentIndex(next((at for at, (code, _) in enumerate(self._parents) if code == current), 0))
        return box

    @Slot()
    def _check(self) -> None:
        self.save.setEnabled(bool(self.name.text().strip()))

    @Slot()
    def _ask(self) -> None:
        typed = self.product.currentText().strip()
        code = next((code for code, name in self._products.items() if cut(name, 60) == typed), "")
        self.filled.emit(
            SegmentForm(
                self.name.text().strip(),
                code,
                typed,
                self._parents[self.parent_box.currentIndex()][0],
                _words(self.aliases.text()),
                _words(self.exclude.text()),
                self.weight.value(),
            )
        )
        self.accept()


def _line(text: str, longest: int = MOST_LETTERS) -> QLineEdit:
    edit = QLineEdit(text)
    edit.setMaxLength(longest)
    return edit


def _searchable() -> QComboBox:
    box = QComboBox()
    box.setEditable(True)
    box.setMinimumHeight(28)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    completer = QCompleter(box.model(), box)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
    box.setCompleter(completer)
    return box


def _words(text: str) -> tuple[str, ...]:
    parts = (part.strip() for part in _BETWEEN.split(text))
    return tuple(dict.fromkeys(part for part in parts if part))
