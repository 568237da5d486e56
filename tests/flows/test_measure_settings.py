"""The dialog 口径与权重 in the whole window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from chains.measure_settings import MeasureSettings

if TYPE_CHECKING:
    from tests.flows.conftest import DesktopProbe


def test_other_weights_are_shown_before_they_are_saved_and_can_be_undone(desktop: DesktopProbe) -> None:
    session = desktop.session
    session.deciding.act("weights")
    dialog = session.deciding.weights.dialog()
    assert dialog is not None
    assert not dialog.save.isEnabled()
    before = [row.cells[7].text for row in _rows(desktop)]

    dialog.number("depth_missing").setValue(0.8)
    desktop.qtbot.waitUntil(lambda: any(row[2] != row[4] for row in dialog.rows(1)))
    expected = {row[1]: row[4] for row in dialog.rows(1)}
    desktop.qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    desktop.settle()

    after = {row.cells[2].text: row.cells[7].text for row in _rows(desktop)}
    assert list(after.values()) != before
    assert {name: expected[name] for name in after if name in expected}.items() <= after.items()
    session.desk.undo()
    desktop.settle()
    assert [row.cells[7].text for row in _rows(desktop)] == before


def test_weights_that_cannot_be_so_are_not_saved(desktop: DesktopProbe) -> None:
    desktop.session.deciding.act("weights")
    dialog = desktop.session.deciding.weights.dialog()
    assert dialog is not None

    dialog.number("index_base").setValue(0.9)

    assert not dialog.save.isEnabled()
    desktop.qtbot.mouseClick(dialog.reset, Qt.MouseButton.LeftButton)
    assert dialog.settings() == MeasureSettings()
    dialog.close()


def _rows(desktop: DesktopProbe) -> list:
    model = desktop.session.gap_table.model
    return [model.row(at) for at in range(model.rowCount())]
