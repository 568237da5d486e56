"""The script for older systems says what it lacks before it installs or compiles anything."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "resources" / "packaging" / "old_system.sh"

pytestmark = pytest.mark.skipif(
    shutil.which("sh") is None or shutil.which("ldd") is None, reason="runs where there is a shell and glibc"
)


def test_the_shell_can_read_it() -> None:
    assert _run("-n", str(SCRIPT)).returncode == 0


def test_an_unknown_word_is_refused() -> None:
    done = _run(str(SCRIPT), "--glibx", "2.28")

    assert done.returncode == 2 and "不认识的选项 --glibx" in done.stderr


def test_a_source_that_is_not_there_is_refused_before_anything_is_installed(tmp_path: Path) -> None:
    done = _run(str(SCRIPT), "--python-source", str(tmp_path / "Python.tar.xz"), str(tmp_path / "out"))

    assert done.returncode == 2 and "没有这个文件" in done.stderr and not (tmp_path / "out").exists()


def _run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["sh", *words], capture_output=True, text=True, encoding="utf-8", check=False)
