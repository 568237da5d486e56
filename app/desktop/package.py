"""1图N清单 in one go: a folder with map, lists and report of a chain, or one such folder a chain."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from app.desktop.map_export import write_map
from app.desktop.map_views import source_of_view
from app.desktop.report_pictures import chart_png, map_png, map_source_of
from app.exchange.report_docx import write_report
from app.exchange.safe_write import BESIDE, clear_broken_exports, not_written, safe_file_name
from app.preset_transfers import write_lists_of
from app.report_content import ReportChart, ReportInput, district_bars, report_of
from app.services.comparing import find_comparison
from app.services.jobs import PartTicket, Ticket
from app.services.list_facts import read_list_facts
from app.wording import gap_basis
from chains.disk_room import is_disk_full
from chains.errors import ExportRefused
from chains.list_presets import MAP_BASIS, MAP_WORD, SHANDONG, MapView
from widgets.map.export_options import MapExportOptions, PageSetup, PictureKind
from widgets.style.sheet import program_font

if TYPE_CHECKING:
    from app.desktop.map_source import MapSource
    from app.services.comparing import Compared
    from app.services.list_facts import ListFacts
    from app.services.workspace import Workspace
    from chains.list_presets import ListPreset


class Part(StrEnum):
    """What a package can hold."""

    MAP_PDF = "pdf"
    MAP_PNG = "png"
    LISTS = "lists"
    REPORT = "report"


_MAPS = frozenset({Part.MAP_PDF, Part.MAP_PNG})
_DRAWN = _MAPS | {Part.REPORT}


@dataclass(frozen=True, slots=True)
class PackageChoice:
    """What goes out. `chain` is a code, "" for every chain with a folder of its own and all chains on top."""

    chain: str = ""
    preset: ListPreset = SHANDONG
    parts: frozenset[Part] = frozenset(Part)
    drawn_by: str = ""
    page: PageSetup = field(default_factory=PageSetup)


@dataclass(frozen=True, slots=True)
class PackageWritten:
    """The folder, and how many files are in it."""

    folder: Path
    files: int
    notes: tuple[str, ...] = ()


def write_package(
    workspace: Workspace, folder: Path, choice: PackageChoice, ticket: Ticket
) -> PackageWritten:
    """Write everything into a folder beside, then put it in place; files of the same names are replaced.

    Needs a QGuiApplication. Raises ExportRefused; Cancelled, and nothing is left, when the ticket says so.
    """
    if folder.exists() and not folder.is_dir():
        raise ExportRefused(file=folder.name, reason="no_folder")
    beside = _beside(folder)
    try:
        packing = _Packing(workspace, choice, ticket)
        packing.write(beside)
        return PackageWritten(folder, _put_in_place(beside, folder), tuple(packing.notes))
    except OSError as error:
        raise ExportRefused(file=folder.name, reason="failed") from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def write_package_alone(
    workspace: Workspace, folder: Path, choice: PackageChoice, ticket: Ticket
) -> PackageWritten:
    """The same for the command line: makes the application that drawing needs, without a screen."""
    ready_to_draw()
    return write_package(workspace, folder, choice, ticket)


def write_report_alone(workspace: Workspace, path: Path, chain: str, drawn_by: str, ticket: Ticket) -> None:
    """Write the report of a chain, or of all for "", from the command line. Raises ExportRefused."""
    ready_to_draw()
    packing = _Packing(workspace, PackageChoice(chain=chain, drawn_by=drawn_by), ticket)
    packing.write_report(path, chain)


def ready_to_draw() -> None:
    """Make sure that there is an application to draw with."""
    application = QGuiApplication.instance() or QGuiApplication([sys.argv[0], "-platform", "offscreen"])
    if isinstance(application, QGuiApplication):
        application.setFont(program_font())


class _Packing:
    """One package under way."""

    def __init__(self, workspace: Workspace, choice: PackageChoice, ticket: Ticket) -> None:
        self._workspace, self._choice, self._ticket = workspace, choice, ticket
        with workspace.read() as reader:
            self._names = {code: names[0] for code, names in reader.chain_names().items()}
            snapshots = reader.snapshots()
        self._snapshot = snapshots[0].name if snapshots else None
        self._compared: Compared | None = None
        self.notes: list[str] = []

    def write(self, folder: Path) -> None:
        """Write all files."""
        if self._choice.chain:
            self._chain(folder, self._choice.chain)
            return
        whole, count = self._ticket, len(self._names) + 1
        self._ticket = PartTicket(whole, 0, count)
        self._together(folder)
        for number, (code, name) in enumerate(self._names.items(), 1):
            self._ticket = PartTicket(whole, number, count)
            own = folder / safe_file_name(f"{number:02d} {name}产业链")
            own.mkdir()
            self._chain(own, code)

    def write_report(self, path: Path, chain: str) -> None:
        """Write the report alone."""
        facts = read_list_facts(self._workspace, chain or None, self._ticket)
        png = None
        if chain:
            source = map_source_of(self._workspace, chain, self._ticket)
            png = map_png(source, self._choice.drawn_by, self._ticket)
        self._report(path, facts, png)

    def _chain(self, folder: Path, code: str) -> None:
        choice, name = self._choice, self._names[code]
        # To draw a chain as well as can be takes seconds: not for lists alone.
        source = map_source_of(self._workspace, code, self._ticket) if choice.parts & _DRAWN else None
        facts = read_list_facts(self._workspace, code, self._ticket)
        if source is not None and choice.parts & _MAPS:
            for view in choice.preset.maps:
                self._map(folder, facts, source, view)
        if Part.LISTS in choice.parts:
            self._lists(facts, _file(folder, f"{name}产业链清单.xlsx"))
        if source is not None and Part.REPORT in choice.parts:
            png = map_png(source, choice.drawn_by, self._ticket)
            self._report(_file(folder, f"{name}产业链报告.docx"), facts, png)

    def _map(self, folder: Path, facts: ListFacts, source: MapSource, view: MapView) -> None:
        """One of the preset's maps, in each kind that was asked for."""
        choice = self._choice
        name = f"{self._names[facts.chain]}产业链{MAP_WORD[view]}"
        if view is MapView.DISTRICTS:
            self._districts(folder, facts, source, name)
            return
        indices = {row.ref.segment: row.gap_index for row in facts.gaps}
        shown = source_of_view(source, view, indices, gap_basis(facts.settings))
        if shown is None:
            self.notes.append(f"{name}没有可画的环节，未导出")
            return
        for part, kind in ((Part.MAP_PDF, PictureKind.PDF), (Part.MAP_PNG, PictureKind.PNG)):
            if part in choice.parts:
                options = MapExportOptions(kind=kind, page=choice.page, drawn_by=choice.drawn_by)
                self._ticket.step(0, 1, f"正在绘制 {name}")
                write_map(shown, _file(folder, f"{name}.{kind.value}"), options, self._step)

    def _districts(self, folder: Path, facts: ListFacts, source: MapSource, name: str) -> None:
        bars = district_bars(facts)
        if not bars:
            self.notes.append(f"{name}没有已确认的供应商，未导出")
            return
        title = source.head.title.removesuffix(MAP_WORD[MapView.WHOLE]) + MAP_WORD[MapView.DISTRICTS]
        made = f"　　制图单位：{self._choice.drawn_by}" if self._choice.drawn_by else ""
        stand = f"截至日期：{facts.as_of:%Y-%m-%d}{made}"
        png = chart_png(
            ReportChart(bars), title, (f"口径：{MAP_BASIS[MapView.DISTRICTS]}，每家企业计一次。", stand)
        )
        _file(folder, f"{name}.png").write_bytes(png)

    def _together(self, folder: Path) -> None:
        """Lists and report of all chains on top."""
        facts = read_list_facts(self._workspace, None, self._ticket)
        if Part.LISTS in self._choice.parts:
            self._lists(facts, _file(folder, "全部产业链清单.xlsx"))
        if Part.REPORT in self._choice.parts:
            self._report(_file(folder, "产业链总体报告.docx"), facts, None)

    def _lists(self, facts: ListFacts, path: Path) -> None:
        write_lists_of(facts, self._choice.preset, path, self._choice.drawn_by, self._ticket)

    def _report(self, path: Path, facts: ListFacts, png: bytes | None) -> None:
        told = ReportInput(facts, self._since(), png, self._choice.drawn_by, chart_png)
        write_report(path, report_of(told), self._ticket.step)

    def _since(self) -> Compared | None:
        """What changed since the newest snapshot, read once."""
        if self._snapshot is not None and self._compared is None:
            self._compared = find_comparison(self._workspace, self._snapshot, ticket=self._ticket)
        return self._compared

    def _step(self, done: int, total: int) -> None:
        self._ticket.step(done, total + 1)


def _file(folder: Path, name: str) -> Path:
    return folder / safe_file_name(name)


def _beside(folder: Path) -> Path:
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        clear_broken_exports(folder.parent)
        return Path(tempfile.mkdtemp(prefix=BESIDE, dir=folder.parent))
    except OSError as error:
        if is_disk_full(error):
            raise not_written(error, folder) from error
        raise ExportRefused(file=folder.name, reason="read_only") from error


def _put_in_place(beside: Path, folder: Path) -> int:
    """Move every file over; what else is in the folder stays."""
    files = sorted(path for path in beside.rglob("*") if path.is_file())
    for path in files:
        target = folder / path.relative_to(beside)
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(path, target)  # noqa: PTH105 - replaces on every system
    return len(files)
