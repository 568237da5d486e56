"""The tables of a workspace. Migrations make them; a test keeps both the same."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from chains import kinds
from db.erasure_table import erased_item
from db.index_tables import (
    DERIVED,
    change_subject,
    import_batch,
    import_range,
    search_column,
    search_moved,
    search_posting,
    search_segment,
    staged_update,
)
from db.metadata import metadata
from db.preset_store import list_preset
from db.record_tables import RECORD_TABLES
from db.sign_in_table import carried_sign_in
from db.types import ExactDecimal, IsoDate, Kind, UtcDateTime, Words

__all__ = [
    "DERIVED",
    "carried_sign_in",
    "change_subject",
    "erased_item",
    "import_batch",
    "import_range",
    "list_preset",
    "metadata",
    "search_column",
    "search_moved",
    "search_posting",
    "search_segment",
    "staged_update",
]

setting = Table(
    "setting",
    metadata,
    Column("key", String(80), primary_key=True),
    Column("value", Text, nullable=False),
)

product = Table(
    "product",
    metadata,
    Column("code", String(80), primary_key=True),
    Column("name", String(80), nullable=False, unique=True),
    Column("aliases", Words, nullable=False),
    Column("exclude", Words, nullable=False),
)

chain = Table(
    "chain",
    metadata,
    Column("code", String(40), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("name", String(80), nullable=False, unique=True),
    Column("cluster", String(80), nullable=False),
    Column("chief", String(80), nullable=False),
    Column("document", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("aliases", Words, nullable=False),
    Column("version", Integer, nullable=False, default=1),
)

stage = Table(
    "stage",
    metadata,
    Column("chain", ForeignKey("chain.code"), primary_key=True),
    Column("code", String(40), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("name", String(80), nullable=False),
    Column("tier", Kind(kinds.Tier), nullable=False),
)

segment = Table(
    "segment",
    metadata,
    Column("chain", ForeignKey("chain.code"), primary_key=True),
    Column("code", String(40), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("stage", String(40), nullable=False),
    Column("name", String(80), nullable=False),
    Column("product", ForeignKey("product.code"), nullable=False),
    Column("aliases", Words, nullable=False),
    Column("exclude", Words, nullable=False),
    Column("parent", String(40)),
    Column("weight", Float, nullable=False),
    Column("general", Boolean, nullable=False),
    Column("place", Text, nullable=False),
    Column("version", Integer, nullable=False, default=1),
    ForeignKeyConstraint(["chain", "stage"], ["stage.chain", "stage.code"]),
    CheckConstraint("weight >= 0", name="weight"),
)

supply_link = Table(
    "supply_link",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("chain", String(40), nullable=False),
    Column("source", String(40), nullable=False),
    Column("target", String(40), nullable=False),
    Column("group", String(80), nullable=False),
    Column("share", Float, nullable=False),
    ForeignKeyConstraint(
        ["chain", "source"], ["segment.chain", "segment.code"], name="fk_supply_link_source"
    ),
    ForeignKeyConstraint(
        ["chain", "target"], ["segment.chain", "segment.code"], name="fk_supply_link_target"
    ),
    UniqueConstraint("chain", "source", "target"),
    CheckConstraint("share > 0 AND share <= 1", name="share"),
    sqlite_autoincrement=True,
)

tier_name = Table(
    "tier_name",
    metadata,
    Column("chain", ForeignKey("chain.code"), primary_key=True),
    Column("tier", Kind(kinds.Tier), primary_key=True),
    Column("name", String(20), nullable=False),
)

box = Table(
    "box",
    metadata,
    Column("chain", String(40), primary_key=True),
    Column("segment", String(40), primary_key=True),
    Column("x", Float),
    Column("y", Float),
    Column("folded", Boolean, nullable=False),
    ForeignKeyConstraint(["chain", "segment"], ["segment.chain", "segment.code"]),
)
"""Where a box was put by hand (x and y, both or none), and whether its parts are hidden."""

snapshot = Table(
    "snapshot",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(80), nullable=False, unique=True),
    Column("number", Integer, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("author", String(80), nullable=False),
    sqlite_autoincrement=True,
)
"""A name for the state after one entry of the change log."""

scenario = Table(
    "scenario",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(80), nullable=False, unique=True),
    Column("suppositions", Words, nullable=False),
    Column("version", Integer, nullable=False, default=1),
    sqlite_autoincrement=True,
)
"""What staff suppose (推演方案), one text a supposition; never what would follow from it."""

chain_note = Table(
    "chain_note",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("chain", ForeignKey("chain.code"), nullable=False),
    Column("kind", Kind(kinds.NoteKind), nullable=False),
    Column("text", Text, nullable=False),
    Column("place", Text, nullable=False),
)

assessment = Table(
    "assessment",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("chain", String(40), nullable=False),
    Column("segment", String(40), nullable=False),
    Column("coverage", Kind(kinds.Coverage), nullable=False),
    Column("source", Kind(kinds.Source), nullable=False),
    Column("degree", Kind(kinds.Degree)),
    Column("chokepoint", Boolean, nullable=False),
    Column("evidence", Text, nullable=False),
    Column("assessor", String(80), nullable=False),
    Column("assessed_on", IsoDate),
    Column("review_on", IsoDate),
    Column("countries", Words, nullable=False, server_default="[]"),
    ForeignKeyConstraint(["chain", "segment"], ["segment.chain", "segment.code"]),
    Index("ix_assessment_segment", "chain", "segment"),
    sqlite_autoincrement=True,
)

company = Table(
    "company",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("credit_code", String(40), nullable=False),
    Column("name", String(400), nullable=False),
    Column("name_key", String(400), nullable=False),
    Column("short_name", String(200), nullable=False),
    Column("stock_code", String(40), nullable=False),
    Column("former_names", Words, nullable=False),
    Column("region", String(20), nullable=False),
    Column("region_basis", String(20), nullable=False),
    Column("address", Text, nullable=False),
    Column("products", Words, nullable=False),
    Column("scope", Text, nullable=False),
    Column("industry", Text, nullable=False),
    Column("state", Kind(kinds.RegistrationState), nullable=False),
    Column("state_text", String(200), nullable=False),
    Column("legal_person", String(200), nullable=False, info={"not_personal": "in the public registry"}),
    Column("company_type", String(200), nullable=False),
    Column("size", String(80), nullable=False),
    Column("capital_wan", ExactDecimal),
    Column("currency", String(8), nullable=False),
    Column("founded_on", IsoDate),
    Column("insured_count", Integer),
    Column("website", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("version", Integer, nullable=False, default=1),
    sqlite_autoincrement=True,
)
"""Companies are found through the search index alone: with a million of them, an index on names or codes is
written all over with every few thousand rows of an import, 27 MB each time.
"""

qualification = Table(
    "qualification",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("company_id", ForeignKey("company.id"), nullable=False, index=True),
    Column("name", String(200), nullable=False),
    Column("level", String(80), nullable=False),
    Column("batch", String(80), nullable=False),
    Column("valid_until", IsoDate),
    sqlite_autoincrement=True,
)

contact = Table(
    "contact",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("company_id", ForeignKey("company.id"), nullable=False, index=True),
    Column("kind", String(20), nullable=False),
    Column("value", Text, nullable=False, info={"personal": True}),
    Column("person", String(80), nullable=False, server_default="", info={"personal": True}),
    Column("role", String(80), nullable=False, server_default="", info={"personal": True}),
    sqlite_autoincrement=True,
)

placement = Table(
    "placement",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("chain", String(40), nullable=False),
    Column("segment", String(40), nullable=False),
    Column("company_id", ForeignKey("company.id"), nullable=False, index=True),
    Column("role", Kind(kinds.Role), nullable=False),
    Column("decision", Kind(kinds.Decision), nullable=False),
    Column("product", Text, nullable=False),
    Column("capacity", Text, nullable=False),
    Column("share", Float),
    Column("purchase_wan", ExactDecimal),
    Column("evidence", Text, nullable=False),
    Column("local", Boolean),
    Column("placed_by", String(80), nullable=False),
    Column("placed_on", IsoDate),
    ForeignKeyConstraint(["chain", "segment"], ["segment.chain", "segment.code"]),
    UniqueConstraint("chain", "segment", "company_id"),
    sqlite_autoincrement=True,
)

target = Table(
    "target",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("chain", String(40), nullable=False),
    Column("segment", String(40), nullable=False),
    Column("company_id", ForeignKey("company.id"), nullable=False, index=True),
    Column("score", Float),
    Column("reason", Text, nullable=False),
    Column("phase", Kind(kinds.Phase), nullable=False),
    Column("priority", String(20), nullable=False),
    Column("responsible_unit", String(200), nullable=False),
    Column("responsible_person", String(80), nullable=False, info={"not_personal": "a colleague in office"}),
    Column("next_step", Text, nullable=False),
    Column("next_on", IsoDate),
    Column("investment_yi", ExactDecimal),
    Column("origin", Text, nullable=False),
    Column("remark", Text, nullable=False),
    Column("version", Integer, nullable=False, default=1),
    ForeignKeyConstraint(["chain", "segment"], ["segment.chain", "segment.code"]),
    UniqueConstraint("chain", "segment", "company_id"),
    sqlite_autoincrement=True,
)

follow_up = Table(
    "follow_up",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("target_id", ForeignKey("target.id"), nullable=False, index=True),
    Column("on", IsoDate, nullable=False),
    Column("text", Text, nullable=False),
    Column("by", String(80), nullable=False),
    sqlite_autoincrement=True,
)

company_list = Table(
    "company_list",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(80), nullable=False, unique=True),
    Column("wanted", Text, nullable=False),
    Column("sort", String(40), nullable=False),
    Column("author", String(80), nullable=False),
    Column("saved_at", UtcDateTime, nullable=False),
    Column("version", Integer, nullable=False, default=1),
    sqlite_autoincrement=True,
)
"""A filter of the registry under a name; `wanted` is the JSON text of chains.registry.filter_as_text."""

change_log = Table(
    "change_log",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("author", String(80), nullable=False),
    Column("action", String(40), nullable=False),
    Column("subject", Text, nullable=False),
    Column("kind", Kind(kinds.EntityKind), nullable=False),
    Column("item_count", Integer, nullable=False),
    Column("undoes", ForeignKey("change_log.number"), index=True),
    Column("seal", String(64)),
    Column("computer", String(80)),
    sqlite_autoincrement=True,
)

change_item = Table(
    "change_item",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("number", ForeignKey("change_log.number"), nullable=False, index=True),
    Column("table", String(40), nullable=False),
    Column("row_key", String(120), nullable=False),
    Column("before", Text),
    Column("after", Text),
    Column("seal", String(64)),
    Column("salt", String(32)),
    Index("ix_change_item_row", "table", "row_key"),
    sqlite_autoincrement=True,
)

ENTITY_OF_TABLE = {
    "setting": kinds.EntityKind.WORKSPACE,
    "chain": kinds.EntityKind.CHAIN,
    "stage": kinds.EntityKind.CHAIN,
    "product": kinds.EntityKind.SEGMENT,
    "segment": kinds.EntityKind.SEGMENT,
    "supply_link": kinds.EntityKind.CHAIN,
    "tier_name": kinds.EntityKind.CHAIN,
    "box": kinds.EntityKind.CHAIN,
    "snapshot": kinds.EntityKind.WORKSPACE,
    "scenario": kinds.EntityKind.WORKSPACE,
    "chain_note": kinds.EntityKind.CHAIN_NOTE,
    "assessment": kinds.EntityKind.ASSESSMENT,
    "company": kinds.EntityKind.COMPANY,
    "qualification": kinds.EntityKind.COMPANY,
    "contact": kinds.EntityKind.COMPANY,
    "placement": kinds.EntityKind.PLACEMENT,
    "company_list": kinds.EntityKind.COMPANY_LIST,
    "target": kinds.EntityKind.TARGET,
    "list_preset": kinds.EntityKind.WORKSPACE,
    **{kind.value: kinds.EntityKind.RECORD for kind in RECORD_TABLES},
    "follow_up": kinds.EntityKind.FOLLOW_UP,
    "erased_item": kinds.EntityKind.COMPANY,
    "carried_sign_in": kinds.EntityKind.WORKSPACE,
}
"""What a row of each table is, in the words of the change log."""
