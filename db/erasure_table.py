"""Which changes of the log were erased, by which entry: the log's seals still hold for what is left."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, String, Table

from db.metadata import metadata

erased_item = Table(
    "erased_item",
    metadata,
    Column("item", ForeignKey("change_item.id"), primary_key=True, autoincrement=False),
    Column("number", ForeignKey("change_log.number"), nullable=False, index=True),
    Column("seal", String(64), nullable=False),
)
"""`seal` is made from the item's own seal and from the item as it stands erased; see db.erased_seals."""
