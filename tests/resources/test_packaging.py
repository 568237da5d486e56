"""What users install: it starts without Python, passes its own test, and says what it is made of."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from importlib.metadata import distribution
from importlib.util import find_spec
from pathlib import Path

import pytest
from PySide6.QtGui import QImage, QImageReader

from resources.packaging.build import missing_tools
from resources.packaging.icon import SIZES, write_ico
from resources.packaging.libraries import libraries, needed_glibc
from resources.packaging.parts import shipped

ROOT = Path(__file__).parents[2]
BARE = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}

needs_tools = pytest.mark.skipif(
    find_spec("PyInstaller") is None or not sys.platform.startswith("linux") or bool(missing_tools()),
    reason="bundles are made and tried on Linux with PyInstaller, ldd, objdump and objcopy",
)


@needs_tools
@pytest.mark.slow
def test_what_users_install_works_without_python_and_says_what_it_is_made_of(tmp_path: Path) -> None:
    """One test and not three: making the bundle takes a minute."""
    out = tmp_path / "dist"
    said = _made(out)

    _walks_the_whole_road(out / "lianpu", said)
    _names_every_library(out)
    if shutil.which("dpkg-deb"):
        _holds_program_entry_and_needs(next(out.glob("*.deb")), tmp_path / "root")
    else:
        assert "跳过，本机没有 dpkg-deb" in said


def test_the_icon_for_windows_has_every_size(tmp_path: Path, qapp: object) -> None:
    write_ico(tmp_path / "lianpu.ico")

    image = QImage(str(tmp_path / "lianpu.ico"))
    assert QImageReader(str(tmp_path / "lianpu.ico")).imageCount() == len(SIZES)
    assert image.hasAlphaChannel() and image.pixelColor(image.width() // 2, image.height() // 2).alpha() > 0


def _made(out: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "resources.packaging.build", str(out), "--quick"],
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _walks_the_whole_road(bundle: Path, said: str) -> None:
    assert "自检通过。" in said and "不通过" not in said
    assert (bundle / "licenses" / "LGPL-3.txt").is_file()
    tools = {"_pytest", "hypothesis", "mypy", "PyInstaller"}
    assert not [file for file in bundle.rglob("*") if file.name in tools]
    assert f"glibc 2.{needed_glibc(libraries(bundle))}" in said


def _names_every_library(out: Path) -> None:
    listed = json.loads((out / "sbom.cdx.json").read_text("utf-8"))
    names = {part["name"]: part for part in listed["components"]}
    wheels = {part.metadata["Name"] for part in shipped("lianpu")}
    assert wheels <= set(names) and {"Python", "SQLite"} <= set(names)
    if shutil.which("dpkg-query"):
        assert {"libxcb-cursor0", "libxkbcommon0"} <= set(names) - wheels
        assert (out / "lianpu/licenses/libxcb-cursor0/copyright").is_file()
    assert (out / "lianpu/licenses/Python/LICENSE.txt").is_file()
    assert {"PySide6_Essentials", "SQLAlchemy", "openpyxl", "numpy"} <= set(names) and "pytest" not in names
    assert names["openpyxl"]["version"] == distribution("openpyxl").version
    assert all(part.get("licenses") for part in names.values())
    digest = hashlib.sha256((out / "sbom.cdx.json").read_bytes()).hexdigest()
    assert f"{digest}  sbom.cdx.json" in (out / "SHA256SUMS").read_text("ascii")


def _holds_program_entry_and_needs(package: Path, root: Path) -> None:
    subprocess.run(["dpkg-deb", "-x", str(package), str(root)], check=True)
    asked = subprocess.run(["dpkg-deb", "-f", str(package)], check=True, capture_output=True, text=True)
    home = root / "opt/apps/cn.lianpu"
    started = subprocess.run(
        [str(home / "files/lianpu"), "--version"], env=BARE, check=True, capture_output=True, text=True
    )
    assert started.stdout.startswith("链谱 ")
    assert json.loads((home / "info").read_text("utf-8"))["appid"] == "cn.lianpu"
    assert (root / "usr/bin/lianpu").readlink() == Path("/opt/apps/cn.lianpu/files/lianpu")
    entry = (home / "entries/applications/cn.lianpu.desktop").read_text("utf-8")
    assert "Name[zh_CN]=链谱" in entry and "Exec=/opt/apps/cn.lianpu/files/lianpu open %f" in entry
    assert "libgl1" in asked.stdout and "libc6 (>= 2." in asked.stdout
    assert (home / "files/_internal/libxcb-cursor.so.0").is_file() and "libxcb-cursor0" not in asked.stdout
    assert list(home.rglob("libibusplatforminputcontextplugin.so"))  # Chinese is typed through it
