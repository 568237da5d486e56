"""`python -m app` and the `lianpu` command."""

import gc
import multiprocessing
import sys

from app.cli import main as run_cli

_SELDOM = (100_000, 20, 50)


def collect_seldom() -> None:
    """Look for cyclic garbage less often: in a large import it took a fifth of the time and found nothing."""
    gc.set_threshold(*_SELDOM)


def main() -> None:
    """Run and leave with the exit status."""
    multiprocessing.freeze_support()
    collect_seldom()
    sys.exit(run_cli())


if __name__ == "__main__":
    main()
