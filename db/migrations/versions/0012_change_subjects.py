"""Which chains, segments and companies each entry of the change log is about."""

import sqlalchemy as sa
from alembic import op

from db.change_subjects import note_all_subjects

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "change_subject",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "subject", "number", name=op.f("pk_change_subject")),
        sqlite_with_rowid=False,
    )
    note_all_subjects(op.get_bind())
