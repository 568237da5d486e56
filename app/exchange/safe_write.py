"""Writes files so that the old one stays whole until the new one is proved; safe names and texts."""

from __future__ import annotations

import errno
import os
import re
import tempfile
import unicodedata
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from chains.disk_room import disk_room, is_disk_full
from chains.disk_sync import sync_file, sync_folder
from chains.errors import ExportRefused
from chains.forms import plain
from chains.leftovers import clear_broken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, MutableSet

BESIDE = ".~lianpu-"
"""What the names of files and folders begin with that are still being written."""

_BROKEN_SECONDS = 86_400.0
LONGEST_CELL = 32_000
_LONGEST_FILE_NAME_BYTES = 180
_LONGEST_SHEET_NAME = 31
_NOT_IN_XML = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_SEPARATORS = re.compile(
    r'[\\/:*?"<>|\u2044\u2215\u29f8\u29f5\ufe68\uff0f\uff1a\uff3c\uff0a\uff1f\uff02\uff1c\uff1e\uff5c]'
)
_RESERVED = re.compile(
    r"(?:CON|PRN|AUX|NUL|CLOCK\$|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³])(?=\.|$)", re.IGNORECASE
)
_SHEET_SIGNS = re.compile(r"[\[\]:*?/\\]")


def plain_text(text: str) -> str:
    """The text without what no file format bears: control signs, non-characters, lone surrogates.

    Line breaks and tabs stay; every kind of line break becomes a line feed.
    """
    if text.isprintable() and not _ASTRAL.search(text):
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _NOT_IN_XML.sub("", text)
    return "".join(s for s in text if ord(s) & 0xFFFE != 0xFFFE) if _ASTRAL.search(text) else text


def as_written(value: object) -> object:
    """A compared value as it comes back out of a workbook: texts without what no file bears, cut to fit."""
    if isinstance(value, tuple):
        return tuple(word for one in value if (word := as_written(one))) or None
    if type(value) is not str:
        return value
    return plain(plain_text(value)[:LONGEST_CELL])


def safe_file_name(text: str, fallback: str = "未命名") -> str:
    """A name that every system takes as one file name; no folder, no device, no unseen signs, ≤ 180 bytes."""
    text = unicodedata.normalize("NFC", _SEPARATORS.sub("_", text))
    text = "".join(" " if s in "\t\r\n" else s for s in text if s in "\t\r\n" or _is_seen(s))
    text = " ".join(text.split()).strip(". ").lstrip("-~ .")
    if _RESERVED.match(text):
        text = f"_{text}"
    stem, dot, suffix = text.rpartition(".")
    if not dot or not 1 <= len(suffix) <= 5 or not suffix.isascii():
        stem, dot, suffix = text, "", ""
    stem = _cut(stem, _LONGEST_FILE_NAME_BYTES - len(dot + suffix)).rstrip(". ")
    return f"{stem}{dot}{suffix}" if stem else fallback


def _is_seen(sign: str) -> bool:
    point = ord(sign)
    return (
        unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
        and point & 0xFFFE != 0xFFFE
    )


def _cut(text: str, most_bytes: int) -> str:
    return text.encode()[:most_bytes].decode(errors="ignore")


def safe_sheet_name(text: str, taken: MutableSet[str]) -> str:
    """A sheet name that Excel takes, unlike all that are taken; adds it to them (in lower case)."""
    base = " ".join(_SHEET_SIGNS.sub(" ", plain_text(text)).split()).strip("' ") or "工作表"
    if base.casefold() == "history":
        base = f"{base}_"
    name, number = base[:_LONGEST_SHEET_NAME].strip("' "), 2
    while name.casefold() in taken:
        tail = f"({number})"
        name = base[: _LONGEST_SHEET_NAME - len(tail)].strip("' ") + tail
        number += 1
    taken.add(name.casefold())
    return name


@contextmanager
def written_beside(path: Path, verify: Callable[[Path], bool]) -> Iterator[Path]:
    """Give a temporary path in the same folder; what was written there replaces `path` when `verify` says so.

    On any failure the temporary file goes and the old file stays as it was. Raises ExportRefused.
    """
    if path.is_symlink():
        path = path.resolve()  # the file is written, its other name stays a link
    _refuse_target(path)
    clear_broken_exports(path.parent)
    beside = _temporary(path)
    try:
        yield beside
        if not verify(beside):
            raise ExportRefused(file=path.name, reason="not_verified")
        sync_file(beside)
        os.replace(beside, path)  # noqa: PTH105 - os.replace is what tests stand in for
    except OSError as error:
        raise not_written(error, path) from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
    sync_folder(path.parent)


def refuse_unless_named(path: Path, suffix: str) -> None:
    """Raises ExportRefused for a name of another kind: what is in a file and what it is called must agree."""
    if (path.resolve() if path.is_symlink() else path).suffix.lower() != suffix:
        raise ExportRefused(file=path.name, reason="other_kind", suffix=suffix)


def clear_broken_exports(folder: Path) -> None:
    """Take away what an export that was killed left there: it may hold people's data."""
    clear_broken(folder, f"{BESIDE}*", _BROKEN_SECONDS)


def _refuse_target(path: Path) -> None:
    if path.is_dir():
        raise ExportRefused(file=path.name, reason="is_folder")
    if not path.parent.is_dir():
        raise ExportRefused(file=path.name, reason="no_folder")
    if path.exists() and not os.access(path, os.W_OK):
        raise ExportRefused(file=path.name, reason="open_elsewhere")


def _temporary(path: Path) -> Path:
    try:
        handle, name = tempfile.mkstemp(prefix=BESIDE, suffix=path.suffix, dir=path.parent)
    except OSError as error:
        if is_disk_full(error):
            raise not_written(error, path) from error
        raise ExportRefused(file=path.name, reason="read_only") from error
    os.close(handle)
    beside = Path(name)
    _share_like_others(path, beside)
    return beside


def _share_like_others(path: Path, beside: Path) -> None:
    """Mkstemp makes the file private: give it the rights of the file it replaces, else the usual ones."""
    with suppress(OSError):
        if path.exists():
            beside.chmod(path.stat().st_mode & 0o777)
        else:
            mask = os.umask(0)
            os.umask(mask)
            beside.chmod(0o666 & ~mask)


def not_written(error: OSError, path: Path) -> ExportRefused:
    """Why the file could not be written, as the refusal to raise."""
    if is_disk_full(error):
        return ExportRefused(file=path.name, reason="disk_full", **disk_room(path))
    if isinstance(error, PermissionError):
        return ExportRefused(file=path.name, reason="open_elsewhere" if path.exists() else "read_only")
    reason = "read_only" if error.errno == errno.EROFS else "failed"
    return ExportRefused(file=path.name, reason=reason)
