"""What the verbs of the command line share: opening a workspace, naming things in it, printing."""

from __future__ import annotations

import getpass
import json
import sys
import time
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from app.messages import tell
from app.passwords import entered
from app.services.finding import find_chain, find_segment
from app.services.workspace import Workspace
from app.terminal_text import for_terminal, json_for_terminal
from app.used_words import kept_text
from chains import words
from chains.errors import WorkspaceRefused
from db.backups import take_due_backup
from db.places import Place, SomePlace, has_password, place_text, shared_parts, with_password
from db.workspace_file import open_workspace, workspace_place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from chains.chain import SegmentRef
    from chains.events import Outcome

_Result = TypeVar("_Result")

_CLEANED_AT_ONCE = 1.0
"""Seconds of clearing away what killed imports left; nobody sees what is left for the next command."""

_TOLD_EVERY_S = 0.2

_SEEN_BY_OTHERS = (
    "提醒：密码写在命令行里，同一台电脑上的其他人看得到，也会留在命令历史里。"
    "地址里请不写密码（会询问），或用 PGPASSFILE 指定密码文件。"
)

_AT_NO_COST_BYTES = 32 * 2**20
"""A backup of so much takes 0.4 s, once a day; of 1.1 GB 12 s, which the window does behind the work."""

in_workspace = click.option(
    "-w",
    "--workspace",
    "workspace_name",
    required=True,
    metavar="工作区",
    help="工作区文件（.lianpu），或共享数据库的地址",
)
as_json = click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 值")
signed = click.option("--by", "author", default=None, metavar="姓名", help="署名，默认为系统用户名")
one_chain = click.option(
    "--chain", "chain_name", default=None, metavar="产业链", help="只看一条链（编号或名称）"
)
no_backup = click.option(
    "--no-backup", is_flag=True, help="写入的内容很多时，也不先备份工作区（备份做不成时用）"
)
most_listed = click.option(
    "--limit",
    default=20,
    show_default=True,
    type=click.IntRange(1, 10_000),
    metavar="家数",
    help="最多列出几家",
)


@contextmanager
def opened(name: str, author: str | None = None) -> Iterator[Workspace]:
    """The workspace of that name, closed again at the end."""
    database = database_at(workspace_place(name), open_workspace)
    try:
        if database.has_leftovers():
            database.clean_up(_CLEANED_AT_ONCE)
        yield Workspace(database, author or usual_name(database.place))
    finally:
        database.close()
        if database.has_written:
            take_days_backup(database.place)


def take_days_backup(place: Place) -> None:
    """The first backup of the day, once something was changed, of a file that it takes no time of.

    The change is kept already: a backup that cannot be made is told, and is no failure of the command.
    """
    if not isinstance(place, Path) or not place.is_file() or place.stat().st_size > _AT_NO_COST_BYTES:
        return
    now = datetime.now().astimezone()
    try:
        take_due_backup(place, every=now - now.replace(hour=0, minute=0, second=0, microsecond=0))
    except WorkspaceRefused as error:
        click.echo(for_terminal(f"更改已保存，但今天的备份没有做成：{tell(error)}"), err=True)


def database_at(place: SomePlace, use: Callable[[SomePlace], _Result]) -> _Result:
    """What `use` makes of the place; where a server wants a password, it is looked up or asked for.

    Nothing is asked where nobody can answer: then the server's refusal is raised.
    """
    warn_of_password(place)
    place = entered(place)
    try:
        return use(place)
    except WorkspaceRefused as error:
        asks = error.facts["reason"] == "wrong_password" and not has_password(place)
        if not asks or not sys.stdin.isatty():
            raise
    return use(with_password(place, click.prompt(f"{place_text(place)} 的密码", hide_input=True)))


def warn_of_password(place: Place) -> None:
    """A command line is seen by everybody on the computer, and kept in the shell's history."""
    if not isinstance(place, Path) and has_password(place):
        click.echo(_SEEN_BY_OTHERS, err=True)


def chain_code(workspace: Workspace, name: str | None) -> str | None:
    """Code of the chain meant, None for all."""
    if name is None:
        return None
    with workspace.read() as reader:
        return find_chain(reader, name)


def segment_ref(workspace: Workspace, chain_name: str, segment_name: str) -> SegmentRef:
    """The segment meant."""
    with workspace.read() as reader:
        return find_segment(reader.chain_state(find_chain(reader, chain_name)), segment_name).ref


def usual_name(place: Place) -> str:
    """Who signs where no name is given: on a server who signed in there, else who is at this machine."""
    return shared_parts(place)[3] or system_user()


def system_user() -> str:
    """Who is signed in at this machine."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "本机用户"


@contextmanager
def progress_told() -> Iterator[Callable[[int, int, str], None]]:
    """A step that writes how far it is into one line of a terminal; nothing where none is read."""
    is_read = sys.stderr.isatty()
    last = time.monotonic()

    def step(done: int, total: int, text: str) -> None:
        nonlocal last
        if is_read and (done >= total or time.monotonic() - last > _TOLD_EVERY_S):
            last = time.monotonic()
            click.echo(f"\r{for_terminal(text)} {100 * done // max(total, 1)}%\x1b[K", nl=False, err=True)

    try:
        yield step
    finally:
        if is_read:
            click.echo("\r\x1b[K", nl=False, err=True)


def say_done(outcome: Outcome) -> None:
    """Print what a command did."""
    label = words.action_text(outcome.action, outcome.subject)
    click.echo(
        "内容未变，没有记录。"
        if outcome.number is None
        else f"已完成：{label}（变更记录 {outcome.number}）。{kept_text(outcome)}"
    )


def put(value: Any, as_json: bool, lines: list[str]) -> None:  # noqa: ANN401
    """Print the value as JSON and nothing else, or the lines; no sign in them is obeyed by the terminal."""
    if as_json:
        click.echo(json_for_terminal(json.dumps(value, ensure_ascii=False, indent=2)))
    else:
        click.echo(for_terminal("\n".join(lines)))
