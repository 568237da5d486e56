"""Industries are known down to 小类: what companies are filtered by is worked out anew from their texts."""

import numpy as np
import sqlalchemy as sa
from alembic import op

from chains.industries import industry_code
from db import tables
from db.facets import industry_number

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_AT_ONCE = 500


def upgrade() -> None:
    connection = op.get_bind()
    segment, column = tables.search_segment, tables.search_column
    for one, data in connection.execute(sa.select(segment.c.id, segment.c.ids)).all():
        numbers = _numbers(connection, np.frombuffer(data, "<u4").tolist())
        own = (column.c.segment == one, column.c.name == "industry")
        connection.execute(sa.update(column).where(*own).values(data=numbers))


def _numbers(connection: sa.Connection, ids: list[int]) -> bytes:
    """What a segment's companies are filtered by; those that are gone have none, and are passed over."""
    table = tables.company
    found: dict[int, int] = {}
    for start in range(0, len(ids), _AT_ONCE):
        query = sa.select(table.c.id, table.c.industry).where(table.c.id.in_(ids[start : start + _AT_ONCE]))
        found.update(
            {row.id: industry_number(industry_code(row.industry)) for row in connection.execute(query)}
        )
    return np.asarray([found.get(one, 0) for one in ids], "<i4").tobytes()
