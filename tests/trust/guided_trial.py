"""Gives files to one importer and notes what is wrong: `python -m tests.trust.guided_trial KIND FOLDER FILE`.

Run like that it reads workbooks in processes of their own, as the program does, and prints what it found.
"""

from __future__ import annotations

import hashlib
import json
import resource
import shutil
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.chain_imports import plan_of_chains
from app.form_imports import plan_form_import, take_in_forms
from app.imports import best_sheet, choice_of, look_into, prepare, write
from app.messages import tell
from app.record_transfers import plan_record_import
from app.services.workspace import Workspace
from chains.errors import DomainError
from chains.record_shapes import RecordKind
from db.workspace_file import open_workspace
from tests.trust.in_process import innermost_of_ours

if TYPE_CHECKING:
    from collections.abc import Callable

TEMPLATE, FOUND = "模板.lianpu", "found"
MOST_SECONDS, MOST_MB = 10.0, 500
"""What small files may take: seconds of the processor (others may keep it busy), memory beyond the start.

The reader's own bounds are 60 s of silence and 1.5 GiB, for large files.
"""
_TRIES_A_SCRATCH = 300
_TRIES_A_WRITING = 4
"""Of so many inputs one is also carried out: writing takes longer than reading."""


def _import_companies(workspace: Workspace, file: Path, scratch: Workspace | None) -> None:
    look = look_into(file)
    choice = choice_of(best_sheet(look))
    with closing(prepare(workspace, look, choice)) as prepared:
        plan = prepared.plan()
        assert plan.read == plan.added + plan.updated + plan.unchanged + plan.rejected_count
    if scratch is not None:
        with closing(prepare(scratch, look, choice)) as prepared:
            write(scratch, prepared)


def _import_chains(workspace: Workspace, file: Path, scratch: Workspace | None) -> None:
    plan_of_chains(workspace, file)
    command = plan_of_chains(scratch, file).command() if scratch is not None else None
    if scratch is not None and command is not None:
        scratch.execute(command)


def _import_form(workspace: Workspace, file: Path, scratch: Workspace | None) -> None:
    plan_form_import(workspace, [file])
    if scratch is not None:
        take_in_forms(scratch, plan_form_import(scratch, [file]), {})


def _import_records(workspace: Workspace, file: Path, scratch: Workspace | None) -> None:
    kinds = list(RecordKind)
    kind = kinds[(file.stat().st_size // 7) % len(kinds)]
    plan_record_import(workspace, kind, file)
    command = plan_record_import(scratch, kind, file).command if scratch is not None else None
    if scratch is not None and command is not None:
        scratch.execute(command)


IMPORTERS: dict[str, tuple[str, Callable[[Any, Path, Any], None]]] = {
    "company-text": ("名单.csv", _import_companies),
    "company-book": ("名单.xlsx", _import_companies),
    "old-workbook": ("名单.xls", _import_companies),
    "chain-text": ("链.csv", _import_chains),
    "chain-book": ("链.xlsx", _import_chains),
    "form": ("填报.xlsx", _import_form),
    "record": ("政策.xlsx", _import_records),
}


class Trial:
    """Gives each input to the importer, in a workspace that must stay as it is and in one that is written."""

    def __init__(self, kind: str, folder: Path) -> None:
        self._name, self._importer = IMPORTERS[kind]
        self._folder, self._template = folder, folder / TEMPLATE
        self._workspace = self._opened("工作区.lianpu")
        self._file = folder / self._name
        self.told: set[str] = set()
        self._most_before = _most_memory_mb()
        self._tried = 0
        self._data = b""

    def _opened(self, name: str) -> Workspace:
        shutil.copyfile(self._template, self._folder / name)
        return Workspace(open_workspace(self._folder / name), "甲")

    def take(self, data: bytes) -> None:
        """Try one input; what is wrong is noted once for each place."""
        if self._tried % _TRIES_A_SCRATCH == 0:
            if self._tried:
                self._scratch.database.close()
            for left in self._folder.glob("写入.lianpu*"):
                left.unlink()
            self._scratch = self._opened("写入.lianpu")
            self._before = self._bytes()
        self._tried += 1
        self._data = data
        self._file.write_bytes(data)
        began = time.process_time()
        try:
            writes = self._tried % _TRIES_A_WRITING == 0
            self._importer(self._workspace, self._file, self._scratch if writes else None)
        except DomainError as error:
            self._refused(error)
        except Exception as error:  # noqa: BLE001 - what is looked for
            self.found(innermost_of_ours(error) or f"{type(error).__name__} {error}"[:200], error)
        self._within_bounds(time.process_time() - began)

    def _refused(self, error: DomainError) -> None:
        said = tell(error)
        if not any("一" <= sign <= "鿿" for sign in said) or "Error" in said or "Traceback" in said:
            self.found(f"said: {said[:200]}")
        if "reader_failed" in str(error.facts):
            self.found(f"reader failed: {said[:100]}")
        if self._bytes() != self._before:
            self.found(f"workspace changed by a refused file: {said[:100]}")
            self._before = self._bytes()

    def _within_bounds(self, seconds: float) -> None:
        if seconds > MOST_SECONDS:
            self.found(f"slow: more than {MOST_SECONDS:.0f} s")
        if _most_memory_mb() - self._most_before > MOST_MB:
            self.found(f"large: more than {MOST_MB} MB")

    def _bytes(self) -> bytes:
        seen = hashlib.sha256((self._folder / "工作区.lianpu").read_bytes())
        log = self._folder / "工作区.lianpu-wal"
        seen.update(log.read_bytes() if log.exists() else b"")
        return seen.digest()

    def found(self, what: str, error: BaseException | None = None) -> None:
        """Note what is wrong with the input at hand."""
        if what in self.told:
            return
        self.told.add(what)
        name = hashlib.sha256(what.encode()).hexdigest()[:12]
        folder = self._folder / FOUND
        folder.mkdir(exist_ok=True)
        (folder / name).write_bytes(self._data)
        line = {"what": what, "error": repr(error)[:300] if error else ""}
        (folder / f"{name}.json").write_text(json.dumps(line, ensure_ascii=False), encoding="utf-8")


def _most_memory_mb() -> int:
    """The most that this process ever held: other tests may have held much in it before."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10


def main(arguments: list[str]) -> int:
    """Try the file alone."""
    kind, folder, file = arguments
    trial = Trial(kind, Path(folder))
    trial.take(Path(file).read_bytes())
    print(json.dumps(sorted(trial.told), ensure_ascii=False))  # noqa: T201 - what it is for
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
