"""What a map that goes out is made from: the chain as it stands, or as the window shows it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF

from app.exchange.safe_write import plain_text
from app.services.workspace import measure_settings, today
from app.wording import completeness_basis, figures_of, rate_basis
from chains.folding import folded_chain
from chains.gaps import overview_of
from chains.layout import Effort, Wishes, lay_out
from chains.regions import region_name
from widgets.map.export_options import MapExportOptions, Part
from widgets.map.part import selected_part
from widgets.map.picture import MapDrawing, PictureHead
from widgets.map.scene import MapPicture, box_sizes

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.services.workspace import Workspace
    from chains.drawing import Drawing
    from chains.ports import Reader
    from chains.state import ChainState

    Step = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class SeenMap:
    """The map as the window shows it: its picture, the selected boxes, and the part of it in view."""

    picture: MapPicture
    selection: frozenset[str] = frozenset()
    visible: QRectF | None = None


@dataclass(frozen=True, slots=True)
class MapSource:
    """What is seen, the same drawn as well as can be, and what stands around it (with the usual title)."""

    seen: SeenMap
    picture: MapPicture
    head: PictureHead

    def drawing(self, options: MapExportOptions) -> MapDrawing:
        """The map to draw. An empty selection, and a view of nothing, are the whole."""
        title, drawn_by = (plain_text(text).strip() for text in (options.title, options.drawn_by))
        head = replace(self.head, title=title or self.head.title, drawn_by=drawn_by)
        chosen = self.seen.selection & self.picture.layout.boxes.keys()
        if options.part is Part.SELECTION and chosen:
            return MapDrawing(selected_part(self.picture, chosen), head)
        if options.part is Part.VISIBLE and self.seen.visible is not None:
            shown = self.seen.picture
            area = self.seen.visible.intersected(QRectF(0, 0, shown.layout.width, shown.layout.height))
            return MapDrawing(shown, head, None if area.isEmpty() else area)
        return MapDrawing(self.picture, head)


def read_source(workspace: Workspace, chain: str, seen: SeenMap | None, step: Step) -> MapSource:
    """Read what the title block says, and draw the chain where no window shows it."""
    with workspace.read() as reader:
        state, settings = reader.chain_state(chain), measure_settings(reader)
        region, drawing = region_name(reader.home_region()), reader.drawing(chain)
        targets = _targets(reader, chain)
    if seen is None:
        folded = printable(replace(state, chain=folded_chain(state.chain, drawing.folded)))
        wishes = Wishes(pins=drawing.pins, effort=Effort.BETTER)
        layout = lay_out(folded.chain, box_sizes(folded.chain), step=step, wishes=wishes)
        picture = MapPicture.of(folded, layout, targets, today())
        seen = SeenMap(picture)
    else:
        seen = replace(seen, picture=replace(seen.picture, state=printable(seen.picture.state)))
        picture = _better(seen.picture, drawing, step)
    head = PictureHead(
        title=plain_text(f"{region}{state.chain.name}产业链图谱"),
        figures=" · ".join(f"{word} {text}" for word, text in figures_of(overview_of(state, settings))),
        as_of=today().isoformat(),
        basis=(rate_basis(settings), completeness_basis()),
    )
    return MapSource(seen, picture, head)


def _better(picture: MapPicture, drawing: Drawing, step: Step) -> MapPicture:
    """What is seen, unless more effort finds a drawing with fewer crossings."""
    chain, shown = picture.state.chain, picture.layout
    wishes = Wishes(pins=drawing.pins, before=shown, effort=Effort.BETTER)
    layout = lay_out(chain, box_sizes(chain), step=step, wishes=wishes)
    return replace(picture, layout=layout) if layout.crossings < shown.crossings else picture


def printable(state: ChainState) -> ChainState:
    """The chain with names that every file can hold: an SVG with a control character is no XML."""
    chain = replace(
        state.chain,
        stages=tuple(replace(stage, name=plain_text(stage.name)) for stage in state.chain.stages),
        segments=tuple(replace(one, name=plain_text(one.name)) for one in state.chain.segments),
    )
    return replace(state, chain=chain)


def _targets(reader: Reader, chain: str) -> dict[str, int]:
    counts: dict[str, int] = {}
    for row in reader.targets(chain):
        counts[row.ref.segment] = counts.get(row.ref.segment, 0) + 1
    return counts
