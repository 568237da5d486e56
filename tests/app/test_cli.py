"""The command line as a script sees it: exit status, one JSON value, plain Chinese messages."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import click
import openpyxl
import pytest

from app.cli import cli, main

ROOT = Path(__file__).parents[2]
COMPANIES = (
    "企业名称,统一社会信用代码,所属省份,所属城市,主营产品,经营状态\n"
    "甲模具有限公司,91371000MA3CXXXX01,广东省,揭阳市,轮胎模具；注塑模具,存续\n"
    "乙橡胶机械有限公司,,山东省,青岛市,硫化机,存续\n"
    "丙模具有限公司,,山东省,威海市,轮胎模具,存续\n"
    "丁模具有限公司,,江苏省,苏州市,轮胎模具,注销\n"
)


@pytest.fixture(autouse=True)
def application(qapp: object) -> object:
    """One Qt application for all: a verb that draws would make a lesser one."""
    return qapp


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = str(tmp_path / "威海.lianpu")
    assert main(["new", path, "--by", "王五"]) == 0
    return path


@pytest.fixture
def companies(tmp_path: Path) -> str:
    path = tmp_path / "企业.csv"
    path.write_text(COMPANIES, encoding="utf-8-sig")
    return str(path)


def _json(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 0) -> Any:
    capsys.readouterr()
    assert main([*arguments, "--json"]) == status
    return json.loads(capsys.readouterr().out)


def test_the_catalogue_lists_chains_and_shows_one_whole(capsys: pytest.CaptureFixture[str]) -> None:
    chains = _json(capsys, "catalogue")
    tyre = _json(capsys, "catalogue", "轮胎")

    assert "tyre" in {chain["code"] for chain in chains}
    assert {"code", "name", "cluster", "issues", "stages", "segments", "links"} <= set(tyre)
    rubber = next(one for one in tyre["segments"] if one["name"] == "天然橡胶")
    assert (rubber["coverage"], rubber["source"], rubber["degree"]) == ("missing", "domestic", "mainly")
    assert rubber["evidence"].startswith("专栏3")
    assert {"from", "to", "group", "share"} == set(tyre["links"][0])


def _gap(capsys: pytest.CaptureFixture[str], file: str, name: str) -> Any:
    return next(one for one in _json(capsys, "gaps", "-w", file, "--chain", "轮胎") if one["name"] == name)


def test_gaps_follow_what_is_marked_and_placed(
    file: str, companies: str, capsys: pytest.CaptureFixture[str]
) -> None:
    _json(capsys, "import", "companies", companies, "-w", file)
    before = _gap(capsys, file, "轮胎模具")
    mark = [
        "mark",
        "-w",
        file,
        "轮胎",
        "轮胎模具",
        "--coverage",
        "weak",
        "--evidence",
        "走访",
        "--by",
        "李四",
    ]

    assert main(["place", "-w", file, "轮胎", "轮胎模具", "丙模具有限公司", "--by", "李四"]) == 0
    assert main(mark) == 0

    after = _gap(capsys, file, "轮胎模具")
    assert (before["local_suppliers"], before["candidates"]) == (0, 1)
    assert (after["coverage"], after["local_suppliers"]) == ("weak", 1)
    assert after["gap_index"] < before["gap_index"]


def test_a_matched_company_goes_to_the_target_list_in_excel(
    file: str, companies: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    imported = _json(capsys, "import", "companies", companies, "-w", file)
    assert (imported["read"], imported["added"], imported["rejected"]) == (4, 4, [])
    match = _json(capsys, "match", "轮胎", "轮胎模具", "-w", file)
    assert [one["name"] for one in match] == ["甲模具有限公司"]
    assert match[0]["hits"] == ["轮胎模具"]
    out = tmp_path / "目标.xlsx"

    assert main(["target", "add", "-w", file, "轮胎", "轮胎模具", "甲模具有限公司"]) == 0
    assert main(["export", "targets", "-w", file, str(out)]) == 0

    sheet = openpyxl.load_workbook(out).worksheets[0]
    values = [cell.value for row in sheet.iter_rows() for cell in row]
    assert "甲模具有限公司" in values
    assert "91371000MA3CXXXX01" in values


def test_importing_the_same_file_twice_changes_nothing(
    file: str, companies: str, capsys: pytest.CaptureFixture[str]
) -> None:
    _json(capsys, "import", "companies", companies, "-w", file)
    log = _json(capsys, "log", "-w", file)

    again = _json(capsys, "import", "companies", companies, "-w", file)

    assert (again["added"], again["updated"], again["unchanged"]) == (0, 0, 4)
    assert _json(capsys, "log", "-w", file) == log


def test_a_dry_run_writes_nothing(file: str, companies: str, capsys: pytest.CaptureFixture[str]) -> None:
    log = _json(capsys, "log", "-w", file)

    planned = _json(capsys, "import", "companies", companies, "-w", file, "--dry-run")

    assert planned["added"] == 4
    assert _json(capsys, "log", "-w", file) == log


def test_rejected_rows_leave_with_status_1_and_the_rest_arrives(
    file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "坏.csv"
    path.write_text("企业名称,统一社会信用代码\n甲,9.11101E+17\n乙,\n", encoding="gb18030")

    result = _json(capsys, "import", "companies", str(path), "-w", file, status=1)

    assert result["added"] == 1
    assert [one["row"] for one in result["rejected"]] == [2]
    assert result["read"] == 2


def test_measures_say_null_where_there_is_no_figure(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    measures = _json(capsys, "measures", "-w", file)

    assert {"as_of", "chains"} == set(measures)
    assert all(chain["completeness"] is None for chain in measures["chains"])
    keys = {"chain", "local_supply_rate", "basis", "assessed", "segments", "completeness", "gaps"}
    assert all(keys <= set(chain) for chain in measures["chains"])


def test_undo_takes_the_last_change_back_and_the_log_says_so(
    file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["mark", "-w", file, "tyre", "mould", "--chokepoint", "--by", "李四"]) == 0
    assert main(["undo", "-w", file, "--by", "李四"]) == 0

    newest, marked, *_ = _json(capsys, "log", "-w", file)
    assert newest["undoes"] == marked["number"]
    assert marked["undone_by"] == newest["number"]
    chain = _json(capsys, "chain", "tyre", "-w", file)
    assert not next(one for one in chain["segments"] if one["code"] == "mould")["chokepoint"]
    assert main(["undo", "-w", file]) == 2


@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
def test_the_map_is_drawn_whole(ending: str, file: str, tmp_path: Path) -> None:
    out = tmp_path / f"图谱.{ending}"

    assert main(["export", "map", "-w", file, "--chain", "轮胎", str(out)]) == 0

    content = out.read_bytes()
    if ending == "svg":
        texts = "".join(ET.fromstring(content).itertext())
        assert "轮胎模具" in texts and "截至日期" in texts
    else:
        assert content.startswith(b"\x89PNG" if ending == "png" else b"%PDF")
    assert len(list(tmp_path.glob("图谱*"))) == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["chain", "轮台"], "相近的有：轮胎"),
        (["mark", "轮胎", "胶", "--coverage", "weak"], "对应多个环节"),
        (["mark", "轮胎", "轮胎模具", "--coverage", "好"], "取值不对"),
        (["place", "轮胎", "轮胎模具", "没有的公司"], "没有找到企业"),
        (["mark", "轮胎"], "缺少"),
        (["export", "map", "--chain", "轮胎", "x.bmp"], ".png"),
        (["import", "companies", "没有.csv"], "没有.csv"),
    ],
)
def test_a_wrong_call_is_refused_with_status_2_in_plain_chinese(
    arguments: list[str], words: str, file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()

    assert main([*arguments, "-w", file]) == 2

    printed = capsys.readouterr()
    assert words in printed.err
    assert printed.out == ""


def test_a_missing_workspace_and_an_existing_one_are_refused(
    file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["gaps", "-w", f"{file}.没有"]) == 2
    assert "找不到工作区" in capsys.readouterr().err
    assert main(["new", file]) == 2
    assert "已存在" in capsys.readouterr().err


def _verbs(group: click.Group, above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        verb = group.get_command(context, name)
        assert verb is not None
        assert verb.name == name
        yield (*above, name)
        if isinstance(verb, click.Group):
            yield from _verbs(verb, (*above, name))


@pytest.mark.parametrize("verb", tuple(_verbs(cli)), ids=" ".join)
def test_every_help_page_is_in_chinese(verb: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*verb, "--help"]) == 0

    shown = capsys.readouterr().out
    assert "用法" in shown
    english = re.findall(r"Usage|Options|Commands|Show this|required|default|RANGE|INTEGER|TEXT|PATH", shown)
    assert english == []


SPARED = ("PySide6", "pyqtgraph", "openpyxl", "docx", "alembic", "python_calamine", "lxml")
"""What no verb loads that neither draws nor reads or writes a workbook nor makes a workspace."""


@pytest.mark.parametrize(
    ("verb", "also"),
    [
        (["catalogue"], ()),
        (["--version"], ("sqlalchemy", "numpy", "networkx")),
        (["gaps", "-w", "FILE"], ()),
        (["measures", "-w", "FILE"], ()),
        (["log", "-w", "FILE"], ()),
        (["search", "轮胎", "-w", "FILE"], ()),
        (["target", "list", "-w", "FILE"], ()),
    ],
)
def test_a_verb_loads_only_the_libraries_that_it_needs(
    verb: list[str], also: tuple[str, ...], file: str
) -> None:
    script = (
        "import json, sys; from app.cli import main; status = main(json.loads(sys.argv[1]));"
        "print('|'.join(name for name in json.loads(sys.argv[2]) if name in sys.modules));"
        "sys.exit(status)"
    )
    call = json.dumps([file if part == "FILE" else part for part in verb])
    spared = json.dumps([*SPARED, *also])

    done = subprocess.run(
        [sys.executable, "-c", script, call, spared], cwd=ROOT, capture_output=True, check=False, text=True
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == ""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is always a screen")
@pytest.mark.parametrize("words", [[], ["FILE"], ["open"], ["open", "FILE"]])
def test_to_open_the_window_loads_nothing_of_the_command_line(words: list[str], file: str) -> None:
    # Without a screen the program says so just before it would make the window.
    screens = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    env = {name: value for name, value in os.environ.items() if name not in screens}
    call = [file if word == "FILE" else word for word in words]

    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "app", *call],
        cwd=ROOT, env=env, capture_output=True, check=False, text=True,
    )  # fmt: skip

    assert done.returncode == 2
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "app.desktop.opening" in loaded
    assert loaded.isdisjoint({"click", "app.cli", "sqlalchemy"})


def test_every_listed_company_arrives(
    shared_files: Path, file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = str(shared_files / "data" / "listed-companies.csv")

    first = _json(capsys, "import", "companies", listed, "-w", file)
    again = _json(capsys, "import", "companies", listed, "-w", file)

    assert (first["read"], first["added"], first["rejected"]) == (4586, 4586, [])
    assert (again["added"], again["updated"], again["unchanged"]) == (0, 0, 4586)
    mould = _json(capsys, "match", "轮胎", "轮胎模具", "-w", file)
    assert "山东豪迈机械科技股份有限公司" in {one["name"] for one in mould[:3]}


@pytest.mark.parametrize("as_json", [[], ["--json"]])
def test_half_a_sign_in_a_search_finds_nothing(
    file: str, as_json: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["search", "轮\udce8", "-w", file, *as_json]) == 0

    assert "轮?" in capsys.readouterr().out
