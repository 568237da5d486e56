"""What a file really is, by its content: extensions lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chains.errors import FileRefused

if TYPE_CHECKING:
    from pathlib import Path

LARGEST_FILE_MB = 200
LARGEST_STREAM_MB = 4_096
"""Text that is read row by row and never held: a million companies are 540 MB."""
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAGIC = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"SQLite format 3\x00", "not_table"),
    (b"\x7fELF", "not_table"),
    (b"MZ\x90", "not_table"),
)


def kind_of(path: Path, *, is_streamed: bool = False) -> str:
    """What reads it: "zip", "ole" or "text"; `is_streamed`: text is read row by row, so it may be large.

    Raises FileRefused when it is none of them (missing, empty, pdf, picture, archive, web_table, password …).
    """
    _require_file(path)
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError as error:
        raise FileRefused(file=path.name, reason="unreadable") from error
    is_text = not head.startswith((*_ZIP, _OLE))
    limit = LARGEST_STREAM_MB if is_streamed and is_text else LARGEST_FILE_MB
    if size > limit << 20:
        raise FileRefused(file=path.name, reason="too_large", size_mb=size >> 20, limit_mb=limit)
    reason = _refusal(head)
    if reason:
        raise FileRefused(file=path.name, reason=reason)
    if is_text:
        return "text"
    return "zip" if head.startswith(_ZIP) else _ole(path)


def _require_file(path: Path) -> None:
    if not path.exists():
        raise FileRefused(file=path.name, reason="missing")
    if path.is_dir():
        raise FileRefused(file=path.name, reason="folder")


def _refusal(head: bytes) -> str:
    if not head:
        return "empty"
    for magic, reason in _MAGIC:
        if head.startswith(magic):
            return reason
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<style", b"mime-version:")):
        return "web_table"
    return ""


def _ole(path: Path) -> str:
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise FileRefused(file=path.name, reason="password")
    if not any(word.encode("utf-16-le") in content for word in ("Workbook", "Book")):
        raise FileRefused(file=path.name, reason="not_workbook")
    return "ole"
