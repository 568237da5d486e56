"""What is picked on the map, for those who act on it: segments, a link, a stage, and the chain whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

if TYPE_CHECKING:
    from app.desktop.controllers.map import MapController
    from chains.chain import Chain, Segment
    from chains.state import ChainState
    from widgets.map.canvas import MapCanvas


class Picked(QObject):
    """`changed` says that something else is picked, or that the chain is another one."""

    changed = Signal()

    def __init__(self, maps: MapController, canvas: MapCanvas) -> None:
        super().__init__(maps)
        self._maps, self._canvas = maps, canvas
        self.link: tuple[str, str] | None = None
        self._stage = ""
        canvas.selection_changed.connect(self._take)
        canvas.link_picked.connect(self._take_link)
        maps.changed.connect(self._check)

    @property
    def state(self) -> ChainState | None:
        """The chain whole, as it was read last."""
        return None if self._maps.facts is None else self._maps.facts.state

    @property
    def chain(self) -> Chain | None:
        """Its structure."""
        return None if self.state is None else self.state.chain

    @property
    def pinned(self) -> frozenset[str]:
        """The segments whose boxes were put somewhere by hand."""
        return frozenset() if self._maps.facts is None else frozenset(self._maps.facts.drawing.pins)

    @property
    def folded(self) -> frozenset[str]:
        """The segments whose parts are hidden."""
        return frozenset() if self._maps.facts is None else self._maps.facts.drawing.folded

    @property
    def codes(self) -> tuple[str, ...]:
        """The picked segments that the chain has, in drawing order."""
        known = {one.code for one in self.chain.segments} if self.chain is not None else set()
        return tuple(code for code in self._canvas.selection() if code in known)

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The same, whole."""
        by_code = {one.code: one for one in self.chain.segments} if self.chain is not None else {}
        return tuple(by_code[code] for code in self.codes)

    @property
    def segment(self) -> Segment | None:
        """The one that is picked; None for none and for several."""
        return self.segments[0] if len(self.segments) == 1 else None

    @property
    def stage(self) -> str:
        """The stage that new things come into: that of what is picked, the one used last, or the first."""
        if self.chain is None or not self.chain.stages:
            return ""
        if self.segments:
            return self.segments[-1].stage
        codes = [one.code for one in self.chain.stages]
        return self._stage if self._stage in codes else codes[0]

    def use_stage(self, code: str | None) -> None:
        """A stage was picked: by its heading, or by a click on its ground."""
        if code:
            self._stage = code
            self.changed.emit()

    @Slot(object)
    def _take(self, _codes: object) -> None:
        if self.segments:
            self._stage = self.segments[-1].stage
        self.changed.emit()

    @Slot(object)
    def _take_link(self, link: tuple[str, str] | None) -> None:
        self.link = link
        self.changed.emit()

    @Slot()
    def _check(self) -> None:
        links = {(one.source, one.target) for one in self.chain.links} if self.chain is not None else set()
        if self.link not in links:
            self.link = None
        self.changed.emit()
