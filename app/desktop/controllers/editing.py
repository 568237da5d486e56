"""Editing on the map: gestures and actions on segments become commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from chains.chain import SegmentRef
from chains.commands import KEEP, AssessSegment, Composite
from chains.editing import descendants
from chains.folding import parents_of
from chains.structure import (
    AddSegment,
    EditSegment,
    FoldSegments,
    MergeSegments,
    MoveSegments,
    PinBoxes,
    SplitSegment,
    UnpinBoxes,
    fresh_code,
)
from chains.words import COVERAGE
from widgets.dialogs.segment_form import SegmentDialog, SegmentForm
from widgets.dialogs.split_merge import MergeDialog, SplitDialog

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from app.desktop.desk import Desk
    from app.desktop.picked import Picked
    from chains.chain import Chain, Segment
    from chains.kinds import Coverage
    from widgets.map.canvas import MapCanvas


class EditingController(QObject):
    """Segments: add, name, mark, move, split, merge, fold, pin."""

    def __init__(self, desk: Desk, picked: Picked, canvas: MapCanvas, window: QWidget) -> None:
        super().__init__(desk)
        self._desk, self._picked, self._canvas, self._window = desk, picked, canvas, window
        self._form_of: Segment | None = None
        canvas.renamed.connect(self._rename)
        canvas.named_new.connect(self._add)
        canvas.boxes_moved.connect(self._pin)
        canvas.boxes_dropped.connect(self._move)
        canvas.fold_asked.connect(self._fold)

    def begin_new(self) -> None:
        """Open the line in which the name of a new segment is typed."""
        segment = self._picked.segment
        if self._picked.stage:
            self._canvas.begin_new(self._picked.stage, None if segment is None else segment.code)

    def begin_rename(self) -> None:
        """Open the line in which the picked segment's name is changed."""
        if self._picked.segment is not None:
            self._canvas.begin_rename(self._picked.segment.code)

    def mark(self, coverage: Coverage) -> None:
        """Say 本地供给 of every picked segment, as one step."""
        commands = tuple(
            AssessSegment(one.ref, coverage=coverage, expected_version=one.version)
            for one in self._picked.segments
        )
        self._submit("assess", f"{len(commands)} 个环节为{COVERAGE[coverage]}", commands)

    def ask_properties(self) -> None:
        """Show what the picked segment is, to be changed."""
        segment, state = self._picked.segment, self._picked.state
        if segment is None or state is None:
            return
        with self._desk.workspace.read() as reader:
            products = {code: one.name for code, one in reader.products().items()}
            sharing = [
                other.chain.name
                for other in reader.chain_states()
                if other.chain.code != state.chain.code
                and any(one.product == segment.product for one in other.chain.segments)
            ]
        below = descendants(state.chain, (segment.code,)) | {segment.code}
        parents = [(one.code, one.name) for one in state.chain.segments if one.code not in below]
        self._form_of = segment
        dialog = SegmentDialog(segment, products, sharing, parents, self._window)
        dialog.filled.connect(self._change)
        dialog.open()

    def ask_split(self) -> None:
        """Ask into which segments the picked one is split."""
        if self._picked.segment is not None:
            self._form_of = self._picked.segment
            dialog = SplitDialog(self._picked.segment.name, self._window)
            dialog.split.connect(self._split)
            dialog.open()

    def ask_merge(self) -> None:
        """Ask which of the picked segments takes the others in."""
        state, segments = self._picked.state, self._picked.segments
        if state is None or len(segments) < 2:
            return
        rows = []
        for one in segments:
            placed = len(state.suppliers_of(one.code))
            facts = f"{COVERAGE[state.assessment(one.code).coverage]} · {placed} 条企业标注"
            rows.append((one.code, one.name, facts))
        dialog = MergeDialog(rows, self._window)
        dialog.merged.connect(self._merge)
        dialog.open()

    def move_by(self, steps: int) -> None:
        """Put the picked segments into the stage so many further on."""
        chain = self._picked.chain
        if chain is None or not self._picked.segments:
            return
        codes = [one.code for one in chain.stages]
        place = codes.index(self._picked.segments[0].stage) + steps
        if 0 <= place < len(codes):
            self._move(self._picked.codes, codes[place], None)

    def move_to(self, stage: str) -> None:
        """Put the picked segments into a stage."""
        self._move(self._picked.codes, stage, None)

    def switch_fold(self) -> None:
        """Fold the picked segment's parts, or show them again."""
        segment, chain = self._picked.segment, self._picked.chain
        if segment is not None and chain is not None and segment.code in parents_of(chain):
            self._fold(segment.code, segment.code not in self._picked.folded)

    def fold_all(self, *, folded: bool) -> None:
        """Fold every segment that has parts, or show them all."""
        chain = self._picked.chain
        codes = sorted(parents_of(chain)) if chain is not None else []
        if chain is not None and codes:
            self._desk.submit(FoldSegments(chain.code, tuple(codes), folded))

    def unpin(self, codes: Sequence[str]) -> None:
        """Let the program place the boxes again."""
        chain, pinned = self._picked.chain, self._picked.pinned
        wanted = tuple(code for code in codes if code in pinned)
        if chain is not None and wanted:
            self._desk.submit(UnpinBoxes(chain.code, wanted))

    def unpin_stage(self) -> None:
        """The same for every box of the picked stage."""
        chain = self._picked.chain
        if chain is not None:
            self.unpin([one.code for one in chain.segments if one.stage == self._picked.stage])

    def unpin_all(self) -> None:
        """The same for the whole map."""
        chain = self._picked.chain
        if chain is not None:
            self.unpin([one.code for one in chain.segments])

    @Slot(str, str)
    def _rename(self, code: str, name: str) -> None:
        chain = self._picked.chain
        if chain is not None and name.strip() and name.strip() != chain.segment(code).name:
            segment = chain.segment(code)
            self._desk.submit(EditSegment(segment.ref, name=name, expected_version=segment.version))

    @Slot(str, object, str)
    def _add(self, stage: str, after: str | None, name: str) -> None:
        chain = self._picked.chain
        if chain is None:
            return
        ref = SegmentRef(chain.code, fresh_code("segment"))
        places = {one.code: at for at, one in enumerate(chain.segments)}
        position = places[after] + 1 if after in places and chain.segment(after).stage == stage else None
        self._desk.submit(AddSegment(ref, name, stage, position=position, expected_version=chain.version))

    @Slot(object)
    def _pin(self, places: tuple[tuple[str, float, float], ...]) -> None:
        if self._picked.chain is not None and places:
            self._desk.submit(PinBoxes(self._picked.chain.code, places))

    @Slot(object, str, object)
    def _move(self, codes: tuple[str, ...], stage: str, before: str | None) -> None:
        """Into the stage, before a box of it; a place kept by hand in the old stage is given up."""
        chain = self._picked.chain
        if chain is None or not codes:
            return
        moving = MoveSegments(
            chain.code, codes, stage, _place_before(chain, codes, before), expected_version=chain.version
        )
        pinned = tuple(code for code in codes if code in self._picked.pinned)
        commands = (moving, UnpinBoxes(chain.code, pinned)) if pinned else (moving,)
        names = chain.segment(codes[0]).name if len(codes) == 1 else f"{len(codes)} 个环节"
        self._submit("move_segments", f"{names} → {chain.stage(stage).name}", commands)

    @Slot(str, bool)
    def _fold(self, code: str, folded: bool) -> None:
        if self._picked.chain is not None:
            self._desk.submit(FoldSegments(self._picked.chain.code, (code,), folded))

    @Slot(object)
    def _change(self, form: SegmentForm) -> None:
        old = self._form_of
        if old is None:
            return
        product = form.product or form.product_name
        self._desk.submit(
            EditSegment(
                old.ref,
                name=KEEP if form.name == old.name else form.name,
                product=KEEP if product == old.product or not product else product,
                parent=KEEP if form.parent == old.parent else form.parent,
                aliases=KEEP if form.aliases == old.aliases else form.aliases,
                exclude=KEEP if form.exclude == old.exclude else form.exclude,
                weight=KEEP if form.weight == old.weight else form.weight,
                expected_version=old.version,
            )
        )

    @Slot(object)
    def _split(self, names: tuple[str, ...]) -> None:
        chain, old = self._picked.chain, self._form_of
        if chain is not None and old is not None:
            others = tuple((fresh_code("segment"), name) for name in names[1:])
            self._desk.submit(SplitSegment(old.ref, names[0], others, chain.version))

    @Slot(object)
    def _merge(self, into: str) -> None:
        chain = self._picked.chain
        if chain is not None:
            others = tuple(code for code in self._picked.codes if code != into)
            self._desk.submit(MergeSegments(SegmentRef(chain.code, into), others, chain.version))

    def _submit(self, action: str, subject: str, commands: Sequence[object]) -> None:
        if len(commands) == 1:
            self._desk.submit(commands[0])
        elif commands:
            self._desk.submit(Composite(action, subject, tuple(commands)))  # type: ignore[arg-type]


def _place_before(chain: Chain, codes: Sequence[str], before: str | None) -> int | None:
    """MoveSegments counts places among the segments that stay; None behind the stage's last."""
    if before is None or before in codes:
        return None
    going = set(codes) | descendants(chain, codes)
    rest = [one.code for one in chain.segments if one.code not in going]
    return rest.index(before) if before in rest else None
