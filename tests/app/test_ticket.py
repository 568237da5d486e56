"""What long work gets to tell how far it is, and to be stopped by."""

from __future__ import annotations

import time

import pytest

from app.services.jobs import PartTicket, Ticket
from chains.errors import Cancelled

STEPS = 20_000


def test_progress_is_told_at_once_at_the_end_and_not_too_often_between() -> None:
    told: list[tuple[int, int, str]] = []
    ticket = Ticket(lambda *how_far: told.append(how_far))
    began = time.monotonic()

    for done in range(STEPS + 1):
        ticket.step(done, STEPS, "读取")

    most = (time.monotonic() - began) / 0.1 + 2  # ten times a second, however slow this machine is
    assert told[0] == (0, STEPS, "读取")
    assert told[-1] == (STEPS, STEPS, "读取")
    assert 2 <= len(told) <= most


def test_work_that_is_cancelled_stops_at_its_next_step() -> None:
    ticket = Ticket()
    ticket.step(0, 9)
    ticket.cancel()

    with pytest.raises(Cancelled):
        ticket.step(1, 9)


def test_a_part_counts_in_the_whole_and_stops_with_it() -> None:
    told: list[tuple[int, int, str]] = []
    whole = Ticket(lambda *how_far: told.append(how_far))

    PartTicket(whole, 1, 4).step(5, 10, "第二份")
    done, total, text = told[-1]
    assert (done / total, text) == (pytest.approx(0.375), "第二份")

    whole.cancel()
    with pytest.raises(Cancelled):
        PartTicket(whole, 2, 4).step(0, 10)
