"""来源国（地区）: the countries that a segment is imported from; of older assessments nobody said."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("assessment", sa.Column("countries", sa.Text(), server_default="[]", nullable=False))
