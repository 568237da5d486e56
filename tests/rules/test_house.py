"""The rules of the house that no linter knows."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

import app

ROOT = Path(__file__).parents[2]
FOLDERS = ("app", "chains", "db", "widgets", "resources")
MOST_LINES, MOST_FUNCTION_LINES, MOST_PUBLIC_METHODS = 400, 40, 20


def _sources(*folders: str) -> list[Path]:
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return [path for path in found if "migrations/versions" not in path.as_posix()]


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_files_and_functions_can_be_held_in_the_head() -> None:
    too_long = []
    for path in [*_sources(*FOLDERS, "tests"), ROOT / "run.py"]:
        text = path.read_text(encoding="utf-8")
        if len(text.splitlines()) > MOST_LINES:
            too_long.append(f"{_name(path)}: {len(text.splitlines())} lines")
        too_long += [
            f"{_name(path)}: {node.name}"
            for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.FunctionDef)
            and (node.end_lineno or 0) - node.lineno >= MOST_FUNCTION_LINES
        ]

    assert too_long == []


def test_classes_have_few_public_methods() -> None:
    # Qt's own names are overrides, not an interface of ours.
    too_many = []
    for path in _sources(*FOLDERS):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                methods = [one for one in node.body if isinstance(one, ast.FunctionDef)]
                own = [one.name for one in methods if re.fullmatch(r"[a-z][a-z0-9_]*", one.name)]
                if len(own) > MOST_PUBLIC_METHODS and node.name not in {"Reader", "SqlReader"}:
                    too_many += [f"{_name(path)}: {node.name} {len(own)}"]

    assert too_many == []


def test_broad_excepts_stand_only_where_bugs_are_caught() -> None:
    allowed = {"app/desktop/jobs.py", "app/exchange/reader_faults.py", "app/desktop/crash.py"}
    allowed |= {"app/desktop/self_test.py"}
    found = {
        _name(path)
        for path in _sources(*FOLDERS)
        if re.search(r"except (Base)?Exception\b|except:", path.read_text(encoding="utf-8"))
    }

    assert found <= allowed


def test_no_installed_package_shadows_a_folder_of_ours() -> None:
    claimed = packages_distributions()

    assert all(set(claimed.get(folder, ["lianpu"])) == {"lianpu"} for folder in FOLDERS)


def test_only_db_speaks_sql_and_only_widgets_and_desktop_speak_qt() -> None:
    for path in _sources("app", "chains", "widgets"):
        assert "sqlalchemy" not in path.read_text(encoding="utf-8"), _name(path)
    for path in _sources("app/services", "app/exchange", "chains", "db"):
        assert "PySide6" not in path.read_text(encoding="utf-8"), _name(path)


def test_the_version_has_an_entry_in_the_changelog() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")

    assert re.search(rf"^## \[{re.escape(app.__version__)}\]", changelog, re.MULTILINE)


def test_nothing_of_a_workplace_is_committed() -> None:
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("no git, or no checkout: what is committed cannot be listed")
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.split("\n")
    secrets = re.compile(r"/(?:tmp|work|root|home)/[a-z]+/|pypi\.org|deb\.debian\.org|registry\.npmjs")
    for name in listed:
        path = ROOT / name
        if (
            path.suffix in {".py", ".toml", ".md", ".lock", ".cfg", ""}
            and path.is_file()
            and "test_house" not in name
        ):
            assert not secrets.search(path.read_text(encoding="utf-8", errors="ignore")), name


def test_every_verb_of_the_command_line_stands_in_the_readme() -> None:
    from app.cli_verbs import VERBS

    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    missing = [name for name in VERBS if f"lianpu {name}" not in readme]
    assert missing == []


def test_every_folder_of_code_is_installed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    listed = set(project["tool"]["setuptools"]["packages"])
    there = {_name(path.parent).replace("/", ".") for path in _sources(*FOLDERS)}

    assert there - listed == set()
