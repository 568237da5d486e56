"""`python -m app` and the `lianpu` command."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

_SELDOM = (100_000, 20, 50)


def collect_seldom() -> None:
    """Look for cyclic garbage less often: in a large import it took a fifth of the time and found nothing."""
    gc.set_threshold(*_SELDOM)


def note_late_failures() -> None:
    """What fails while Python lets go of objects goes to the log, not on the terminal.

    A workbook that could not be written closes its file once more and fails again; the user was told already.
    """
    sys.unraisablehook = _note


def main() -> None:
    """Run and leave with the exit status."""
    note_late_failures()
    collect_seldom()
    words = sys.argv[1:]
    asked = words[1:] if words[:1] == ["open"] else words
    sys.exit(_opened(asked) if _only_opens(asked) else _run(words))


def _note(late: sys.UnraisableHookArgs) -> None:
    import logging  # noqa: PLC0415 - hardly ever needed

    logging.getLogger(__name__).debug("%s: %s", late.err_msg or "late failure", late.exc_type.__name__)


def _only_opens(words: list[str]) -> bool:
    """Whether the call can mean nothing but the window: no word at all, or one file that is there."""
    return not words or (len(words) == 1 and not words[0].startswith("-") and Path(words[0]).is_file())


def _opened(words: list[str]) -> int:
    """The window, without the command line: that takes as long to load as half the window."""
    from app.desktop.opening import run  # noqa: PLC0415 - the command line does without Qt

    return run(Path(words[0]) if words else None)


def _run(words: list[str]) -> int:
    import multiprocessing  # noqa: PLC0415 - as below

    multiprocessing.freeze_support()
    from app.cli import main as run_cli  # noqa: PLC0415 - the window does without

    return run_cli(words)


if __name__ == "__main__":
    main()
