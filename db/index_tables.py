"""The tables of the registry's index and of imports under way: derived, or in waiting."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
)

from chains import kinds
from db.metadata import metadata
from db.types import Kind, UtcDateTime

search_segment = Table(
    "search_segment",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("first_id", Integer, nullable=False),
    Column("last_id", Integer, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("ready", Boolean, nullable=False),
    Column("ids", LargeBinary, nullable=False),
    sqlite_autoincrement=True,
)
"""Up to 65,536 companies that the index holds together; `ids` are theirs, four bytes each, ascending."""

search_column = Table(
    "search_column",
    metadata,
    Column("segment", Integer, primary_key=True, autoincrement=False),
    Column("name", String(20), primary_key=True),
    Column("data", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
"""One fact of all companies of a segment as an array (db.facets): what is filtered and sorted by."""

search_posting = Table(
    "search_posting",
    metadata,
    Column("segment", Integer, primary_key=True, autoincrement=False),
    Column("term", BigInteger, primary_key=True, autoincrement=False),
    Column("rows", Integer, nullable=False),
    Column("numbers", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
"""Which companies of a segment have a term (db.posting). A segment's rows lie together: it is appended."""

search_moved = Table(
    "search_moved",
    metadata,
    Column("company_id", Integer, primary_key=True, autoincrement=False),
    Column("segment", Integer, nullable=False),
)
"""Companies changed since they were indexed: the segment that tells the truth of each, 0 when it is gone."""

import_batch = Table(
    "import_batch",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("file_name", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("author", String(80), nullable=False),
    Column("writer", String(120), nullable=False),
    Column("phase", Kind(kinds.BatchPhase), nullable=False),
    Column("number", Integer),
    Column("added", Integer, nullable=False),
    Column("updated", Integer, nullable=False),
    sqlite_autoincrement=True,
)
"""One import of many companies. What it added shows only in phase `published`; `number` is its log entry.

While it is written `at` is when it was last alive, and `writer` names its process.
"""

import_range = Table(
    "import_range",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("batch", ForeignKey("import_batch.id"), nullable=False, index=True),
    Column("first_id", Integer, nullable=False),
    Column("last_id", Integer, nullable=False),
)
"""Ids of the companies that an import added."""

staged_update = Table(
    "staged_update",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("batch", ForeignKey("import_batch.id"), nullable=False, index=True),
    Column("company_id", Integer, nullable=False),
    Column("seen_version", Integer, nullable=False),
    Column("arrival", Text, nullable=False),
)
"""What an import will change in companies that are there, as JSON, until it is carried out."""

change_subject = Table(
    "change_subject",
    metadata,
    Column("kind", String(20), primary_key=True),
    Column("subject", String(120), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)
"""Which chains, segments and companies an entry of the change log is about (db.change_subjects)."""

DERIVED = frozenset(
    {"search_column", "search_segment", "search_posting", "search_moved"}
    | {"import_batch", "import_range", "staged_update", "change_subject"}
)
"""Made from other tables, or in waiting: what they hold is not in the change log."""
