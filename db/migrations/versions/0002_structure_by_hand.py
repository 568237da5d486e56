"""What staff do to a chain by hand: its own words for tiers, places of boxes, snapshots."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Links can now go and come back by hand: an id must never be given twice.
    if op.get_bind().dialect.name == "sqlite":  # sequences of a server never go back
        with op.batch_alter_table(
            "supply_link", recreate="always", table_kwargs={"sqlite_autoincrement": True}
        ):
            pass
    op.create_table(
        "tier_name",
        sa.Column("chain", sa.String(length=40), nullable=False),
        sa.Column("tier", sa.String(20), nullable=False),
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["chain"], ["chain.code"], name=op.f("fk_tier_name_chain_chain")),
        sa.PrimaryKeyConstraint("chain", "tier", name=op.f("pk_tier_name")),
    )
    op.create_table(
        "box",
        sa.Column("chain", sa.String(length=40), nullable=False),
        sa.Column("segment", sa.String(length=40), nullable=False),
        sa.Column("x", sa.Float(), nullable=True),
        sa.Column("y", sa.Float(), nullable=True),
        sa.Column("folded", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chain", "segment"], ["segment.chain", "segment.code"], name=op.f("fk_box_chain_segment")
        ),
        sa.PrimaryKeyConstraint("chain", "segment", name=op.f("pk_box")),
    )
    op.create_table(
        "snapshot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("author", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshot")),
        sa.UniqueConstraint("name", name=op.f("uq_snapshot_name")),
        sqlite_autoincrement=True,
    )
