"""Two programs on one file: no update is lost."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from app.services.workspace import Workspace
from chains.chain import SegmentRef
from chains.commands import AssessSegment
from chains.errors import Conflict
from db.workspace_file import open_workspace
from tests.builders import a_workspace

if TYPE_CHECKING:
    from pathlib import Path

REF = SegmentRef("tyre", "mould")
ROUNDS = 15


def test_writers_that_saw_the_same_version_cannot_both_win(tmp_path: Path) -> None:
    path = tmp_path / "共用.lianpu"
    a_workspace(path).database.close()
    won: list[str] = []
    refused: list[str] = []

    def write(author: str) -> None:
        workspace = Workspace(open_workspace(path), author)
        for number in range(ROUNDS):
            with workspace.read() as reader:
                seen = reader.chain_state(REF.chain).chain.segment(REF.segment).version
            try:
                workspace.execute(AssessSegment(REF, evidence=f"{author}{number}", expected_version=seen))
                won.append(author)
            except Conflict:
                refused.append(author)
        workspace.database.close()

    threads = [threading.Thread(target=write, args=(name,)) for name in ("甲", "乙", "丙")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    database = open_workspace(path)
    with database.read() as reader:
        assert len(won) + len(refused) == 3 * ROUNDS
        assert reader.chain_state(REF.chain).chain.segment(REF.segment).version == 1 + len(won)
        assert len(reader.change_log()) == 1 + len(won)
    database.close()
