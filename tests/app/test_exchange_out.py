import errno
import json
import os
import stat
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from app.exchange.gap_list import write_gap_list
from app.exchange.reasons import sentence
from app.exchange.safe_write import plain_text, safe_file_name, safe_sheet_name, written_beside
from app.exchange.sheet_in import read_table
from app.exchange.sheet_out import ListHead
from app.exchange.target_list import write_target_list
from chains.chain import SegmentRef
from chains.errors import ExportRefused
from chains.kinds import Coverage, Degree, Phase, Source
from chains.rows import GapRow, TargetRow

NASTY = Path(__file__).parents[2].parent / "shared" / "bad-inputs" / "text" / "nasty_names.json"
HEAD = ListHead(
    "威海市招商目标企业清单", "威海市", date(2025, 6, 30), ("缺失或薄弱的环节为缺口。", "外币不折算。")
)
TOP = 5


def a_target(**facts: Any) -> TargetRow:
    row = {
        "id": 1, "ref": SegmentRef("tyre", "mould"), "chain_name": "轮胎", "segment_name": "轮胎模具",
        "coverage": Coverage.MISSING, "source": Source.ABROAD, "degree": None, "chokepoint": False,
        "company_id": 9, "company_name": "甲公司",
        "credit_code": "911101085513850821", "region_name": "山东济南",
        "products": "模具", "qualifications": "上市",
        "capital_wan": Decimal(13400), "currency": "CNY", "insured_count": 120,
        "score": 0.75, "reason": "模具",
        "origin": "a.xlsx", "priority": "高", "investment_yi": None,
        "phase": Phase.TALKING,
        "last_follow_up_on": date(2025, 3, 4), "next_step": "", "next_on": None,
        "responsible_unit": "市投促局",
        "responsible_person": "李四",
        "remark": "", "version": 1,
    }  # fmt: skip
    return TargetRow(**(row | facts))


def a_gap(**facts: Any) -> GapRow:
    row = {
        "ref": SegmentRef("tyre", "mould"), "chain_name": "轮胎", "name": "轮胎模具",
        "coverage": Coverage.MISSING,
        "source": Source.ABROAD, "degree": Degree.MAINLY, "chokepoint": True, "severity": 0.9, "impact": None,
        "cross": 0.0, "gap_index": 0.5, "affected": 3, "affected_chains": (), "local_suppliers": 0,
        "outside_suppliers": 1, "targets": 0, "candidates": None, "evidence": "专栏3", "assessor": "李四",
        "assessed_on": date(2025, 3, 4),
    }  # fmt: skip
    return GapRow(**(row | facts))


def nasty_texts():
    if not NASTY.exists():
        return [
            "=1+1",
            "+86",
            "@x",
            "-2",
            "<b>甲</b>",
            "甲\x00乙",
            "甲\ud83d",
            "_x0041_",
            "'甲",
            "CON",
            "../甲",
        ]
    cases = json.loads(NASTY.read_text(encoding="utf-8"))
    return [case.get("text", case.get("char", "") * case.get("repeat", 0)) for case in cases]


def sheet_rows(path: Path, name: str = "全部"):
    book = load_workbook(path)
    return [[cell.value for cell in row] for row in book[name].iter_rows(min_row=TOP)]


def test_the_target_list_has_its_columns_and_a_sheet_for_each_chain(tmp_path: Path):
    path = tmp_path / "清单.xlsx"

    write_target_list(path, [a_target(), a_target(chain_name="碳纤维"), a_target(company_name="乙")], HEAD)

    assert load_workbook(path).sheetnames == ["全部", "轮胎", "碳纤维"]
    assert "、".join(sheet_rows(path)[0]) == (
        "序号、产业链、缺口环节、缺口类型、目标企业、统一社会信用代码、所在省市、主营产品、企业资质、注册资本(万元)、"
        "参保人数、匹配度、推荐理由、信息来源、优先级、意向投资(亿元)、招商阶段、最近跟进日期、下一步、责任单位、责任人、备注"
    )
    assert [row[0] for row in sheet_rows(path, "轮胎")[1:]] == [1, 2]


