"""Back and forward through what was looked at: chains, segments, and where the map stood."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

if TYPE_CHECKING:
    from app.desktop.place import Place
    from chains.chain import SegmentRef
    from widgets.map.camera import MapPlace
    from widgets.map.canvas import MapCanvas

MOST_STOPS = 100


@dataclass(frozen=True, slots=True)
class Stop:
    """One place that was looked at; `view` is where the map stood when it was left."""

    chain: str
    segment: SegmentRef | None = None
    view: MapPlace | None = None


class Travel(QObject):
    """`moved` says that there is another way back or forward."""

    moved = Signal()

    def __init__(self, place: Place, canvas: MapCanvas) -> None:
        super().__init__(place)
        self._place, self._canvas = place, canvas
        self._stops: list[Stop] = []
        self._at = -1
        self._coming: Stop | None = None
        place.chain_changed.connect(self._arrive)
        place.segment_changed.connect(self._arrive)
        canvas.shown.connect(self._look)

    @property
    def can_go_back(self) -> bool:
        """Whether something was looked at before."""
        return self._at > 0

    @property
    def can_go_forward(self) -> bool:
        """Whether the user came back from somewhere."""
        return self._at < len(self._stops) - 1

    def back(self) -> None:
        """Look at what was looked at before."""
        if self.can_go_back:
            self._go(self._at - 1)

    def forward(self) -> None:
        """Look again at what the user came back from."""
        if self.can_go_forward:
            self._go(self._at + 1)

    def _go(self, at: int) -> None:
        self._leave()
        self._at = at
        stop = self._coming = self._stops[at]
        is_here = stop.chain == self._place.chain
        if stop.segment is not None:
            self._place.go_to_segment(stop.segment)
        else:
            self._place.go_to_chain(stop.chain)
            self._place.go_to_segment(None)
        if is_here:
            self._look()
        self.moved.emit()

    def _leave(self) -> None:
        """Note where the map stands, to come back to it."""
        if 0 <= self._at < len(self._stops):
            self._stops[self._at] = replace(self._stops[self._at], view=self._canvas.place())

    @Slot()
    def _look(self) -> None:
        """The map of the stop is there: bring it to where it stood."""
        stop, picture = self._coming, self._canvas.picture()
        if stop is None or picture is None or stop.chain != picture.state.chain.code:
            return
        self._coming = None
        if stop.view is not None:
            self._canvas.go_to_place(stop.view)

    @Slot()
    def _arrive(self) -> None:
        """Another chain or segment is looked at, on the user's own way."""
        if self._coming is not None:
            return
        chain, segment = self._place.chain, self._place.segment
        here = self._stops[self._at] if 0 <= self._at < len(self._stops) else None
        if not chain or (here is not None and (here.chain, here.segment) == (chain, segment)):
            return
        if segment is None and here is not None and here.chain == chain:
            return  # letting go of a segment is no place to come back to
        if here == Stop(chain):
            # A chain that was come to for its segment, or whose first one was picked: one stop, not two.
            self._stops[self._at] = Stop(chain, segment)
            return
        self._leave()
        del self._stops[self._at + 1 :]
        self._stops.append(Stop(chain, segment))
        del self._stops[:-MOST_STOPS]
        self._at = len(self._stops) - 1
        self.moved.emit()
