"""Columns hold the same on every database and in every time zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy.dialects import sqlite

from db.types import UtcDateTime, plain

BEIJING = timezone(timedelta(hours=8))
DIALECT = sqlite.dialect()


def test_a_time_is_kept_in_utc_wherever_it_was_told() -> None:
    morning = datetime(2026, 11, 27, 7, 30, tzinfo=BEIJING)

    kept = UtcDateTime().process_bind_param(morning, DIALECT)

    assert kept == plain(morning) == "2026-11-26T23:30:00.000+00:00"
    assert UtcDateTime().process_result_value(kept, DIALECT) == morning


def test_times_sort_as_texts() -> None:
    times = [datetime(2026, 11, 27, hour, tzinfo=zone) for hour in (1, 9, 12) for zone in (UTC, BEIJING)]
    kept = [str(UtcDateTime().process_bind_param(one, DIALECT)) for one in times]

    assert sorted(kept) == [kept[times.index(one)] for one in sorted(times)]


def test_a_time_without_a_zone_is_no_time() -> None:
    with pytest.raises(ValueError, match="naive"):
        UtcDateTime().process_bind_param(datetime(2026, 11, 27), DIALECT)  # noqa: DTZ001 - what is refused
