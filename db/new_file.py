"""Makes a workspace file: beside its place first, renamed when it is whole, so never half."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from chains.errors import WorkspaceRefused
from db.engine import make_file_engine
from db.faults import making
from db.schema import upgrade

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection


def make_folder_of(path: Path) -> None:
    """The folder that a new file is to lie in. Raises WorkspaceRefused where it cannot be made."""
    with making(path):
        path.parent.mkdir(parents=True, exist_ok=True)


@contextmanager
def new_file(path: Path) -> Iterator[Connection]:
    """A transaction on a file with tables and no rows; the file is there when the block ended well.

    Raises WorkspaceRefused when the file exists or its folder cannot be written.
    """
    if path.exists():
        raise WorkspaceRefused(file=str(path), reason="exists")
    beside = path.with_name(f".{path.name}.new")
    try:
        with making(path):
            beside.unlink(missing_ok=True)
            beside.touch()
            upgrade(beside)
            engine = make_file_engine(beside)
            with engine.begin() as connection:
                yield connection
            engine.dispose()
            beside.replace(path)
    finally:
        for ending in ("", "-journal"):
            with suppress(OSError):
                beside.with_name(beside.name + ending).unlink(missing_ok=True)
