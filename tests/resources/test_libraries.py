"""What a bundle asks of the system: found in real libraries, told before anything is packed."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import PySide6
import pytest

from resources.packaging.build import main, missing_tools, unfit
from resources.packaging.debian import needed_packages, nowhere
from resources.packaging.libraries import Library, libraries, missing, needed_glibc, unneeded

QT = Path(PySide6.__file__).parent / "Qt"

on_linux = pytest.mark.skipif(
    not sys.platform.startswith("linux") or bool(missing_tools()), reason="reads ELF with objdump"
)


@on_linux
def test_names_needs_and_glibc_are_read_from_the_file(tmp_path: Path) -> None:
    shutil.copy(QT / "lib/libQt6Widgets.so.6", tmp_path / "widgets.so")
    (tmp_path / "again.so").symlink_to("widgets.so")
    (tmp_path / "text.so").write_bytes(b"\x7fEL GLIBC_2.99")

    (one,) = libraries(tmp_path)

    assert one.file == tmp_path / "widgets.so"
    assert one.names == {"widgets.so", "libQt6Widgets.so.6"}
    assert {"libQt6Gui.so.6", "libQt6Core.so.6", "libc.so.6"} <= set(one.needs)
    assert 2 < one.glibc <= 28


@on_linux
def test_the_window_plugin_alone_lacks_what_old_systems_may_not_have(tmp_path: Path) -> None:
    plugin = shutil.copy(QT / "lib/libQt6XcbQpa.so.6", tmp_path)

    absent = nowhere(libraries(tmp_path))

    assert absent["libxcb-cursor.so.0"] == (Path(plugin),)
    assert "libc.so.6" not in absent and "libGL.so.1" not in absent
    assert "libxcb-cursor.so.0（libQt6XcbQpa.so.6 要用）" in unfit(libraries(tmp_path), None)


@on_linux
def test_a_folder_without_programs_asks_for_nothing(tmp_path: Path) -> None:
    assert libraries(tmp_path) == () and needed_glibc(()) == 0 and unfit((), "2.28") == ""


def test_a_newer_glibc_than_wanted_is_named_with_its_files() -> None:
    found = (_library("old.so", glibc=17), _library("new.so", glibc=34), _library("newest.so", glibc=36))

    assert unfit(found, None) == "" and unfit(found, "2.36") == ""
    fault = unfit(found, "2.28")
    assert "有 2 个文件" in fault and "newest.so（2.36）、new.so（2.34）" in fault and "old.so" not in fault


def test_packages_are_asked_for_only_what_the_bundle_does_not_bring() -> None:
    found = (
        _library("libqxcb.so", needs=("libGL.so.1", "libxcb-cursor.so.0", "libc.so.6"), glibc=28),
        _library("libxcb-cursor.so.0", needs=("libxcb.so.1", "libGL.so.1"), glibc=4),
    )

    assert list(missing(found)) == ["libGL.so.1", "libc.so.6", "libxcb.so.1"]
    needs = needed_packages(found)
    assert needs[:3] == ("libc6 (>= 2.28)", "libgl1", "libxcb1")
    assert "xkb-data" in needs and "libxcb-cursor0" not in needs


def test_what_nothing_asks_for_is_left_out_with_what_only_that_asks_for() -> None:
    idle = _library("libpango-1.0.so.0", needs=("libthai.so.0",))
    found = (
        idle,
        _library("libthai.so.0"),
        _library("libz.so.1"),
        _library("libpython3.11.so.1.0", needs=("libz.so.1",)),
        _library("_bz2.cpython-311-x86_64-linux-gnu.so"),
        Library(Path("/bundle/plugins/libq.so.1"), frozenset(["libq.so.1"]), (), 0),
    )

    gone = {one.file.name for one in unneeded(found, Path("/bundle"))}

    assert gone == {"libpango-1.0.so.0", "libthai.so.0"}


def test_the_wanted_glibc_is_written_with_its_two(capsys: pytest.CaptureFixture[str]) -> None:
    if missing_tools():
        pytest.skip("said first that tools are lacking")
    with pytest.raises(SystemExit):
        main(["--glibc", "28"])
    assert "要写成 2.28 这样" in capsys.readouterr().err


def _library(name: str, *, needs: tuple[str, ...] = (), glibc: int = 0) -> Library:
    return Library(Path("/bundle") / name, frozenset([name]), needs, glibc)
