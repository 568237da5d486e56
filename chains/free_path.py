"""Where a new file can go without taking the place of one that is there."""

from __future__ import annotations

import os
from pathlib import Path

MOST_TRIES = 200


def free_path(folder: Path | str, name: str, *endings: str) -> Path:
    """`清单.xlsx` in the folder, `清单-2.xlsx` where there is one: it may hold what somebody wrote into it.

    `endings` are others (.png) of which no file of that name may be there either.
    """
    stem, dot, ending = name.rpartition(".")
    if not stem:
        stem, dot, ending = name, "", ""
    for number in range(1, MOST_TRIES):
        tried = stem if number == 1 else f"{stem}-{number}"
        whole = f"{tried}{dot}{ending}"
        if not any(os.path.lexists(Path(folder, one)) for one in (whole, *(f"{tried}{e}" for e in endings))):
            return Path(folder, whole)
    return Path(folder, name)
