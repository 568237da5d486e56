"""Companies can be sorted by 主营产品 and 法定代表人: an array of keys for each segment of the index."""

import numpy as np
import sqlalchemy as sa
from alembic import op

from db import tables
from db.facets import TEXTS, text_key

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_AT_ONCE = 500


def upgrade() -> None:
    connection = op.get_bind()
    segment, column = tables.search_segment, tables.search_column
    # A workspace that was indexed on this very way up has them.
    having = set(connection.execute(sa.select(column.c.segment).where(column.c.name == "legal")).scalars())
    for one, data in connection.execute(sa.select(segment.c.id, segment.c.ids)).all():
        if one not in having:
            ids = np.frombuffer(data, "<u4").tolist()
            connection.execute(sa.insert(column), _columns(connection, one, ids))


def _columns(connection: sa.Connection, segment: int, ids: list[int]) -> list[dict[str, object]]:
    """The keys of a segment's companies; those that are gone have none, and are passed over."""
    table = tables.company
    keys: dict[int, list[bytes]] = {}
    for start in range(0, len(ids), _AT_ONCE):
        query = sa.select(table.c.id, table.c.products, table.c.legal_person).where(
            table.c.id.in_(ids[start : start + _AT_ONCE])
        )
        for row in connection.execute(query).mappings():
            keys[row["id"]] = [text_key(text(row)) for text in TEXTS.values()]
    none = [b""] * len(TEXTS)
    return [
        {
            "segment": segment,
            "name": name,
            "data": np.asarray([keys.get(i, none)[place] for i in ids], "S16").tobytes(),
        }
        for place, name in enumerate(TEXTS)
    ]
