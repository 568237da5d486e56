"""What the native libraries of a bundle ask of the system that it starts on: a glibc, other libraries.

Read with objdump (binutils), which PyInstaller calls too.
"""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_ELF = b"\x7fELF"
_FILE = re.compile(r"^(/.*):\s+file format .*$", re.MULTILINE)
_NAME = re.compile(r"^\s+SONAME\s+(\S+)$", re.MULTILINE)
_NEED = re.compile(r"^\s+NEEDED\s+(\S+)$", re.MULTILINE)
# Second column 0x00: a version without which the loader refuses; 0x02 are those that may be absent.
_VERSION = re.compile(r"^\s+0x[0-9a-f]+ 0x00 \d+ GLIBC_2\.(\d+)\b", re.MULTILINE)
# The mark of packed relocations; 2.36 was the first to read them.
_RELR = "GLIBC_ABI_DT_RELR"
# What the loader is asked for by its plain number, and not by other libraries of the bundle.
_BY_NUMBER = re.compile(r"lib(?!python).*\.so\.[\d.]+$")


@dataclass(frozen=True, slots=True)
class Library:
    """A program or shared library: its names, the names it asks for, and the minor version of its glibc 2."""

    file: Path
    names: frozenset[str]
    needs: tuple[str, ...]
    glibc: int


def libraries(bundle: Path) -> tuple[Library, ...]:
    """All programs and shared libraries below `bundle`, by path; none where systems know no ELF."""
    files = [str(file.resolve()) for file in sorted(bundle.rglob("*")) if _is_native(file)]
    if not files:
        return ()
    told = subprocess.run(["objdump", "-p", *files], check=True, capture_output=True, text=True).stdout
    parts = _FILE.split(told)[1:]
    return tuple(_library(Path(file), text) for file, text in zip(parts[::2], parts[1::2], strict=True))


def needed_glibc(found: Iterable[Library]) -> int:
    """The minor version of glibc 2 that all of them start with; 0 where none asks for one."""
    return max((one.glibc for one in found), default=0)


def missing(found: Iterable[Library]) -> dict[str, tuple[Path, ...]]:
    """Names of libraries that the bundle does not bring, with the files that ask for each."""
    found = tuple(found)
    brought = frozenset[str]().union(*(one.names for one in found))
    names = sorted({need for one in found for need in one.needs} - brought)
    return {name: tuple(one.file for one in found if name in one.needs) for name in names}


def unneeded(found: Iterable[Library], folder: Path) -> tuple[Library, ...]:
    """Libraries right in `folder` that nothing in the bundle asks for, nor asks for what does."""
    left, folder = list(found), folder.resolve()
    gone: list[Library] = []
    while True:
        needs = {need for one in left for need in one.needs}
        idle = [one for one in left if one.file.parent == folder and _is_idle(one, needs)]
        if not idle:
            return tuple(gone)
        gone += idle
        left = [one for one in left if one not in idle]


def _is_native(file: Path) -> bool:
    if file.is_symlink() or not file.is_file():
        return False
    with file.open("rb") as opened:
        return opened.read(len(_ELF)) == _ELF


def _library(file: Path, told: str) -> Library:
    versions = map(int, _VERSION.findall(told.replace(_RELR, "GLIBC_2.36")))
    names = frozenset([file.name, *_NAME.findall(told)])
    return Library(file, names, tuple(_NEED.findall(told)), max(versions, default=0))


def _is_idle(one: Library, needs: set[str]) -> bool:
    return _BY_NUMBER.match(one.file.name) is not None and not one.names & needs
