"""What stands above the change log: words, kind and person to look for, and what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QWidget

from chains.change_filter import TOPIC, ChangeTopic
from widgets.panels.labels import ElidedLabel, set_look
from widgets.panels.search_line import SearchLine
from widgets.style.text import cut, on_button, tip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chains.change_filter import ChangeFilter

MOST_TYPED = 80
ANYBODY, ANY_TOPIC = "所有人", "全部类型"


class LogBar(QWidget):
    """`typed` carries the text after each key, `topic_chosen` a topic or None, `who_chosen` a name or ""."""

    typed = Signal(object)
    topic_chosen = Signal(object)
    who_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._authors: tuple[str, ...] | None = None
        self.search = SearchLine()
        self.search.setPlaceholderText("查找内容")
        self.search.setAccessibleName("查找变更记录")
        self.search.setToolTip(tip("做了什么里含有的字，如：评估 轮胎；↓ 转到列表，Enter 打开一条"))
        self.search.setClearButtonEnabled(True)
        self.search.setMaxLength(MOST_TYPED)
        self.search.setMinimumWidth(90)
        self.search.setMaximumWidth(280)
        self.topics, self.who = QComboBox(), QComboBox()
        for box, name in ((self.topics, "变更的类型"), (self.who, "谁做的更改")):
            box.setAccessibleName(name)
            box.setToolTip(tip(name))
            box.setMinimumWidth(76)
            box.setMaximumWidth(136)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.topics.addItem(ANY_TOPIC, None)
        for topic, word in TOPIC.items():
            self.topics.addItem(word, topic.value)
        self.filter = _button("筛选…", "按产业链、环节、企业、谁、时间筛选")
        self.count = ElidedLabel("", "faint")
        self.details = _button("明细与恢复…", "这一条的每处改动，可单独恢复一处的旧值（Enter）")
        self.revert = _button("撤销这一条", "整条恢复到更改之前；之后又被修改过的不能撤销")
        self.check = _button("核对", "核对变更记录是否在程序之外被改动过")
        self.export = _button("导出…", "把筛选出的变更记录存成 Excel 或 CSV 文件")
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 4, 10, 4)
        row.setSpacing(6)
        row.addWidget(self.search, 3)
        for widget in (self.topics, self.who, self.filter):
            row.addWidget(widget)
        row.addWidget(self.count, 2)
        for widget in (self.details, self.revert, self.check, self.export):
            row.addWidget(widget)
        self.show_authors(())
        self.search.textChanged.connect(self._type)
        self.topics.activated.connect(self._choose_topic)
        self.who.activated.connect(self._choose_who)

    def show_authors(self, authors: Sequence[str]) -> None:
        """Offer who changed something; who was chosen stays so."""
        if tuple(authors) == self._authors:
            return  # the list may be open just now
        self._authors = tuple(authors)
        chosen = self.who.currentData()
        self.who.clear()
        self.who.addItem(ANYBODY, "")
        for name in authors:
            self.who.addItem(cut(name, 20), name)
        self._choose(self.who, chosen or "")

    def show_filter(self, wanted: ChangeFilter, demands: int) -> None:
        """Show what is asked; tells nobody, and lets be what is being typed."""
        if self.search.text().strip() != wanted.text.strip():
            self.search.blockSignals(True)
            self.search.setText(wanted.text)
            self.search.blockSignals(False)
        self._choose(self.topics, None if wanted.topic is None else wanted.topic.value)
        self._choose(self.who, wanted.author)
        self.filter.setText(f"筛选 {demands}" if demands else "筛选…")
        set_look(self.filter, "on", "true" if demands else "")

    def _choose(self, box: QComboBox, value: str | None) -> None:
        place = box.findData(value)
        if place < 0:
            # Somebody whom the filter names and the list does not know (yet).
            box.addItem(cut(str(value), 20), value)
            place = box.count() - 1
        box.setCurrentIndex(place)

    @Slot(str)
    def _type(self, text: str) -> None:
        self.typed.emit(text.strip())

    @Slot(int)
    def _choose_topic(self, place: int) -> None:
        value = self.topics.itemData(place)
        self.topic_chosen.emit(None if value is None else ChangeTopic(value))

    @Slot(int)
    def _choose_who(self, place: int) -> None:
        self.who_chosen.emit(self.who.itemData(place))


def _button(word: str, about: str) -> QPushButton:
    button = QPushButton(on_button(word))
    button.setProperty("small", "true")
    button.setToolTip(tip(about))
    return button
