"""Every row of the change log is sealed with the one before."""

import sqlalchemy as sa
from alembic import op

from db.log_seal import seal_all

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("change_log", "change_item"):
        op.add_column(table, sa.Column("seal", sa.String(64), nullable=True))
    seal_all(op.get_bind())
