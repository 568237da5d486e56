"""Who signed in on a shared database to make an entry, for entries that came from there by a copy."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, String, Table

from db.metadata import metadata

carried_sign_in = Table(
    "carried_sign_in",
    metadata,
    Column("number", ForeignKey("change_log.number"), primary_key=True, autoincrement=False),
    Column("login", String(80), nullable=False),
)
"""What the server had noted in `lianpu.signed`, or had been given itself; see db.sign_ins."""
