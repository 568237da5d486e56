"""The long trials of trust, one after the other, with their counts: `python3 run.py trust [KILLS]`."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree as ET

from db.schema import known_revisions
from tests.trust.full_disk import TRIES, export_on_full_disks
from tests.trust.fuzzing import FILES_TRIED
from tests.trust.guided import can_follow, fuzz_guided
from tests.trust.guided_seeds import KINDS
from tests.trust.kills import kill_often, quick_folder
from tests.trust.power import can_compile, cut_often
from tests.trust.shared_writers import write_on_server
from tests.trust.work import WORKS
from tests.trust.writers import write_together

KILLS, CUTS, FUZZED = 200, 400, 300
GUIDED_SECONDS = 60
WRITERS, SECONDS = 8, 20.0
SHARED_SECONDS = 60.0
TESTS = Path(__file__).parents[1]


def main(arguments: list[str]) -> int:
    """Run all; 0 when nothing was lost, damaged or let in."""
    kills = int(arguments[0]) if arguments else KILLS
    wrong = (
        _kills(kills)
        + _power(CUTS if not arguments else kills)
        + _writers()
        + _shared_writers()
        + _full_disks()
    )
    wrong += _files("坏文件", "db/test_hostile_files.py", "app/test_exchange_corpus.py")
    wrong += _fuzzed(FUZZED if not arguments else kills)
    wrong += _guided(GUIDED_SECONDS if not arguments else max(kills // 10, 2))
    wrong += _files(f"升级路径（到 {max(known_revisions())}）", "db/test_upgrades.py")
    _say("全部通过。" if not wrong else f"有 {wrong} 项不通过。")
    return 1 if wrong else 0


def _kills(kills: int) -> int:
    wrong = survived = 0
    for kind in WORKS:
        with tempfile.TemporaryDirectory(dir=quick_folder()) as folder:
            found = kill_often(kind(), kills, Path(folder))
        faults = found["faults"]
        assert isinstance(faults, list)
        survived += kills - len(faults)
        wrong += len(faults)
        sound = kills - len(faults)
        _say(f"强行终止 · {kind.name}：{kills} 次，完好 {sound}，确认的更改 {found['acknowledged']}")
        for fault in faults[:5]:
            _say(f"  {fault}")
    _say(f"强行终止共 {len(WORKS) * kills} 次，完好 {survived} 次")
    return wrong


def _power(cuts: int) -> int:
    if not can_compile():
        _say("断电重放：跳过（没有 gcc 或不是 Linux）")
        return 0
    with tempfile.TemporaryDirectory(dir=quick_folder()) as folder:
        found = cut_often(cuts, Path(folder))
    faults = found["faults"]
    assert isinstance(faults, list)
    _say(f"断电重放：{cuts} 次（{found['changes']} 次更改、{found['steps']} 步读写），出错 {len(faults)}")
    return len(faults)


def _writers() -> int:
    with tempfile.TemporaryDirectory(dir=quick_folder()) as folder:
        found = write_together(WRITERS, SECONDS, Path(folder))
    _say(
        f"同时写入：{WRITERS} 个进程 {SECONDS:.0f} 秒，写成 {found['acknowledged']}，"
        f"被拒（他人先改）{found['refused']}，丢失 {found['lost']}，重复 {found['twice']}"
    )
    return 0 if found["sound"] and not found["lost"] and not found["twice"] else 1


def _shared_writers() -> int:
    found = write_on_server(WRITERS, SHARED_SECONDS)
    if "skipped" in found:
        _say(f"共享数据库同时写入：没有试。{found['skipped']}")
        return 0
    _say(
        f"共享数据库同时写入：{WRITERS} 个进程 {SHARED_SECONDS:.0f} 秒，切断连接 {found['cuts']} 次，"
        f"写成 {found['acknowledged']}，被拒（他人先改）{found['refused']}，丢失 {found['lost']}，"
        f"重复 {found['twice']}，编号缺口 {found['gaps']}"
    )
    bad = any(found[one] for one in ("lost", "twice", "gaps", "failed", "unknown"))
    return 1 if bad or not found["sound"] else 0


def _full_disks() -> int:
    with tempfile.TemporaryDirectory() as folder:
        found = export_on_full_disks(TRIES, Path(folder))
    faults = found["faults"]
    assert isinstance(faults, list)
    _say(f"写到一半磁盘满：{found['exports']} 种导出，{found['tries']} 次，出错 {len(faults)}")
    for fault in faults[:5]:
        _say(f"  {fault}")
    return len(faults)


def _files(word: str, *names: str) -> int:
    """Run these tests in a process of its own and say how many there were."""
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "told.xml"
        arguments = ["-q", "-n0", "-p", "no:randomly", "--no-header", "--no-summary", f"--junitxml={told}"]
        tests = [str(TESTS / name) for name in names]
        command = [sys.executable, "-m", "pytest", *arguments, *tests]
        run = subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
        suite = ET.parse(told).getroot()[0]
    tried, skipped = int(suite.get("tests", 0)), int(suite.get("skipped", 0))
    failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
    _say(f"{word}：试 {tried - skipped}，通过 {tried - skipped - failed}，跳过 {skipped}")
    return 0 if run.returncode == 0 else max(failed, 1)


def _fuzzed(files: int) -> int:
    os.environ[FILES_TRIED] = str(files)
    return _files(f"随机改坏的文件（三种，各 {files} 个）", "trust/test_fuzzed_files.py")


def _guided(seconds: int) -> int:
    if not can_follow():
        _say("按覆盖率引导的坏文件：没有试（没有安装 atheris：pip install '.[fuzz]'，仅部分 Python 版本有）")
        return 0
    tried = wrong = 0
    for kind in KINDS:
        with tempfile.TemporaryDirectory(dir=quick_folder()) as folder:
            found = fuzz_guided(kind, seconds, Path(folder))
        tried += found.tried
        wrong += len(found.faults)
        _say(
            f"按覆盖率引导 · {kind}：{seconds} 秒，试 {found.tried}，分支 {found.edges}，"
            f"读入代码 {found.lines_run} / {found.lines_there} 行，出错 {len(found.faults)}"
        )
        for fault in found.faults[:5]:
            _say(f"  {fault}")
    _say(f"按覆盖率引导共试 {tried} 个文件，出错 {wrong}")
    return wrong


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - what it is for


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
