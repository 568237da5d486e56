"""Parts of a bundle that come from the building system and not from a wheel: its libraries, and Python.

Which package a library is of, the package's version and licence are asked of dpkg; elsewhere none are listed.
"""

from __future__ import annotations

import platform
import re
import shutil
import sqlite3
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import DisjunctiveLicense
from packageurl import PackageURL

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from resources.packaging.libraries import Library

_OWNER = re.compile(r"^([^:,\s]+)(?::\S+)?: (/.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Borrowed:
    """A package of the building system, with the file that tells its licence."""

    package: str
    version: str
    licence: Path


def borrowed(found: Sequence[Library], folder: Path) -> tuple[Borrowed, ...]:
    """The packages of the libraries right in `folder`, by name: PyInstaller lays there what is no wheel's."""
    files = {one.file.name: one.file for one in found if one.file.parent == folder.resolve()}
    if not files or shutil.which("dpkg-query") is None:
        return ()
    owners = _OWNER.findall(_dpkg("-S", *(f"*/{name}" for name in files)))
    packages = {package for package, path in owners if _is_same(Path(path), files.get(Path(path).name))}
    return tuple(_asked(package) for package in sorted(packages))


def write_borrowed_licences(parts: Iterable[Borrowed], folder: Path) -> None:
    """The licence of each package, and of Python, as files in `folder`."""
    for part in parts:
        (folder / part.package).mkdir(exist_ok=True)
        shutil.copy(part.licence, folder / part.package / part.licence.name)
    (folder / "Python").mkdir()
    shutil.copy(_python_licence(), folder / "Python" / "LICENSE.txt")


def components(parts: Iterable[Borrowed]) -> tuple[Component, ...]:
    """The packages, Python and SQLite for the parts list."""
    return (
        *(_component(part) for part in parts),
        _unpackaged("Python", platform.python_version(), "PSF-2.0"),
        # It may have been compiled along with Python.
        _unpackaged("SQLite", sqlite3.sqlite_version, "public domain"),
    )


def _unpackaged(name: str, version: str, licence: str) -> Component:
    return Component(
        name=name,
        bom_ref=name,
        version=version,
        type=ComponentType.LIBRARY,
        licenses=[DisjunctiveLicense(name=licence)],
        purl=PackageURL("generic", name=name.lower(), version=version),
    )


def _component(part: Borrowed) -> Component:
    return Component(
        name=part.package,
        bom_ref=f"deb:{part.package}",
        version=part.version,
        type=ComponentType.LIBRARY,
        # Such a file tells of a whole source package, tools and tests too: read it, do not count it.
        licenses=[DisjunctiveLicense(name=f"licenses/{part.package}/{part.licence.name}")],
        purl=PackageURL("deb", platform.freedesktop_os_release()["ID"], part.package, part.version),
    )


def _asked(package: str) -> Borrowed:
    version = _dpkg("-W", "-f", "${Version}\n", package).split("\n")[0]
    return Borrowed(package, version, Path("/usr/share/doc") / package / "copyright")


def _dpkg(*words: str) -> str:
    """What dpkg-query says; a name that it does not know is left out, and is no failure."""
    return subprocess.run(["dpkg-query", *words], check=False, capture_output=True, text=True).stdout


def _is_same(path: Path, file: Path | None) -> bool:
    return file is not None and path.is_file() and path.read_bytes() == file.read_bytes()


def _python_licence() -> Path:
    """Where Python's own licence lies: beside its library, at its root on Windows, in Debian's documents."""
    places = (
        Path(sysconfig.get_path("stdlib")) / "LICENSE.txt",
        Path(sys.base_prefix) / "LICENSE.txt",
        Path("/usr/share/doc") / f"python3.{sys.version_info.minor}" / "copyright",
    )
    return next(place for place in places if place.is_file())
