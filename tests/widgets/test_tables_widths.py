"""Columns share the room of a table."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from tests.widgets.builders import a_gap
from widgets.tables.cells import Column
from widgets.tables.gap import COLUMNS, GapTable
from widgets.tables.widths import fitted_widths

_COLUMNS = st.builds(
    lambda wide, least, stretches: Column("列", wide, stretches=stretches, least=min(least, wide)),
    st.integers(20, 300),
    st.integers(0, 300),
    st.booleans(),
)


@given(st.lists(_COLUMNS, min_size=1, max_size=12), st.integers(0, 3_000))
def test_columns_fit_as_long_as_their_least_does_and_keep_it(columns: list[Column], room: int) -> None:
    free = dict(enumerate(columns))

    widths = fitted_widths(free, room)

    least = {number: column.least or column.width for number, column in free.items()}
    assert all(widths[number] >= least[number] for number in free)
    assert sum(widths.values()) <= max(room, sum(least.values()))
    if any(column.stretches for column in columns):
        assert sum(widths.values()) >= room
    else:
        assert all(widths[number] <= column.width for number, column in free.items())


def _shown(qtbot: QtBot, width: int) -> GapTable:
    table = GapTable()
    qtbot.addWidget(table)
    table.show_gaps((a_gap(),))
    table.resize(width, 300)
    table.show()
    return table


def test_on_a_small_screen_the_whole_gap_list_is_seen(qtbot: QtBot) -> None:
    # What is left between the panels at 1366 pixels.
    table = _shown(qtbot, 760)

    assert 0 < table.view.horizontalHeader().length() <= table.view.viewport().width()


def test_what_the_user_pulled_stays_when_the_window_grows(qtbot: QtBot) -> None:
    table = _shown(qtbot, 900)
    gap_index = next(number for number, one in enumerate(COLUMNS) if one.heading == "缺口指数")
    table.view.setColumnWidth(gap_index, 222)

    for width in (760, 1_400, 900):
        table.resize(width, 300)
        assert table.view.columnWidth(gap_index) == 222
