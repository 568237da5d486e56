"""The filter window of the company table, and filters kept under a name (名单)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.desktop.jobs import Job, Jobs
from chains.commands import Composite
from chains.industries import finer_industries, industry_tree
from chains.kinds import EntityKind
from chains.names import matches_typed
from chains.regions import parts_of
from chains.registry import RemoveCompanyList, SaveCompanyList
from chains.registry_words import filter_text
from widgets.dialogs.company_filter import CompanyFilterWindow
from widgets.dialogs.list_name import ListNameDialog
from widgets.panels.check_tree import TreeNode
from widgets.panels.company_filter import FilterOffers

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtWidgets import QWidget

    from app.desktop.controllers.registry import CompanyController
    from app.desktop.desk import Desk
    from app.services.jobs import Ticket
    from chains.events import ChangeSet
    from chains.ports import Reader
    from chains.registry import CompanyList, Count
    from widgets.tables.company import CompanyTable


class CompanyListController(QObject):
    """Keeps filter window and named lists in step with the table."""

    def __init__(
        self, desk: Desk, jobs: Jobs, companies: CompanyController, table: CompanyTable, window: QWidget
    ) -> None:
        super().__init__(desk)
        self._desk, self._jobs, self._companies, self._table = desk, jobs, companies, table
        self._window = window
        self._lists: tuple[CompanyList, ...] = ()
        self.filter = CompanyFilterWindow(window)
        self._name: ListNameDialog | None = None
        self._is_warm = False
        self.filter.changed.connect(self._apply)
        companies.filtered.connect(self._show)
        companies.found.connect(self._show_count)
        bar = table.bar
        bar.filter_asked.connect(self.ask_filter)
        bar.list_chosen.connect(self._choose)
        bar.save_asked.connect(self.ask_name)
        bar.rename_asked.connect(self._ask_rename)
        bar.remove_asked.connect(self._remove)
        desk.changed.connect(self._look)

    def name_dialog(self) -> ListNameDialog | None:
        """The dialog that asks for a name, while it is open."""
        return self._name

    @Slot()
    def refresh(self) -> None:
        """Read the named lists."""
        workspace = self._desk.workspace

        def work(_ticket: Ticket) -> tuple[CompanyList, ...]:
            with workspace.read() as reader:
                return reader.company_lists()

        self._jobs.read(Job("company-lists", work, self._show_lists))

    @Slot()
    def ask_filter(self) -> None:
        """Open the filter window; what there is to tick comes as soon as it is read."""
        workspace = self._desk.workspace

        def work(_ticket: Ticket) -> FilterOffers:
            with workspace.read() as reader:
                return offers_of(reader)

        self._jobs.read(Job("filter-offers", work, self._offer))
        self._show()
        self.filter.show()
        self.filter.raise_()
        self.filter.activateWindow()

    def _offer(self, offers: FilterOffers) -> None:
        """Show what there is to tick, then make its pinyin, so that the search in the trees is quick."""
        self.filter.show_offers(offers)
        if not self._is_warm:
            self._is_warm = True
            nodes = (*offers.regions, *offers.industries)
            self._jobs.read(Job("filter-pinyin", lambda _ticket: _make_pinyin(nodes), _nothing))

    @Slot()
    def ask_name(self) -> None:
        """Ask under which name the filter is to be kept."""
        chosen = self._current()
        name = chosen.name if chosen is not None else ""
        self._ask_name("存为名单", name, replaces=True).named.connect(self._save)

    @Slot(object)
    def _apply(self, wanted: object) -> None:
        # What is typed above the table is no part of the window.
        text = self._companies.wanted.text
        self._companies.apply(replace(wanted, text=text))  # type: ignore[type-var]

    @Slot(object)
    def _choose(self, chosen: CompanyList) -> None:
        self._companies.show(chosen.wanted, chosen.sort)

    @Slot(object)
    def _save(self, name: str) -> None:
        self._desk.submit(SaveCompanyList(name, self._companies.wanted, self._companies.sort))

    @Slot()
    def _ask_rename(self) -> None:
        chosen = self._current()
        if chosen is not None:
            self._ask_name("名单改名", chosen.name, replaces=False).named.connect(self._rename)

    @Slot(object)
    def _rename(self, name: str) -> None:
        chosen = self._current()
        if chosen is not None and name != chosen.name:
            parts = (RemoveCompanyList(chosen.id), SaveCompanyList(name, chosen.wanted, chosen.sort))
            self._desk.submit(Composite("rename_company_list", f"{chosen.name} → {name}", parts))

    @Slot()
    def _remove(self) -> None:
        chosen = self._current()
        if chosen is not None:
            self._desk.submit(RemoveCompanyList(chosen.id))

    def _ask_name(self, title: str, name: str, *, replaces: bool) -> ListNameDialog:
        about = f"条件：{filter_text(self._companies.wanted, self._companies.chain_names)}"
        taken = {one.name for one in self._lists} - ({name} if not replaces else set())
        self._name = ListNameDialog(title, name, about, taken, replaces=replaces, parent=self._window)
        self._name.finished.connect(self._forget)
        self._name.open()
        return self._name

    @Slot()
    def _forget(self) -> None:
        self._name = None

    def _current(self) -> CompanyList | None:
        """The list whose filter and order the table shows."""
        shown = (self._companies.wanted, self._companies.sort)
        return next((one for one in self._lists if (one.wanted, one.sort) == shown), None)

    def _show_lists(self, lists: tuple[CompanyList, ...]) -> None:
        self._lists = lists
        self._table.show_lists(lists, self._current())

    @Slot()
    def _show(self) -> None:
        wanted, names = self._companies.wanted, self._companies.chain_names
        self.filter.show_filter(wanted, filter_text(wanted, names))
        self._table.show_lists(self._lists, self._current())

    @Slot(object)
    def _show_count(self, count: Count) -> None:
        self.filter.show_count(count.text)

    @Slot(object)
    def _look(self, changes: ChangeSet) -> None:
        if changes.touches(EntityKind.COMPANY_LIST):
            self.refresh()


def offers_of(reader: Reader) -> FilterOffers:
    """What can be ticked."""
    return FilterOffers(
        regions=_regions(""),
        industries=tuple(
            TreeNode(letter, f"{letter} {name}", tuple(_industry(*part) for part in parts))
            for letter, name, parts in industry_tree()
        ),
        honours=tuple(TreeNode(name, name, note=f"{count:,} 家") for name, count in reader.honour_names()),
        chains=tuple(TreeNode(code, names[0]) for code, names in reader.chain_names().items()),
        home=reader.home_region(),
    )


def _make_pinyin(nodes: Iterable[TreeNode]) -> None:
    """Have the names read once: what was read is kept (chains.pinyin), and takes a second for all."""
    for node in _all_nodes(nodes):
        matches_typed("a", node.name)


def _nothing(_done: object) -> None:
    """There is nothing to show."""


def _regions(code: str) -> tuple[TreeNode, ...]:
    return tuple(TreeNode(part, name, _regions(part)) for part, name in parts_of(code))


def _industry(code: str, name: str) -> TreeNode:
    parts = finer_industries().get(code, ())
    return TreeNode(code, f"{code} {name}", tuple(_industry(*part) for part in parts))


def _all_nodes(nodes: Iterable[TreeNode]) -> Iterable[TreeNode]:
    for node in nodes:
        yield node
        yield from _all_nodes(node.parts)
