"""On which computer each entry of the change log was made; older entries do not say."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("change_log", sa.Column("computer", sa.String(length=80), nullable=True))
