"""The map with a selection: boxes are marked and looked at, from the code and for the code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Signal, Slot

from chains import words
from widgets.map.camera import MapPlace
from widgets.map.scene import rect
from widgets.map.selection import Selection
from widgets.map.view import MapView

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtWidgets import QWidget

    from widgets.map.scene import MapPicture

POINTED_ZOOM = 0.9
"""A box that is pointed at is shown at least so large."""


class SelectableMap(MapView):
    """`selection_changed` carries the codes of the selected boxes, in drawing order."""

    selection_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chosen = Selection(self)
        self._chosen.changed.connect(self._tell_selection)
        self.camera.moved.connect(self._step_aside)

    def show_map(self, picture: MapPicture) -> None:
        """Show a chain; of the same chain the view and the selection stay."""
        before = self._picture
        if before is None or before.state.chain.code != picture.state.chain.code:
            self._chosen.put(())
        super().show_map(picture)
        boxes = picture.layout.boxes
        self._chosen.set_known(code for code in picture.segments if code in boxes)

    def show_hint(self, text: str) -> None:
        """Show no chain, and say what to do."""
        super().show_hint(text)
        self._chosen.set_known(())

    def select(self, code: str) -> None:
        """Mark the segment and bring it into view; "" marks none, and so does one that is not shown."""
        self._chosen.put((code,), code)
        if self._picture is not None and code in self._chosen:
            self.camera.reveal(rect(self._picture.layout.boxes[code]), self.size())

    def select_many(self, codes: Iterable[str]) -> None:
        """Mark these segments and no others."""
        self._chosen.put(codes, self._chosen.last)

    def select_all(self) -> None:
        """Mark every segment that is shown."""
        self._chosen.all()

    def selection(self) -> tuple[str, ...]:
        """Codes of the marked segments, in drawing order."""
        return self._chosen.codes

    def selected(self) -> str:
        """Code of the segment that was marked last, "" for none."""
        return self._chosen.last

    def zoom_to_selection(self) -> None:
        """Show the marked boxes as large as they fit."""
        if self._picture is not None and self._chosen.codes:
            area = QRectF()
            for code in self._chosen.codes:
                area |= rect(self._picture.layout.boxes[code])
            self.camera.show_area(area, self.size())

    def point_at(self, code: str) -> None:
        """Bring the box to the middle, mark it and let it pulse."""
        if self._picture is None or code not in self._picture.layout.boxes:
            return
        self._chosen.put((code,), code)
        centre = rect(self._picture.layout.boxes[code]).center()
        self.camera.centre_on(centre, self.size(), max(self.camera.zoom, POINTED_ZOOM))
        self._pulse.start(code, still=not self._moves())
        self._redraw()

    def place(self) -> MapPlace:
        """Where the user looks."""
        centre = self.camera.drawn_at(QRectF(self.rect()).center())
        return MapPlace(self.camera.zoom, centre, self._chosen.last)

    def go_to_place(self, place: MapPlace) -> None:
        """Look there again."""
        self._chosen.put((place.selected,), place.selected)
        self.camera.centre_on(place.centre, self.size(), place.zoom)

    def _anchor(self) -> str:
        return self._chosen.last

    @Slot(object)
    def _tell_selection(self, codes: tuple[str, ...]) -> None:
        self._announce()
        self._step_aside()
        self._redraw()
        self.selection_changed.emit(codes)

    def _announce(self) -> None:
        """Tell screen readers which box is selected."""
        text, last = "", self._chosen.last
        if last and self._picture is not None:
            text = f"{self._picture.segments[last].name}，{words.COVERAGE[self._picture.coverage(last)]}"
            if len(self._chosen.codes) > 1:
                text = f"已选 {len(self._chosen.codes)} 个环节，最后一个：{text}"
        self.setAccessibleDescription(text)  # Qt sends the event for it.

    @Slot()
    def _step_aside(self) -> None:
        last = self._chosen.last
        known = self._picture is not None and last in self._picture.layout.boxes
        self._minimap.avoid(self.screen_box(last) if known else QRectF())
