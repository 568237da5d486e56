"""The filter of the company table (筛选): everything that can be asked, on a few pages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QRadioButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from chains.kinds import RegistrationState
from chains.registry import ALL_COMPANIES, CompanyFilter, Placed
from chains.words import STATE
from widgets.panels.check_tree import CheckTree, TreeNode
from widgets.panels.filter_parts import DayRange, NumberRange, WordChecks
from widgets.panels.labels import PlainLabel, WrappedLabel

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from PySide6.QtGui import QShowEvent

PAGES = ("区域", "行业", "资质", "登记状态", "规模与成立", "标注")
_PLACED = ((Placed.ANY, "不限"), (Placed.PLACED, "已标注到环节"), (Placed.NOT_PLACED, "未标注"))


@dataclass(frozen=True, slots=True)
class FilterOffers:
    """What can be ticked: trees of 区域, 行业, 资质, 产业链; `home` is the region to open the tree at."""

    regions: tuple[TreeNode, ...] = ()
    industries: tuple[TreeNode, ...] = ()
    honours: tuple[TreeNode, ...] = ()
    chains: tuple[TreeNode, ...] = ()
    home: str = ""


class CompanyFilterPanel(QWidget):
    """`changed` carries a CompanyFilter after each tick and each key."""

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wanted = ALL_COMPANIES
        self._offered = FilterOffers()
        self.regions = CheckTree("区域", "查找区域，如：荣成 或 rcs")
        self.industries = CheckTree("行业", "查找行业，如：橡胶 或 xjhs")
        self.honours = CheckTree("资质", "查找资质，如：专精特新")
        self.chains = CheckTree("产业链", "查找产业链")
        self.valid = QCheckBox("只算今天仍在有效期内的（未登记有效期的视为有效）")
        self.states = WordChecks([(state.value, word) for state, word in STATE.items()])
        self.capital = NumberRange("注册资本", "万元")
        self.insured = NumberRange("参保人数", "人")
        self.founded = DayRange("成立日期")
        self.placed = QButtonGroup(self)
        self.pages = QListWidget()
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()
        self.show_filter(ALL_COMPANIES)

    def show_offers(self, offers: FilterOffers) -> None:
        """Offer what there is to tick; trees that are the same stay as they are."""
        old, self._offered = self._offered, offers
        for tree, before, now in (
            (self.regions, old.regions, offers.regions),
            (self.industries, old.industries, offers.industries),
            (self.honours, old.honours, offers.honours),
            (self.chains, old.chains, offers.chains),
        ):
            if before != now:
                tree.show_tree(now)
        if offers.home and old.home != offers.home:
            self.regions.open_at(offers.home)
        self.show_filter(self._wanted)

    def show_filter(self, wanted: CompanyFilter) -> None:
        """Show what is asked; tells nobody."""
        self._wanted = wanted
        self.regions.show_chosen(wanted.regions)
        self.industries.show_chosen(wanted.industries)
        self.honours.show_chosen(wanted.honours)
        self.chains.show_chosen(wanted.chains)
        self.valid.setChecked(wanted.only_valid)
        self.states.show_chosen(state.value for state in wanted.states)
        self.capital.show_range(wanted.capital_from, wanted.capital_to)
        self.insured.show_range(wanted.insured_from, wanted.insured_to)
        self.founded.show_range(wanted.founded_from, wanted.founded_to)
        self._show_placed(wanted.placed)
        self._show_counts()

    def showEvent(self, event: QShowEvent) -> None:
        """The list of pages was laid out before it had its looks: its lines would stand too close."""
        super().showEvent(event)
        self.pages.doItemsLayout()

    def show_page(self, name: str) -> None:
        """Turn to a page by its name."""
        self.pages.setCurrentRow(PAGES.index(name))

    def _lay_out(self) -> None:
        self.pages.setAccessibleName("筛选条件")
        self.pages.setProperty("nav", "true")
        self.pages.setFixedWidth(128)
        self.pages.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for name in PAGES:
            self.pages.addItem(QListWidgetItem(name))
        honours, sizes, placing = QWidget(), QWidget(), QWidget()
        _column(honours, self.valid, self.honours)
        _column(sizes, self.capital, self.insured, self.founded, WrappedLabel(_SIZE_NOTE, "faint"), None)
        radios = QWidget()
        row = QHBoxLayout(radios)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        for number, (_, word) in enumerate(_PLACED):
            button = QRadioButton(word)
            self.placed.addButton(button, number)
            row.addWidget(button)
        row.addStretch(1)
        _column(placing, radios, PlainLabel("标注在哪条产业链（可选几条，任一即可）", "heading"), self.chains)
        states = QWidget()
        _column(states, WrappedLabel("可选几种，任一即可；不选为不限。", "faint"), self.states, None)
        for page in (self.regions, self.industries, honours, states, sizes, placing):
            self._stack.addWidget(page)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.pages)
        row.addWidget(self._stack, 1)
        self.pages.setCurrentRow(0)

    def _connect(self) -> None:
        self.pages.currentRowChanged.connect(self._stack.setCurrentIndex)
        self.regions.changed.connect(self._choose_regions)
        self.industries.changed.connect(self._choose_industries)
        self.honours.changed.connect(self._choose_honours)
        self.chains.changed.connect(self._choose_chains)
        self.states.changed.connect(self._choose_states)
        self.valid.clicked.connect(self._choose_valid)
        self.placed.idClicked.connect(self._choose_placed)
        self.capital.changed.connect(self._choose_capital)
        self.insured.changed.connect(self._choose_insured)
        self.founded.changed.connect(self._choose_founded)

    def _show_placed(self, placed: Placed) -> None:
        number = next(number for number, (value, _) in enumerate(_PLACED) if value is placed)
        self.placed.button(number).setChecked(True)
        self.chains.setEnabled(placed is not Placed.NOT_PLACED)

    def _show_counts(self) -> None:
        wanted = self._wanted
        ranges = (
            (wanted.capital_from, wanted.capital_to),
            (wanted.insured_from, wanted.insured_to),
            (wanted.founded_from, wanted.founded_to),
        )
        counts = (
            len(wanted.regions), len(wanted.industries), len(wanted.honours), len(wanted.states),
            sum(pair != (None, None) for pair in ranges),
            (wanted.placed is not Placed.ANY) + len(wanted.chains),
        )  # fmt: skip
        for row, (name, count) in enumerate(zip(PAGES, counts, strict=True)):
            self.pages.item(row).setText(f"{name}  {count}" if count else name)

    def _ask(self, **demands: object) -> None:
        self._wanted = replace(self._wanted, **demands)  # type: ignore[arg-type]
        self._show_counts()
        self.changed.emit(self._wanted)

    @Slot(object)
    def _choose_regions(self, codes: tuple[str, ...]) -> None:
        self._ask(regions=codes)

    @Slot(object)
    def _choose_industries(self, codes: tuple[str, ...]) -> None:
        self._ask(industries=codes)

    @Slot(object)
    def _choose_honours(self, names: tuple[str, ...]) -> None:
        self._ask(honours=names)

    @Slot(object)
    def _choose_chains(self, codes: tuple[str, ...]) -> None:
        self._ask(chains=codes)

    @Slot(object)
    def _choose_states(self, values: tuple[str, ...]) -> None:
        self._ask(states=tuple(RegistrationState(value) for value in values))

    @Slot(bool)
    def _choose_valid(self, only_valid: bool) -> None:
        self._ask(only_valid=only_valid)

    @Slot(int)
    def _choose_placed(self, number: int) -> None:
        placed = _PLACED[number][0]
        nowhere = placed is Placed.NOT_PLACED
        self._show_placed(placed)
        if nowhere:
            self.chains.show_chosen(())
        self._ask(placed=placed, chains=() if nowhere else self._wanted.chains)

    @Slot(object)
    def _choose_capital(self, pair: tuple[Decimal | None, Decimal | None]) -> None:
        self._ask(capital_from=pair[0], capital_to=pair[1])

    @Slot(object)
    def _choose_insured(self, pair: tuple[Decimal | None, Decimal | None]) -> None:
        low, high = (None if value is None else int(value) for value in pair)
        self._ask(insured_from=low, insured_to=high)

    @Slot(object)
    def _choose_founded(self, pair: tuple[date | None, date | None]) -> None:
        self._ask(founded_from=pair[0], founded_to=pair[1])


_SIZE_NOTE = "两端都含在内；没有登记该项的企业不在范围内。注册资本按登记的数额比较，不折算币种。"


def _column(page: QWidget, *widgets: QWidget | None) -> None:
    """The widgets one below the other; None takes what room is left."""
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(10)
    for widget in widgets:
        if widget is None:
            column.addStretch(1)
        else:
            column.addWidget(widget)
