"""Makes a workspace file: beside its place first, renamed when it is whole, so never half."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from chains.errors import WorkspaceRefused
from db.engine import make_file_engine
from db.faults import known_faults
from db.schema import upgrade

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection


@contextmanager
def new_file(path: Path) -> Iterator[Connection]:
    """A transaction on a file with tables and no rows; the file is there when the block ended well.

    Raises WorkspaceRefused when the file exists or its folder cannot be written.
    """
    if path.exists():
        raise WorkspaceRefused(file=str(path), reason="exists")
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.unlink(missing_ok=True)
        beside.touch()
        upgrade(beside)
        engine = make_file_engine(beside)
        with known_faults(engine), engine.begin() as connection:
            yield connection
        engine.dispose()
        beside.replace(path)
    except OSError as error:
        raise WorkspaceRefused(file=str(path), reason="cannot_create", detail=error.strerror) from None
    finally:
        beside.unlink(missing_ok=True)
