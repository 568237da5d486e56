"""The bundle as a .deb, laid out as UnionTech asks: all under /opt/apps/ID, and entries where Debian looks.

Source: UnionTech, 应用打包规范 (info, entries, files under /opt/apps/ID); Debian Policy 5.3 (control).
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import run
from resources import path as resource
from resources.packaging.libraries import missing, needed_glibc

if TYPE_CHECKING:
    from collections.abc import Sequence

    from resources.packaging.libraries import Library

APP = "cn.lianpu"
HOME = f"opt/apps/{APP}"
_ARCHITECTURE = ("dpkg", "--print-architecture")
# What no bundle brings: the C library, the doors to the graphics driver, the wires to the window system, and
# what reads settings and caches of the desktop.
# These names of packages are the same from Debian 10 and Ubuntu 18.04 on, and so on Kylin V10 and UOS 20.
_C_LIBRARY = ("libc", "libm", "libdl", "libpthread", "librt", "libresolv", "libutil")
_PACKAGES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libxcb.so.1": "libxcb1",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}
# Keyboard layouts, which a library of the bundle reads.
_READ = ("xkb-data",)


def nowhere(found: Sequence[Library]) -> dict[str, tuple[Path, ...]]:
    """Libraries that neither the bundle nor every system has, with the files that ask for each."""
    return {name: files for name, files in missing(found).items() if not (_is_c(name) or name in _PACKAGES)}


def needed_packages(found: Sequence[Library]) -> tuple[str, ...]:
    """Packages without which the bundle does not start; what it brings itself is not asked of the system."""
    asked = [_PACKAGES[name] for name in missing(found) if name in _PACKAGES]
    return (f"libc6 (>= 2.{needed_glibc(found)})", *dict.fromkeys(asked), *_READ)


def make_deb(bundle: Path, out: Path, needs: Sequence[str], *, squeezed: bool = True) -> Path:
    """Pack `bundle` into `out`; `needs` are the packages that it depends on."""
    architecture = subprocess.run(_ARCHITECTURE, check=True, capture_output=True, text=True).stdout.strip()
    package = out / f"{APP}_{version('lianpu')}_{architecture}.deb"
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        shutil.copytree(bundle, tree / HOME / "files", symlinks=True)
        _put_entries(tree)
        _put_info(tree, architecture)
        size = sum(file.stat().st_size for file in tree.rglob("*") if file.is_file())
        _put(tree / "DEBIAN" / "control", _control(architecture, needs, size // 1024))
        tree.chmod(0o755)
        squeeze = ["-Zxz", "-z3"] if squeezed else ["-Znone"]
        pack = ["dpkg-deb", "--root-owner-group", *squeeze, "--build", str(tree), str(package)]
        subprocess.run(pack, check=True, stdout=subprocess.DEVNULL)
    return package


def _put_entries(tree: Path) -> None:
    """The menu entry, the icon and the file type, where UOS looks and where all others look."""
    here = Path(__file__).parent
    icon = resource("icons/lianpu.svg").read_text(encoding="utf-8")
    for share in (f"{HOME}/entries", "usr/share"):
        _put(tree / share / "applications" / f"{APP}.desktop", (here / "lianpu.desktop").read_text("utf-8"))
        _put(tree / share / "icons/hicolor/scalable/apps" / f"{APP}.svg", icon)
        _put(tree / share / "mime/packages" / f"{APP}.xml", (here / "lianpu-mime.xml").read_text("utf-8"))
    command = tree / "usr/bin/lianpu"
    command.parent.mkdir(parents=True)
    command.symlink_to(f"/{HOME}/files/lianpu")


def _put_info(tree: Path, architecture: str) -> None:
    info = {
        "appid": APP,
        "name": "链谱",
        "version": version("lianpu"),
        "arch": [architecture],
        "permissions": {},
        "support-plugins": [],
        "plugins": {},
    }
    _put(tree / HOME / "info", json.dumps(info, ensure_ascii=False, indent=4) + "\n")


def _is_c(name: str) -> bool:
    return name.startswith("ld-linux-") or name.partition(".so")[0] in _C_LIBRARY


def _control(architecture: str, needs: Sequence[str], kilobytes: int) -> str:
    fields = {
        "Package": APP,
        "Version": version("lianpu"),
        "Architecture": architecture,
        "Maintainer": "Lianpu <lianpu@localhost>",
        "Installed-Size": str(kilobytes),
        "Depends": ", ".join(needs),
        "Recommends": f"{run.FONT[1]} | fonts-wqy-microhei | fonts-droid-fallback",
        "Section": "office",
        "Priority": "optional",
        "Description": "链谱：城市产业链图谱与招商目标企业清单\n"
        " 逐链维护产业生态图谱，评估环节并留下依据，按补链收益排出缺口，\n"
        " 找出能补链的企业，导出清单、图谱和报告。",
    }
    return "".join(f"{name}: {value}\n" for name, value in fields.items())


def _put(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")
    file.chmod(0o644)
