"""The filter of the change log: of which chain, segment and company, by whom, what kind, when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

from chains.chain import SegmentRef
from chains.change_filter import TOPIC, ChangeFilter, ChangeTopic
from widgets.dialogs.frame import FramedDialog
from widgets.panels.date_field import DateField
from widgets.panels.labels import PlainLabel, WrappedLabel
from widgets.style.text import cut

if TYPE_CHECKING:
    from collections.abc import Mapping

ANY = "不限"


@dataclass(frozen=True, slots=True)
class LogOffers:
    """What can be chosen: chains and their segments as (code, name), people; `company` is called so."""

    chains: tuple[tuple[str, str], ...] = ()
    segments: Mapping[str, tuple[tuple[str, str], ...]] | None = None
    authors: tuple[str, ...] = ()
    company: str = ""


class LogFilterDialog(FramedDialog):
    """`asked` carries the ChangeFilter and the name of the company that was typed, "" for any.

    The name has to be looked up: who listens accepts the dialog, or tells it what was wrong.
    """

    asked = Signal(object, object)

    def __init__(self, wanted: ChangeFilter, offers: LogOffers, parent: QWidget | None = None) -> None:
        super().__init__("筛选变更记录", "", parent)
        self._wanted, self._offers = wanted, offers
        self.chain, self.segment, self.who, self.topic = (QComboBox() for _ in range(4))
        self.company = QLineEdit(offers.company)
        self.company.setPlaceholderText("企业名称或统一社会信用代码")
        self.company.setMaxLength(120)
        self.first, self.last = DateField("从哪天"), DateField("到哪天")
        for field in (self.first, self.last):
            field.edit.setPlaceholderText("不限，如 2026-11-01")
        self._wrong = WrappedLabel("", "bad")
        self._fill()
        self._lay_out()
        self.clear = self.add_button("全部清除", left=True)
        self.go = self.add_choice("筛选")
        self.chain.currentIndexChanged.connect(self._offer_segments)
        self.clear.clicked.connect(self._clear)
        self.go.clicked.connect(self._ask)
        self.setMinimumWidth(460)

    def show_wrong(self, text: str) -> None:
        """Say why the company is none that can be filtered by."""
        self._wrong.setText(text)
        self._wrong.setVisible(bool(text))
        self.company.setFocus()

    def _fill(self) -> None:
        wanted, offers = self._wanted, self._offers
        chain = wanted.segment.chain if wanted.segment is not None else wanted.chain
        _offer(self.chain, offers.chains, chain)
        self._offer_segments()
        if wanted.segment is not None:
            _choose(self.segment, wanted.segment.segment)
        _offer(self.who, [(name, name) for name in offers.authors], wanted.author)
        topics = [(topic.value, word) for topic, word in TOPIC.items()]
        _offer(self.topic, topics, "" if wanted.topic is None else wanted.topic.value)
        self.first.show_date(wanted.day_from)
        self.last.show_date(wanted.day_to)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        fields: tuple[tuple[str, QWidget], ...] = (
            ("产业链", self.chain), ("环节", self.segment), ("企业", self.company), ("谁", self.who),
            ("类型", self.topic), ("从", self.first), ("到", self.last),
        )  # fmt: skip
        for row, (word, widget) in enumerate(fields):
            widget.setAccessibleName(word)
            grid.addWidget(PlainLabel(word), row, 0)
            grid.addWidget(widget, row, 1)
        grid.setColumnStretch(1, 1)
        self.body.addLayout(grid)
        self.body.addWidget(self._wrong)
        self._wrong.hide()
        self.body.addStretch(1)

    @Slot()
    def _offer_segments(self) -> None:
        segments = self._offers.segments or {}
        chain = self.chain.currentData()
        _offer(self.segment, segments.get(chain, ()), "")
        self.segment.setEnabled(bool(chain))

    @Slot()
    def _clear(self) -> None:
        self.chain.setCurrentIndex(0)
        self.who.setCurrentIndex(0)
        self.topic.setCurrentIndex(0)
        self.company.clear()
        self.first.show_date(None)
        self.last.show_date(None)

    @Slot()
    def _ask(self) -> None:
        first, last = self.first.value(), self.last.value()
        if first is not None and last is not None and first > last:
            self.show_wrong("“从”晚于“到”，没有符合的变更。")
            return
        chain, segment, topic = (box.currentData() for box in (self.chain, self.segment, self.topic))
        company = self.company.text().strip()
        same = bool(company) and company == self._offers.company
        wanted = replace(
            self._wanted,
            chain="" if segment else chain,
            segment=SegmentRef(chain, segment) if segment else None,
            company=self._wanted.company if same else None,
            author=self.who.currentData(),
            topic=ChangeTopic(topic) if topic else None,
            day_from=first,
            day_to=last,
        )
        self.asked.emit(wanted, "" if same else company)


def _offer(box: QComboBox, offers: object, chosen: str) -> None:
    box.clear()
    box.addItem(ANY, "")
    for value, word in offers:  # type: ignore[attr-defined]
        box.addItem(cut(word, 60), value)
    _choose(box, chosen)


def _choose(box: QComboBox, value: str) -> None:
    if value and box.findData(value) < 0:
        box.addItem(cut(value, 60), value)
    box.setCurrentIndex(max(0, box.findData(value)))
