"""Where a line of the list of hits keeps its SearchHit."""

from __future__ import annotations

from PySide6.QtCore import Qt

HIT = Qt.ItemDataRole.UserRole + 1
