"""The program's icon as Windows wants it: an .ico drawn from the SVG."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from resources import path as resource

if TYPE_CHECKING:
    from pathlib import Path

SIZES = (16, 24, 32, 48, 64, 256)


def write_ico(file: Path) -> None:
    """Write the icon in all sizes that Windows shows, each a PNG (Windows Vista and later read those).

    Source: Microsoft, "Icons", ICONDIR and ICONDIRENTRY.
    """
    pictures = [_png(size) for size in SIZES]
    at = 6 + 16 * len(SIZES)
    head = [struct.pack("<3H", 0, 1, len(SIZES))]
    for size, picture in zip(SIZES, pictures, strict=True):
        # 256 does not fit a byte and is written as 0.
        head.append(struct.pack("<4B2H2L", size % 256, size % 256, 0, 0, 1, 32, len(picture), at))
        at += len(picture)
    file.write_bytes(b"".join([*head, *pictures]))


def _png(size: int) -> bytes:
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(resource("icons/lianpu.svg").read_bytes())).render(painter)
    painter.end()
    written = QByteArray()
    buffer = QBuffer(written)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(written.data())
