"""What a handler says of its work; the change log's entry is made from it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Done:
    """`action` is a key of chains.words.ACTION, `subject` what it was done to, `created` a new thing's id.

    `kept_used` counts companies that stay though their import is taken back.
    `logged_always`: it is an entry of the log though it wrote nothing. `is_final`: it cannot be taken back.
    """

    action: str
    subject: str
    created: int = 0
    undoes: int | None = None
    logged_always: bool = False
    is_final: bool = False
    kept_used: int = 0
