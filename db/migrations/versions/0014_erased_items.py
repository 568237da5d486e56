"""清除个人信息: which changes of the log were erased, with a seal of what is left; salts that go with them."""

import sqlalchemy as sa
from alembic import op

from db.log_seal import salt_personal

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "erased_item",
        sa.Column("item", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["item"], ["change_item.id"], name=op.f("fk_erased_item_item_change_item")),
        sa.ForeignKeyConstraint(
            ["number"], ["change_log.number"], name=op.f("fk_erased_item_number_change_log")
        ),
        sa.PrimaryKeyConstraint("item", name=op.f("pk_erased_item")),
    )
    op.create_index(op.f("ix_erased_item_number"), "erased_item", ["number"])
    op.add_column("change_item", sa.Column("salt", sa.String(length=32), nullable=True))
    salt_personal(op.get_bind())
