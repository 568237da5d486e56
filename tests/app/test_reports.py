"""Reports and packages: counted facts, hostile texts, whole folders or none."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from docx import Document
from PySide6.QtGui import QImage

from app.cli import main
from app.desktop.map_views import source_of_view
from app.desktop.package import PackageChoice, Part, write_package
from app.desktop.report_pictures import map_source_of
from app.exchange.report_docx import (
    Fact,
    Report,
    ReportPicture,
    ReportSection,
    ReportTable,
    _is_as_meant,
    write_report,
)
from app.report_content import ReportChart, ReportInput, report_of
from app.services.comparing import find_comparison
from app.services.jobs import PartTicket, Ticket
from app.services.list_facts import read_list_facts
from chains.chain import SegmentRef
from chains.commands import AssessSegment, PlaceCompany, TakeSnapshot
from chains.errors import Cancelled, ExportRefused
from chains.kinds import Coverage, Role, Source, Tier
from chains.list_presets import FIVE_AND_FIVE, MapView
from chains.list_records import ListRecord, SaveRecord
from chains.record_shapes import RecordKind
from chains.shade_classes import Mode
from chains.structure import AddChain, AddSegment, AddStage
from tests.builders import a_company, bring_in

if TYPE_CHECKING:
    from app.services.workspace import Workspace

HOSTILE = "𠮷<w:b>&amp;\x00\x0b\ud800=1+1 ]]> {{x}}"
CLEAN = "𠮷<w:b>&amp;=1+1 ]]> {{x}}"


def _told(_done: int, _total: int, _text: str) -> None:
    """Nobody watches."""


@pytest.fixture
def small(workspace: Workspace) -> Workspace:
    """A chain of two segments; after the snapshot one gap was filled, one opened, and a company came."""
    workspace.execute(AddChain("small", "小链"))
    workspace.execute(AddStage("small", "stage", "阶段", Tier.MIDSTREAM))
    for code in ("a", "b"):
        workspace.execute(AddSegment(SegmentRef("small", code), f"环节{code}", "stage"))
    (company,) = bring_in(workspace, a_company("甲<b>公司</b>", "甲产品", region="371002"))
    workspace.execute(AssessSegment(SegmentRef("small", "a"), coverage=Coverage.MISSING))
    workspace.execute(TakeSnapshot("年初"))
    workspace.execute(AssessSegment(SegmentRef("small", "a"), coverage=Coverage.ADEQUATE))
    workspace.execute(AssessSegment(SegmentRef("small", "b"), coverage=Coverage.WEAK, source=Source.ABROAD))
    workspace.execute(PlaceCompany(SegmentRef("small", "a"), company, role=Role.LEAD))
    return workspace


def _report(workspace: Workspace, *, since: str | None = "年初") -> tuple[Report, list[ReportChart]]:
    drawn: list[ReportChart] = []

    def draw(chart: ReportChart) -> bytes:
        drawn.append(chart)
        return _png()

    compared = None if since is None else find_comparison(workspace, since)
    facts = read_list_facts(workspace, "small")
    return report_of(ReportInput(facts, compared, None, "发改委", draw)), drawn


def _png() -> bytes:
    from PySide6.QtCore import QBuffer

    image = QImage(8, 4, QImage.Format.Format_RGB32)
    image.fill(0)
    buffer = QBuffer()
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


def _facts(report: Report, heading: str) -> list[str]:
    section = next(one for one in report.sections if one.heading.endswith(heading))
    return [block.text for block in section.blocks if isinstance(block, Fact)]


def _table(report: Report, caption: str) -> ReportTable:
    return next(
        block
        for section in report.sections
        for block in section.blocks
        if isinstance(block, ReportTable) and block.caption.startswith(caption)
    )


def test_what_is_counted_is_what_the_chain_holds(small: Workspace) -> None:
    report, drawn = _report(small)

    assert report.title == "威海市小链产业链报告"
    assert "截至日期：" in report.stand[0]
    assert _facts(report, "现状")[0] == "2 个环节，已评估 2 个。"
    assert _facts(report, "短板")[0] == (
        "缺口 1 个：缺失 0 个，薄弱 1 个；其中当前来源为国外的 1 个。标为卡脖子的环节 0 个。"
    )
    assert [(bar.name, bar.value) for bar in drawn[0].bars] == [
        ("优势", 0), ("具备", 1), ("薄弱", 1), ("缺失", 0), ("未评估", 0),
    ]  # fmt: skip
    assert _table(report, "链主企业").rows[0][1] == "甲<b>公司</b>"
    assert dict(_table(report, "主要指标").rows)["链条完整度"] == "50%"


def test_changes_since_the_snapshot_are_told_and_none_without_one(small: Workspace) -> None:
    report, _ = _report(small)
    without, _ = _report(small, since=None)

    assert "缺口补上 1，新增缺口 1，企业新进 1" in _facts(report, "变化")[0]
    assert {row[2] for row in _table(report, "环节变化").rows} == {"缺口补上", "新增缺口"}
    assert _facts(without, "变化") == ["还没有快照，不能列出变化。"]


def test_every_table_and_chart_says_how_it_is_counted(small: Workspace) -> None:
    report, _ = _report(small)

    for section in report.sections[:-1]:
        for block in section.blocks:
            if isinstance(block, ReportTable | ReportPicture):
                assert block.basis, block.caption


def test_sums_say_over_how_many_they_are(small: Workspace) -> None:
    from decimal import Decimal

    amounts = (Decimal("1.5"), None, Decimal("0.25"))
    for number, amount in enumerate(amounts):
        small.execute(
            SaveRecord(ListRecord(RecordKind.PROJECT, f"项目{number}", "small", {"investment_yi": amount}))
        )

    report, _ = _report(small)

    assert "重点项目 3 个。总投资合计 1.75 亿元（2 个已填写）。" in _facts(report, "目标")


def test_texts_are_never_markup_and_what_no_xml_bears_is_left_out(tmp_path: Path) -> None:
    table = ReportTable(HOSTILE, (HOSTILE,), ((HOSTILE,), ("两\n行",)), (1,), HOSTILE)
    section = ReportSection(HOSTILE, (Fact(HOSTILE), table))
    path = tmp_path / "报告.docx"

    write_report(path, Report(HOSTILE, (HOSTILE,), (section,), HOSTILE, datetime.now(UTC)))

    document = Document(str(path))
    assert document.tables[0].cell(0, 0).text == CLEAN
    assert document.tables[0].cell(2, 0).text == "两\n行"
    assert [paragraph.text for paragraph in document.paragraphs][:2] == [CLEAN, CLEAN]
    assert not any(run.bold for row in document.tables[0].rows[1:] for run in row.cells[0].paragraphs[0].runs)
    assert document.core_properties.author == CLEAN


def test_a_report_that_lacks_a_table_is_noticed(tmp_path: Path) -> None:
    path, at = tmp_path / "报告.docx", datetime.now(UTC)
    table = ReportTable("表", ("甲",), (("1",),), (1,))
    whole = Report("甲", (), (ReportSection("一", (table,)),), "", at)
    write_report(path, whole)

    assert _is_as_meant(path, whole)
    assert not _is_as_meant(path, Report("甲", (), (ReportSection("一", (table, table)),), "", at))
    path.write_bytes(path.read_bytes()[:-200])
    assert not _is_as_meant(path, whole)


def test_a_report_without_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExportRefused):
        write_report(tmp_path / "没有" / "报告.docx", Report("甲", (), (), "", datetime.now(UTC)))


def test_a_package_holds_map_lists_and_report(small: Workspace, tmp_path: Path, qapp: object) -> None:
    folder = tmp_path / "包"

    written = write_package(small, folder, PackageChoice("small", drawn_by="发改委"), Ticket(_told))

    names = sorted(path.name for path in folder.iterdir())
    assert names == ["小链产业链图谱.pdf", "小链产业链图谱.png", "小链产业链报告.docx", "小链产业链清单.xlsx"]
    assert written.files == 4
    with ZipFile(folder / "小链产业链报告.docx") as book:
        pictures = [name for name in book.namelist() if name.startswith("word/media/")]
    assert len(pictures) >= 3
    assert [path for path in tmp_path.iterdir() if path.name.startswith(".~")] == []


def test_a_second_package_replaces_its_own_files_alone(
    small: Workspace, tmp_path: Path, qapp: object
) -> None:
    folder = tmp_path / "包"
    folder.mkdir()
    (folder / "自己的.txt").write_text("留下")
    (folder / "小链产业链清单.xlsx").write_text("旧")
    choice = PackageChoice("small", parts=frozenset({Part.LISTS}))

    write_package(small, folder, choice, Ticket(_told))

    assert (folder / "自己的.txt").read_text() == "留下"
    assert (folder / "小链产业链清单.xlsx").stat().st_size > 1_000


def test_a_package_that_is_stopped_leaves_nothing(small: Workspace, tmp_path: Path, qapp: object) -> None:
    ticket = Ticket(_told)
    ticket.cancel()

    with pytest.raises(Cancelled):
        write_package(small, tmp_path / "包", PackageChoice("small"), ticket)

    assert [path.name for path in tmp_path.iterdir() if path.suffix != ".lianpu"] == []


def test_a_file_in_the_folders_place_is_refused(small: Workspace, tmp_path: Path, qapp: object) -> None:
    (tmp_path / "包").write_text("文件")

    with pytest.raises(ExportRefused):
        write_package(small, tmp_path / "包", PackageChoice("small"), Ticket(_told))


def test_every_chain_gets_a_folder_and_all_chains_lists_on_top(
    small: Workspace, tmp_path: Path, qapp: object
) -> None:
    choice = replace(PackageChoice(), parts=frozenset({Part.LISTS}))
    told: list[str] = []

    written = write_package(small, tmp_path / "全部", choice, Ticket(lambda *step: told.append(step[2])))

    with small.read() as reader:
        chains = len(reader.chain_codes())
    assert written.files == chains + 1
    assert (tmp_path / "全部" / "全部产业链清单.xlsx").exists()
    assert len([one for one in (tmp_path / "全部").iterdir() if one.is_dir()]) == chains
    assert told and "正在布局图谱" not in told, "no map was asked for: none is drawn"


def test_the_command_line_writes_report_and_package(small: Workspace, tmp_path: Path, qapp: object) -> None:
    where = str(tmp_path / "威海市产业链.lianpu")
    out, folder = tmp_path / "报告.docx", tmp_path / "包"

    assert main(["export", "report", str(out), "-w", where, "--chain", "小链", "--by", "发改委"]) == 0
    assert Document(str(out)).paragraphs[0].text == "威海市小链产业链报告"
    assert main(["export", "package", str(folder), "-w", where, "--chain", "小链"]) == 0
    assert len(list(folder.iterdir())) == 4


def test_the_program_starts_without_the_report_writer() -> None:
    import subprocess
    import sys

    code = "import sys; import app.desktop.bootstrap, app.cli; sys.exit('docx' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_maps_of_a_preset_are_drawn_each_with_its_own_title(
    small: Workspace, tmp_path: Path, qapp: object
) -> None:
    choice = PackageChoice("small", preset=FIVE_AND_FIVE, parts=frozenset({Part.MAP_PNG, Part.MAP_PDF}))

    written = write_package(small, tmp_path / "包", choice, Ticket(_told))

    names = {path.name for path in (tmp_path / "包").iterdir()}
    drawn = {
        f"小链产业链{word}.{kind}" for word in ("图谱", "技术路线图", "招商路线图") for kind in ("pdf", "png")
    }
    assert names == drawn | {"小链产业链区域分布图.png"}
    assert written.notes == ("小链产业链应用领域图没有可画的环节，未导出",)


def test_a_view_shows_what_it_says(small: Workspace, qapp: object) -> None:
    source = map_source_of(small, "tyre", Ticket(_told))
    state = source.picture.state
    downstream = {one.code for one in state.chain.stages if one.tier is Tier.DOWNSTREAM}

    applications = source_of_view(source, MapView.APPLICATIONS, {})
    sources = source_of_view(source, MapView.SOURCES, {})
    gaps = source_of_view(source, MapView.GAPS, {})

    assert applications is not None
    assert sources is not None
    assert gaps is not None
    ends = {one.code for one in state.chain.segments if one.stage in downstream}
    direct = {link.source for link in state.chain.links if link.target in ends}
    assert set(applications.picture.layout.boxes) == ends | direct
    assert applications.head.title == "威海市轮胎产业链应用领域图"
    assert sources.picture.looks is not None
    assert (sources.picture.looks.mode, gaps.picture.looks and gaps.picture.looks.mode) == (
        Mode.SOURCE,
        Mode.GAP,
    )


def test_the_progress_of_parts_counts_in_the_whole() -> None:
    told: list[tuple[int, int]] = []
    whole = Ticket(lambda done, total, _text: told.append((done, total)))

    PartTicket(whole, 1, 4).step(1, 2)

    assert told == [(1_500, 4_000)]
    whole.cancel()
    with pytest.raises(Cancelled):
        PartTicket(whole, 2, 4).step(0, 1)
