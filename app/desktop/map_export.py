"""A chain's map into a PNG, SVG or PDF file: written beside its place, read back, then renamed over it."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication, QImageReader

from app.exchange.safe_write import plain_text, written_beside
from app.services.workspace import today
from chains import words
from chains.errors import ExportRefused
from chains.gaps import overview_of
from chains.layout import Effort, Wishes, lay_out
from chains.regions import region_name
from widgets.map.picture import PictureHead, save_picture
from widgets.map.scene import MapPicture, box_sizes
from widgets.style.sheet import program_font

if TYPE_CHECKING:
    from pathlib import Path

    from app.services.workspace import Workspace
    from chains.rows import ChainOverview
    from chains.state import ChainState

KINDS = ("png", "svg", "pdf")


def export_map(workspace: Workspace, chain: str, path: Path, drawn_by: str = "") -> None:
    """Draw the chain as it stands into the file; its ending says which kind.

    Needs a QGuiApplication. Raises ExportRefused when the ending is none of KINDS or writing fails.
    """
    kind = path.suffix.lower().removeprefix(".")
    if kind not in KINDS:
        raise ExportRefused(file=path.name, reason="picture_kind")
    picture, head = _drawn(workspace, chain, drawn_by)
    with written_beside(path, _VERIFY[kind]) as beside:
        save_picture(picture, beside, kind, head)


def export_map_alone(workspace: Workspace, chain: str, path: Path) -> None:
    """The same for the command line: makes the application that drawing needs, without a screen."""
    application = QGuiApplication.instance() or QGuiApplication([sys.argv[0], "-platform", "offscreen"])
    if isinstance(application, QGuiApplication):
        application.setFont(program_font())
    export_map(workspace, chain, path)


def figures_line(overview: ChainOverview) -> str:
    """The figures of a chain on one line."""
    parts = (
        f"本地配套率 {words.rate_text(overview.local_supply_rate)}",
        f"已评估 {overview.assessed}/{overview.segments}",
        f"链条完整度 {words.rate_text(overview.completeness)}",
        f"缺失 {overview.missing}",
        f"薄弱 {overview.weak}",
        f"卡脖子 {overview.chokepoints}",
    )
    return " · ".join(parts)


def _drawn(workspace: Workspace, chain: str, drawn_by: str) -> tuple[MapPicture, PictureHead]:
    with workspace.read() as reader:
        state = reader.chain_state(chain)
        region = region_name(reader.home_region())
        counts: dict[str, int] = {}
        for row in reader.targets(chain):
            counts[row.ref.segment] = counts.get(row.ref.segment, 0) + 1
    clean = _printable(state)
    layout = lay_out(clean.chain, box_sizes(clean.chain), wishes=Wishes(effort=Effort.BETTER))
    picture = MapPicture.of(clean, layout, counts, today())
    title = plain_text(f"{region}{state.chain.name}产业链图谱")
    return picture, PictureHead(
        title, figures_line(overview_of(state)), today().isoformat(), plain_text(drawn_by)
    )


def _printable(state: ChainState) -> ChainState:
    """The chain with names that every file can hold: an SVG with a control character is no XML."""
    chain = replace(
        state.chain,
        stages=tuple(replace(stage, name=plain_text(stage.name)) for stage in state.chain.stages),
        segments=tuple(replace(one, name=plain_text(one.name)) for one in state.chain.segments),
    )
    return replace(state, chain=chain)


def _is_whole_png(path: Path) -> bool:
    reader = QImageReader(str(path), b"png")
    reader.setScaledSize(QSize(64, 64))
    return not reader.read().isNull()


def _is_whole_svg(path: Path) -> bool:
    try:
        return ET.parse(path).getroot().tag.endswith("svg")
    except ET.ParseError:
        return False


def _is_whole_pdf(path: Path) -> bool:
    content = path.read_bytes()
    return content.startswith(b"%PDF") and b"%%EOF" in content[-64:]


_VERIFY = {"png": _is_whole_png, "svg": _is_whole_svg, "pdf": _is_whole_pdf}
