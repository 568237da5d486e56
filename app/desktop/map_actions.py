"""The actions on what is picked on the map: which controller does each, and when each can be done."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.desktop.actions_map import MARK_ACTION
from chains.folding import parents_of
from chains.kinds import Coverage

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from app.desktop.controllers.chain_editing import ChainEditingController
    from app.desktop.controllers.clipboard import ClipboardController
    from app.desktop.controllers.editing import EditingController
    from app.desktop.controllers.links import LinksController
    from app.desktop.controllers.map_exports import MapExportController
    from app.desktop.controllers.removing import RemovingController
    from app.desktop.controllers.stages import StagesController
    from app.desktop.picked import Picked
    from app.desktop.travel import Travel
    from widgets.map.canvas import MapCanvas
    from widgets.window import MainWindow


class MapActions(QObject):
    """Enables and does the actions of actions_map."""

    def __init__(self, picked: Picked, window: MainWindow, canvas: MapCanvas) -> None:
        super().__init__(picked)
        self._picked, self._window, self._canvas = picked, window, canvas
        self._deeds: dict[str, Callable[[], None]] = {}
        picked.changed.connect(self._enable)

    def serve(
        self,
        editing: EditingController,
        removing: RemovingController,
        links: LinksController,
        stages: StagesController,
    ) -> None:
        """What the actions on segments, links and stages do."""
        self._deeds |= {
            "new_segment": editing.begin_new,
            "rename_segment": editing.begin_rename,
            "edit_segment": editing.ask_properties,
            "split_segment": editing.ask_split,
            "merge_segments": editing.ask_merge,
            "move_left": partial(editing.move_by, -1),
            "move_right": partial(editing.move_by, 1),
            "fold": editing.switch_fold,
            "fold_all": partial(editing.fold_all, folded=True),
            "unfold_all": partial(editing.fold_all, folded=False),
            "unpin_picked": self._unpin_picked(editing),
            "unpin_stage": editing.unpin_stage,
            "unpin_all": editing.unpin_all,
            "select_all": self._canvas.select_all,
            "zoom_picked": self._canvas.zoom_to_selection,
            "remove_picked": removing.remove_picked,
            "remove_stage": removing.remove_stage,
            "remove_chain": removing.remove_chain,
            "draw_link": links.begin,
            "edit_link": links.ask_picked,
            "new_stage": stages.ask_new,
            "edit_stage": stages.ask_edit,
            "stage_left": partial(stages.move_by, -1),
            "stage_right": partial(stages.move_by, 1),
            "tier_names": stages.ask_tier_names,
            **{f"{MARK_ACTION}{one.value}": partial(editing.mark, one) for one in Coverage},
        }

    def serve_whole(
        self,
        chains: ChainEditingController,
        clipboard: ClipboardController,
        exports: MapExportController,
        travel: Travel,
    ) -> None:
        """What the actions on chains, the clipboard, files and the way back do."""
        self._deeds |= {
            "export_map": exports.ask,
            "export_chain": exports.ask_chain_file,
            "copy_picture": exports.copy_picture,
            "copy_visible": exports.copy_visible,
            "back": travel.back,
            "forward": travel.forward,
            "new_chain": chains.ask_new,
            "edit_chain": chains.ask_edit,
            "copy_segments": clipboard.copy,
            "paste_segments": clipboard.paste,
        }

    def does(self, action: str) -> bool:
        """Do the action; False when it is none of these."""
        deed = self._deeds.get(action)
        if deed is None:
            return False
        deed()
        return True

    def _unpin_picked(self, editing: EditingController) -> Callable[[], None]:
        def unpin() -> None:
            editing.unpin(self._picked.codes)

        return unpin

    @Slot()
    def _enable(self) -> None:
        for action, can in self._possible().items():
            self._window.set_action(action, enabled=can)

    def _possible(self) -> Mapping[str, bool]:
        picked, chain = self._picked, self._picked.chain
        some, one = bool(picked.codes), picked.segment is not None
        parents = parents_of(chain) if chain is not None else frozenset()
        has_stage = bool(picked.stage)
        possible = dict.fromkeys(
            ("rename_segment", "edit_segment", "split_segment", "draw_link", "segment_log"), one
        )
        possible |= dict.fromkeys(("move_left", "move_right", "copy_segments", "zoom_picked"), some)
        possible |= {f"{MARK_ACTION}{coverage.value}": some for coverage in Coverage}
        possible |= dict.fromkeys(
            ("new_segment", "edit_stage", "stage_left", "stage_right", "remove_stage"), has_stage
        )
        possible |= dict.fromkeys(("fold_all", "unfold_all"), bool(parents))
        possible |= dict.fromkeys(
            ("edit_chain", "remove_chain", "new_stage", "tier_names", "paste_segments", "select_all"),
            chain is not None,
        )
        possible |= {
            "merge_segments": len(picked.codes) > 1,
            "remove_picked": some or picked.link is not None,
            "edit_link": picked.link is not None,
            "fold": one and picked.codes[0] in parents,
            "unpin_picked": bool(picked.pinned.intersection(picked.codes)),
            "unpin_stage": bool(picked.pinned) and has_stage,
            "unpin_all": bool(picked.pinned),
        }
        return possible
