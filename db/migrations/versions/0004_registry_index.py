"""Companies can be found, filtered and sorted by the million, and imported in batches."""

import sqlalchemy as sa
from alembic import op

from db.last_numbers import last_given
from db.registry_index import refresh

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    connection = op.get_bind()
    used = last_given(connection, "company")
    with op.batch_alter_table("company", table_kwargs={"sqlite_autoincrement": True}) as batch:
        for index in ("region", "name_key", "credit_code"):
            batch.drop_index(f"ix_company_{index}")
        batch.drop_column("search_text")
    if used and connection.dialect.name == "sqlite":
        # An id that was given once, and its company taken away again, must not be given to another.
        connection.exec_driver_sql("DELETE FROM sqlite_sequence WHERE name = 'company'")
        connection.exec_driver_sql("INSERT INTO sqlite_sequence (name, seq) VALUES ('company', ?)", (used,))
    _tables_of_the_index()
    _tables_of_imports()
    refresh(connection, connection.exec_driver_sql("SELECT id FROM company").scalars().all())


def _tables_of_the_index() -> None:
    op.create_table(
        "search_column",
        sa.Column("segment", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("segment", "name", name=op.f("pk_search_column")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "search_segment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("last_id", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("ready", sa.Boolean(), nullable=False),
        sa.Column("ids", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_segment")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "search_posting",
        sa.Column("segment", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("term", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("numbers", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("segment", "term", name=op.f("pk_search_posting")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "search_moved",
        sa.Column("company_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("segment", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("company_id", name=op.f("pk_search_moved")),
    )


def _tables_of_imports() -> None:
    op.create_table(
        "import_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("author", sa.String(length=80), nullable=False),
        sa.Column("writer", sa.String(length=120), nullable=False),
        sa.Column("phase", sa.String(20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("updated", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "import_range",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("last_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch"], ["import_batch.id"], name=op.f("fk_import_range_batch_import_batch")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_range")),
    )
    op.create_index(op.f("ix_import_range_batch"), "import_range", ["batch"])
    op.create_table(
        "staged_update",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("seen_version", sa.Integer(), nullable=False),
        sa.Column("arrival", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch"], ["import_batch.id"], name=op.f("fk_staged_update_batch_import_batch")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staged_update")),
    )
    op.create_index(op.f("ix_staged_update_batch"), "staged_update", ["batch"])
