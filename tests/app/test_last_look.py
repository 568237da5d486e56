"""The map of last time: kept as it was, and shown only while nothing has changed."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.desktop.last_look import LastLook, keep_look, kept_look
from app.desktop.look_text import text_of, value_of
from app.services.workspace import Workspace
from chains.chain import SegmentRef
from chains.commands import AssessSegment
from chains.drawing import Point
from chains.kinds import Coverage
from chains.layout import Wishes, lay_out
from chains.shading import by_source
from db.workspace_file import open_workspace
from tests.builders import TODAY, a_company, a_workspace, bring_in
from widgets.map.link_texts import label_sizes
from widgets.map.looks import looks_of
from widgets.map.scene import MapPicture, box_sizes

REF = SegmentRef("tyre", "mould")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    workspace = a_workspace(tmp_path / "威海.lianpu")
    bring_in(workspace, a_company("甲模具股份有限公司", "轮胎模具", region="440500"))
    workspace.execute(AssessSegment(REF, coverage=Coverage.WEAK, review_on=TODAY, evidence="=1+1 <b>"))
    workspace.database.close()
    return tmp_path / "威海.lianpu"


def _look(file: Path) -> LastLook:
    database = open_workspace(file)
    try:
        with database.read() as reader:
            state, number = reader.chain_state("tyre"), reader.changes_after(2**62)[0]
    finally:
        database.close()
    chain = state.chain
    layout = lay_out(chain, box_sizes(chain), wishes=Wishes(labels=label_sizes(chain)))
    picture = replace(MapPicture.of(state, layout, {"mould": 2}, TODAY), looks=looks_of(by_source(state)))
    return LastLook(picture, {"mould": Point(1.5, 2)}, is_best=True, number=number)


def test_the_map_comes_back_as_it_was(file: Path, tmp_path: Path, qapp: object) -> None:
    look, kept = _look(file), tmp_path / "look.json"

    keep_look(kept, file, look)

    assert kept_look(kept, file, TODAY) == look


def test_assessments_grow_stale_without_a_change(file: Path, tmp_path: Path, qapp: object) -> None:
    keep_look(tmp_path / "look.json", file, _look(file))

    later = kept_look(tmp_path / "look.json", file, TODAY + timedelta(days=1))

    assert later is not None
    assert later.picture.stale == {"mould"}


def test_a_workspace_that_was_changed_is_not_shown_as_it_was(
    file: Path, tmp_path: Path, qapp: object
) -> None:
    keep_look(tmp_path / "look.json", file, _look(file))
    workspace = Workspace(open_workspace(file), "李四")
    workspace.execute(AssessSegment(REF, coverage=Coverage.MISSING))
    workspace.database.close()

    assert kept_look(tmp_path / "look.json", file, TODAY) is None


def test_another_workspace_is_not_shown_in_its_place(file: Path, tmp_path: Path, qapp: object) -> None:
    keep_look(tmp_path / "look.json", file, _look(file))
    other = tmp_path / "另一个.lianpu"
    other.write_bytes(file.read_bytes())

    assert kept_look(tmp_path / "look.json", other, TODAY) is None


def test_a_write_that_was_cut_off_is_put_right_first(file: Path, tmp_path: Path, qapp: object) -> None:
    keep_look(tmp_path / "look.json", file, _look(file))
    Path(f"{file}-journal").write_bytes(b"x")

    assert kept_look(tmp_path / "look.json", file, TODAY) is None


def test_a_look_that_lacks_the_newest_change_is_not_kept(file: Path, tmp_path: Path, qapp: object) -> None:
    look, kept = _look(file), tmp_path / "look.json"
    keep_look(kept, file, look)

    keep_look(kept, file, replace(look, number=look.number - 1))

    assert not kept.exists()


def test_no_look_takes_away_the_one_before(file: Path, tmp_path: Path, qapp: object) -> None:
    keep_look(tmp_path / "look.json", file, _look(file))

    keep_look(tmp_path / "look.json", file, None)

    assert not (tmp_path / "look.json").exists()


@pytest.mark.parametrize("harm", [b"", b"{}", b"\xff\xfe", b"[]\n[]"])
def test_a_damaged_look_is_no_look(file: Path, tmp_path: Path, harm: bytes, qapp: object) -> None:
    (tmp_path / "look.json").write_bytes(harm)

    assert kept_look(tmp_path / "look.json", file, TODAY) is None


def test_one_letter_changed_makes_it_no_look(file: Path, tmp_path: Path, qapp: object) -> None:
    kept = tmp_path / "look.json"
    keep_look(kept, file, _look(file))
    text = kept.read_text(encoding="utf-8")
    kept.write_text(text.replace("轮胎", "车胎", 1), encoding="utf-8")

    assert kept_look(kept, file, TODAY) is None


def test_a_look_of_other_fields_is_no_look(file: Path, tmp_path: Path, qapp: object) -> None:
    kept = tmp_path / "look.json"
    keep_look(kept, file, _look(file))
    first, _, body = kept.read_text(encoding="utf-8").partition("\n")
    kept.write_text(f"{json.dumps({**json.loads(first), 'shape': 1})}\n{body}", encoding="utf-8")

    assert kept_look(kept, file, TODAY) is None


def test_others_cannot_read_what_is_kept(file: Path, tmp_path: Path, qapp: object) -> None:
    keep_look(tmp_path / "look.json", file, _look(file))

    assert (tmp_path / "look.json").stat().st_mode & 0o077 == 0


def test_only_values_of_a_map_are_made_from_a_text() -> None:
    assert value_of(text_of((date(2026, 11, 27), None, frozenset({1})))) == (
        date(2026, 11, 27),
        None,
        frozenset({1}),
    )
    with pytest.raises(KeyError):
        value_of('{"Path":["/etc/passwd"]}')
    with pytest.raises(TypeError):
        text_of(Path("x"))
