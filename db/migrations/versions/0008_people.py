"""A contact says whose it is, and what that person does."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Added as they are: a table of a million contacts need not be written anew.
    op.add_column("contact", sa.Column("person", sa.String(length=80), server_default="", nullable=False))
    op.add_column("contact", sa.Column("role", sa.String(length=80), server_default="", nullable=False))
