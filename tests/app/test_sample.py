"""The sample is made up, says so everywhere, and is whole or not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.cli import main
from app.sample import make_sample
from app.services.workspace import Workspace
from chains.errors import NotFound
from db.checking import check_workspace


def test_all_of_the_sample_is_called_one(tmp_path: Path) -> None:
    path = tmp_path / "示例.lianpu"

    assert main(["new", str(path), "--sample"]) == 0

    assert check_workspace(path).sound
    database = make_sample(tmp_path / "另一个.lianpu")
    workspace = Workspace(database, "甲")
    with workspace.read() as reader:
        companies = reader.company_page("", 0, 1_000)
        state = reader.chain_state("tyre")
        marks = [state.assessment(segment.code) for segment in state.chain.segments]
    database.close()
    assert len(companies) == 30 and all(row.name.startswith("示例") for row in companies)
    said = [mark.evidence for mark in marks if mark.evidence.startswith("示例")]
    assert len(said) == 11


def test_a_sample_that_cannot_be_finished_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    marks = tmp_path / "marks.csv"
    marks.write_text("产业链,环节,本地供给,来源,依据,本地企业\n没有的链,轮胎,优势,市内,,\n", encoding="utf-8")
    monkeypatch.setattr("app.sample.MARKS", marks)

    with pytest.raises(NotFound):
        make_sample(tmp_path / "示例.lianpu")

    assert not (tmp_path / "示例.lianpu").exists()
