"""What the tabs of a company's page share: a table or a sentence in its place, buttons below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QTableWidget, QVBoxLayout, QWidget

from widgets.panels.labels import WrappedLabel

if TYPE_CHECKING:
    from collections.abc import Sequence


def table_page(
    table: QTableWidget, rows: Sequence[object], when_empty: str, *buttons: QPushButton
) -> QWidget:
    """The table, or what to read where there are no rows, above the buttons."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 8, 0, 0)
    column.setSpacing(8)
    column.addWidget(table, 1)
    table.setVisible(bool(rows))
    if not rows:
        column.addWidget(WrappedLabel(when_empty, "faint"))
        column.addStretch(1)
    if buttons:
        column.addLayout(button_row(*buttons))
    return page


def button_row(*buttons: QPushButton) -> QHBoxLayout:
    """Small buttons side by side, none of them pressed by Enter."""
    row = QHBoxLayout()
    for button in buttons:
        button.setProperty("small", "true")
        button.setAutoDefault(False)
        row.addWidget(button)
    row.addStretch(1)
    return row
