"""run.py on a machine that has nothing of ours."""

from __future__ import annotations

import ast
import importlib.util
import re
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def run() -> ModuleType:
    spec = importlib.util.spec_from_file_location("lianpu_run", ROOT / "run.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _lock() -> str:
    return (ROOT / "requirements.lock").read_text(encoding="utf-8")


def test_it_imports_nothing_but_the_standard_library() -> None:
    tree = ast.parse((ROOT / "run.py").read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    assert {name.partition(".")[0] for name in names} <= set(sys.stdlib_module_names)


def test_an_old_python_can_read_it_far_enough_to_say_what_is_needed() -> None:
    ast.parse((ROOT / "run.py").read_text(encoding="utf-8"), feature_version=(3, 7))


def test_every_dependency_is_locked_with_hashes_and_no_host_is_named() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    names = {re.split(r"[<>=\s;\[]", one)[0].casefold() for one in wanted}
    lock = _lock()
    locked = set(re.findall(r"^([a-z0-9-]+)==", lock, re.MULTILINE))

    assert names <= locked
    assert all("--hash=sha256:" in block for block in re.split(r"\n(?=[a-z0-9-]+==)", lock)[1:])
    assert "http" not in lock
    assert not re.search(r"^--(extra-)?index-url", lock, re.MULTILINE)


def test_the_locked_qt_runs_where_glibc_is_2_28() -> None:
    assert re.search(r"^pyside6-essentials==6\.9\.3 ; python_full_version < '3\.14'", _lock(), re.MULTILINE)


def test_what_is_lacking_is_named_in_one_line(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "loads", lambda library: library != "libGL.so.1")
    monkeypatch.setattr(run, "has_chinese_font", lambda: True)
    monkeypatch.setattr(run, "can_make_environments", lambda: True)
    monkeypatch.setattr(run.sys, "platform", "linux")
    monkeypatch.setattr(run.shutil, "which", lambda name: f"/usr/bin/{name}")

    line = run.install_line(run.missing_packages())

    assert "libgl1" in line and "apt-get install" in line
    assert "\n" not in line


def test_without_root_nothing_is_installed_and_the_line_is_said(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run, "missing_packages", lambda: [("fonts-noto-cjk", "google-noto-sans-cjk-fonts")])
    monkeypatch.setattr(run.os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr(run, "install_packages", lambda _missing: pytest.fail("installed without being root"))

    assert not run.prepare_system()
    assert "fonts-noto-cjk" in capsys.readouterr().out


def test_without_a_screen_the_window_is_refused_and_the_command_line_named(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run, "has_screen", lambda: False)
    monkeypatch.setattr(run, "prepare_system", lambda: pytest.fail("went on"))

    assert run.main([]) == 2
    assert "run.py new" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "opens"),
    [
        ([], True),
        (["a.lianpu"], True),
        (["open", "a.lianpu"], True),
        (["gaps", "-w", "a"], False),
        (["--help"], False),
    ],
)
def test_only_calls_that_open_the_window_need_a_screen(
    run: ModuleType, arguments: list[str], *, opens: bool
) -> None:
    assert run.opens_window(arguments) is opens


def test_every_verb_is_known_so_that_none_asks_for_a_screen_in_vain(run: ModuleType) -> None:
    from app.cli import cli

    assert [name for name in cli.commands if run.opens_window([name])] == ["open"]


def test_a_changed_lock_makes_the_environment_anew(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text("a==1")
    monkeypatch.setattr(run, "LOCK", lock)
    before = run.stamp()

    lock.write_text("a==2")

    assert run.stamp() != before


def test_an_environment_that_was_not_finished_does_not_count(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(run, "VENV", tmp_path)
    monkeypatch.setattr(run, "STAMP", tmp_path / "stamp")

    assert not run.is_installed()
