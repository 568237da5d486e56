"""填报: what a district fills in comes back as what it filled in, and as nothing else."""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from app.cli import main
from app.exchange.form_cells import CellRefused, read_cell
from app.exchange.form_layout import COMPANIES, IDENTITY, LISTS, SEGMENTS
from app.form_exports import FormRequest, export_form
from app.form_imports import FormsImport, plan_form_import, take_in_forms
from app.services.workspace import Workspace
from chains.chain import SegmentRef
from chains.commands import AssessSegment, PlaceCompany, RemovePlacement
from chains.kinds import Coverage, Decision, Degree, Role, Source
from chains.merging import Side
from chains.structure import RemoveSegments
from tests.builders import a_company, a_workspace, bring_in

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

MOULD, TYRE = SegmentRef("tyre", "mould"), SegmentRef("tyre", "tyre")
SOFFICE = shutil.which("soffice")


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    """A workspace with two companies of 环翠区 and one of 文登区 in the tyre chain."""
    ids = bring_in(
        workspace,
        a_company("环翠模具有限公司", "轮胎模具", region="371002", credit_code="91371002MA3C000017"),
        a_company("环翠轮胎有限公司", "轮胎", region="371002"),
        a_company("文登模具有限公司", "轮胎模具", region="371003"),
    )
    workspace.execute(
        PlaceCompany(
            MOULD, ids[0], share=0.35, purchase_wan=Decimal("1200.50"), evidence="走访 \n记录", local=True
        )
    )
    workspace.execute(PlaceCompany(MOULD, ids[2], Role.CANDIDATE, Decision.TO_REVIEW, "=1+1"))
    workspace.execute(
        AssessSegment(
            MOULD,
            Coverage.WEAK,
            Source.ABROAD,
            Degree.MAINLY,
            True,
            "@专栏3，行一\r\n行二  ",
            date(2027, 3, 1),
        )
    )
    return workspace


def _form(workspace: Workspace, folder: Path, district: str = "371002", **request: Any) -> Path:
    path = folder / f"填报-{district}.xlsx"
    export_form(workspace, FormRequest(district, chains=("tyre",), **request), path)
    return path


def _row(page: Worksheet, key: str) -> int:
    return next(row for row in range(3, page.max_row + 1) if page.cell(row, 1).value == key)


def _column(page: Worksheet, heading: str) -> int:
    return next(cell.column for cell in page[2] if cell.value == heading)


def _fill(path: Path, key: str, **cells: object) -> None:
    """Write cells of a segment's row (`tyre/mould`) or a company's (`tyre/mould#1`)."""
    book = openpyxl.load_workbook(path)
    page = book[COMPANIES if "#" in key else SEGMENTS]
    for heading, value in cells.items():
        page.cell(_row(page, key), _column(page, heading)).value = value  # type: ignore[assignment]
    book.save(path)


def _add(path: Path, place: str, name: str, **cells: object) -> None:
    """Write a new company into the first blank row."""
    book = openpyxl.load_workbook(path)
    page = book[COMPANIES]
    names = _column(page, "企业名称")
    row = next(row for row in range(3, page.max_row + 1) if not page.cell(row, names).value)
    for heading, value in {"产业链/环节": place, "企业名称": name, **cells}.items():
        page.cell(row, _column(page, heading)).value = value  # type: ignore[assignment]
    book.save(path)


def _said(found: FormsImport) -> list[tuple[str, str, str, str]]:
    return [(one.company, one.field, one.theirs, one.ours) for one in found.plan.changes]


def _assessment(workspace: Workspace) -> Any:
    with workspace.read() as reader:
        return reader.chain_state("tyre").assessment("mould")


