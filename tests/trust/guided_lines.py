"""How much of the importers a set of files runs through: `python -m tests.trust.guided_lines KIND FOLDER`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

ROOT = Path(__file__).parents[2]
MOST_FILES = 1_500
READERS = {
    "text": ("csv_in", "text_shape", "sniff"),
    "book": ("preflight", "workbook_in", "quick_rows", "sheet_book", "sheet_flags", "packed_row"),
    "sheets": ("sheets_in", "sheets_worker", "preflight"),
    "companies": (
        "company_source", "headings", "guessing", "profiles", "checked_rows", "company_row", "values",
        "company_import", "import_planning", "company_merge",
    ),
    "chains": ("chain_table", "chain_workbook_in"),
    "forms": ("form_in", "form_cells"),
    "records": ("record_in",),
}  # fmt: skip
"""Modules of app.exchange by what they read."""
OF_KIND = {
    "company-text": ("text", "companies"),
    "company-book": ("book", "companies"),
    "old-workbook": ("book", "companies"),
    "chain-text": ("text", "chains"),
    "chain-book": ("sheets", "chains"),
    "form": ("sheets", "forms"),
    "record": ("text", "sheets", "records"),
}


def lines_of(path: Path) -> set[int]:
    """Lines within functions of a module that hold code."""
    waiting = [compile(path.read_text("utf-8"), str(path), "exec")]
    found: set[int] = set()
    while waiting:
        code = waiting.pop()
        inner = [one for one in code.co_consts if isinstance(one, CodeType)]
        waiting += inner
        if code.co_name != "<module>" and not code.co_qualname.split(".")[-1][:1].isupper():
            found |= {line for _, _, line in code.co_lines() if line and line != code.co_firstlineno}
    return found


class Lines:
    """Notes which lines of some files run."""

    def __init__(self, files: frozenset[str]) -> None:
        self._files = files
        self.run: dict[str, set[int]] = {file: set() for file in files}

    def trace(self, frame: FrameType, _event: str, _told: Any) -> Any:
        """For sys.settrace."""
        lines = self.run.get(frame.f_code.co_filename)
        if lines is None:
            return None

        def line(inner: FrameType, _what: str, _more: Any) -> Any:
            lines.add(inner.f_lineno)
            return line

        lines.add(frame.f_lineno)
        return line


def main(arguments: list[str]) -> None:
    """Run every file that was kept through the importer and print lines run, lines there, by module."""
    from tests.trust.guided_trial import Trial
    from tests.trust.in_process import read_in_this_process

    kind, folder = arguments[0], Path(arguments[1])
    names = [name for group in OF_KIND[kind] for name in READERS[group]]
    paths = {name: str(ROOT / "app" / "exchange" / f"{name}.py") for name in dict.fromkeys(names)}
    lines = Lines(frozenset(paths.values()))
    trial = Trial(kind, folder)
    read_in_this_process(trial.found)
    sys.settrace(lines.trace)
    for file in sorted((folder / "corpus").iterdir())[:MOST_FILES]:
        trial.take(file.read_bytes())
    sys.settrace(None)
    there = {name: lines_of(Path(path)) for name, path in paths.items()}
    print(json.dumps({name: [len(lines.run[paths[name]] & there[name]), len(there[name])] for name in paths}))  # noqa: T201 - what it is for


if __name__ == "__main__":
    main(sys.argv[1:])
