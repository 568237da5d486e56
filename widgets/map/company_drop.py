"""Companies that are dragged over the map from a table."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtGui import QDropEvent

COMPANIES_MIME = "application/x-lianpu-companies"


def has_companies(event: QDropEvent) -> bool:
    """Whether companies are dragged."""
    return event.mimeData().hasFormat(COMPANIES_MIME)


def companies_of(event: QDropEvent) -> tuple[int, ...]:
    """Ids of the dragged companies."""
    return tuple(json.loads(bytes(event.mimeData().data(COMPANIES_MIME).data())))
