"""What is copied from one chain, or typed as a table, arrives whole in another."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.services.workspace import Workspace
from chains.chain import Chain, SegmentRef
from chains.clip_json import clip_from_json, clip_json
from chains.clips import Clip, clip_from_text, clip_of, clip_text, pasting
from chains.commands import AssessSegment
from chains.kinds import Coverage, Tier
from chains.state import ChainState
from chains.structure import AddChain, AddStage
from tests.builders import a_chain, a_state, a_workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return a_workspace(tmp_path / "w.lianpu")


def _state(workspace: Workspace, code: str) -> ChainState:
    with workspace.read() as reader:
        return reader.chain_state(code)


def _paste(workspace: Workspace, clip: Clip, chain: str, stage: str, after: str | None = None) -> Chain:
    planned = pasting(_state(workspace, chain).chain, clip, stage, after)
    assert planned.command is not None
    workspace.execute(planned.command)
    return _state(workspace, chain).chain


def test_a_copy_between_chains_brings_stages_links_and_products(workspace: Workspace) -> None:
    workspace.execute(AddChain("drone", "无人机"))
    tyre = _state(workspace, "tyre")
    codes = {"mould", tyre.chain.links[0].source, tyre.chain.links[0].target}
    clip = clip_of(tyre, codes)

    drone = _paste(workspace, clip, "drone", "")

    assert {one.name for one in drone.segments} == {tyre.chain.segment(code).name for code in codes}
    assert {one.product for one in drone.segments} == {tyre.chain.segment(code).product for code in codes}
    assert {one.name for one in drone.stages} == {one.name for one in clip.stages}
    names = {one.code: one.name for one in drone.segments}
    ends = {(names[link.source], names[link.target]) for link in drone.links}
    assert ends == {
        (tyre.chain.segment(link.source).name, tyre.chain.segment(link.target).name) for link in clip.links
    }


def test_a_copy_says_nothing_of_supply(workspace: Workspace) -> None:
    workspace.execute(AddChain("drone", "无人机"))
    workspace.execute(AssessSegment(SegmentRef("tyre", "mould"), coverage=Coverage.STRONG, evidence="某文件"))

    drone = _paste(workspace, clip_of(_state(workspace, "tyre"), {"mould"}), "drone", "")

    assert _state(workspace, "drone").assessment(drone.segments[0].code).coverage is Coverage.UNASSESSED


def test_a_copy_within_a_chain_gets_a_name_of_its_own(workspace: Workspace) -> None:
    clip = clip_of(_state(workspace, "tyre"), {"mould"})

    chain = _paste(workspace, clip, "tyre", "", "mould")
    chain = _paste(workspace, clip, "tyre", "", "mould")

    names = [one.name for one in chain.segments]
    assert "轮胎模具（副本）" in names
    assert "轮胎模具（副本2）" in names
    assert chain.segments[names.index("轮胎模具") + 1].name == "轮胎模具（副本2）"


def test_pasting_twice_from_a_table_adds_once(workspace: Workspace) -> None:
    clip = clip_from_text("飞控系统\n电池\n")
    stage = _state(workspace, "tyre").chain.stages[0].code

    before = _paste(workspace, clip, "tyre", stage)
    again = pasting(before, clip, stage)

    assert again.command is None
    assert again.skipped == ("飞控系统", "电池")


def test_a_paste_is_one_step_to_take_back(workspace: Workspace) -> None:
    before = _state(workspace, "tyre").chain
    _paste(workspace, clip_from_text("甲\t新阶段\n乙\t新阶段\n"), "tyre", "")

    workspace.undo_last()

    after = _state(workspace, "tyre").chain
    assert [one.name for one in after.segments] == [one.name for one in before.segments]
    assert [one.name for one in after.stages] == [one.name for one in before.stages]


def test_a_table_with_headings_names_stage_tier_and_parent(workspace: Workspace) -> None:
    workspace.execute(AddChain("drone", "无人机"))
    workspace.execute(AddStage("drone", "s", "整机", Tier.MIDSTREAM))
    text = "阶段\t环节\t层级\t上级环节\n零部件\t电机\t上游\t\n零部件\t转子\t上游\t电机\n\t整机装配\t\t\n"

    drone = _paste(workspace, clip_from_text(text), "drone", "s")

    by_name = {one.name: one for one in drone.segments}
    stages = {one.code: one for one in drone.stages}
    assert stages[by_name["电机"].stage].tier is Tier.UPSTREAM
    assert by_name["转子"].parent == by_name["电机"].code
    assert stages[by_name["整机装配"].stage].name == "整机"


def test_text_for_a_spreadsheet_carries_no_formula_and_comes_back() -> None:
    state = a_state(a_chain("=1+1>@x"), **{"=1+1": Coverage.MISSING})

    text = clip_text(state, {"=1+1", "@x"})

    assert all(
        not cell.startswith(("=", "@", "+", "-")) for line in text.splitlines() for cell in line.split("\t")
    )
    assert [one.name for one in clip_from_text(text).segments] == ["=1+1", "@x"]


def test_a_clip_survives_the_clipboard() -> None:
    clip = clip_of(a_state(a_chain("a>b:g:0.5", "c>b:g:0.5")), {"a", "b", "c"})

    assert clip_from_json(clip_json(clip)) == clip


@given(st.text(max_size=200))
@settings(max_examples=60)
def test_any_text_on_the_clipboard_is_taken_as_text(text: str) -> None:
    assert clip_from_json(text) is None
    for one in clip_from_text(text).segments:
        assert one.name.strip() == one.name
        assert 0 < len(one.name) <= 80


@given(st.lists(st.text("甲乙丙丁abc", min_size=1, max_size=4), min_size=1, max_size=8, unique=True))
@settings(max_examples=40)
def test_every_name_of_a_table_is_in_the_chain_afterwards(names: list[str]) -> None:
    chain = a_chain("甲>乙")

    planned = pasting(chain, clip_from_text("\n".join(names)), "s")

    added = {part.name for part in planned.command.commands} if planned.command is not None else set()  # type: ignore[union-attr]
    assert added | set(planned.skipped) == set(names)
