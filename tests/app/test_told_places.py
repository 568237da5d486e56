"""Earlier rows of a file are found again, however many came between."""

from __future__ import annotations

from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from app.exchange.told_places import ToldPlaces
from chains.company import Company

NAMES = st.sampled_from(["甲公司", "乙公司", "丙公司", "丁公司"])
CODES = st.sampled_from(["", "1", "2"])
ROWS = st.builds(
    lambda name, code, formers: Company(0, name, credit_code=code, former_names=tuple(formers)),
    NAMES,
    CODES,
    st.lists(NAMES, max_size=2, unique=True),
)


@given(st.lists(st.lists(ROWS, min_size=1, max_size=4), max_size=8))
def test_what_was_told_is_found_by_code_and_by_name(batches: list[list[Company]]) -> None:
    """Each row gets a place of its own; whoever asks gets the places in the order in which they came."""
    told = ToldPlaces()
    by: dict[tuple[str, str], list[int]] = defaultdict(list)
    place = 0
    for batch in batches:
        told.look_ahead(batch)
        for row in batch:
            assert list(told.by_code(row)) == (by["c", row.credit_code] if row.credit_code else [])
            expected = [*by["n", row.name], *by["f", row.name]]
            expected += [one for former in row.former_names for one in by["n", former]]
            assert list(told.by_name(row)) == expected
            told.add(row, place)
            if row.credit_code:
                by["c", row.credit_code].append(place)
            by["n", row.name].append(place)
            for former in row.former_names:
                by["f", former].append(place)
            place += 1
