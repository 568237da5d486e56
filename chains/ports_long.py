"""What changes of any size need from storage: imports, their undo, and what became of what was cut off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from chains.errors import WorkspaceRefused
    from chains.registry import BulkOutcome
    from chains.registry_ports import BulkWriter


class LongWork(Protocol):
    """Writing in short transactions, while others go on working."""

    def is_back_after(self, error: WorkspaceRefused) -> bool:
        """Whether a unit of work that ended so left nothing, and what it needs is there again.

        Waits a while for a server that is away.
        """

    def landed(self, error: WorkspaceRefused) -> int | None:
        """Number of the entry that stands though work ended so; None when it left nothing.

        Waits for a server that is away; raises `error` when it does not come back, or has another reason.
        """

    def back_up_first(self, step: Callable[[int, int, str], None]) -> None:
        """Back the file up before much is changed at once; a shared database is its server's to keep.

        Raises NotBackedUp; WorkspaceRefused where nothing can be written at all, or the file is damaged.
        """

    def reverts_in_steps(self, number: int) -> bool:
        """Whether taking that entry back is long work: an import that changed many companies."""

    def revert_in_steps(
        self,
        author: str,
        number: int,
        said: tuple[str, str],
        step: Callable[[int, int, str], None],
        *,
        keeps_used: bool = False,
    ) -> BulkOutcome:
        """Take such an entry back while others go on working; `said` is action and subject of the new one.

        Companies that it added and that were used since stay with `keeps_used`, and forbid it without.

        Raises NotUndoable; Cancelled from `step` leaves all as it was until it is in force.
        """

    def bulk(self, author: str, file_name: str) -> AbstractContextManager[BulkWriter]:
        """Begin an import of any size; leaving without `publish` takes everything back."""
