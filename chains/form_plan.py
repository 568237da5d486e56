"""What importing returned forms would do, before anything is written: rows for the window and for JSON."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FormChange:
    """One cell that a form changes; values in the words of the screen, "" for blank.

    `form` is the index of its form. When it collides, `ours` is our value now, `who` set it and `when`.
    """

    form: int
    place: str
    company: str
    field: str
    base: str
    theirs: str
    ours: str
    collides: bool
    who: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class FormLine:
    """One form. `problems` are (sheet, row, cause) of what could not be taken; `made` is its log entry."""

    file: str
    unit: str
    made: int
    made_at: str
    changes: int
    collisions: int
    newcomers: tuple[str, ...]
    problems: tuple[tuple[str, int, str], ...]


@dataclass(frozen=True, slots=True)
class FormsPlan:
    """All forms of one import. `refused` are (file, why) of files that are no forms of this workspace.

    `deleted` are companies whose rows are gone from a form: their 结论 becomes 剔除, if a person says so.
    """

    forms: tuple[FormLine, ...]
    changes: tuple[FormChange, ...]
    refused: tuple[tuple[str, str], ...]
    deleted: tuple[FormChange, ...] = ()

    @property
    def collisions(self) -> tuple[int, ...]:
        """Indices of the changes that collide."""
        return tuple(at for at, one in enumerate(self.changes) if one.collides)


@dataclass(frozen=True, slots=True)
class FormDecisions:
    """What a person decided: collisions that the other side wins, and deleted rows that count as 剔除.

    Both by index, in FormsPlan.changes and FormsPlan.deleted.
    """

    theirs: frozenset[int] = frozenset()
    rejected: frozenset[int] = frozenset()
