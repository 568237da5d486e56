"""A few seconds of what `python3 run.py trust` runs for a minute."""

from __future__ import annotations

from tests.pg_server import PgServer
from tests.trust.shared_writers import write_on_server


def test_writers_whose_connections_are_cut_lose_nothing_and_double_nothing(pg_server: PgServer) -> None:
    found = write_on_server(3, 3.0, pg_server)

    assert found["acknowledged"], found
    assert found["cuts"], found
    wrong = {name: found[name] for name in ("failed", "unknown", "lost", "twice", "gaps")}
    assert set(wrong.values()) == {0}, found
    assert found["sound"], found
