"""Chains from a table: every row arrives, nothing is invented, one step takes it back."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from app.chain_imports import export_unplaced, plan_chain_import
from app.cli import main
from app.exchange.chain_table import read_chain_table, split_tier
from app.exchange.sheets_in import read_sheets
from app.services.workspace import Workspace
from chains.errors import Cancelled, FileRefused
from chains.kinds import Coverage, Decision, Tier
from tests.builders import a_company, bring_in

HEAD = "产业链,环节,子环节,子-子环节,代表公司\n"


def _csv(folder: Path, text: str, name: str = "链.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8-sig")
    return path


def _names(workspace: Workspace) -> set[str]:
    with workspace.read() as reader:
        return {names[0] for names in reader.chain_names().values()}


def _chain(workspace: Workspace, name: str) -> str:
    with workspace.read() as reader:
        return next(code for code, names in reader.chain_names().items() if names[0] == name)


def test_all_rows_of_the_big_file_arrive_and_can_be_taken_back(
    workspace: Workspace, shared_files: Path
) -> None:
    bring_in(workspace, a_company("武汉锐科光纤激光技术股份有限公司", short_name="锐科激光"))
    before = _names(workspace)

    found = plan_chain_import(workspace, shared_files / "data" / "chains-28.csv")
    assert _names(workspace) == before
    workspace.execute(found.command())

    plan = found.plan
    assert (plan.read, len(plan.chains), plan.rejected) == (7098, 28, ())
    with workspace.read() as reader:
        states = [reader.chain_state(line.code) for line in plan.chains]
        assert sum(len(line.added) + line.kept for line in plan.chains) == 1600
        laser = next(one for one in states if one.chain.name == "激光与增材制造")
        parents = {one.parent for one in laser.chain.segments} - {None}
        assert reader.drawing(laser.chain.code).folded == parents
    placed = [one for state in states for some in state.suppliers.values() for one in some]
    assert placed and {one.placement.decision for one in placed} == {Decision.TO_REVIEW}
    assert [one.tier for one in laser.chain.stages] == [Tier.UPSTREAM, Tier.MIDSTREAM, Tier.DOWNSTREAM]
    assert not laser.assessments
    again = plan_chain_import(workspace, shared_files / "data" / "chains-28.csv")
    assert again.commands == {} and not any(line.changes for line in again.plan.chains)
    workspace.undo_last()
    assert _names(workspace) == before


def test_every_company_is_placed_or_listed(workspace: Workspace, tmp_path: Path) -> None:
    bring_in(workspace, a_company("甲甲股份公司", short_name="甲甲"), a_company("乙乙"))
    path = _csv(
        tmp_path,
        HEAD + "试验链,上游：材料,膜,薄膜,甲甲 (Alpha)、乙乙；丙丙\n试验链,上游：材料,膜,薄膜,甲甲\n",
    )

    plan = plan_chain_import(workspace, path).plan

    line = plan.chains[0]
    assert (line.placed, line.already_placed, line.unplaced) == (2, 1, 1)
    assert [(one.row, one.segment, one.name) for one in plan.unplaced] == [(2, "薄膜", "丙丙")]
    out = tmp_path / "未标注.xlsx"
    assert export_unplaced(plan, out) == 1
    texts = [str(cell.value) for row in openpyxl.load_workbook(out).active.iter_rows() for cell in row]
    assert "丙丙" in texts and "企业名称" in texts


def test_a_known_chain_grows_by_name_and_keeps_its_marks(workspace: Workspace, tmp_path: Path) -> None:
    path = _csv(tmp_path, HEAD + "轮胎产业链,中游：制造,轮胎模具,微型模具,\n轮胎,下游：新阶段,新环节,,\n")

    found = plan_chain_import(workspace, path)
    workspace.execute(found.command())

    line = found.plan.chains[0]
    assert len(found.plan.chains) == 1 and not line.is_new and line.code == "tyre"
    assert line.added == ("微型模具", "新环节")
    with workspace.read() as reader:
        state = reader.chain_state("tyre")
    tiny = next(one for one in state.chain.segments if one.name == "微型模具")
    assert tiny.parent == "mould" and state.assessment("mould").coverage is Coverage.MISSING
    assert state.assessment(tiny.code).coverage is Coverage.UNASSESSED


def test_merged_cells_and_missing_columns_are_filled_from_above(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    page.append(["某市产业链梳理表"])
    page.append(["层级", "环节大类", "产业链环节", "代表企业"])
    page.append(["上游", "材料", "碳纤维", "甲公司"])
    page.append(["", "", "树脂", "乙公司"])
    page.append(["", "", "", "丙公司"])
    page.append(["下游", "应用", "钓具", ""])
    path = tmp_path / "碳纤维.xlsx"
    book.save(path)

    table = read_chain_table(read_sheets(path), path.name)

    assert [(row.chain, row.tier, row.path) for row in table.rows] == [
        ("碳纤维", Tier.UPSTREAM, ("材料", "碳纤维")),
        ("碳纤维", Tier.UPSTREAM, ("材料", "树脂")),
        ("碳纤维", Tier.UPSTREAM, ("材料", "树脂")),
        ("碳纤维", Tier.DOWNSTREAM, ("应用", "钓具")),
    ]
    assert table.rows[2].companies == ("丙公司",)
    assert len(table.notes) == 2


def test_rows_without_a_segment_and_names_too_long_are_rejected_with_the_reason(tmp_path: Path) -> None:
    long = "长" * 200
    path = _csv(tmp_path, HEAD + f",,,,甲\n链,上游：甲,{long},,\n链,上游：甲,乙,,\n")

    table = read_chain_table(read_sheets(path), path.name)

    assert [row for row, _ in table.rejected] == [2, 3]
    assert len(table.rows) == 1


@pytest.mark.parametrize(
    ("text", "tier", "name"),
    [
        ("上游：核心器件与材料", Tier.UPSTREAM, "核心器件与材料"),
        ("中游 - 制造", Tier.MIDSTREAM, "制造"),
        ("下游（应用）", Tier.DOWNSTREAM, "应用"),
        ("支撑", Tier.SUPPORT, "支撑"),
        ("上游水库建设", None, "上游水库建设"),
    ],
)
def test_the_tier_may_stand_inside_the_name(text: str, tier: Tier | None, name: str) -> None:
    assert split_tier(text) == (tier, name)


def test_a_table_of_something_else_is_refused_by_name(tmp_path: Path) -> None:
    path = _csv(tmp_path, "姓名,年龄\n张三,5\n")

    with pytest.raises(FileRefused) as refused:
        read_chain_table(read_sheets(path), path.name)
    assert refused.value.facts["reason"] == "no_chain_header"


def test_a_cancelled_plan_leaves_the_workspace_as_it_was(workspace: Workspace, tmp_path: Path) -> None:
    def stop(_done: int, _total: int, text: str = "") -> None:
        if text.startswith("比对 "):
            raise Cancelled

    before = _names(workspace)
    with pytest.raises(Cancelled):
        plan_chain_import(workspace, _csv(tmp_path, HEAD + "链,上游：甲,乙,,\n"), stop)
    assert _names(workspace) == before


def test_the_command_line_imports_a_chain(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = str(tmp_path / "w.lianpu")
    main(["new", where])
    path = str(_csv(tmp_path, HEAD + "某试验链,上游：材料,膜,薄膜,丙\n"))
    capsys.readouterr()

    assert main(["import", "chain", path, "-w", where, "--dry-run", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["read"] == 1 and shown["chains"][0]["segments_added"] == 2
    assert main(["chain", "某试验链", "-w", where]) == 2
    assert main(["import", "chain", path, "-w", where]) == 0
    assert main(["chain", "某试验链", "-w", where]) == 0
