"""Every export on a disk that fills up while it writes: told in words, the old file whole, nothing beside it.

`python -m tests.trust.full_disk [TRIES]` prints what was found as JSON. A file that may not grow any longer
fails as on a full disk, at any byte that is wanted.
"""

from __future__ import annotations

import io
import json
import os
import resource
import sys
import tempfile
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from app.__main__ import note_late_failures
from app.cli import main as run_cli
from tests.builders import a_company, a_workspace, bring_in

TRIES = 12
CHAIN = ["--chain", "轮胎"]
# Its links do not cross, so no time goes into a better drawing of it.
DRAWN = ["--chain", "光电子及通信传输"]
EXPORTS: dict[str, list[str]] = {
    "图谱.png": ["map", *DRAWN],
    "图谱.svg": ["map", *DRAWN],
    "图谱.pdf": ["map", *DRAWN],
    "缺口.xlsx": ["gaps"],
    "目标.xlsx": ["targets"],
    "企业.xlsx": ["companies"],
    "企业.csv": ["companies"],
    "轮胎.xlsx": ["chain", "轮胎"],
    "轮胎.graphml": ["chain", "轮胎"],
    "轮胎.drawio": ["chain", "轮胎"],
    "清单.xlsx": ["lists", *CHAIN],
    "报告.docx": ["report", *DRAWN],
    "填报表.xlsx": ["form", "--district", "371002"],
    "园区.xlsx": ["records", "园区"],
    "优先级.xlsx": ["priorities"],
    "配套.xlsx": ["matches"],
    "拜访.docx": ["visit", "轮胎", "轮胎模具", "甲模具股份有限公司"],
    "一图N清单": ["package", *DRAWN],
}


def export_on_full_disks(tries: int, folder: Path) -> dict[str, object]:
    """Let each export fail at `tries` places of its file; counts, and what was wrong."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    note_late_failures()
    workspace = a_workspace(folder / "工作区.lianpu")
    bring_in(workspace, *(a_company(f"{sign}模具股份有限公司", "轮胎模具") for sign in "甲乙丙丁"))
    workspace.database.close()
    out = folder / "out"
    out.mkdir()
    faults: list[str] = []
    done = 0
    for name, words in EXPORTS.items():
        arguments = ["export", *words, str(out / name), "-w", str(folder / "工作区.lianpu")]
        status, said = _run(arguments)
        if status:
            faults.append(f"{name}: {said}")
            continue
        largest = max(len(data) for data in _contents(out / name).values())
        before = _contents(out)
        for at in range(tries):
            limit = largest * at * 9 // (tries * 10)
            faults += [f"{name} at {limit}: {fault}" for fault in _filled(arguments, limit, out, before)]
            done += 1
    return {"exports": len(EXPORTS), "tries": done, "faults": faults}


def _filled(arguments: list[str], limit: int, out: Path, before: dict[str, bytes]) -> list[str]:
    status, said = _run(arguments, limit)
    faults = []
    if status != 2:
        faults.append(f"status {status}")
    if "原有文件未变" not in said or "Traceback" in said:
        faults.append(f"said {said!r}")
    if _contents(out) != before:
        faults.append("the folder is not as it was")
    return faults


def _run(arguments: list[str], limit: int | None = None) -> tuple[int, str]:
    """Exit status and what was said; no file may grow beyond `limit` bytes."""
    said = io.StringIO()
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    if limit is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, usual[1]))
    try:
        with redirect_stdout(said), redirect_stderr(said):
            status = run_cli(arguments)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    return status, said.getvalue().strip()


def _contents(path: Path) -> dict[str, bytes]:
    """What lies there, by name: a file, or all files of a folder."""
    files = [path] if path.is_file() else sorted(path.rglob("*"))
    return {str(file): file.read_bytes() for file in files if file.is_file()}


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        found = export_on_full_disks(int(sys.argv[1]) if sys.argv[1:] else TRIES, Path(scratch))
    print(json.dumps(found, ensure_ascii=False))  # noqa: T201 - what it is for
