"""Several processes write to one shared database while connections are cut; nothing is lost or there twice.

`python -m tests.trust.shared_writers [WRITERS SECONDS [URL]]` starts its own server unless it is told of one.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.engine import make_url

from app.services.workspace import Workspace
from chains.chain import SegmentRef
from chains.commands import AssessSegment, CompanyArrival, ImportCompanies
from chains.errors import SERVER_AWAY, Conflict, WorkspaceRefused
from db.checking import check_workspace
from db.places import without_password
from db.workspace_file import open_workspace
from tests.builders import a_company, set_up_shared
from tests.pg_server import NONE_HERE, PgServer, end_server, started_server

if TYPE_CHECKING:
    from sqlalchemy.engine import URL

    from db.database import SqlDatabase

ROOT = Path(__file__).parents[2]
REF = SegmentRef("tyre", "mould")
CUT_SECONDS = 0.7


def write_on_server(writers: int, seconds: float, server: PgServer | None = None) -> dict[str, object]:
    """Let them write, cut connections meanwhile; count what was acknowledged, refused, lost and doubled.

    Without a server one is started; where none can be had, `skipped` says why.
    """
    own = None if server is not None else started_server()
    server = server or own
    if server is None:
        return {"mode": "shared_writers", "skipped": NONE_HERE}
    url = server.fresh()
    try:
        set_up_shared(url)
        return _written(server, url, writers, seconds)
    finally:
        server.drop(url)
        end_server(own)


def _written(server: PgServer, url: URL, writers: int, seconds: float) -> dict[str, object]:
    children = [_start(url, f"写手{number}", seconds) for number in range(writers)]
    cuts = 0
    while any(child.poll() is None for child in children):
        time.sleep(CUT_SECONDS)
        victim = random.randrange(1 << 16)
        query = (
            "SELECT count(pg_terminate_backend(pid)) FROM (SELECT pid FROM pg_stat_activity"
            " WHERE datname = :d ORDER BY hashint4(pid + :v) LIMIT 1) s"
        )
        cuts += server.say(query, d=url.database, v=victim)[0][0]
    said = [line for child in children for line in child.communicate()[0].splitlines()]
    failed = sum(child.returncode != 0 for child in children)
    acknowledged = [line[1:] for line in said if line.startswith("+")]
    kept, numbers = _kept(url)
    return {
        "mode": "shared_writers",
        "writers": writers,
        "cuts": cuts,
        "acknowledged": len(acknowledged),
        "refused": sum(line.startswith("!") for line in said),
        "unknown": sum(line.startswith("?") for line in said),
        "failed": failed,
        "lost": len(set(acknowledged) - set(kept)),
        "twice": len(kept) - len(set(kept)),
        "gaps": len(numbers) - max(numbers),
        "sound": check_workspace(url).sound,
    }


def _kept(url: URL) -> tuple[list[str], list[int]]:
    """What the writers left, and the numbers of the log."""
    database = open_workspace(url)
    with database.read() as reader:
        texts = [one.evidence for one in reader.assessment_history(REF)]
        names = [one.name for one in reader.company_batch(0, 1_000_000)]
        numbers = [row.number for row in reader.change_log()]
    database.close()
    return [one for one in (*texts, *names) if one.startswith("写手")], numbers


def _start(url: URL, author: str, seconds: float) -> subprocess.Popen[str]:
    told = [sys.executable, "-m", "tests.trust.shared_writers", "--write", author, str(seconds)]
    return subprocess.Popen(
        [*told, without_password(url)], cwd=ROOT, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )


def _write(author: str, seconds: float, url: str) -> None:
    """Write what was seen, with its version, and companies; say of each what came of it."""
    workspace, number = Workspace(_opened(make_url(url)), author), 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        number += 1
        text = f"{author}-{number}"
        try:
            workspace.execute(_next_command(workspace, text, number))
        except Conflict:
            print("!", flush=True)  # noqa: T201 - the parent counts
        except WorkspaceRefused as refused:
            print("?" if refused.facts["reason"] == "outcome_unknown" else "!", flush=True)  # noqa: T201
        else:
            print(f"+{text}", flush=True)  # noqa: T201
    workspace.database.close()


def _opened(url: URL) -> SqlDatabase:
    """Opened, also when the first connection is the one that is cut."""
    while True:
        try:
            return open_workspace(url)
        except WorkspaceRefused as refused:
            if refused.facts["reason"] not in SERVER_AWAY:
                raise


def _next_command(workspace: Workspace, text: str, number: int) -> AssessSegment | ImportCompanies:
    if number % 3 == 0:
        return ImportCompanies("写手.csv", (CompanyArrival(a_company(text, "轮胎模具")),), {})
    with workspace.read() as reader:
        seen = reader.chain_state(REF.chain).chain.segment(REF.segment).version
    return AssessSegment(REF, evidence=text, expected_version=seen)


def main(arguments: list[str]) -> None:
    """Print the counts as a line of JSON."""
    if arguments and arguments[0] == "--write":
        _write(arguments[1], float(arguments[2]), arguments[3])
        return
    writers, seconds = (int(arguments[0]), float(arguments[1])) if len(arguments) > 1 else (8, 60.0)
    server = PgServer(make_url(arguments[2])) if len(arguments) > 2 else None
    print(json.dumps(write_on_server(writers, seconds, server), ensure_ascii=False))  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
