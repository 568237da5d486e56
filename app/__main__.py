"""`python -m app` and the `lianpu` command."""

import multiprocessing
import sys

from app.cli import main as run_cli


def main() -> None:
    """Run and leave with the exit status."""
    multiprocessing.freeze_support()
    sys.exit(run_cli())


if __name__ == "__main__":
    main()
