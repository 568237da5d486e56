"""What a drag of companies carries from the company table to a segment."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData

if TYPE_CHECKING:
    from collections.abc import Iterable

COMPANY_MIME = "application/x-lianpu-companies"
"""A JSON list of company ids."""


def company_mime(companies: Iterable[int]) -> QMimeData:
    """The companies as a drag carries them."""
    data = QMimeData()
    data.setData(COMPANY_MIME, json.dumps(list(companies)).encode())
    return data