def test_codes_stay_text_and_numbers_and_dates_stay_what_they_are(tmp_path: Path):
    path = tmp_path / "a.xlsx"

    write_target_list(path, [a_target()], HEAD)

    row = load_workbook(path)["全部"][TOP + 1]
    assert (row[5].value, row[5].data_type, row[5].number_format) == ("911101085513850821", "s", "@")
    assert (row[9].value, row[9].number_format) == (13400, "#,##0")
    assert (row[11].value, row[11].number_format) == (0.75, "0.00")
    assert row[17].value.date() == date(2025, 3, 4)


def test_an_amount_in_another_currency_is_no_number_of_wan_yuan(tmp_path: Path):
    write_target_list(tmp_path / "a.xlsx", [a_target(currency="USD", capital_wan=Decimal(500))], HEAD)

    assert sheet_rows(tmp_path / "a.xlsx")[1][9] == "500万美元"


def test_contacts_are_written_only_when_given(tmp_path: Path):
    write_target_list(tmp_path / "a.xlsx", [a_target()], HEAD)
    write_target_list(tmp_path / "b.xlsx", [a_target()], HEAD, {9: "张三 13800000000"})

    assert "联系人及电话" not in sheet_rows(tmp_path / "a.xlsx")[0]
    assert "张三 13800000000" in sheet_rows(tmp_path / "b.xlsx")[1]


def test_the_list_prints_on_a3_landscape_with_its_header_on_every_page(tmp_path: Path):
    write_target_list(tmp_path / "a.xlsx", [a_target()], HEAD)

    page = load_workbook(tmp_path / "a.xlsx")["全部"]
    assert (page.page_setup.paperSize, page.page_setup.orientation) == (8, "landscape")
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (1, 0)
    assert page.print_title_rows == f"${TOP}:${TOP}"
    assert page.freeze_panes == f"A{TOP + 1}"
    assert page.auto_filter.ref == f"A{TOP}:V{TOP + 1}"
    assert "&P" in page.oddFooter.center.text


def test_an_empty_list_says_so(tmp_path: Path):
    write_target_list(tmp_path / "a.xlsx", [], HEAD)
    write_gap_list(tmp_path / "b.xlsx", [], HEAD)

    assert sheet_rows(tmp_path / "a.xlsx")[1][0] == "暂无目标企业"
    assert sheet_rows(tmp_path / "b.xlsx")[1][0] == "暂无缺口"


def test_no_nasty_text_becomes_a_formula_or_breaks_the_file(tmp_path: Path):
    texts = nasty_texts()
    rows = [a_target(company_name=text, chain_name=text[:50], remark=text) for text in texts]

    write_target_list(tmp_path / "a.xlsx", rows, HEAD)

    book = load_workbook(tmp_path / "a.xlsx")
    assert book["全部"].max_row == TOP + len(texts)
    assert not [cell for page in book for row in page.iter_rows() for cell in row if cell.data_type == "f"]


def test_names_come_back_from_a_written_list_as_they_went_out(tmp_path: Path):
    names = ["=1+1", "+86甲", "_x0041_公司", "<b>甲</b>公司", "𠮷野家", "'甲公司", "甲&amp;乙"]
    write_target_list(tmp_path / "a.xlsx", [a_target(company_name=name) for name in names], HEAD)

    table = read_table(tmp_path / "a.xlsx")

    assert [row.cells[table.header.index("目标企业")] for row in table.rows] == names
    assert table.rows[0].cells[table.header.index("统一社会信用代码")] == "911101085513850821"


