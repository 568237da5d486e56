"""Makes what users install: a folder that needs no Python, a .deb of it, their parts list and check sums.

`python -m resources.packaging.build [OUT] [--quick]`; called by `python3 run.py dist`. The bundle is tried
before it is packed; `--quick` packs without squeezing, to try the road.
"""

from __future__ import annotations

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

from resources.packaging.debian import make_deb
from resources.packaging.parts import shipped, write_licences, write_sbom

ROOT = Path(__file__).parents[2]
SPEC = Path(__file__).with_name("lianpu.spec")
_GLIBC = re.compile(rb"GLIBC_2\.(\d+)\b")


def main(arguments: list[str]) -> int:
    """Bundle, try, pack. 0 when all was made and the bundle passed its own test."""
    if lacking := missing_tools():
        _say(f"制作不了安装包：缺少 {'、'.join(lacking)}（Debian 的软件包 binutils、libc-bin）")
        return 2
    quick = "--quick" in arguments
    out = Path(next((one for one in arguments if not one.startswith("-")), "dist")).resolve()
    shutil.rmtree(out, ignore_errors=True)
    bundle = _bundled(out)
    parts = shipped("lianpu")
    write_licences(parts, ROOT, bundle)
    write_sbom(parts, bundle / "sbom.cdx.json")
    if not _tried(bundle):
        return 1
    glibc = needed_glibc(bundle)
    _say(f"程序文件夹：{bundle}，{_megabytes(bundle)} MB，含 {len(parts)} 个组件，需要 glibc 2.{glibc} 以上")
    files = [shutil.copy(bundle / "sbom.cdx.json", out)] + ([] if quick else [_archive(bundle, out)])
    if shutil.which("dpkg-deb"):
        files.append(make_deb(bundle, out, glibc, squeezed=not quick))
    else:
        _say("安装包 .deb：跳过，本机没有 dpkg-deb")
    _write_sums(out, [Path(file) for file in files])
    return 0


def missing_tools() -> list[str]:
    """What PyInstaller calls on Linux and is not here: it looks into libraries with it."""
    tools = ("ldd", "objdump", "objcopy") if sys.platform.startswith("linux") else ()
    return [tool for tool in tools if shutil.which(tool) is None]


def needed_glibc(bundle: Path) -> int:
    """The minor version of glibc 2 that the newest symbol asked for came with; 0 where none is asked for."""
    found = 0
    for file in bundle.rglob("*"):
        if file.is_file() and not file.is_symlink():
            data = file.read_bytes()
            if data.startswith(b"\x7fELF"):
                found = max([found, *map(int, _GLIBC.findall(data))])
    return found


def _bundled(out: Path) -> Path:
    _say("正在打包程序（约一分钟）…")
    with tempfile.TemporaryDirectory() as work:
        command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR"]
        places = ["--distpath", str(out), "--workpath", work]
        done = subprocess.run([*command, *places, str(SPEC)], cwd=ROOT, check=False, capture_output=True)
    if done.returncode:
        sys.exit(done.stderr.decode("utf-8", "replace"))
    return out / "lianpu"


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
