"""A chain in files for other programs: what they find there is what the chain says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from app.cli import main
from app.exchange.chain_document import ChainDocument, box_sizes, plain_codes
from app.exchange.chain_files import CHAIN_KINDS, write_chain_file
from app.exchange.drawio import COLOURS
from app.exchange.graphml import edge_facts, graph_facts, node_facts
from app.exchange.safe_write import plain_text
from app.services.workspace import Workspace
from app.transfers import export_chain_file
from chains import words
from chains.chain import Chain, Segment, Stage, SupplyLink
from chains.errors import ExportRefused
from chains.kinds import Coverage, Degree, Source, Tier
from chains.layout import lay_out
from chains.marking import Assessment
from chains.state import ChainState
from tests.builders import TODAY, a_chain, a_state, a_supplier

HOSTILE = (
    '<b>甲</b>&amp;"乙"', "=1+1", "甲\x00乙\x0b",
    "+86", "甲\ud83d", "_x0041_", "a\r\nb\tc", "]]>", "%name%", "@x"
)  # fmt: skip
NAMES = st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(), min_size=1, max_size=12))
SLOW = settings(max_examples=25)


def _document(state: ChainState) -> ChainDocument:
    layout = lay_out(state.chain, box_sizes(state.chain))
    return ChainDocument(
        state, layout, "威海市产业链", "威海市", TODAY, (("本地配套率", "58%"),), ("口径一。",)
    )


@st.composite
def documents(draw: st.DrawFn) -> ChainDocument:
    """Chains of a few segments in two stages, all names hostile."""
    stages = (Stage("s", draw(NAMES), Tier.UPSTREAM), Stage("t", draw(NAMES), Tier.SUPPORT))
    codes = draw(st.lists(NAMES, min_size=1, max_size=5, unique=True))
    segments = tuple(
        Segment("c", code, draw(NAMES), draw(st.sampled_from("st")), "p", aliases=(draw(NAMES),))
        for code in codes
    )
    ends = st.tuples(st.sampled_from(codes), st.sampled_from(codes)).filter(lambda one: one[0] != one[1])
    pairs = draw(st.lists(ends, max_size=6, unique=True)) if len(codes) > 1 else []
    links = tuple(SupplyLink(one, two, draw(NAMES), 0.5) for one, two in pairs)
    chain = Chain("c", draw(NAMES), stages=stages, segments=segments, links=links)
    said = {code: Assessment(draw(st.sampled_from(Coverage)), evidence=draw(NAMES)) for code in codes}
    return _document(ChainState(chain, said))


@SLOW
@given(document=documents())
def test_networkx_finds_the_same_nodes_links_and_attributes(document: ChainDocument, tmp_path: Path) -> None:
    path = tmp_path / "链.graphml"
    chain = document.state.chain
    ids = plain_codes(one.code for one in chain.segments)

    write_chain_file(path, document)
    graph = nx.read_graphml(path)

    assert graph.is_directed() and not graph.is_multigraph()
    assert dict(graph.nodes(data=True)) == {
        ids[one.code]: _as_read(node_facts(document, one)) for one in chain.segments
    }
    assert {(one, two): facts for one, two, facts in graph.edges(data=True)} == {
        (ids[one.source], ids[one.target]): _as_read(edge_facts(one)) for one in chain.links
    }
    assert {key: graph.graph[key] for key in graph_facts(document)} == _as_read(graph_facts(document))


def _as_read(facts: Any) -> dict[str, Any]:
    return dict(facts)


def test_a_node_says_what_is_known_of_its_segment(tmp_path: Path) -> None:
    chain = replace(a_chain("胶>胎"), name="轮胎")
    state = a_state(chain, {"胶": (a_supplier("甲公司"), a_supplier("乙公司", local=False))})
    mark = Assessment(Coverage.WEAK, Source.ABROAD, Degree.MAINLY, True, "专栏3", "李四", TODAY)

    write_chain_file(tmp_path / "a.graphml", _document(replace(state, assessments={"胶": mark})))
    node = nx.read_graphml(tmp_path / "a.graphml").nodes["胶"]

    expected = {
        "name": "胶", "stage": "阶段", "tier": "midstream", "coverage": "weak", "source": "abroad",
        "degree": "mainly", "chokepoint": True, "evidence": "专栏3", "assessed_on": TODAY.isoformat(),
        "local_suppliers": "甲公司", "outside_suppliers": "乙公司", "weight": 1.0, "product": "胶",
    }  # fmt: skip
    assert {key: node.get(key) for key in expected} == expected
    assert node["width"] > 0


def _cells(path: Path) -> dict[str, ET.Element]:
    """Cells by id, as mxGraph reads them: an <object> around a cell gives the id."""
    root = ET.parse(path).getroot()
    assert [root.tag, root[0].tag, root[0][0].tag, root[0][0][0].tag] == [
        "mxfile", "diagram", "mxGraphModel", "root",
    ]  # fmt: skip
    found: dict[str, ET.Element] = {}
    for one in root[0][0][0]:
        cell = one if one.tag == "mxCell" else one[0]
        assert one.get("id") not in found
        found[str(one.get("id"))] = cell
    return found


@SLOW
@given(document=documents())
def test_draw_io_finds_cells_that_hang_together(document: ChainDocument, tmp_path: Path) -> None:
    path = tmp_path / "链.drawio"

    write_chain_file(path, document)
    cells = _cells(path)

    assert list(cells)[:2] == ["0", "1"]
    assert cells["1"].get("parent") == "0"
    for cell in list(cells.values())[2:]:
        assert cell.get("parent") in cells
        assert (cell.get("vertex") == "1") != (cell.get("edge") == "1")
        geometry = cell.find("mxGeometry")
        assert geometry is not None and geometry.get("as") == "geometry"
        if cell.get("edge") == "1":
            assert cell.get("source") in cells and cell.get("target") in cells
        else:
            assert float(geometry.get("width", "0")) > 0 and float(geometry.get("height", "0")) > 0


def test_a_box_lies_in_its_stage_and_a_line_leaves_from_its_border(tmp_path: Path) -> None:
    chain = a_chain("胶>胎", "粉>胎")
    write_chain_file(tmp_path / "a.drawio", _document(a_state(chain, 胶=Coverage.MISSING)))
    cells = _cells(tmp_path / "a.drawio")

    stage, box = cells["stage-s"].find("mxGeometry"), cells["segment-胶"].find("mxGeometry")
    assert stage is not None and box is not None
    assert cells["segment-胶"].get("parent") == "stage-s"
    assert 0 < float(box.get("x", "")) < float(stage.get("width", "")) - float(box.get("width", ""))
    assert 0 < float(box.get("y", "")) < float(stage.get("height", "")) - float(box.get("height", ""))
    assert "dashed=1" in str(cells["segment-胶"].get("style"))
    style = str(cells["link-1"].get("style"))
    ends = dict(part.split("=", 1) for part in style.split(";") if "=" in part)
    assert ends["exitX"] in {"0", "1"} or ends["exitY"] in {"0", "1"}


def test_markup_in_a_name_stays_text_in_draw_io(tmp_path: Path) -> None:
    chain = a_chain("胶>胎")
    hostile = replace(chain, segments=(replace(chain.segments[0], name="<img src=x>"), *chain.segments[1:]))

    write_chain_file(tmp_path / "a.drawio", _document(a_state(hostile)))

    labels = [str(one.get("label")) for one in ET.parse(tmp_path / "a.drawio").getroot().iter("object")]
    assert labels[0].startswith("<b>&lt;img src=x&gt;</b>")


def test_draw_io_has_the_colours_of_the_window() -> None:
    from widgets.style.roles import LIGHT

    assert {coverage: (look.edge, look.tint) for coverage, look in LIGHT.coverage.items()} == COLOURS


def _rows(path: Path, sheet: str) -> list[dict[str, Any]]:
    head, *rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet).to_python()
    return [dict(zip(head, row, strict=True)) for row in rows]


def _as_cell(text: str) -> str:
    """What calamine makes of a text in a cell: nothing but ASCII white space is an empty cell to it."""
    return text if text.strip(" \t\r\n") else ""


@SLOW
@given(document=documents())
def test_the_workbook_holds_the_chain_as_text_that_can_be_read_back(
    document: ChainDocument, tmp_path: Path
) -> None:
    path, chain = tmp_path / "链.xlsx", document.state.chain
    ids = plain_codes(one.code for one in chain.segments)

    write_chain_file(path, document)

    back = {str(row["编号"]): row for row in _rows(path, "环节")}
    assert list(back) == [_as_cell(code) for code in ids.values()]
    for one in chain.segments:
        row = back[_as_cell(ids[one.code])]
        assert (row["环节"] or "") == _as_cell(plain_text(one.name))
        assert row["阶段编号"] == one.stage
        assert row["本地供给"] == words.COVERAGE[document.state.assessment(one.code).coverage]
    assert [(row["供方编号"], row["需方编号"], row["份额"]) for row in _rows(path, "供应关系")] == [
        (_as_cell(ids[one.source]), _as_cell(ids[one.target]), 0.5) for one in chain.links
    ]
    cells = [cell for page in load_workbook(path) for row in page.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]


def test_the_workbook_offers_the_words_that_are_allowed(tmp_path: Path) -> None:
    write_chain_file(tmp_path / "a.xlsx", _document(a_state(a_chain("胶>胎"))))

    book = load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["说明", "阶段", "环节", "供应关系", "链级事项"]
    page = book["环节"]
    choices = {str(rule.formula1) for rule in page.data_validations.dataValidation}
    for kind in (words.COVERAGE, words.SOURCE, words.DEGREE):
        assert f'"{",".join(kind.values())}"' in choices
    assert page.freeze_panes == "C2"
    assert page.auto_filter.ref.startswith("A1:")
    assert page["A2"].number_format == "@"


@pytest.mark.parametrize("kind", CHAIN_KINDS)
def test_every_chain_of_the_catalogue_can_be_written(kind: str, workspace: Workspace, tmp_path: Path) -> None:
    with workspace.read() as reader:
        codes = reader.chain_codes()
    for code in codes[::4]:
        export_chain_file(workspace, code, tmp_path / f"{code}.{kind}")

    assert len(list(tmp_path.glob(f"*.{kind}"))) == len(codes[::4])


@pytest.mark.parametrize("kind", CHAIN_KINDS)
def test_a_write_that_fails_leaves_the_old_file(
    kind: str, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / f"轮胎.{kind}"
    path.write_text("旧", encoding="utf-8")

    def fail(_source: str, _target: str) -> None:
        raise OSError(28, "full")

    monkeypatch.setattr("os.replace", fail)
    with pytest.raises(ExportRefused) as refused:
        export_chain_file(workspace, "tyre", path)

    assert refused.value.facts["reason"] == "disk_full"
    assert path.read_text(encoding="utf-8") == "旧"
    assert not list(tmp_path.glob(".~*"))


def test_the_command_line_writes_a_chain_and_refuses_other_endings(
    workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(tmp_path / "威海市产业链.lianpu")

    assert main(["export", "chain", "轮胎", "-w", file, str(tmp_path / "a.graphml")]) == 0
    assert main(["export", "chain", "轮胎", "-w", file, str(tmp_path / "a.doc")]) == 2

    assert "graphml" in capsys.readouterr().err
    assert nx.read_graphml(tmp_path / "a.graphml").nodes["mould"]["name"] == "轮胎模具"
