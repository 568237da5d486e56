"""Replays power cuts: what was written and not yet synced is lost, in part or torn, and nothing else may be.

`python -m tests.trust.power CUTS` prints one JSON object. A small library, compiled here, records every
write, sync and removal of a working process; a cut keeps what was synced and a random part of the rest,
sector by sector. It models what SQLite relies on, not disks that lie.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import struct
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from app.services.workspace import Workspace
from chains.commands import AssessSegment
from db.checking import check_workspace
from db.workspace_file import open_workspace
from tests.trust.kills import quick_folder
from tests.trust.work import REF, Edit

SECTOR = 512
CHANGES = 40
_HEAD = struct.Struct("<4q")


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that the process did to a file: open, write, sync, truncate, unlink, or acknowledge."""

    kind: str
    file: str
    offset: int = 0
    content: bytes = b""


@dataclass(slots=True)
class Disk:
    """What the disk holds for sure, and what was done since the last sync of each file or folder."""

    sure: dict[str, bytearray] = field(default_factory=dict)
    waiting: dict[str, list[Step]] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)


def can_compile() -> bool:
    """Whether there is a compiler, and a system whose calls can be recorded."""
    return sys.platform.startswith("linux") and shutil.which("gcc") is not None


def record_work(folder: Path, synchronous: str = "") -> tuple[Path, list[Step]]:
    """Let a process make changes, and read what it did; `synchronous` weakens the engine, for a control."""
    work = Edit()
    work.prepare(folder)
    shim, log = folder / "shim.so", folder / "log.bin"
    source = Path(__file__).with_name("power_shim.c")
    build = ["gcc", "-shared", "-fPIC", "-O1", "-o", str(shim), str(source), "-ldl"]
    subprocess.run(build, check=True, capture_output=True)
    start = folder / "start.db"
    shutil.copy(work.path, start)
    env = dict(os.environ, LD_PRELOAD=str(shim), POWER_LOG=str(log), POWER_PREFIX=str(work.path.parent))
    arguments = [sys.executable, "-m", "tests.trust.power", "work", str(work.path), synchronous]
    subprocess.run(arguments, check=True, env=env, cwd=Path(__file__).parents[2])
    return start, _steps(log.read_bytes(), work.path)