def test_the_gap_list_shows_a_gap_in_the_words_of_the_field(tmp_path: Path):
    write_gap_list(tmp_path / "a.xlsx", [a_gap(affected_chains=("房车", "专用车"))], HEAD)

    assert sheet_rows(tmp_path / "a.xlsx")[1][:12] == [
        1, "轮胎", "轮胎模具", "缺失", "主要国外", "卡脖子", 0.9, None, 0, 0.5, 3, "房车、专用车",
    ]  # fmt: skip


def test_what_is_not_proved_leaves_the_old_file_as_it_was(tmp_path: Path):
    path = tmp_path / "a.txt"
    path.write_text("旧", encoding="utf-8")

    with pytest.raises(ExportRefused) as refused, written_beside(path, lambda _: False) as beside:
        beside.write_text("新", encoding="utf-8")

    assert refused.value.facts["reason"] == "not_verified"
    assert path.read_text(encoding="utf-8") == "旧"
    assert [file.name for file in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (errno.ENOSPC, "disk_full"),
        (errno.EACCES, "open_elsewhere"),
        (errno.EIO, "failed"),
        (errno.EROFS, "read_only"),
    ],
)
def test_a_failed_replacement_says_why_and_keeps_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: int, reason: str
):
    path = tmp_path / "a.txt"
    path.write_text("旧", encoding="utf-8")

    def fail(_source: str, _target: str) -> None:
        raise OSError(error, os.strerror(error))

    monkeypatch.setattr("os.replace", fail)
    with pytest.raises(ExportRefused) as refused, written_beside(path, lambda _: True) as beside:
        beside.write_text("新", encoding="utf-8")

    assert refused.value.facts["reason"] == reason
    assert "a.txt" in sentence(refused.value)
    assert path.read_text(encoding="utf-8") == "旧"
    assert len(list(tmp_path.iterdir())) == 1


def test_what_is_told_of_as_written_is_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    put_in_place: list[int] = []
    sync, replace = os.fsync, os.replace

    def noted_sync(handle: int) -> None:
        synced.append(os.fstat(handle).st_ino)
        sync(handle)

    def noted_replace(source: Path, target: Path) -> None:
        put_in_place.append(len(synced))
        replace(source, target)

    monkeypatch.setattr(os, "fsync", noted_sync)
    monkeypatch.setattr(os, "replace", noted_replace)
    path = tmp_path / "a.txt"

    with written_beside(path, lambda _: True) as beside:
        beside.write_text("新", encoding="utf-8")

    # The content before it takes the old one's name; the name after that, where a system lets one sync it.
    assert synced[: put_in_place[0]] == [path.stat().st_ino]
    if os.name == "posix":
        assert synced[put_in_place[0] :] == [tmp_path.stat().st_ino]


@pytest.mark.skipif(os.name != "posix", reason="rights of files are others there")
def test_colleagues_may_read_what_replaces_a_file_that_they_could_read(tmp_path: Path) -> None:
    old, new = tmp_path / "旧.txt", tmp_path / "新.txt"
    old.write_text("旧", encoding="utf-8")
    old.chmod(0o664)
    usual = tmp_path / "别的程序写的.txt"
    usual.touch()

    for path in (old, new):
        with written_beside(path, lambda _: True) as beside:
            beside.write_text("新", encoding="utf-8")

    assert stat.S_IMODE(old.stat().st_mode) == 0o664
    assert new.stat().st_mode == usual.stat().st_mode


def test_a_link_stays_one_and_its_file_is_written(tmp_path: Path) -> None:
    (tmp_path / "共享").mkdir()
    file, link = tmp_path / "共享" / "目标.xlsx", tmp_path / "目标.xlsx"
    try:
        link.symlink_to(file)
    except OSError:
        pytest.skip("no symbolic links for this user")

    with written_beside(link, lambda _beside: True) as beside:
        beside.write_bytes(b"new")

    assert link.is_symlink()
    assert file.read_bytes() == b"new"


