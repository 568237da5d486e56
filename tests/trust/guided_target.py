"""One importer under atheris: `python -m tests.trust.guided_target KIND WORK_FOLDER [libFuzzer's options]`.

Started by tests.trust.guided. What it finds stands in WORK_FOLDER/found, a file and a line of JSON each; only
what kills this process is told by libFuzzer.
"""

from __future__ import annotations

import io
import random
import sys
import zipfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["app", "chains"]):
    from tests.trust.guided_trial import Trial

from tests.trust.fuzzing import NASTY
from tests.trust.in_process import read_in_this_process

_MOST_UNPACKED = 1_000_000


def mutated(data: bytes, most: int, seed: int) -> bytes:
    """A workbook with one of its parts mutated, and whole again; anything else is mutated as it is."""
    dice = random.Random(seed)
    parts = _parts(data) if dice.random() > 0.05 else {}
    if not parts:
        return bytes(atheris.Mutate(data, most))
    name = dice.choice(sorted(parts))
    part = parts[name]
    way = dice.random()
    if way < 0.5:
        parts[name] = bytes(atheris.Mutate(part, len(part) + 2_000))
    elif way < 0.97:
        at = dice.randrange(len(part) + 1)
        parts[name] = part[:at] + dice.choice(NASTY) + part[at + dice.choice((0, 0, 1, 5, 40)) :]
    else:
        del parts[name]
    return _book(parts)[:most]


def _parts(data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            if sum(one.file_size for one in book.infolist()) > _MOST_UNPACKED:
                return {}
            return {name: book.read(name) for name in book.namelist()}
    except Exception:  # noqa: BLE001 - broken zips raise of every kind; then it is no zip
        return {}


def _book(parts: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        for part, data in parts.items():
            book.writestr(part, data)
    return written.getvalue()


def main(arguments: list[str]) -> None:
    """Fuzz until libFuzzer's options say that it is enough."""
    kind, folder, *options = arguments
    trial = Trial(kind, Path(folder))
    read_in_this_process(trial.found)
    workbooks = {} if kind.endswith("-text") else {"custom_mutator": mutated}
    atheris.Setup([sys.argv[0], *options], trial.take, **workbooks)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1:])
