"""Which placements put a company on a segment, and which only say what staff hold of a match."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_

from chains.kinds import Decision, Role
from db import tables

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement


def is_placed() -> ColumnElement[bool]:
    """Whether a row of placements places its company: a verdict on a match (确认, 剔除) does not."""
    table = tables.placement
    return or_(table.c.role != Role.CANDIDATE, table.c.decision == Decision.TO_REVIEW)
