"""What became of work that a lost connection cut off: whether it is in the workspace after all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, text, update

from chains.errors import CUT_OFF
from chains.kinds import BatchPhase
from db import tables
from db.engine import looking, writing
from db.landing import has_landed, is_back

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from chains.errors import WorkspaceRefused


def landed(engine: Engine, error: WorkspaceRefused) -> int | None:
    """Number of the entry that stands though the work ended so; None when it left nothing.

    After None it may be done anew: what it had written for an import is dropped. Waits for a server that is
    away, and raises `error` again when it does not come back in time, or is no lost connection at all.
    """
    if error.facts["reason"] not in CUT_OFF or not is_back(engine):
        raise error
    batch, token = error.facts.get("batch"), error.facts.get("token")
    if batch is not None:
        return _published(engine, int(batch))
    if token is not None and has_landed(engine, str(token)):
        return _entry_of(engine, str(token))
    return None


def _published(engine: Engine, batch: int) -> int | None:
    table = tables.import_batch
    # Whoever has the writers' lock knows that the transaction that was cut off has come to its end.
    with writing(engine) as connection:
        unfinished = (table.c.id == batch) & (table.c.phase == BatchPhase.WRITING)
        connection.execute(update(table).where(unfinished).values(phase=BatchPhase.DROPPED))
        return connection.execute(select(table.c.number).where(table.c.id == batch)).scalar()


def _entry_of(engine: Engine, token: str) -> int | None:
    asked = text("SELECT max(number) FROM change_log WHERE xmin = CAST(CAST(:t AS xid8) AS xid)")
    with looking(engine) as connection:
        return connection.execute(asked, {"t": token}).scalar()
