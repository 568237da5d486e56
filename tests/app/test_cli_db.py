"""A shared database from the command line: set up, used like a file, refused in Chinese."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy.engine import URL

from app.cli import main
from db.places import without_password


@pytest.fixture
def where(shared_url: URL) -> str:
    return without_password(shared_url)


def _json(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert main([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_an_administrator_sets_up_and_everybody_works(
    pg_url: URL, capsys: pytest.CaptureFixture[str]
) -> None:
    where = without_password(pg_url)

    assert main(["db", "setup", where, "--region", "371000", "--by", "管理员"]) == 0
    assert "内置产业链" in capsys.readouterr().out
    assert main(["db", "setup", where]) == 0
    assert "表已齐备" in capsys.readouterr().out
    assert main(["db", "upgrade", where]) == 0
    assert "已是最新" in capsys.readouterr().out

    gap = _json(capsys, "gaps", "-w", where)[0]
    chain, segment = gap["chain"], gap["segment"]
    assert main(["mark", chain, segment, "-w", where, "--evidence", "实地走访", "--by", "李四"]) == 0
    capsys.readouterr()
    assert _json(capsys, "log", "-w", where)[0]["author"] == "李四"
    assert main(["undo", "-w", where]) == 0
    assert main(["check", where]) == 0


def test_what_is_for_files_alone_says_so(
    where: str, capsys: pytest.CaptureFixture[str], tmp_path: Any
) -> None:
    for arguments in (
        ["backup", "-w", where],
        ["restore", "x.lianpu", "-w", where],
        ["rescue", where, str(tmp_path / "neu.lianpu")],
        ["new", where],
    ):
        assert main(arguments) == 2
        assert "共享数据库" in capsys.readouterr().err

    assert main(["db", "setup", str(tmp_path / "a.lianpu")]) == 2
    assert "postgresql+psycopg://" in capsys.readouterr().err
