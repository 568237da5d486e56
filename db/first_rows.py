"""What a new workspace begins with: the chains of the catalogue, its home region, and the first entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert

from chains.kinds import EntityKind
from db import tables
from db.clock import now
from db.log_writing import write_entry
from db.mapping import assessment_row
from db.stores import ChainStore

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from chains.catalogue_reader import Catalogue


def fill(connection: Connection, catalogue: Catalogue, region: str, author: str) -> None:
    """Write all of it into empty tables."""
    at = now(connection)
    connection.execute(
        insert(tables.setting),
        [{"key": "home_region", "value": region}, {"key": "created_at", "value": at.isoformat()}],
    )
    store = ChainStore(connection)
    for entry in catalogue.chains:
        store.add(entry.chain, catalogue.products)
        rows = [
            assessment_row(segment.ref, entry.assessments[segment.code])
            for segment in entry.chain.segments
            if segment.code in entry.assessments
        ]
        if rows:
            connection.execute(insert(tables.assessment), rows)
    write_entry(
        connection,
        {
            "at": at, "author": author, "action": "create_workspace", "subject": "",
            "kind": EntityKind.WORKSPACE, "item_count": 0,
        },
    )  # fmt: skip
