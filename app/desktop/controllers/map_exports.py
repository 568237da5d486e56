"""Maps and chains into files, and a picture onto the clipboard: what goes out is what is seen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Signal, Slot
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from app.desktop.jobs import Job, Jobs
from app.desktop.map_export import MapWritten, write_map
from app.desktop.map_source import MapSource, SeenMap, read_source
from app.desktop.map_words import small_names, written_sentence
from app.desktop.settings import first_folder
from app.exchange.chain_files import CHAIN_KINDS
from app.exchange.safe_write import safe_file_name
from app.services.workspace import today
from app.transfers import export_chain_file
from chains.free_path import free_path
from widgets.dialogs.export_map import MapExportChoice, MapExportDialog
from widgets.map.export_options import MapExportOptions, Part, PictureKind
from widgets.map.page import MOST_PAGES
from widgets.map.picture import image_of, pixel_size, plan_of, preview_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.desktop.desk import Desk
    from app.desktop.picked import Picked
    from app.services.jobs import Ticket
    from widgets.map.canvas import MapCanvas

CLIPBOARD_SCALE = 2.0


class MapExportController(QObject):
    """Asks how the map goes out, writes off this thread; `said` carries what was written."""

    said = Signal(str)

    def __init__(self, desk: Desk, jobs: Jobs, picked: Picked, canvas: MapCanvas, window: QWidget) -> None:
        super().__init__(desk)
        self._desk, self._jobs, self._picked, self._canvas = desk, jobs, picked, canvas
        self._window = window
        self._folder = first_folder()
        self._options, self._titled = MapExportOptions(), ""
        self._source: MapSource | None = None
        self._dialog: MapExportDialog | None = None

    def dialog(self) -> MapExportDialog | None:
        """The dialog that is open."""
        return self._dialog

    def ask(self) -> None:
        """Ask how the map goes out, once it is drawn as well as can be."""
        self._with_source(self._open, "正在准备图谱")

    def copy_picture(self) -> None:
        """Put the map as a picture on the clipboard: the selection, where several are picked."""
        self._copy(Part.SELECTION if len(self._picked.codes) > 1 else Part.WHOLE)

    def copy_visible(self) -> None:
        """The same of what is seen of the map."""
        self._copy(Part.VISIBLE)

    def _copy(self, part: Part) -> None:
        def take(source: MapSource) -> None:
            drawing = source.drawing(MapExportOptions(part=part, drawn_by=self._options.drawn_by))

            def work(ticket: Ticket) -> QImage:
                return image_of(drawing, CLIPBOARD_SCALE, ticket.step)

            self._jobs.read(Job("copy-picture", work, self._copied, shown="正在复制图谱"))

        self._with_source(take, "正在准备图谱")

    def ask_chain_file(self) -> None:
        """Ask where the chain's data goes; the ending says which kind."""
        chain = self._picked.chain
        if chain is None:
            return
        suggested = str(self._folder / safe_file_name(f"{chain.name}产业链-{today():%Y%m%d}.xlsx"))
        filters = ";;".join(f"{word} (*.{kind})" for kind, word in CHAIN_KINDS.items())
        name, chosen = QFileDialog.getSaveFileName(self._window, "导出产业链数据", suggested, filters)
        if name:
            kind = chosen.rpartition("*.")[2].rstrip(")") or "xlsx"
            path = Path(name)
            self.write_chain_file(path if path.suffix else path.with_suffix(f".{kind}"))

    def write_chain_file(self, path: Path) -> None:
        """Write the chain that is looked at."""
        chain, workspace = self._picked.chain, self._desk.workspace
        if chain is None:
            return
        self._folder = path.parent

        def work(ticket: Ticket) -> Path:
            export_chain_file(workspace, chain.code, path, ticket.step)
            return path

        self._jobs.read(Job("export-chain", work, self._tell_path, shown=f"正在导出 {path.name}"))

    @Slot(object)
    def write(self, choice: MapExportChoice) -> None:
        """Write the map as chosen."""
        source, path = self._source, Path(choice.path)
        if source is None:
            return
        self._options, self._titled = choice.options, source.picture.state.chain.code
        self._folder = path.parent

        def work(ticket: Ticket) -> MapWritten:
            return write_map(source, path, choice.options, ticket.step)

        self._jobs.read(Job("export-map", work, self._tell, shown=f"正在导出 {path.name}"))

    def _with_source(self, then: Callable[[MapSource], None], shown: str) -> None:
        seen, workspace, chain = self._seen(), self._desk.workspace, self._picked.chain
        if chain is None:
            return
        code = chain.code

        def work(ticket: Ticket) -> MapSource:
            return read_source(workspace, code, seen, ticket.step)

        self._jobs.read(Job("map-source", work, then, shown=shown))

    def _seen(self) -> SeenMap | None:
        picture = self._canvas.picture()
        if picture is None:
            return None
        return SeenMap(picture, frozenset(self._canvas.selection()), self._canvas.visible_area())

    def _open(self, source: MapSource) -> None:
        self._source = source
        if (
            self._titled != source.picture.state.chain.code
        ):  # a title is of one chain, all else of whoever exports
            self._options = replace(self._options, title="")
        parts = [Part.WHOLE, *([Part.SELECTION] if source.seen.selection else []), Part.VISIBLE]
        name = safe_file_name(f"{source.picture.state.chain.name}产业链图谱-{today():%Y%m%d}")
        endings = tuple(f".{kind.value}" for kind in PictureKind)
        path = str(free_path(self._folder, f"{name}.{self._options.kind.value}", *endings))
        self._dialog = MapExportDialog(path, self._options, parts, self._window)
        self._dialog.export_asked.connect(self.write)
        self._dialog.preview_asked.connect(self._preview)
        self._dialog.destroyed.connect(self._forget)
        self._preview(self._dialog.options())
        self._dialog.open()

    @Slot(object)
    def _preview(self, options: MapExportOptions) -> None:
        source, dialog = self._source, self._dialog
        if source is None or dialog is None:
            return
        room = dialog.preview_size()

        def work(_ticket: Ticket) -> tuple[QImage, str]:
            return preview_of(source.drawing(options), options, room), _note(source, options)

        self._jobs.read(Job("map-preview", work, self._show_preview))

    def _show_preview(self, found: tuple[QImage, str]) -> None:
        if self._dialog is not None:
            self._dialog.show_preview(*found)

    def _copied(self, image: QImage) -> None:
        QGuiApplication.clipboard().setImage(image)
        self.said.emit(f"已复制图谱图片（{image.width()}×{image.height()} 像素）")

    @Slot()
    def _forget(self) -> None:
        self._dialog = None

    def _tell(self, written: MapWritten) -> None:
        self.said.emit(written_sentence(written))

    def _tell_path(self, path: Path) -> None:
        self.said.emit(f"已导出到 {path}")


def _note(source: MapSource, options: MapExportOptions) -> str:
    """How large it will be, and whether names can be read."""
    drawing = source.drawing(options)
    if options.kind is PictureKind.PNG:
        size: QSize = pixel_size(drawing, options.scale)
        return f"{size.width()} × {size.height()} 像素"
    if options.kind is PictureKind.SVG:
        return "可在 PowerPoint、Visio、浏览器中打开；转为轮廓后不需要字体，但文字不能再搜索"
    plan = plan_of(drawing, options)
    pages = f"共 {plan.pages} 页" + (
        f"（{plan.columns} 列 × {plan.rows} 行，相邻页有重叠，可拼贴）" if plan.pages > 1 else ""
    )
    if plan.pages > MOST_PAGES:
        return f"{pages}，超过最多 {MOST_PAGES} 页"
    readable = f"，环节名 {plan.name_points:.1f} 磅" if plan.is_readable else f"；{small_names(plan)}"
    return pages + readable
