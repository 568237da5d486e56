"""Files that ship with the program: icons, the sample, how it is packed. Data only."""

from pathlib import Path

_HERE = Path(__file__).parent


def path(name: str) -> Path:
    """The packaged file of that name, such as `icons/lianpu.svg`."""
    return _HERE / name
