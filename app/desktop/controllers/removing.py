"""Taking things away: what would go is said first, and marks can be saved by moving them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from chains.chain import SegmentRef
from chains.commands import Composite
from chains.kinds import Coverage
from chains.structure import MoveMarks, RemoveChain, RemoveLinks, RemoveSegments, RemoveStage
from widgets.dialogs.remove import Going, RemoveDialog

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtWidgets import QWidget

    from app.desktop.desk import Desk
    from app.desktop.picked import Picked
    from chains.chain import Chain, Segment
    from chains.state import ChainState


class RemovingController(QObject):
    """Removes what is picked: segments, a link, a stage, a chain."""

    def __init__(self, desk: Desk, picked: Picked, window: QWidget) -> None:
        super().__init__(desk)
        self._desk, self._picked, self._window = desk, picked, window
        self._going: tuple[Chain, tuple[str, ...]] | None = None
        self._dialog: RemoveDialog | None = None

    def dialog(self) -> RemoveDialog | None:
        """The dialog that is open."""
        return self._dialog

    def remove_picked(self) -> None:
        """The picked segments, else the picked link."""
        chain, link = self._picked.chain, self._picked.link
        if chain is None:
            return
        if self._picked.segments:
            self._remove_segments(chain, self._picked.segments)
        elif link is not None:
            self._desk.submit(RemoveLinks(chain.code, (link,), chain.version))

    def remove_stage(self) -> None:
        """The picked stage, when no segment is in it."""
        chain = self._picked.chain
        if chain is not None and self._picked.stage:
            self._desk.submit(RemoveStage(chain.code, self._picked.stage, chain.version))

    def remove_chain(self) -> None:
        """The chain that is looked at: always asked, for much hangs on it."""
        chain = self._picked.chain
        if chain is None:
            return
        going = self._going_rows(chain.segments)
        self._going = (chain, ())
        self._open(RemoveDialog(f"产业链 {chain.name}", going, (), self._window, kind="产业链"))

    def _remove_segments(self, chain: Chain, segments: tuple[Segment, ...]) -> None:
        codes = tuple(one.code for one in segments)
        going = self._going_rows(segments)
        if not any(one.placements or one.targets for one in going):
            self._desk.submit(RemoveSegments(chain.code, codes, expected_version=chain.version))
            return
        homes = [(one.code, one.name) for one in chain.segments if one.code not in codes]
        subject = segments[0].name if len(segments) == 1 else f"{len(segments)} 个环节"
        self._going = (chain, codes)
        self._open(RemoveDialog(subject, going, homes, self._window))

    def _going_rows(self, segments: Iterable[Segment]) -> list[Going]:
        state = self._picked.state
        if state is None:
            return []
        targets: dict[str, int] = {}
        with self._desk.workspace.read() as reader:
            for row in reader.targets(state.chain.code):
                targets[row.ref.segment] = targets.get(row.ref.segment, 0) + 1
        return [_going(state, one, targets.get(one.code, 0)) for one in segments]

    def _open(self, dialog: RemoveDialog) -> None:
        self._dialog = dialog
        dialog.removed.connect(self._remove)
        dialog.destroyed.connect(self._forget)
        dialog.open()

    @Slot(object)
    def _remove(self, home: str) -> None:
        if self._going is None:
            return
        chain, codes = self._going
        if not codes:
            self._desk.submit(RemoveChain(chain.code, with_marks=True, expected_version=chain.version))
            return
        removing = RemoveSegments(chain.code, codes, with_marks=True, expected_version=chain.version)
        if not home:
            self._desk.submit(removing)
            return
        to = SegmentRef(chain.code, home)
        moving = tuple(MoveMarks(SegmentRef(chain.code, code), to) for code in codes)
        names = chain.segment(codes[0]).name if len(codes) == 1 else f"{len(codes)} 个环节"
        subject = f"{names}（标注移到 {chain.segment(home).name}）"
        self._desk.submit(Composite("remove_segments", subject, (*moving, removing)))

    @Slot()
    def _forget(self) -> None:
        self._dialog = None


def _going(state: ChainState, segment: Segment, targets: int) -> Going:
    return Going(
        segment.code,
        segment.name,
        len(state.suppliers_of(segment.code)),
        targets,
        state.assessment(segment.code).coverage is not Coverage.UNASSESSED,
    )
