"""Makes what users install: a folder that needs no Python, a .deb of it, their parts list and check sums.

`python -m resources.packaging.build [OUT] [--glibc 2.28] [--quick]`; called by `python3 run.py dist`. The
bundle is tried before it is packed; `--glibc` refuses one that older systems cannot start, `--quick` packs
without squeezing, to try the road.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from resources.packaging.borrowed import borrowed, components, write_borrowed_licences
from resources.packaging.debian import make_deb, needed_packages, nowhere
from resources.packaging.libraries import libraries, needed_glibc, unneeded
from resources.packaging.parts import shipped, write_licences, write_sbom

if TYPE_CHECKING:
    from collections.abc import Sequence

    from resources.packaging.libraries import Library

ROOT = Path(__file__).parents[2]
SPEC = Path(__file__).with_name("lianpu.spec")
_NAMED = 5


def main(arguments: list[str]) -> int:
    """Bundle, try, pack. 0 when all was made and the bundle passed its own test."""
    if lacking := missing_tools():
        _say(f"制作不了安装包：缺少 {'、'.join(lacking)}（Debian 的软件包 binutils、libc-bin）")
        return 2
    asked = _asked(arguments)
    out = Path(asked.out).resolve()
    shutil.rmtree(out / "lianpu", ignore_errors=True)
    out.mkdir(parents=True, exist_ok=True)
    bundle = _bundled(out)
    parts = shipped("lianpu")
    found = libraries(bundle)
    system = borrowed(found, bundle / "_internal")
    write_licences(parts, ROOT, bundle)
    write_borrowed_licences(system, bundle / "licenses")
    write_sbom(parts, components(system), bundle / "sbom.cdx.json")
    if fault := unfit(found, asked.glibc):
        _say(fault)
        return 1
    if not _tried(bundle):
        return 1
    contents = f"{_megabytes(bundle)} MB，含 {len(parts)} 个组件、{len(system)} 个系统库"
    _say(f"程序文件夹：{bundle}，{contents}，需要 glibc 2.{needed_glibc(found)} 以上")
    files = [shutil.copy(bundle / "sbom.cdx.json", out)] + ([] if asked.quick else [_archive(bundle, out)])
    if shutil.which("dpkg-deb"):
        files.append(make_deb(bundle, out, needed_packages(found), squeezed=not asked.quick))
    else:
        _say("安装包 .deb：跳过，本机没有 dpkg-deb（组件清单也不含系统库）")
    _write_sums(out, [Path(file) for file in files])
    return 0


def unfit(found: Sequence[Library], glibc: str | None) -> str:
    """Why a system with this glibc ("2.28") cannot start the bundle, or no system can; empty when it can."""
    if absent := nowhere(found):
        told = [f"{name}（{files[0].name} 要用）" for name, files in absent.items()]
        return f"程序文件夹里缺库：{'、'.join(told)}。请在本机装好再制作"
    limit = int(glibc.removeprefix("2.")) if glibc else None
    newer = [one for one in found if limit is not None and one.glibc > limit]
    if not newer:
        return ""
    newer.sort(key=lambda one: -one.glibc)
    told = [f"{one.file.name}（2.{one.glibc}）" for one in newer[:_NAMED]]
    return f"有 {len(newer)} 个文件需要比 {glibc} 更新的 glibc：{'、'.join(told)}。请在更旧的系统上制作"


def missing_tools() -> list[str]:
    """What PyInstaller calls on Linux and is not here: it looks into libraries with it."""
    tools = ("ldd", "objdump", "objcopy") if sys.platform.startswith("linux") else ()
    return [tool for tool in tools if shutil.which(tool) is None]


def _asked(arguments: list[str]) -> argparse.Namespace:
    reader = argparse.ArgumentParser(prog="run.py dist")
    reader.add_argument("out", nargs="?", default="dist")
    reader.add_argument("--glibc", metavar="2.N", type=_glibc)
    reader.add_argument("--quick", action="store_true")
    return reader.parse_args(arguments)


def _glibc(text: str) -> str:
    if not re.fullmatch(r"2\.\d+", text):
        raise argparse.ArgumentTypeError(f"{text}：要写成 2.28 这样")
    return text


def _bundled(out: Path) -> Path:
    _say("正在打包程序（约一分钟）…")
    with tempfile.TemporaryDirectory() as work:
        command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR"]
        places = ["--distpath", str(out), "--workpath", work]
        done = subprocess.run([*command, *places, str(SPEC)], cwd=ROOT, check=False, capture_output=True)
    if done.returncode:
        sys.exit(done.stderr.decode("utf-8", "replace"))
    bundle = out / "lianpu"
    # What a plug-in that was left out had brought along.
    for one in unneeded(libraries(bundle), bundle / "_internal"):
        one.file.unlink()
    return bundle


def _tried(bundle: Path) -> bool:
    """Walk the program's own test with nothing of this environment: no Python path, no home, no locale."""
    with tempfile.TemporaryDirectory() as home:
        bare = {"HOME": home, "PATH": "/usr/bin:/bin", "QT_QPA_PLATFORM": "offscreen", "LANG": "C.UTF-8"}
        if os.name == "nt":
            bare["SYSTEMROOT"] = os.environ["SYSTEMROOT"]
        start = time.perf_counter()
        done = subprocess.run(
            [str(bundle / "lianpu"), "selftest"],
            env=bare,
            cwd=home,
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
    _say(done.stdout.decode("utf-8", "replace").rstrip())
    _say(f"自检用时 {time.perf_counter() - start:.1f} 秒，退出状态 {done.returncode}")
    return done.returncode == 0


def _archive(bundle: Path, out: Path) -> Path:
    name = f"lianpu-{version('lianpu')}-{sys.platform}-{platform.machine()}.tar.gz"
    with tarfile.open(out / name, "w:gz", compresslevel=6) as archive:
        archive.add(bundle, bundle.name, filter=_nobodys)
    return out / name


def _nobodys(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = "root"
    return member


def _write_sums(out: Path, files: list[Path]) -> None:
    lines = []
    for file in files:
        lines.append(f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n")
        _say(f"{file}　{file.stat().st_size / 1e6:.1f} MB")
    (out / "SHA256SUMS").write_text("".join(lines), encoding="ascii", newline="\n")


def _megabytes(folder: Path) -> int:
    sizes = (file.stat().st_size for file in folder.rglob("*") if file.is_file() and not file.is_symlink())
    return round(sum(sizes) / 1e6)


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - what it is for


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
