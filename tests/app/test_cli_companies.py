"""Companies in and out on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from app.cli import main


@pytest.fixture
def workspace_file(tmp_path: Path) -> str:
    name = str(tmp_path / "w.lianpu")
    assert main(["new", name]) == 0
    return name


def _csv(path: Path, *rows: str) -> str:
    path.write_text("\n".join(rows) + "\n", encoding="gb18030")
    return str(path)


def test_rejected_rows_go_to_a_workbook_and_columns_can_be_named(
    workspace_file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = _csv(tmp_path / "a.csv", "企业名称,去向,信用代码", "甲公司,某路,", "乙公司,他路,9.1E+17")
    rejected = tmp_path / "未导入.xlsx"
    capsys.readouterr()
    told = ["import", "companies", file, "-w", workspace_file, "--json", "--mapping", "去向=地址"]

    assert main([*told, "--rejected", str(rejected)]) == 1

    result = json.loads(capsys.readouterr().out)
    assert (result["added"], result["rejected_count"], result["columns"]["去向"]) == (1, 1, "地址")
    assert "科学计数" in openpyxl.load_workbook(rejected).active["A4"].value


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--mapping", "没有=地址"], "没有找到列"),
        (["--mapping", "去向=没有"], "没有找到字段"),
        (["--sheet", "没有"], "没有找到工作表"),
        (["--header", "99"], "99"),
    ],
)
def test_a_wrong_choice_is_refused_with_what_there_is(
    options: list[str],
    words: str,
    workspace_file: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = _csv(tmp_path / "a.csv", "企业名称,去向", "甲公司,某路")

    assert main(["import", "companies", file, "-w", workspace_file, *options]) == 2

    assert words in capsys.readouterr().err


@pytest.mark.parametrize("name", ["企业.xlsx", "企业.csv"])
def test_the_registry_goes_out_and_comes_in_again(
    name: str, workspace_file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = _csv(tmp_path / "a.csv", "企业名称,地址,注册资本", "甲公司,某路,500万美元", "乙公司,他路,1.2亿元")
    assert main(["import", "companies", file, "-w", workspace_file]) == 0

    assert main(["export", "companies", str(tmp_path / name), "-w", workspace_file]) == 0
    capsys.readouterr()
    assert main(["import", "companies", str(tmp_path / name), "-w", workspace_file, "--json"]) == 0

    result = json.loads(capsys.readouterr().out)
    assert (result["unchanged"], result["updated"], result["added"]) == (2, 0, 0)


def test_another_kind_of_file_is_not_written(
    workspace_file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "companies", str(tmp_path / "a.pdf"), "-w", workspace_file]) == 2

    assert ".xlsx 或 .csv" in capsys.readouterr().err
