"""What is known of a workspace's soundness: what a check found, what was rescued, which backups there are."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path


class Rule(StrEnum):
    """What a check looks for."""

    INTEGRITY = "integrity"
    REFERENCE = "reference"
    PARENT = "parent"
    SHARE = "share"
    INDEX = "index"
    LOG = "log"
    SUBJECT = "subject"
    BORROWED_NAME = "borrowed_name"


class BackupKind(StrEnum):
    """Why a backup was taken; `bulk` is before much was changed at once. These and `auto` are thinned out."""

    AUTO = "auto"
    BULK = "bulk"
    MANUAL = "manual"
    UPGRADE = "upgrade"
    RESTORE = "restore"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong. `place` is a table or a chain; `examples` name the first few, as text."""

    rule: Rule
    place: str
    count: int
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a full check found, and how many rows of each table it saw.

    `notes` are what a person should look at, and no damage. `hidden` names tables of which a role on a server
    hides rows: what they hold was not checked.
    """

    findings: tuple[Finding, ...]
    rows: Mapping[str, int]
    hidden: tuple[str, ...] = ()
    notes: tuple[Finding, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings


@dataclass(frozen=True, slots=True)
class RescuedTable:
    """Rows of one table that were saved, and the ids of rows that could not be read or fit nowhere.

    An unreadable range whose end is not known ends with 0, and counts as one.
    """

    table: str
    saved: int
    unreadable: tuple[tuple[int, int], ...] = ()
    dropped: tuple[int, ...] = ()

    @property
    def lost(self) -> int:
        """How many ids are not there any more; of unreadable ones some may never have been."""
        return len(self.dropped) + sum(max(last - first + 1, 1) for first, last in self.unreadable)


@dataclass(frozen=True, slots=True)
class RescueReport:
    """What was saved of a damaged workspace, table by table."""

    tables: tuple[RescuedTable, ...]

    @property
    def lost(self) -> int:
        """Rows that could not be saved, of all tables."""
        return sum(table.lost for table in self.tables)


@dataclass(frozen=True, slots=True)
class CopiedTable:
    """One table of a copied workspace: how many rows both sides hold, and the hash of all that is in them."""

    table: str
    rows: int
    digest: str


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup. What was changed last is "" and `number` 0 where its note beside it is missing."""

    file: Path
    at: datetime
    kind: BackupKind
    size_bytes: int
    number: int = 0
    action: str = ""
    subject: str = ""
    author: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class BackupContents:
    """Names of chains, rows by table, the newest entries of the log as (at, author, action, subject)."""

    chains: tuple[str, ...]
    counts: Mapping[str, int]
    entries: tuple[tuple[str, str, str, str], ...]