def test_what_a_killed_export_left_goes_with_the_next_one_and_nothing_else(tmp_path: Path) -> None:
    ours, fresh, office = (
        tmp_path / name for name in (".~lianpu-a.xlsx", ".~lianpu-b.xlsx", ".~lock.a.xlsx#")
    )
    folder = tmp_path / ".~lianpu-c"
    folder.mkdir()
    for left in (ours, fresh, office, folder / "企业.xlsx"):
        left.write_bytes(b"half")
    for left in (ours, office, folder):
        os.utime(left, (0, 0))

    with written_beside(tmp_path / "目标.xlsx", lambda _beside: True) as beside:
        beside.write_bytes(b"new")

    assert {one.name for one in tmp_path.iterdir()} == {fresh.name, office.name, "目标.xlsx"}


def test_a_folder_that_is_not_there_is_named(tmp_path: Path):
    with pytest.raises(ExportRefused) as refused, written_beside(tmp_path / "x" / "a.txt", lambda _: True):
        pass

    assert refused.value.facts["reason"] == "no_folder"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_read_only_folder_is_named(tmp_path: Path):
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        with pytest.raises(ExportRefused) as refused, written_beside(tmp_path / "a.txt", lambda _: True):
            pass
    finally:
        tmp_path.chmod(stat.S_IRWXU)

    assert refused.value.facts["reason"] == "read_only"


def test_nasty_texts_become_file_names_that_stay_in_their_folder(tmp_path: Path):
    for text in nasty_texts():
        name = safe_file_name(text)
        (tmp_path / name).write_text("x", encoding="utf-8")
        assert (tmp_path / name).parent == tmp_path
        assert (tmp_path / name).is_file()


@pytest.mark.parametrize("text", ["CON", "nul.xlsx", "com1", "LPT¹.txt", "AUX.tar.gz"])
def test_device_names_of_windows_are_no_file_names(text: str):
    assert safe_file_name(text).startswith("_")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("甲／乙⁄丙∕丁＼戊.xlsx", "甲_乙_丙_丁_戊.xlsx"),  # what looks like a folder is none
        ("清单\u202exslx.exe", "清单xslx.exe"),  # what turns the name round is not kept
        ("甲\u200b\ufeff乙\ue000.csv", "甲乙.csv"),
        ("𠮷野家😀.xlsx", "𠮷野家😀.xlsx"),
    ],
)
def test_a_file_name_says_what_it_is(text: str, name: str) -> None:
    assert safe_file_name(text) == name


def test_a_name_that_a_spreadsheet_keeps_for_itself_is_no_sheet_name() -> None:
    assert safe_sheet_name("History", set()) == "History_"


@given(st.text(st.characters()))
def test_any_text_becomes_a_short_plain_file_name(text: str):
    name = safe_file_name(text)

    assert name
    assert len(name.encode()) <= 180
    assert not set(name) & set('\\/:*?"<>|\x00\n\r\t')
    assert name not in {".", ".."}
    assert name == name.strip(" .")


def test_signs_that_are_none_go_wherever_they_stand() -> None:
    assert plain_text("甲\U0001fffe\uffff\ufdd0\ud83d\x00\x85乙\U0010ffff𠮷") == "甲\x85乙𠮷"


@given(st.text(st.characters()))
def test_plain_text_can_be_written_anywhere_and_stays_as_it_is(text: str):
    plain = plain_text(text)

    plain.encode()
    assert "\x00" not in plain
    assert "\ufffe" not in plain
    assert plain_text(plain) == plain


@given(st.lists(st.text(), max_size=8))
def test_sheet_names_are_legal_and_unlike_each_other(texts: list[str]):
    taken = set()

    names = [safe_sheet_name(text, taken) for text in texts]

    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert 0 < len(name) <= 31
        assert not set(name) & set("[]:*?/\\")
        assert not name.startswith("'")
        assert not name.endswith("'")
