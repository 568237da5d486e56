"""run.py on a machine that has nothing of ours."""

from __future__ import annotations

import ast
import importlib.util
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
FONT = ("中文字体", "fonts-noto-cjk", "google-noto-sans-cjk-fonts")


@pytest.fixture
def run() -> ModuleType:
    spec = importlib.util.spec_from_file_location("lianpu_run", ROOT / "run.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def bare(run: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[ModuleType]:
    """run.py in a folder of its own, where nothing was installed yet."""
    monkeypatch.setattr(run, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(run, "STAMP", tmp_path / ".venv" / "stamp")
    monkeypatch.setattr(run, "LOCK", tmp_path / "requirements.lock")
    monkeypatch.setattr(run, "PROJECT", tmp_path / "pyproject.toml")
    monkeypatch.setattr(run, "machine_refusal", lambda: "")
    (tmp_path / "requirements.lock").write_text("a==1")
    (tmp_path / "pyproject.toml").write_text("[project]")
    return run


def _lock() -> str:
    return (ROOT / "requirements.lock").read_text(encoding="utf-8")


def _locked() -> list[str]:
    return re.findall(r"^[a-z0-9-]+==[^#]+", _lock(), re.MULTILINE)


def _finish(run: ModuleType) -> None:
    for name in ("python", "lianpu"):
        command = run.command_in(run.VENV, name)
        command.parent.mkdir(parents=True, exist_ok=True)
        command.touch()
    run.STAMP.write_text(run.stamp())


def _watched(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, *, fails_at: str = "nowhere"
) -> list[list[str]]:
    """The commands that would be run; the one that holds a word fails."""
    commands: list[list[str]] = []

    def call(command: list[str], **_: object) -> int:
        commands.append(command)
        for word, made in (("venv", "python"), ("-e", "lianpu")):
            if word in command and fails_at not in command:
                run.command_in(run.VENV, made).parent.mkdir(parents=True, exist_ok=True)
                run.command_in(run.VENV, made).touch()
        return int(fails_at in command)

    monkeypatch.setattr(run.subprocess, "call", call)
    return commands


def test_it_imports_nothing_but_the_standard_library() -> None:
    tree = ast.parse((ROOT / "run.py").read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    assert {name.partition(".")[0] for name in names} <= set(sys.stdlib_module_names)


def test_an_old_python_can_read_it_far_enough_to_say_what_is_needed() -> None:
    ast.parse((ROOT / "run.py").read_text(encoding="utf-8"), feature_version=(3, 7))


@pytest.mark.parametrize(("there", "advice"), [("python3.12", "python3.12 run.py"), ("", "请安装")])
def test_an_old_python_is_told_which_one_to_take(
    run: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    there: str,
    advice: str,
) -> None:
    monkeypatch.setattr(run.sys, "version_info", (3, 8, 10, "final", 0))
    monkeypatch.setattr(run.shutil, "which", lambda name: name if name == there else None)

    assert run.main(["test"]) == 2
    said = capsys.readouterr().out
    assert "3.11" in said and "3.8" in said and advice in said


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    names = {re.split(r"[<>=\s;\[]", one)[0].casefold() for one in wanted}

    assert names <= {one.partition("==")[0] for one in _locked()}


def test_everything_locked_has_hashes() -> None:
    assert [one for one in _locked() if "--hash=sha256:" not in one] == []


def test_the_lock_leaves_the_place_to_download_from_to_the_machine() -> None:
    assert not re.search(r"https?:|file:|^-", _lock(), re.MULTILINE)


def test_the_locked_qt_runs_where_glibc_is_2_28() -> None:
    assert re.search(r"^pyside6-essentials==6\.9\.3 ; python_full_version < '3\.14'", _lock(), re.MULTILINE)
    assert re.search(r"^shiboken6==6\.9\.3 ; python_full_version < '3\.14'", _lock(), re.MULTILINE)


def test_what_is_lacking_is_named_in_one_line(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "loads", lambda library: library != "libGL.so.1")
    monkeypatch.setattr(run, "has_chinese_font", lambda: False)
    monkeypatch.setattr(run, "can_make_environments", lambda: False)
    monkeypatch.setattr(run, "is_installed", lambda: False)
    monkeypatch.setattr(run.sys, "platform", "linux")
    monkeypatch.setattr(run.shutil, "which", lambda name: f"/usr/bin/{name}")

    line = run.remedy(run.missing_parts())

    assert "apt-get install" in line
    venv = "python{}.{}-venv".format(*sys.version_info[:2])
    assert {venv, "libgl1", "fonts-noto-cjk"} <= set(re.findall(r"[\w.-]+", line))
    assert "\n" not in line


@pytest.mark.parametrize(
    ("tool", "shown"), [("dnf", "sudo dnf install"), ("yum", "sudo yum install"), ("", "包名")]
)
def test_other_systems_are_told_names_of_their_own(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, tool: str, shown: str
) -> None:
    monkeypatch.setattr(run.shutil, "which", lambda name: name if name == tool else None)

    line = run.remedy([("libGL.so.1", "libgl1", "libglvnd-glx")])

    assert shown in line and "libglvnd-glx" in line and "apt-get" not in line


def test_nothing_is_asked_of_the_system_on_windows(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run.sys, "platform", "win32")
    monkeypatch.setattr(run, "loads", lambda _library: False)

    assert run.missing_parts() == []
    assert run.has_screen()


def test_without_root_nothing_is_installed_and_the_line_is_said(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run, "missing_parts", lambda: [FONT])
    monkeypatch.setattr(run.os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr(run, "install_packages", lambda _names: pytest.fail("installed without being root"))

    assert run.main(["test"]) == 2
    assert "fonts-noto-cjk" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("NotoSansCJK-Regular.ttc", True),
        ("SIMSUN.TTC", True),
        ("方正书宋简体.ttf", True),
        ("DejaVuSans.ttf", False),
        ("wqy-microhei.txt", False),
    ],
)
def test_chinese_fonts_are_known_by_their_file_names(run: ModuleType, name: str, *, known: bool) -> None:
    assert run.is_chinese_font(name) is known


@pytest.mark.parametrize(
    ("machine", "libc", "fits"),
    [
        ("x86_64", ("glibc", "2.34"), True),
        ("x86_64", ("glibc", "2.27"), False),
        ("x86_64", ("", ""), False),
        ("aarch64", ("glibc", "2.36"), False),
        ("loongarch64", ("glibc", "2.40"), False),
    ],
)
def test_a_machine_that_no_locked_qt_fits_is_told_so(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, machine: str, libc: tuple[str, str], *, fits: bool
) -> None:
    monkeypatch.setattr(run.sys, "platform", "linux")
    monkeypatch.setattr(run.platform, "machine", lambda: machine)
    monkeypatch.setattr(run.platform, "libc_ver", lambda: libc)

    assert (run.machine_refusal() == "") is fits


def test_without_a_screen_the_window_is_refused_and_the_command_line_named(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run.sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(run, "prepare_system", lambda: pytest.fail("went on"))

    assert run.main([]) == 2
    said = capsys.readouterr().out
    assert "run.py --help" in said and "lianpu" in said


@pytest.mark.parametrize(
    ("arguments", "opens"),
    [
        ([], True),
        (["a.lianpu"], True),
        (["open", "a.lianpu"], True),
        (["open", "--help"], False),
        (["gaps", "-w", "a.lianpu"], False),
        (["--help"], False),
        (["--version"], False),
    ],
)
def test_only_calls_that_open_the_window_need_a_screen(
    run: ModuleType, arguments: list[str], *, opens: bool
) -> None:
    assert run.opens_window(arguments) is opens


def test_no_verb_but_open_asks_for_a_screen(run: ModuleType) -> None:
    from app.cli_verbs import VERBS

    assert [name for name in VERBS if run.opens_window([name])] == ["open"]


def test_the_stamp_changes_with_the_lock(bare: ModuleType) -> None:
    before = bare.stamp()

    bare.LOCK.write_text("a==2")

    assert bare.stamp() != before


def test_an_environment_that_was_not_finished_does_not_count(bare: ModuleType) -> None:
    _finish(bare)
    assert bare.is_installed()

    bare.STAMP.unlink()

    assert not bare.is_installed()


@pytest.mark.parametrize("name", ["python", "lianpu"])
def test_an_environment_without_its_programs_does_not_count(bare: ModuleType, name: str) -> None:
    _finish(bare)

    bare.command_in(bare.VENV, name).unlink()

    assert not bare.is_installed()


def test_an_interrupted_installation_starts_over(bare: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    half = bare.VENV / "half"
    half.mkdir(parents=True)
    _watched(bare, monkeypatch, fails_at="--require-hashes")
    assert not bare.prepare_environment()
    assert not half.exists() and not bare.is_installed()

    commands = _watched(bare, monkeypatch)

    assert bare.prepare_environment()
    steps = ("venv", "--require-hashes", "-e", "compileall")
    assert all(step in command for step, command in zip(steps, commands, strict=True))
    assert bare.is_installed()


def test_a_changed_project_file_makes_the_command_anew_but_downloads_nothing(
    bare: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    _finish(bare)
    bare.PROJECT.write_text("[project]\nname = 'lianpu'")
    commands = _watched(bare, monkeypatch)

    assert bare.prepare_environment()
    install, compiling = commands
    assert "-e" in install and "--no-deps" in install and "compileall" in compiling
    assert bare.is_installed()


def test_the_environment_is_not_pulled_away_under_the_python_that_runs(
    bare: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    _finish(bare)
    bare.LOCK.write_text("a==2")
    monkeypatch.setattr(bare.sys, "prefix", str(bare.VENV))
    commands = _watched(bare, monkeypatch)

    assert not bare.prepare_environment()
    assert commands == [] and bare.command_in(bare.VENV, "python").exists()


@pytest.mark.parametrize("failing", [None, "mypy", "pytest"])
def test_every_check_runs_and_any_failure_counts(
    bare: ModuleType, monkeypatch: pytest.MonkeyPatch, failing: str | None
) -> None:
    asked: list[list[str]] = []

    def quietly(command: list[str]) -> tuple[int, str]:
        asked.append(command)
        return int(failing in command), ""

    monkeypatch.setattr(bare, "quietly", quietly)
    tests = _watched(bare, monkeypatch, fails_at=failing or "nowhere")

    status = bare.check_everything(["-x"])

    words = " ".join(str(word) for command in [*asked, *tests] for word in command)
    assert all(name in words for name in ("ruff check", "lint-imports", "mypy", "audit", "pytest"))
    assert tests[-1][-1] == "-x" and "pytest" in tests[-1], "the tests come last"
    assert (status != 0) is (failing is not None)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [([], ["-n", "auto"]), (["-n", "2"], []), (["--pdb"], []), (["tests/app/test_cli.py::test_a"], [])],
)
def test_all_cores_are_used_unless_the_call_says_otherwise(
    run: ModuleType, arguments: list[str], expected: list[str]
) -> None:
    assert run.parallel(arguments) == expected


@pytest.mark.skipif(os.name == "nt", reason="the script of CI is for the shell")
def test_ci_runs_the_one_command() -> None:
    script = ROOT / ".ci" / "run"

    assert os.access(script, os.X_OK)
    assert "python3 run.py test" in script.read_text(encoding="utf-8")
    subprocess.run(["bash", "-n", str(script)], check=True)
