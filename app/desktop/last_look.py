"""The map as it was when the window was closed, kept for the next start.

It is shown again only when the workspace is exactly as it was then, so that it can never be wrong.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from zlib import crc32

from app.desktop.look_text import shape_of_values, text_of, value_of
from chains.coverage_signs import stale_segments
from db.file_state import file_stamp, newest_entry

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from chains.layout_shapes import Point
    from widgets.map.scene import MapPicture

MOST_LETTERS = 2_000_000
"""A larger map would take longer to read back than to read from the workspace."""


@dataclass(frozen=True, slots=True)
class LastLook:
    """A picture with what its drawing was made of: boxes put by hand, and whether long was looked for it.

    `number` is that of the change log's newest entry that it takes in.
    """

    picture: MapPicture
    pins: Mapping[str, Point]
    is_best: bool
    number: int


def keep_look(file: Path, workspace: Path, look: LastLook | None) -> None:
    """Keep the look of a workspace that is closed now; None takes away what was kept."""
    stamp = None if look is None else file_stamp(workspace)
    body = "" if look is None else text_of((look.picture, look.pins, look.is_best, look.number))
    if look is None or stamp is None or len(body) > MOST_LETTERS or newest_entry(workspace) != look.number:
        file.unlink(missing_ok=True)
        return
    head = {
        "workspace": str(workspace.resolve()),
        "stamp": stamp,
        "shape": shape_of_values(),
        "sum": _sum(body),
    }
    with suppress(OSError):  # without it the next start is slower, nothing else
        file.parent.mkdir(parents=True, exist_ok=True)
        beside = file.with_suffix(".part")
        # For the user's eyes alone: names of suppliers stand in it.
        handle = os.open(beside, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(f"{json.dumps(head, ensure_ascii=False)}\n{body}")
        beside.replace(file)


def kept_look(file: Path, workspace: Path, today: date) -> LastLook | None:
    """The look that was kept, when the workspace is as it was; None when it is not, or cannot be read."""
    try:
        first, _, body = file.read_text(encoding="utf-8").partition("\n")
        head = json.loads(first)
        known = (head["workspace"], head["shape"], head["sum"])
        stamp = file_stamp(workspace)
        if known != (str(workspace.resolve()), shape_of_values(), _sum(body)):
            return None
        if stamp is None or head["stamp"] != stamp:
            return None
        look = LastLook(*value_of(body))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    # Day by day assessments grow stale without any change.
    return replace(look, picture=replace(look.picture, stale=stale_segments(look.picture.state, today)))


def _sum(body: str) -> int:
    return crc32(body.encode())
