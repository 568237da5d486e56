"""The panels of a window, put into their places one by one."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from app.desktop.deciding import Deciding
from app.desktop.paperwork import Paperwork
from app.desktop.pursuit import Pursuit
from widgets.map.overview import OverviewCanvas
from widgets.panels.chain_list import ChainListPanel
from widgets.panels.segment import SegmentPanel
from widgets.tables.company import CompanyTable
from widgets.tables.gap import GapTable
from widgets.tables.log import LogTable
from widgets.tables.regions import RegionTable
from widgets.tables.target import TargetTable

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.desktop.front import Front

_Panel = TypeVar("_Panel", bound="QWidget")


class Panels:
    """Each is made when it is first asked for, or by `make_next`: all at once would hold up a start."""

    def __init__(self, front: Front) -> None:
        front.make_places()
        self._window, self._page = front.window, front.page
        self._waiting = ["chains", "segment", "gaps", "deciding", "pursuit", "companies", "targets"]
        self._waiting += ["districts", "paperwork", "log", "overview"]

    def make_next(self) -> bool:
        """Make one that is not there yet; whether there was one."""
        while self._waiting:
            name = self._waiting.pop(0)
            if name not in self.__dict__:
                getattr(self, name)
                return True
        return False

    @cached_property
    def chains(self) -> ChainListPanel:
        """产业链."""
        return self._put("chains", ChainListPanel())

    @cached_property
    def segment(self) -> SegmentPanel:
        """环节."""
        return self._put("segment", SegmentPanel())

    @cached_property
    def gaps(self) -> GapTable:
        """缺口清单."""
        return self._put("gaps", GapTable())

    @cached_property
    def deciding(self) -> Deciding:
        """推演, 补链优先级, 链间配套, 待核对."""
        return Deciding(self._window)

    @cached_property
    def pursuit(self) -> Pursuit:
        """What belongs to 目标企业; it has no panel of its own."""
        return Pursuit(self._window)

    @cached_property
    def companies(self) -> CompanyTable:
        """企业库."""
        return self._put("companies", CompanyTable())

    @cached_property
    def targets(self) -> TargetTable:
        """目标企业."""
        return self._put("targets", TargetTable())

    @cached_property
    def districts(self) -> RegionTable:
        """区市分布."""
        return self._put("districts", RegionTable())

    @cached_property
    def paperwork(self) -> Paperwork:
        """快照比较."""
        return Paperwork(self._window)

    @cached_property
    def log(self) -> LogTable:
        """变更记录."""
        return self._put("log", LogTable())

    @cached_property
    def overview(self) -> OverviewCanvas:
        """产业链总览, behind the map."""
        overview = OverviewCanvas()
        self._page.set_overview(overview)
        return overview

    def _put(self, key: str, panel: _Panel) -> _Panel:
        self._window.put_panel(key, panel)
        return panel
