"""Values waiting on disk: a million rows between the look at them and the writing of them."""

from __future__ import annotations

import pickle
import tempfile
from array import array
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from chains.disk_room import disk_room, is_disk_full
from chains.errors import WorkspaceRefused

if TYPE_CHECKING:
    from collections.abc import Iterator


class Spool:
    """A list that lives in a temporary file of our own, gone when it is closed. Not for several threads.

    Everything raises WorkspaceRefused where the disk of temporary files is full.
    """

    def __init__(self) -> None:
        with _room():
            self._file = tempfile.TemporaryFile(prefix="lianpu-")  # noqa: SIM115 - closed by close
        self._places, self._sizes = array("Q"), array("I")
        self._end = 0
        self._at_end = True

    def __len__(self) -> int:
        """How many values there are."""
        return len(self._places)

    def __iter__(self) -> Iterator[Any]:
        """All of them, in order."""
        for place in range(len(self._places)):
            yield self[place]

    def __getitem__(self, place: int) -> Any:  # noqa: ANN401 - what was put there
        """The value in the place."""
        with _room():
            self._file.seek(self._places[place])
            self._at_end = False
            # Reading one after the other stays within the file's buffer; pickle.load asked for every value.
            return pickle.loads(self._file.read(self._sizes[place]))

    def append(self, value: Any) -> int:  # noqa: ANN401 - any plain value
        """Put it at the end; returns its place."""
        return self.append_packed(pickle.dumps(value, protocol=5))

    def append_packed(self, body: bytes) -> int:
        """Put a value at the end that is pickled already; returns its place."""
        self._places.append(self._write(body))
        self._sizes.append(len(body))
        return len(self._places) - 1

    def replace(self, place: int, value: Any) -> None:  # noqa: ANN401 - any plain value
        """Put another value in the place."""
        body = pickle.dumps(value, protocol=5)
        self._places[place], self._sizes[place] = self._write(body), len(body)

    def close(self) -> None:
        """Let the file go."""
        with suppress(OSError):  # what waits to be written need not be
            self._file.close()

    def _write(self, body: bytes) -> int:
        with _room():
            if not self._at_end:
                self._file.seek(self._end)
                self._at_end = True
            start = self._end
            self._end += self._file.write(body)
            return start


@contextmanager
def _room() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if not is_disk_full(error):
            raise
        folder = tempfile.gettempdir()
        raise WorkspaceRefused(file=folder, reason="temporary_full", **disk_room(folder)) from error
