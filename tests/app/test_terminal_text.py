"""What names from files do to a terminal, and to a spreadsheet that they are pasted into: nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.cli import main
from app.terminal_text import for_terminal, json_for_terminal
from chains.table_cells import table_cell
from tests.builders import a_company, a_workspace, bring_in

_HOSTILE = "甲\x1b]0;owned\x07\x1b[2J\x9b31m\r厂\u202e"


@pytest.mark.parametrize("as_json", [[], ["--json"]])
def test_a_name_gives_no_orders_to_the_terminal(
    as_json: list[str], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "威海.lianpu"
    workspace = a_workspace(file)
    bring_in(workspace, a_company(_HOSTILE, "轮胎模具"))
    workspace.database.close()

    assert main(["log", "-w", str(file), *as_json]) == 0

    told = capfd.readouterr().out
    assert "]0;owned" in told
    assert not set("\x1b\x07\x9b\r\u202e") & set(told)
    if as_json:
        assert json.dumps(_HOSTILE)[1:-1] in json.dumps(json.loads(told))


def test_whatever_the_program_says_of_a_file_gives_no_orders(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["log", "-w", "/gibt/es\x1b[2J/nicht.lianpu"]) == 2

    told = capfd.readouterr().err
    assert "‹U+001B›[2J" in told and "\x1b" not in told


def test_ordinary_text_stays_as_it_is() -> None:
    text = "𠮷野家\t👨‍👩‍👧\n第二行 ＝1"

    assert for_terminal(text) == text
    assert json_for_terminal(text) == text
    assert for_terminal("半\ud800个") == "半?个"


@pytest.mark.parametrize(
    ("text", "pasted"),
    [
        ('=HYPERLINK("http://x","点")', '\'=HYPERLINK("http://x","点")'),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("@SUM(1)", "'@SUM(1)"),
        ("＝1+1", "'＝1+1"),
        ("-2+3", "'-2+3"),
        ("\t=1", "'=1"),
        ("+86 631 5200000", "'+86 631 5200000"),
        ("-12.5%", "-12.5%"),
        ("-1,234", "-1,234"),
        ("-", "-"),
        ("一\n二", "一 二"),
    ],
)
def test_what_is_copied_from_a_table_is_no_formula(text: str, pasted: str) -> None:
    assert table_cell(text) == pasted
