"""Which files come in when files and folders are named."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_ENDINGS = frozenset({".xlsx", ".xlsm", ".xls", ".et"})


def form_files(named: Iterable[Path]) -> tuple[Path, ...]:
    """The files, each once; of a folder the workbooks in it, without those that a program has open (~$)."""
    found: list[Path] = []
    for path in named:
        if path.is_dir():
            found += sorted(
                one
                for one in path.iterdir()
                if one.suffix.lower() in _ENDINGS and not one.name.startswith(("~$", ".~"))
            )
        else:
            found.append(path)
    return tuple(dict.fromkeys(found))
