"""Files that ship with the program: icons, the sample, how it is packed. Data only."""

from importlib import resources
from importlib.resources.abc import Traversable


def path(name: str) -> Traversable:
    """The packaged file of that name, such as `icons/lianpu.svg`."""
    return resources.files("resources") / name
