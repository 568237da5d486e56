"""The first schema: every entity of the domain, and the change log."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "chain",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("cluster", sa.String(length=80), nullable=False),
        sa.Column("chief", sa.String(length=80), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("aliases", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_chain")),
        sa.UniqueConstraint("name", name=op.f("uq_chain_name")),
    )
    op.create_table(
        "change_log",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("author", sa.String(length=80), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("item_count", sa.Integer(), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["undoes"], ["change_log.number"], name=op.f("fk_change_log_undoes_change_log")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_change_log")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("change_log", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_change_log_undoes"), ["undoes"], unique=False)

    op.create_table(
        "company",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("credit_code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=400), nullable=False),
        sa.Column("name_key", sa.String(length=400), nullable=False),
        sa.Column("short_name", sa.String(length=200), nullable=False),
        sa.Column("stock_code", sa.String(length=40), nullable=False),
        sa.Column("former_names", sa.Text(), nullable=False),
        sa.Column("region", sa.String(length=20), nullable=False),
        sa.Column("region_basis", sa.String(length=20), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("products", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("industry", sa.Text(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("state_text", sa.String(length=200), nullable=False),
        sa.Column("legal_person", sa.String(length=200), nullable=False),
        sa.Column("company_type", sa.String(length=200), nullable=False),
        sa.Column("size", sa.String(length=80), nullable=False),
        sa.Column("capital_wan", sa.String(40), nullable=True),
        sa.Column("currency", sa.String(length=8), nullable=False),
        sa.Column("founded_on", sa.String(10), nullable=True),
        sa.Column("insured_count", sa.Integer(), nullable=True),
        sa.Column("website", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("company", schema=None) as batch_op:
        batch_op.create_index("ix_company_credit_code", ["credit_code"], unique=False)
        batch_op.create_index("ix_company_name_key", ["name_key"], unique=False)
        batch_op.create_index("ix_company_region", ["region"], unique=False)

    op.create_table(
        "product",
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("aliases", sa.Text(), nullable=False),
        sa.Column("exclude", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_product")),
        sa.UniqueConstraint("name", name=op.f("uq_product_name")),
    )
    op.create_table(
        "setting",
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_setting")),
    )
    op.create_table(
        "chain_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chain", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["chain"], ["chain.code"], name=op.f("fk_chain_note_chain_chain")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chain_note")),
    )
    op.create_table(
        "change_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("table", sa.String(length=40), nullable=False),
        sa.Column("row_key", sa.String(length=120), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["number"], ["change_log.number"], name=op.f("fk_change_item_number_change_log")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_item")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("change_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_change_item_number"), ["number"], unique=False)
        batch_op.create_index("ix_change_item_row", ["table", "row_key"], unique=False)

    op.create_table(
        "contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_contact_company_id_company")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_company_id"), ["company_id"], unique=False)

    op.create_table(
        "qualification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("level", sa.String(length=80), nullable=False),
        sa.Column("batch", sa.String(length=80), nullable=False),
        sa.Column("valid_until", sa.String(10), nullable=True),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_qualification_company_id_company")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_qualification")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("qualification", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_qualification_company_id"), ["company_id"], unique=False)

    op.create_table(
        "stage",
        sa.Column("chain", sa.String(length=40), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("tier", sa.String(20), nullable=False),
        sa.ForeignKeyConstraint(["chain"], ["chain.code"], name=op.f("fk_stage_chain_chain")),
        sa.PrimaryKeyConstraint("chain", "code", name=op.f("pk_stage")),
    )
    op.create_table(
        "segment",
        sa.Column("chain", sa.String(length=40), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("product", sa.String(length=80), nullable=False),
        sa.Column("aliases", sa.Text(), nullable=False),
        sa.Column("exclude", sa.Text(), nullable=False),
        sa.Column("parent", sa.String(length=40), nullable=True),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.Column("general", sa.Boolean(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("weight >= 0", name=op.f("ck_segment_weight")),
        sa.ForeignKeyConstraint(
            ["chain", "stage"], ["stage.chain", "stage.code"], name=op.f("fk_segment_chain_stage")
        ),
        sa.ForeignKeyConstraint(["chain"], ["chain.code"], name=op.f("fk_segment_chain_chain")),
        sa.ForeignKeyConstraint(["product"], ["product.code"], name=op.f("fk_segment_product_product")),
        sa.PrimaryKeyConstraint("chain", "code", name=op.f("pk_segment")),
    )
    op.create_table(
        "assessment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chain", sa.String(length=40), nullable=False),
        sa.Column("segment", sa.String(length=40), nullable=False),
        sa.Column("coverage", sa.String(20), nullable=False),
        sa.Column("source", sa.String(20), nullable=False),
        sa.Column("degree", sa.String(20), nullable=True),
        sa.Column("chokepoint", sa.Boolean(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("assessor", sa.String(length=80), nullable=False),
        sa.Column("assessed_on", sa.String(10), nullable=True),
        sa.Column("review_on", sa.String(10), nullable=True),
        sa.ForeignKeyConstraint(
            ["chain", "segment"], ["segment.chain", "segment.code"], name=op.f("fk_assessment_chain_segment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("assessment", schema=None) as batch_op:
        batch_op.create_index("ix_assessment_segment", ["chain", "segment"], unique=False)

    op.create_table(
        "placement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chain", sa.String(length=40), nullable=False),
        sa.Column("segment", sa.String(length=40), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("decision", sa.String(20), nullable=False),
        sa.Column("product", sa.Text(), nullable=False),
        sa.Column("capacity", sa.Text(), nullable=False),
        sa.Column("share", sa.Float(), nullable=True),
        sa.Column("purchase_wan", sa.String(40), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("local", sa.Boolean(), nullable=True),
        sa.Column("placed_by", sa.String(length=80), nullable=False),
        sa.Column("placed_on", sa.String(10), nullable=True),
        sa.ForeignKeyConstraint(
            ["chain", "segment"], ["segment.chain", "segment.code"], name=op.f("fk_placement_chain_segment")
        ),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_placement_company_id_company")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement")),
        sa.UniqueConstraint("chain", "segment", "company_id", name=op.f("uq_placement_chain")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("placement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_placement_company_id"), ["company_id"], unique=False)

    op.create_table(
        "supply_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chain", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("target", sa.String(length=40), nullable=False),
        sa.Column("group", sa.String(length=80), nullable=False),
        sa.Column("share", sa.Float(), nullable=False),
        sa.CheckConstraint("share > 0 AND share <= 1", name=op.f("ck_supply_link_share")),
        sa.ForeignKeyConstraint(
            ["chain", "source"], ["segment.chain", "segment.code"], name="fk_supply_link_source"
        ),
        sa.ForeignKeyConstraint(
            ["chain", "target"], ["segment.chain", "segment.code"], name="fk_supply_link_target"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supply_link")),
        sa.UniqueConstraint("chain", "source", "target", name=op.f("uq_supply_link_chain")),
    )
    op.create_table(
        "target",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chain", sa.String(length=40), nullable=False),
        sa.Column("segment", sa.String(length=40), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("phase", sa.String(20), nullable=False),
        sa.Column("priority", sa.String(length=20), nullable=False),
        sa.Column("responsible_unit", sa.String(length=200), nullable=False),
        sa.Column("responsible_person", sa.String(length=80), nullable=False),
        sa.Column("next_step", sa.Text(), nullable=False),
        sa.Column("next_on", sa.String(10), nullable=True),
        sa.Column("investment_yi", sa.String(40), nullable=True),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chain", "segment"], ["segment.chain", "segment.code"], name=op.f("fk_target_chain_segment")
        ),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_target_company_id_company")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target")),
        sa.UniqueConstraint("chain", "segment", "company_id", name=op.f("uq_target_chain")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("target", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_target_company_id"), ["company_id"], unique=False)

    op.create_table(
        "follow_up",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.String(10), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["target_id"], ["target.id"], name=op.f("fk_follow_up_target_id_target")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("follow_up", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_follow_up_target_id"), ["target_id"], unique=False)
