"""`python -m app` and the `lianpu` command."""

import gc
import logging
import multiprocessing
import sys

from app.cli import main as run_cli

_SELDOM = (100_000, 20, 50)


def collect_seldom() -> None:
    """Look for cyclic garbage less often: in a large import it took a fifth of the time and found nothing."""
    gc.set_threshold(*_SELDOM)


def note_late_failures() -> None:
    """What fails while Python lets go of objects goes to the log, not on the terminal.

    A workbook that could not be written closes its file once more and fails again; the user was told already.
    """
    log = logging.getLogger(__name__)
    sys.unraisablehook = lambda late: log.debug(
        "%s: %s", late.err_msg or "late failure", late.exc_type.__name__
    )


def main() -> None:
    """Run and leave with the exit status."""
    multiprocessing.freeze_support()
    note_late_failures()
    collect_seldom()
    sys.exit(run_cli())


if __name__ == "__main__":
    main()
