"""A file is what its name says: exports under a name of another kind are refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.cli import main
from tests.builders import a_workspace


@pytest.mark.usefixtures("qapp")  # else the verb that draws makes one of its own, which stays
@pytest.mark.parametrize(
    "asked",
    [
        ("gaps", "缺口.csv"),
        ("targets", "目标.csv"),
        ("matches", "配套.csv"),
        ("priorities", "补链.xls"),
        ("records", "policy", "政策.csv"),
        ("lists", "清单"),
        ("report", "报告.pdf"),
        ("companies", "企业.txt"),
        ("chain", "tyre", "链.txt"),
    ],
)
def test_a_name_of_another_kind_is_refused(
    asked: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "威海.lianpu"
    a_workspace(file).database.close()
    *what, name = asked

    assert main(["export", *what, str(tmp_path / name), "-w", str(file)]) == 2

    assert f"不能导出“{name}”" in capsys.readouterr().err
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == [file.name]