def test_a_form_that_nobody_changed_changes_nothing(filled: Workspace, tmp_path: Path) -> None:
    found = plan_form_import(filled, [_form(filled, tmp_path)])

    assert found.plan.changes == () and found.plan.refused == ()
    assert found.plan.forms[0].problems == () and found.commands({}) == ()


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed: no real round trip")
def test_a_form_that_went_through_libreoffice_shows_no_change_that_nobody_made(
    filled: Workspace, tmp_path: Path
) -> None:
    path = _form(filled, tmp_path)
    _fill(path, "tyre/tyre", 本地供给="优势")
    for kind in ("ods", "xlsx"):
        subprocess.run(
            [str(SOFFICE), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to",
             kind, "--outdir", str(tmp_path / "back"), str(path)],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        path = tmp_path / "back" / f"{path.stem}.{kind}"

    found = plan_form_import(filled, [path])

    assert _said(found) == [("", "本地供给", "优势", "未评估")]
    assert found.plan.forms[0].problems == ()


def test_changes_come_in_with_the_district_as_author_and_one_step_takes_them_back(
    filled: Workspace, tmp_path: Path
) -> None:
    path = _form(filled, tmp_path)
    _fill(path, "tyre/mould", 本地供给="具备", 来源程度=None)
    _fill(path, "tyre/mould#1", 结论="剔除", 份额="40%", **{"采购额(万元)": "1,200.5"})

    found = plan_form_import(filled, [path])
    outcomes = take_in_forms(filled, found, {})

    assert len(outcomes) == 1 and outcomes[0].action == "import_form"
    with filled.read() as reader:
        state = reader.chain_state("tyre")
        assert reader.change_log(1)[0].author == "环翠区"
    said = state.assessment("mould")
    assert (said.coverage, said.source, said.degree) == (Coverage.ADEQUATE, Source.ABROAD, None)
    assert said.assessor == "环翠区" and said.evidence.startswith("@专栏3")
    placement = next(one.placement for one in state.suppliers_of("mould") if one.placement.company_id == 1)
    assert placement.decision is Decision.REJECTED and placement.share == 0.4
    assert placement.purchase_wan == Decimal("1200.5") and placement.placed_by == "环翠区"
    filled.undo_last()
    assert _assessment(filled).coverage is Coverage.WEAK


def test_a_cell_that_both_sides_changed_is_asked_with_who_and_when(filled: Workspace, tmp_path: Path) -> None:
    path = _form(filled, tmp_path)
    filled.execute(AssessSegment(MOULD, Coverage.MISSING))
    filled.execute(AssessSegment(MOULD, evidence="后来的依据"))
    _fill(path, "tyre/mould", 本地供给="优势", 卡脖子="否")

    found = plan_form_import(filled, [path])

    collision = found.plan.changes[found.plan.collisions[0]]
    assert len(found.plan.collisions) == 1 and len(found.plan.changes) == 2
    assert (collision.base, collision.theirs, collision.ours) == ("薄弱", "优势", "缺失")
    assert collision.who == "王五" and collision.when
    take_in_forms(filled, found, {})
    said = _assessment(filled)
    assert (said.coverage, said.chokepoint, said.evidence) == (Coverage.MISSING, False, "后来的依据")
    again = plan_form_import(filled, [path])
    take_in_forms(filled, again, {}, Side.THEIRS)
    assert _assessment(filled).coverage is Coverage.STRONG
    assert plan_form_import(filled, [path]).plan.changes == ()


def test_two_districts_that_fill_the_same_cell_collide_with_each_other(
    filled: Workspace, tmp_path: Path
) -> None:
    one, other = _form(filled, tmp_path), _form(filled, tmp_path, "371003")
    _fill(one, "tyre/mould", 本地供给="优势")
    _fill(other, "tyre/mould", 本地供给="缺失", 卡脖子="否")

    found = plan_form_import(filled, [one, other])

    assert [(line.changes, line.collisions) for line in found.plan.forms] == [(1, 0), (2, 1)]
    collision = found.plan.changes[found.plan.collisions[0]]
    assert (collision.theirs, collision.ours, collision.who) == ("缺失", "优势", "环翠区")
    assert len(take_in_forms(filled, found, {found.plan.collisions[0]: Side.THEIRS})) == 2
    assert _assessment(filled).coverage is Coverage.MISSING
    with filled.read() as reader:
        assert [one.author for one in reader.change_log(2)] == ["文登区", "环翠区"]


def test_new_companies_arrive_in_the_registry_placed_for_review_unless_confirmed(
    filled: Workspace, tmp_path: Path
) -> None:
    path = _form(filled, tmp_path)
    _add(path, "轮胎/轮胎", "新来的轮胎公司", 统一社会信用代码="91371000MA3C000037", 产品="+膜")
    _add(
        path,
        "轮胎/轮胎模具",
        "新来的轮胎公司",
        统一社会信用代码="91371000MA3C000037",
        结论="确认",
        角色="链主",
    )
    _add(path, "轮胎/轮胎", "文登模具有限公司")

    found = plan_form_import(filled, [path])
    take_in_forms(filled, found, {})

    assert found.plan.forms[0].newcomers == ("新来的轮胎公司",)
    with filled.read() as reader:
        (new,) = reader.companies_named("新来的轮胎公司")
        state = reader.chain_state("tyre")
    assert (new.credit_code, new.region, new.origin) == ("91371000MA3C000037", "371002", "填报：环翠区")
    placed = {one.company_name: one.placement for one in state.suppliers_of("tyre")}
    assert placed["新来的轮胎公司"].decision is Decision.TO_REVIEW
    assert placed["新来的轮胎公司"].product == "+膜"
    assert placed["文登模具有限公司"].decision is Decision.TO_REVIEW
    lead = next(one for one in state.suppliers_of("mould") if one.placement.company_id == new.id)
    assert (lead.placement.decision, lead.placement.role) == (Decision.CONFIRMED, Role.LEAD)
    assert plan_form_import(filled, [path]).plan.changes == ()
    filled.undo_last()
    with filled.read() as reader:
        assert reader.companies_named("新来的轮胎公司") == ()


def test_what_cannot_be_taken_is_named_by_sheet_row_and_cause(filled: Workspace, tmp_path: Path) -> None:
    path = _form(filled, tmp_path)
    _fill(path, "tyre/mould", 本地供给="很好", 下次复核="明年")
    _fill(path, "tyre/tyre", 依据="=1/0")
    _add(path, "没有/的环节", "某公司")
    _add(path, "轮胎/轮胎", "某公司", 统一社会信用代码="9.1371E+17")

    problems = plan_form_import(filled, [path]).plan.forms[0].problems

    assert [sheet for sheet, _, _ in problems] == [SEGMENTS, SEGMENTS, SEGMENTS, COMPANIES, COMPANIES]
    causes = "".join(cause for _, _, cause in problems)
    assert all(word in causes for word in ("很好", "明年", "#CALC!", "没有/的环节", "9.1371E+17"))
    assert plan_form_import(filled, [path]).plan.changes == ()


def test_a_foreign_a_mangled_and_a_plain_file_are_refused_by_name(filled: Workspace, tmp_path: Path) -> None:
    mangled, foreign, plain = _form(filled, tmp_path), tmp_path / "外.xlsx", tmp_path / "普通.xlsx"
    book = openpyxl.load_workbook(mangled)
    book[IDENTITY]["B4"] = "1"
    book.save(mangled)
    openpyxl.Workbook().save(plain)
    other = a_workspace(tmp_path / "另一个.lianpu", "赵六")
    export_form(other, FormRequest("371003", chains=("tyre",)), foreign)
    other.database.close()

    plan = plan_form_import(filled, [mangled, foreign, plain, tmp_path / "没有.xlsx"]).plan

    assert plan.forms == ()
    causes = dict(plan.refused)
    assert list(causes) == ["填报-371002.xlsx", "普通.xlsx", "没有.xlsx", "外.xlsx"]
    assert "改动过" in causes["填报-371002.xlsx"] and "不是由这个工作区" in causes["外.xlsx"]


def test_sorted_rows_keep_their_meaning_and_a_row_left_out_removes_nothing(
    filled: Workspace, tmp_path: Path
) -> None:
    path = _form(filled, tmp_path)
    book = openpyxl.load_workbook(path)
    page = book[SEGMENTS]
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=3)]
    for number, row in enumerate(reversed(rows[1:]), 3):
        for column, value in enumerate(row, 1):
            page.cell(number, column).value = value
    page.delete_rows(page.max_row)
    book.save(path)

    assert plan_form_import(filled, [path]).plan.changes == ()


