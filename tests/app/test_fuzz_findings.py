"""What fuzzing found in the importers, one small file each: see tests.trust.guided."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from app.exchange.sheets_in import read_sheets
from app.imports import look_into
from app.messages import tell
from chains.errors import FileRefused


def a_cut_old_workbook(path: Path) -> Path:
    """An .xls that ends within its directory, as a broken download leaves one."""
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6)
    head += bytes(10) + struct.pack("<9I", 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)
    table = struct.pack("<2I", 0xFFFFFFFD, 0xFFFFFFFE).ljust(512, b"\xff")
    path.write_bytes(head.ljust(512, b"\xff") + table + "Workbook".encode("utf-16-le"))
    return path


@pytest.mark.parametrize("read", [look_into, read_sheets])
def test_an_old_workbook_that_was_cut_short_is_called_damaged_not_too_large(
    read: object, tmp_path: Path
) -> None:
    with pytest.raises(FileRefused) as refused:
        read(a_cut_old_workbook(tmp_path / "名单.xls"))  # type: ignore[operator]

    assert refused.value.facts["reason"] == "damaged"
    assert "内存" not in tell(refused.value)
