"""A chain into a file that other programs go on with; the ending says which kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.exchange.drawio import write_drawio
from app.exchange.graphml import write_graphml
from chains.errors import ExportRefused

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app.exchange.chain_document import ChainDocument


def _write_workbook(path: Path, document: ChainDocument) -> None:
    from app.exchange.chain_workbook import write_chain_workbook  # noqa: PLC0415 - openpyxl is slow to load

    write_chain_workbook(path, document)


_WRITERS: dict[str, Callable[[Path, ChainDocument], None]] = {
    "xlsx": _write_workbook,
    "graphml": write_graphml,
    "drawio": write_drawio,
}
CHAIN_KINDS = {"xlsx": "Excel 工作簿", "graphml": "GraphML 图", "drawio": "draw.io 图"}
"""Endings that a chain can be written with, and what the file is called."""


def writable_kind(path: Path) -> str:
    """The kind that the ending names. Raises ExportRefused when it is none of CHAIN_KINDS."""
    kind = path.suffix.lower().removeprefix(".")
    if kind not in _WRITERS:
        raise ExportRefused(file=path.name, reason="chain_kind")
    return kind


def write_chain_file(path: Path, document: ChainDocument) -> None:
    """Write the chain in the kind that the ending names. Raises ExportRefused."""
    _WRITERS[writable_kind(path)](path, document)