def test_companies_known_by_their_city_alone_are_left_out_and_counted(
    filled: Workspace, tmp_path: Path
) -> None:
    bring_in(filled, a_company("威海某公司", region="371000"), a_company("外地公司", region="440300"))

    counts = export_form(filled, FormRequest("371002", chains=("tyre",)), tmp_path / "f.xlsx")

    assert (counts.placements, counts.known, counts.unsettled) == (1, 2, 1)
    assert "1 家企业只知道在本市" in counts.sentence()


def test_a_segment_or_placement_that_went_since_is_told(filled: Workspace, tmp_path: Path) -> None:
    path = _form(filled, tmp_path)
    _fill(path, "tyre/mould#1", 角色="链主")
    filled.execute(RemovePlacement(MOULD, 1))
    found = plan_form_import(filled, [path])
    assert [(one.field, one.ours, one.collides) for one in found.plan.changes] == [("角色", "", True)]

    filled.execute(RemoveSegments("tyre", ("mould",), with_marks=True))
    found = plan_form_import(filled, [path])
    assert found.plan.changes == ()
    assert "已被删除" in found.plan.forms[0].problems[0][2]


def test_the_form_offers_lists_holds_no_formula_and_no_contacts(filled: Workspace, tmp_path: Path) -> None:
    path = _form(filled, tmp_path, fields=frozenset({"share"}))

    book = openpyxl.load_workbook(path)
    page = book[COMPANIES]
    lists = {str(rule.formula1) for rule in page.data_validations.dataValidation}
    assert '"确认,待复核,剔除"' in lists and '"链主,供应商,候选"' in lists
    assert any(LISTS in one for one in lists)
    headings = [cell.value for cell in page[2]]
    assert "份额" in headings and "产能" not in headings
    assert page.column_dimensions["A"].hidden and book[IDENTITY].sheet_state == "hidden"
    assert [cell.value for cell in page["C"]][2:4] == ["环翠模具有限公司", None]
    book = openpyxl.load_workbook(_form(filled, tmp_path, "371003"))
    assert "=1+1" in [cell.value for cell in book[COMPANIES]["G"]]
    assert not [c for sheet in book for row in sheet.iter_rows() for c in row if c.data_type == "f"]
    assert "电话" not in {str(c.value) for sheet in book for row in sheet.iter_rows() for c in row}
    assert plan_form_import(filled, [path]).plan.changes == ()


