"""The dialog 口径与权重: what other weights would change is counted off this thread while one types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.desktop.jobs import Job, Jobs
from app.services.settings_preview import SettingsPreview, preview_settings
from app.services.workspace import measure_settings
from chains import words
from widgets.dialogs.measure_settings import MeasureSettingsDialog, PreviewView

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.desktop.desk import Desk
    from app.services.jobs import Ticket
    from chains.measure_settings import MeasureSettings


class MeasureSettingsController(QObject):
    """Opens the dialog and keeps its preview in step."""

    def __init__(self, desk: Desk, jobs: Jobs, window: QWidget) -> None:
        super().__init__(desk)
        self._desk, self._jobs, self._window = desk, jobs, window
        self._dialog: MeasureSettingsDialog | None = None

    def dialog(self) -> MeasureSettingsDialog | None:
        """The dialog that is open."""
        return self._dialog

    @Slot()
    def ask(self) -> None:
        """Show the weights that hold."""
        with self._desk.workspace.read() as reader:
            settings = measure_settings(reader)
        self._dialog = MeasureSettingsDialog(settings, self._window)
        self._dialog.asked.connect(self._desk.submit)
        self._dialog.preview_asked.connect(self._count)
        self._dialog.destroyed.connect(self._forget)
        self._dialog.open()

    @Slot(object)
    def _count(self, settings: MeasureSettings) -> None:
        workspace = self._desk.workspace

        def work(_ticket: Ticket) -> SettingsPreview:
            return preview_settings(workspace, settings)

        self._jobs.read(Job("settings-preview", work, self._show))

    def _show(self, preview: SettingsPreview) -> None:
        if self._dialog is not None:
            self._dialog.show_preview(preview_view(preview))

    @Slot()
    def _forget(self) -> None:
        self._dialog = None


def preview_view(preview: SettingsPreview) -> PreviewView:
    """The preview in words."""
    moved = sum(gap.place_before != gap.place_after for gap in preview.gaps)
    line = f"{preview.rates_changed} 条链的本地配套率改变；前列缺口中 {moved} 项名次改变"
    return PreviewView(
        preview.settings,
        line if preview.rates_changed or moved else "各链本地配套率和前列缺口的名次都不变",
        tuple(
            (
                one.chain_name,
                words.rate_text(one.before),
                words.rate_text(one.after),
                words.points_text(one.before, one.after),
            )
            for one in preview.rates
        ),
        tuple(
            (
                gap.chain_name,
                gap.name,
                words.index_text(gap.before),
                str(gap.place_before),
                words.index_text(gap.after),
                str(gap.place_after),
            )
            for gap in preview.gaps
        ),
    )
