"""A file that goes out takes no other's place unless somebody says so."""

from __future__ import annotations

from pathlib import Path

from chains.free_path import free_path


def test_a_name_that_is_free_stays(tmp_path: Path) -> None:
    assert free_path(tmp_path, "清单.xlsx") == tmp_path / "清单.xlsx"


def test_a_taken_name_gets_the_next_number(tmp_path: Path) -> None:
    for name in ("清单-20261127.xlsx", "清单-20261127-2.xlsx"):
        (tmp_path / name).touch()

    assert free_path(tmp_path, "清单-20261127.xlsx") == tmp_path / "清单-20261127-3.xlsx"


def test_a_name_is_free_only_with_every_ending(tmp_path: Path) -> None:
    (tmp_path / "图谱.png").touch()

    assert free_path(tmp_path, "图谱.pdf", ".png", ".svg") == tmp_path / "图谱-2.pdf"


def test_a_link_that_leads_nowhere_takes_a_name_too(tmp_path: Path) -> None:
    (tmp_path / "清单").symlink_to(tmp_path / "没有")

    assert free_path(tmp_path, "清单") == tmp_path / "清单-2"
