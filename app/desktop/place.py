"""Where the user is: the chain and the segment that every panel looks at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

if TYPE_CHECKING:
    from chains.chain import SegmentRef


class Place(QObject):
    """The current chain (its code, "" for none) and segment (a SegmentRef, None for none).

    `pointed` carries a SegmentRef that was found elsewhere: the map brings it to the middle and marks it.
    """

    chain_changed = Signal(str)
    segment_changed = Signal(object)
    pointed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.chain = ""
        self.segment: SegmentRef | None = None

    @Slot(object)
    def go_to_chain(self, code: str) -> None:
        """Look at the chain; no segment is picked."""
        if code != self.chain:
            self.chain = code
            self.segment = None
            self.chain_changed.emit(code)
            self.segment_changed.emit(None)

    @Slot(object)
    def go_to_segment(self, ref: SegmentRef | None) -> None:
        """Look at the segment, in its chain."""
        if ref is not None and ref.chain != self.chain:
            self.chain = ref.chain
            self.segment = None
            self.chain_changed.emit(ref.chain)
        if ref != self.segment:
            self.segment = ref
            self.segment_changed.emit(ref)

    @Slot(object)
    def point_at(self, ref: SegmentRef) -> None:
        """Look at a segment that was found in a list or by a search."""
        self.go_to_segment(ref)
        self.pointed.emit(ref)
