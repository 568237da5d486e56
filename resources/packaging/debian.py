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

import run
from resources import path as resource

APP = "cn.lianpu"
HOME = f"opt/apps/{APP}"
_ARCHITECTURE = ("dpkg", "--print-architecture")
# Newer systems renamed it when time_t grew; either will do.
_RENAMED = {"libglib2.0-0": "libglib2.0-0 | libglib2.0-0t64"}


def make_deb(bundle: Path, out: Path, glibc: int, *, squeezed: bool = True) -> Path:
    """Pack `bundle` into `out`; `glibc` is the minor version that it needs."""
    architecture = subprocess.run(_ARCHITECTURE, check=True, capture_output=True, text=True).stdout.strip()
    package = out / f"{APP}_{version('lianpu')}_{architecture}.deb"
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        shutil.copytree(bundle, tree / HOME / "files", symlinks=True)
        _put_entries(tree)
        _put_info(tree, architecture)
        size = sum(file.stat().st_size for file in tree.rglob("*") if file.is_file())
        _put(tree / "DEBIAN" / "control", _control(architecture, glibc, size // 1024))
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


def _control(architecture: str, glibc: int, kilobytes: int) -> str:
    needs = [f"libc6 (>= 2.{glibc})"]
    needs += [_RENAMED.get(package, package) for package, _ in run.LIBRARIES.values()]
    fields = {
        "Package": APP,
        "Version": version("lianpu"),
        "Architecture": architecture,
        "Maintainer": "Lianpu <lianpu@localhost>",
        "Installed-Size": str(kilobytes),
        "Depends": ", ".join(dict.fromkeys(needs)),
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
