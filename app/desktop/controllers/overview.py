"""The overview of all chains: read when it is looked at, kept in step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.desktop.jobs import Job, Jobs
from app.services.workspace import measure_settings, today
from app.wording import rate_basis
from chains.measure_words import RATE_RULE
from chains.overview import ChainLink, ChainsOverview, overview_of_all
from chains.overview_layout import lay_out_overview
from widgets.map.looks import LegendEntry, Sign
from widgets.map.overview_painter import CHAIN_BOX, OverviewPicture
from widgets.panels.found_bar import FoundPlace
from widgets.style.text import tip

if TYPE_CHECKING:
    from app.desktop.desk import Desk
    from app.desktop.place import Place
    from app.services.jobs import Ticket
    from chains.events import ChangeSet
    from chains.kinds import RateRule
    from chains.measure_settings import MeasureSettings
    from widgets.map.overview import OverviewCanvas
    from widgets.panels.map_page import MapPage


class OverviewController(QObject):
    """Shows the overview; a click goes to the chain."""

    def __init__(self, desk: Desk, jobs: Jobs, place: Place, canvas: OverviewCanvas, page: MapPage) -> None:
        super().__init__(desk)
        self._desk, self._jobs, self._place, self._canvas, self._page = desk, jobs, place, canvas, page
        canvas.chain_picked.connect(self._open)
        canvas.link_picked.connect(self._list_products)
        canvas.left.connect(self._leave)
        page.overview_shown.connect(self.refresh)
        place.chain_changed.connect(self._leave)
        place.segment_changed.connect(self._leave_for)
        desk.changed.connect(self._look)

    @Slot()
    def refresh(self) -> None:
        """Read all chains and show them."""
        if not self._page.shows_overview():
            return
        workspace, room = self._desk.workspace, self._canvas.size()
        aspect = room.width() / max(1, room.height())

        def work(_ticket: Ticket) -> tuple[OverviewPicture, MeasureSettings]:
            with workspace.read() as reader:
                settings, states = measure_settings(reader), reader.chain_states()
            overview = overview_of_all(states, settings)
            return OverviewPicture(overview, lay_out_overview(overview, CHAIN_BOX, aspect)), settings

        self._jobs.read(Job("overview", work, self._show))

    def _show(self, found: tuple[OverviewPicture, MeasureSettings]) -> None:
        picture, settings = found
        self._canvas.show_picture(picture)
        self._page.overview_legend.show_entries(_legend(picture.overview, settings.rate_rule))
        self._page.overview_legend.setToolTip(tip(rate_basis(settings)))

    @Slot(object)
    def _open(self, chain: str) -> None:
        self._page.show_overview(False)
        self._place.go_to_chain(chain)

    @Slot(object)
    def _list_products(self, link: ChainLink) -> None:
        picture = self._canvas.picture()
        if picture is None:
            return
        names = {chain.code: chain.name for chain in picture.overview.chains}
        places = [
            FoundPlace(f"{product.name} · {names[ref.chain]}{'（缺口）' if ref in product.gaps else ''}", ref)
            for product in link.products
            for ref in product.segments
        ]
        title = f"{names[link.one]} ↔ {names[link.other]}：共享 {len(link.products)} 个产品"
        self._page.found.show_found(title, places)

    @Slot()
    def _leave(self) -> None:
        if self._page.shows_overview():
            self._page.show_overview(False)

    @Slot(object)
    def _leave_for(self, ref: object) -> None:
        if ref is not None:
            self._leave()

    @Slot(object)
    def _look(self, _changes: ChangeSet) -> None:
        self.refresh()


def _legend(overview: ChainsOverview, rule: RateRule) -> tuple[LegendEntry, ...]:
    matches = sum(bool(link.matches) for link in overview.links)
    return (
        LegendEntry("共享产品（越粗越多）", Sign.SHARED, len(overview.links)),
        LegendEntry("链间配套：一链缺，另一链本地有", Sign.MATCH, matches),
        LegendEntry(f"截至 {today():%Y-%m-%d}", None),
        LegendEntry(f"本地配套率{RATE_RULE[rule]}", None),
    )
