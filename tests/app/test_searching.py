"""Chains and segments are found by what people type: signs, initials, pinyin."""

from __future__ import annotations

import pytest

from app.services.searching import search_everything
from app.services.workspace import Workspace
from chains.kinds import EntityKind
from tests.stores import FILE, SERVER

STORES = (FILE, SERVER)


def _found(workspace: Workspace, text: str) -> list[tuple[EntityKind, str]]:
    with workspace.read() as reader:
        return [(hit.kind, hit.name) for hit in search_everything(reader, text, 40)]


@pytest.mark.parametrize("typed", ["轮胎模具", "ltmj", "luntaimuju", "luntai muju", "muju", "mj"])
def test_a_segment_is_found_however_it_is_typed(workspace: Workspace, typed: str) -> None:
    assert (EntityKind.SEGMENT, "轮胎模具") in _found(workspace, typed)


@pytest.mark.parametrize("typed", ["碳纤维及", "tanxianwei", "txw", "xianwei"])
def test_a_chain_is_found_however_it_is_typed(workspace: Workspace, typed: str) -> None:
    assert (EntityKind.CHAIN, "碳纤维及复合材料") in _found(workspace, typed)


@pytest.mark.parametrize("typed", ["anxianwei", "'", " "])
def test_pinyin_is_not_cut_within_a_sign(workspace: Workspace, typed: str) -> None:
    assert _found(workspace, typed) == []


def test_the_name_itself_comes_before_names_that_hold_it(workspace: Workspace) -> None:
    for typed in ("碳纤维", "tanxianwei", "txw"):
        segments = [name for kind, name in _found(workspace, typed) if kind is EntityKind.SEGMENT]
        assert segments.index("碳纤维") < segments.index("油剂与助剂")
