"""lianpu search: what is found, filtered, sorted and written to a file."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from chains.kinds import RegistrationState
from chains.registry import CompanyFilter, SaveCompanyList
from tests.builders import a_company, a_workspace, bring_in


@pytest.fixture
def file(tmp_path: Path) -> str:
    workspace = a_workspace(tmp_path / "企业库.lianpu")
    active = RegistrationState.ACTIVE
    bring_in(
        workspace,
        a_company("威海甲轮胎厂", "轮胎", region="371002", capital_wan=Decimal(10), state=active),
        a_company("荣成乙轮胎厂", "模具", region="371082", capital_wan=Decimal(900), state=active),
        a_company("济南丙商行", scope="轮胎销售", region="370102"),
    )
    workspace.execute(SaveCompanyList("威海的", CompanyFilter(regions=("371000",))))
    workspace.database.close()
    return str(tmp_path / "企业库.lianpu")


def _found(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert main(["search", *arguments, "--json"]) == 0
    return dict(json.loads(capsys.readouterr().out))


def test_text_filters_sort_and_lists_are_understood(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    def names(*arguments: str) -> list[str]:
        return [one["name"][2] for one in _found(capsys, *arguments, "-w", file)["companies"]]

    assert names("轮胎") == ["甲", "乙", "丙"]
    assert names("whjltc") == ["甲"]
    assert names("轮胎", "--region", "371000", "--sort", "capital", "--desc") == ["乙", "甲"]
    assert names("--state", "存续", "--capital-from", "100") == ["乙"]
    assert names("--list", "威海的", "--capital-to", "100") == ["甲"]
    assert names("--placed", "已标注") == []
    assert names('轮胎" OR *') == []


def test_the_count_and_the_filter_are_told(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = _found(capsys, "轮胎", "--region", "371082", "-w", file, "--limit", "1")

    assert (found["count"], found["exact"]) == (1, True)
    assert found["filter"] == "含“轮胎”；区域：威海市荣成市"
    assert found["companies"][0]["capital_wan"] == 900


def test_what_was_found_goes_into_a_file(
    file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["search", "轮胎", "-w", file, "--out", str(tmp_path / "名单.xlsx")]) == 0

    assert "3 家" in capsys.readouterr().out
    assert (tmp_path / "名单.xlsx").exists()


def test_a_list_that_is_not_there_is_named(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "--list", "没有的", "-w", file]) == 2

    assert "没有的" in capsys.readouterr().err