@pytest.mark.parametrize(
    ("field", "value", "meant"),
    [
        ("coverage", " 优势 ", (True, Coverage.STRONG)),
        ("coverage", "", (False, None)),
        ("degree", "", (True, None)),
        ("share", 0.35, (True, Decimal("0.35"))),
        ("share", "35%", (True, Decimal("0.35"))),
        ("purchase_wan", "1,200.50万元", (True, Decimal("1200.5"))),
        ("review_on", "2027年3月1日", (True, date(2027, 3, 1))),
        ("review_on", 46447, (True, date(2027, 3, 1))),
        ("evidence", "甲\r\n乙 \n", (True, "甲\n乙")),
        ("evidence", "  ", (True, None)),
        ("chokepoint", "是", (True, True)),
    ],
)
def test_a_cell_means_the_same_whatever_program_wrote_it(field: str, value: Any, meant: object) -> None:
    assert read_cell(field, value) == meant


@pytest.mark.parametrize(
    ("field", "value"), [("share", 35), ("coverage", "#N/A"), ("share", "nan"), ("role", "老板")]
)
def test_a_cell_that_makes_no_sense_is_refused(field: str, value: Any) -> None:
    with pytest.raises(CellRefused):
        read_cell(field, value)


def test_the_command_line_sends_forms_out_and_takes_them_in(
    filled: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = str(tmp_path / "威海市产业链.lianpu")
    out = tmp_path / "交回" / "环翠.xlsx"
    out.parent.mkdir()
    assert main(["export", "form", str(out), "-w", where, "--district", "371002", "--chain", "轮胎"]) == 0
    assert main(["export", "form", str(out), "-w", where, "--district", "999999"]) == 2
    filled.execute(AssessSegment(MOULD, Coverage.MISSING))
    _fill(out, "tyre/mould", 本地供给="优势")
    capsys.readouterr()

    assert main(["import", "forms", str(out.parent), "-w", where, "--dry-run", "--json"]) == 1
    shown = json.loads(capsys.readouterr().out)
    assert shown["forms"][0]["collisions"] == 1 and shown["changes"][0]["who"] == "王五"
    assert main(["import", "forms", str(out), "-w", where, "--take", "theirs"]) == 0
    assert _assessment(filled).coverage is Coverage.STRONG
