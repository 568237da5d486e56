"""Any script of structure commands can be undone to the start and redone to the end."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.services.history import History
from app.services.workspace import Workspace
from chains.chain import SegmentRef
from chains.commands import AssessSegment
from chains.errors import DomainError
from chains.kinds import Coverage, Tier
from chains.structure import (
    AddLink,
    AddSegment,
    AddStage,
    EditLink,
    EditSegment,
    EditStage,
    MergeSegments,
    MoveSegments,
    MoveStage,
    PinBoxes,
    RemoveLinks,
    RemoveSegments,
    SplitSegment,
)
from tests.builders import a_workspace

if TYPE_CHECKING:
    from chains.commands import Command
    from chains.state import ChainState


def _content(workspace: Workspace) -> tuple[object, ...]:
    """The tyre chain as it stands, without versions."""
    with workspace.read() as reader:
        return _unversioned(reader.chain_state("tyre"))


def _unversioned(state: ChainState) -> tuple[object, ...]:
    chain = state.chain
    segments = tuple(replace(one, version=0) for one in chain.segments)
    return replace(chain, version=0, segments=segments), state.assessments, state.suppliers, state.products


_CODES = st.sampled_from(["mould", "natural_rubber", "x", "y", "z"])


def _commands() -> st.SearchStrategy[Command]:
    segment = _CODES.map(lambda code: SegmentRef("tyre", code))
    stages = st.sampled_from(["s1", "s2"])
    name = st.sampled_from(["甲", "乙", "丙", "轮胎模具"])
    return st.one_of(
        st.builds(
            AddStage, st.just("tyre"), stages, name, st.sampled_from(Tier), st.none() | st.integers(0, 9)
        ),
        st.builds(EditStage, st.just("tyre"), stages, name),
        st.builds(MoveStage, st.just("tyre"), stages, st.integers(0, 9)),
        st.builds(AddSegment, segment, name, stages, position=st.none() | st.integers(0, 30)),
        st.builds(EditSegment, segment, name=name),
        st.builds(EditSegment, segment, parent=st.none() | _CODES),
        st.builds(
            MoveSegments,
            st.just("tyre"),
            st.lists(_CODES, min_size=1, max_size=3, unique=True).map(tuple),
            stages,
        ),
        st.builds(RemoveSegments, st.just("tyre"), st.tuples(_CODES), st.booleans()),
        st.builds(SplitSegment, segment, name, st.tuples(st.tuples(_CODES, name))),
        st.builds(MergeSegments, segment, st.tuples(_CODES)),
        st.builds(AddLink, st.just("tyre"), _CODES, _CODES),
        st.builds(EditLink, st.just("tyre"), _CODES, _CODES, group=_CODES),
        st.builds(RemoveLinks, st.just("tyre"), st.tuples(st.tuples(_CODES, _CODES))),
        st.builds(PinBoxes, st.just("tyre"), st.tuples(st.tuples(_CODES, st.just(1.0), st.just(2.0)))),
        st.builds(AssessSegment, segment, coverage=st.sampled_from(Coverage)),
    )


@settings(max_examples=25)
@given(commands=st.lists(_commands(), max_size=12))
def test_undoing_all_returns_to_the_start_and_redoing_all_to_the_end(
    tmp_path_factory: pytest.TempPathFactory, commands: list[Command]
) -> None:
    workspace = a_workspace(Path(tmp_path_factory.mktemp("w")) / "w.lianpu")
    history = History()
    start = _content(workspace)
    with workspace.read() as reader:
        first = reader.change_log(1)[0].number
    for command in commands:
        with contextlib.suppress(DomainError):
            history.record(workspace.execute(command))
    end = _content(workspace)

    while history.undo_label:
        history.undone(workspace.execute(history.undo_command()))
    assert _content(workspace)[:3] == start[:3]
    while history.redo_label:
        history.redone(workspace.execute(history.redo_command()))
    assert _content(workspace) == end
    with workspace.read() as reader:
        assert _unversioned(reader.chain_state_at("tyre", first))[:3] == start[:3]
    workspace.database.close()
