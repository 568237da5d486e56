"""Who signed in to make an entry goes along when a shared database is copied."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "carried_sign_in",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("login", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["number"], ["change_log.number"], name=op.f("fk_carried_sign_in_number_change_log")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_carried_sign_in")),
    )
