"""Fuzzing that follows coverage (atheris) of every importer: `python -m tests.trust.guided SECONDS [KIND …]`.

Prints one JSON object for each kind of file. Atheris has wheels for some Pythons only; where it is not there,
that is said and nothing is tried.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import closing
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path

from tests.trust.guided_seeds import KINDS, a_filled_workspace, most_bytes, seeds_for
from tests.trust.guided_trial import FOUND, TEMPLATE
from tests.trust.kills import quick_folder

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "bad-inputs"
LONGEST_S = 20
"""Longer than this for one input is a hang for libFuzzer."""
_RSS_MB = 1_500
_STATUS = re.compile(r"#(\d+)\s+\w+\s+cov: (\d+) ft: (\d+) corp: (\d+)")
_KEPT = "LIANPU_FUZZ_FOLDER"
"""Environment: where to keep inputs and findings; otherwise they are thrown away."""


def can_follow() -> bool:
    """Whether atheris is installed."""
    return sys.platform == "linux" and find_spec("atheris") is not None


@dataclass(frozen=True, slots=True)
class Fuzzed:
    """What fuzzing one importer came to: inputs tried, branches reached, lines run of how many by module."""

    kind: str
    seconds: int
    tried: int
    seeds: int
    kept: int
    edges: int
    lines: dict[str, list[int]]
    faults: tuple[str, ...]

    @property
    def lines_run(self) -> int:
        """Lines of the importer that what was kept runs through."""
        return sum(run for run, _ in self.lines.values())

    @property
    def lines_there(self) -> int:
        """Lines that the importer has."""
        return sum(there for _, there in self.lines.values())


def fuzz_guided(kind: str, seconds: int, folder: Path) -> Fuzzed:
    """Fuzz one importer for so long: inputs tried, branches and lines reached, what was found."""
    corpus = _prepared(kind, folder)
    began_with = len(list(corpus.iterdir()))
    tried = edges = crashes = 0
    left = float(seconds)
    while left > 1:
        told, code = _run(kind, folder, corpus, int(left))
        status = _STATUS.findall(told)
        tried += int(status[-1][0]) if status else 0
        edges = max([edges, *(int(one[1]) for one in status)])
        spent = re.search(r"in (\d+) second", told)
        left = 0 if code == 0 or crashes > 20 else left - max(5.0, float(spent[1]) if spent else 30.0)
        crashes += code != 0
    kept = len(list(corpus.iterdir()))
    lines, faults = _lines(kind, folder), _faults(kind, folder)
    return Fuzzed(kind, seconds, tried, began_with, kept, edges, lines, faults)


def _prepared(kind: str, folder: Path) -> Path:
    corpus = folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    template = folder / TEMPLATE
    if not template.exists():
        workspace = a_filled_workspace(template)
        with closing(workspace.database):
            for number, data in enumerate(seeds_for(kind, workspace, folder, SHARED)):
                (corpus / f"seed-{number}").write_bytes(data)
    return corpus


def _run(kind: str, folder: Path, corpus: Path, seconds: int) -> tuple[str, int]:
    options = [
        str(corpus), f"-max_total_time={seconds}", f"-max_len={most_bytes(kind)}", f"-timeout={LONGEST_S}",
        f"-rss_limit_mb={_RSS_MB}", f"-artifact_prefix={folder}/died-", "-len_control=20",
    ]  # fmt: skip
    command = [sys.executable, "-m", "tests.trust.guided_target", kind, str(folder), *options]
    settings = {**os.environ, "PYTHONPATH": str(ROOT), "RUST_BACKTRACE": "0"}
    done = subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, check=False)
    told = (done.stdout + done.stderr).decode("utf-8", "replace")
    (folder / "told.txt").write_text(told, encoding="utf-8")
    return told, done.returncode


def _lines(kind: str, folder: Path) -> dict[str, list[int]]:
    """Lines of the importers that what was kept runs through, of how many: by module."""
    command = [sys.executable, "-m", "tests.trust.guided_lines", kind, str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    lines: dict[str, list[int]] = json.loads(done.stdout or b"{}")
    return lines


def _faults(kind: str, folder: Path) -> tuple[str, ...]:
    found = [json.loads(one.read_text("utf-8"))["what"] for one in sorted((folder / FOUND).glob("*.json"))]
    for file in sorted(folder.glob("died-*")):
        # A reader that kills its process is what it has a process for: does the program say so and go on?
        command = [sys.executable, "-m", "tests.trust.guided_trial", kind, str(folder), str(file)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
        found += json.loads(done.stdout) if done.returncode == 0 else [f"died: {file.name}"]
    return tuple(sorted(set(found)))


def main(arguments: list[str]) -> int:
    """So many seconds for each kind, or for those named."""
    if not can_follow():
        print(json.dumps({"skipped": "没有安装 atheris"}, ensure_ascii=False))  # noqa: T201 - what it is for
        return 0
    seconds, kinds = int(arguments[0]), arguments[1:] or KINDS
    wrong = 0
    for kind in kinds:
        kept = os.environ.get(_KEPT)
        folder = Path(kept or tempfile.mkdtemp(dir=quick_folder())) / kind
        found = fuzz_guided(kind, seconds, folder)
        print(json.dumps(asdict(found), ensure_ascii=False), flush=True)  # noqa: T201 - what it is for
        wrong += bool(found.faults)
        if not kept:
            shutil.rmtree(folder.parent)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