def cut(start: Path, steps: list[Step], at: int, moment: random.Random, folder: Path) -> str:
    """What is wrong with the workspace after the power went before step `at`; "" when nothing is."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    name = next(step.file for step in steps if step.kind == "o" and step.file.endswith(".lianpu"))
    disk = Disk(sure={name: bytearray(start.read_bytes())})
    acknowledged = 0
    for step in steps[:at]:
        if step.kind == "a":
            acknowledged = int(step.content)
        else:
            _do(disk, step)
    _lose(disk, moment)
    for file, content in disk.sure.items():
        (folder / Path(file).name).write_bytes(content)
    return _fault(folder / Path(name).name, acknowledged)


def _do(disk: Disk, step: Step) -> None:
    if step.kind == "o" and not _is_folder(step.file):
        if step.file not in disk.sure or step.file in disk.removed:
            disk.sure[step.file] = bytearray()
            disk.waiting.pop(step.file, None)
        disk.removed.discard(step.file)
    elif step.kind in {"w", "t"}:
        disk.waiting.setdefault(step.file, []).append(step)
    elif step.kind == "u":
        disk.removed.add(step.file)
        # A removal is sure when the folder is synced; until then the file may come back as it was.
    elif step.kind == "s" and _is_folder(step.file):
        for gone in disk.removed:
            disk.sure.pop(gone, None)
            disk.waiting.pop(gone, None)
        disk.removed.clear()
    elif step.kind == "s":
        for waiting in disk.waiting.pop(step.file, []):
            _apply(disk.sure[step.file], waiting)


def _lose(disk: Disk, moment: random.Random) -> None:
    """The power goes: of what waits some sectors arrive, some do not; so with removals."""
    for file, steps in disk.waiting.items():
        for step in steps:
            if step.kind == "t":
                if moment.random() < 0.5:
                    _apply(disk.sure[file], step)
                continue
            for start in range(0, len(step.content), SECTOR):
                if moment.random() < 0.5:
                    part = Step("w", file, step.offset + start, step.content[start : start + SECTOR])
                    _apply(disk.sure[file], part)
    for gone in disk.removed:
        if moment.random() < 0.5:
            disk.sure.pop(gone, None)


def _apply(content: bytearray, step: Step) -> None:
    if step.kind == "t":
        del content[step.offset :]
        content.extend(bytes(step.offset - len(content)))
        return
    content.extend(bytes(max(0, step.offset - len(content))))
    content[step.offset : step.offset + len(step.content)] = step.content


def _fault(path: Path, acknowledged: int) -> str:
    database = open_workspace(path)
    with database.read() as reader:
        history = [one.evidence for one in reversed(reader.assessment_history(REF))]
    database.close()
    said = [text for text in history if text.startswith("第")]
    if said != [f"第{number}次" for number in range(1, len(said) + 1)]:
        return f"in part: {said[-3:]}"
    if len(said) < acknowledged:
        return f"{acknowledged - len(said)} lost"
    report = check_workspace(path)
    return "" if report.sound else f"not sound: {report.findings}"


def _is_folder(file: str) -> bool:
    return not Path(file).name.startswith("工作区")


def _steps(log: bytes, path: Path) -> list[Step]:
    """The record, with file descriptors turned into names; what was written to the side file acknowledges."""
    names: dict[int, str] = {}
    steps, at = [], 0
    while at < len(log):
        kind, fd, offset, length = _HEAD.unpack_from(log, at)
        at += _HEAD.size
        content = log[at : at + length]
        at += length
        kind = chr(kind)
        if kind in {"o", "u"}:
            name = content.decode()
            if kind == "o":
                names[fd] = name
            steps.append(Step(kind, name))
        elif names[fd].endswith(".ack"):
            steps.append(Step("a", names[fd], content=content.strip()))
        else:
            steps.append(Step(kind, names[fd], offset, content))
    del path
    return steps


def _work(path: Path, synchronous: str) -> None:
    """The process that is recorded: some changes, each acknowledged to a side file."""
    if synchronous:
        import db.engine

        pragmas = [one for one in db.engine._PRAGMAS if "synchronous" not in one]
        db.engine._PRAGMAS = (*pragmas, f"PRAGMA synchronous={synchronous}")
    acknowledgements = os.open(f"{path}.ack", os.O_CREAT | os.O_WRONLY, 0o644)
    workspace = Workspace(open_workspace(path), "甲")
    for number in range(1, CHANGES + 1):
        workspace.execute(AssessSegment(REF, evidence=f"第{number}次"))
        os.write(acknowledgements, f"{number}\n".encode())


def cut_often(cuts: int, folder: Path, synchronous: str = "", seed: int = 1) -> dict[str, object]:
    """Record once, cut so many times; what was wrong. Every second cut comes as a change was acknowledged."""
    start, steps = record_work(folder, synchronous)
    moment, faults = random.Random(seed), []
    told = [number for number, step in enumerate(steps, 1) if step.kind == "a"]
    for number in range(cuts):
        at = moment.choice(told) if number % 2 else moment.randrange(len(steps) + 1)
        try:
            fault = cut(start, steps, at, moment, folder / "cut")
        except Exception as error:  # noqa: BLE001 - whatever opening says is what is looked for
            fault = str(error)
        if fault:
            faults.append(f"{number}: {fault}")
    changes = sum(step.kind == "a" for step in steps)
    return {"mode": "power", "cuts": cuts, "steps": len(steps), "changes": changes, "faults": faults}


def main(arguments: list[str]) -> int:
    """Cut, or be the process that is recorded."""
    if arguments[0] == "work":
        _work(Path(arguments[1]), arguments[2])
        return 0
    with tempfile.TemporaryDirectory(dir=quick_folder()) as folder:
        found = cut_often(int(arguments[0]), Path(folder), *arguments[1:])
    print(json.dumps(found, ensure_ascii=False))  # noqa: T201 - what it is for
    return 1 if found["faults"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
