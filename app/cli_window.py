"""The verb that opens the window."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from app.cli_words import ChineseCommand
from db.places import workspace_place


@click.command("open", cls=ChineseCommand)
@click.argument("workspace_name", metavar="[工作区]", required=False)
def open_window(workspace_name: str | None) -> None:
    """打开窗口。"""
    from app.desktop.opening import run  # noqa: PLC0415 - only this verb and the drawing ones need Qt

    place = workspace_place(workspace_name) if workspace_name else None
    if place is not None and not isinstance(place, Path):
        from app.cli_io import warn_of_password  # noqa: PLC0415 - the window begins without the verbs' parts

        warn_of_password(place)
    sys.exit(run(place))
