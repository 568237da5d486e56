"""Every file of the corpus gets the outcome that it should: rows, or a refusal that says what to do."""

import os
from pathlib import Path

import pytest

from app.exchange.company_import import plan_import
from app.exchange.reasons import sentence
from app.exchange.sheet_in import read_table
from chains.errors import FileRefused

CORPUS = Path(__file__).parents[2].parent / "shared" / "bad-inputs"

pytestmark = pytest.mark.skipif(
    not CORPUS.exists(), reason="the corpus of bad inputs is not beside the project"
)

READ = {
    "xlsx/blank_styled_1048576_rows.xlsx": (1, "忽略空白行"),
    "xlsx/blank_styled_16384_columns.xlsx": (1, ""),
    "xlsx/bomb_200000_defined_names.xlsx": (1, ""),
    "xlsx/bomb_200000_fonts.xlsx": (1, ""),
    "xlsx/bomb_deep_nesting.xlsx": (1, ""),
    "xlsx/csv_renamed_to.xlsx": (1, "GBK"),
    "xlsx/dates_every_way.xlsx": (22, ""),
    "xlsx/dimension_lies_XFD1048576.xlsx": (1, ""),
    "xlsx/dimension_missing.xlsx": (1, ""),
    "xlsx/dimension_too_small_A1.xlsx": (1, ""),
    "xlsx/duplicate_and_blank_headers.xlsx": (1, ""),
    "xlsx/external_links_and_formulas.xlsx": (3, "外部链接"),
    "xlsx/formulas_cached_and_errors.xlsx": (5, "错误值"),
    "xlsx/formulas_without_cached_values.xlsx": (1, "公式没有结果"),
    "xlsx/fullwidth_spaces_confusables.xlsx": (4, ""),
    "xlsx/good_20_rows.xlsx": (20, ""),
    "xlsx/hidden_rows_and_sheets.xlsx": (6, "隐藏工作表"),
    "xlsx/macro.xlsm": (1, "宏"),
    "xlsx/macro_renamed_to.xlsx": (1, "宏"),
    "xlsx/merge_bomb_2000_full_rows.xlsx": (1, "合并单元格"),
    "xlsx/merge_whole_sheet.xlsx": (1, "合并单元格"),
    "xlsx/merged_two_level_header.xlsx": (7, "第 4 行是表头"),
    "xlsx/nasty_names.xlsx": (86, ""),
    "xlsx/new_renamed_to.xls": (20, ""),
    "xlsx/old_biff8.xls": (3, ""),
    "xlsx/old_biff8_renamed_to.xlsx": (3, ""),
    "xlsx/rich_text_phonetic_escapes.xlsx": (0, ""),
    "xlsx/strict_ooxml.xlsx": (1, ""),
    "xlsx/uscc_as_number.xlsx": (8, ""),
    "xlsx/zip_path_traversal_entry.xlsx": (1, ""),
    "csv/binary_xlsx_named.csv": (20, ""),
    "csv/codes_sci_notation.csv": (4, "GBK"),
    "csv/cr_only.csv": (2, ""),
    "csv/double_bom.csv": (5, ""),
    "csv/duplicate_headers.csv": (1, ""),
    "csv/formula_injection.csv": (15, ""),
    "csv/fullwidth_comma.csv": (5, ""),
    "csv/gbk.csv": (5, "GBK"),
    "csv/gbk_ascii_first_64k.csv": (9001, "GBK"),
    "csv/gbk_short.csv": (1, "GBK"),
    "csv/header_only.csv": (0, ""),
    "csv/mixed_line_ends.csv": (5, "忽略空白行"),
    "csv/nul_bytes.csv": (1, "NUL"),
    "csv/quoted_newline.csv": (1, ""),
    "csv/ragged.csv": (3, "多于表头"),
    "csv/semicolon.csv": (5, ""),
    "csv/sep_line.csv": (5, ""),
    "csv/tab.csv": (5, ""),
    "csv/utf16le_bom_tab.csv": (5, "UTF-16"),
    "csv/utf8_bom.csv": (5, "UTF-8"),
    "csv/utf8_nobom.csv": (5, "UTF-8"),
}
SLOW = "xlsx/blank_styled_1048576_rows.xlsx"
READABLE = [pytest.param(name, marks=pytest.mark.slow) if name == SLOW else name for name in sorted(READ)]
REFUSED = {
    "xlsx/bomb_billion_laughs_sheet.xlsx": "forbidden_xml",
    "xlsx/bomb_billion_laughs_sst.xlsx": "forbidden_xml",
    "xlsx/bomb_billion_laughs_workbook.xlsx": "forbidden_xml",
    "xlsx/bomb_many_attributes.xlsx": "no_rows",
    "xlsx/bomb_quadratic_blowup_sst.xlsx": "forbidden_xml",
    "xlsx/bomb_zip_one_shared_string.xlsx": "unpacks_too_large",
    "xlsx/bomb_zip_rows.xlsx": "unpacks_too_large",
    "xlsx/bomb_zip_whitespace.xlsx": "unpacks_too_large",
    "xlsx/html_table_named.xls": "web_table",
    "xlsx/many_entries_50000.xlsx": "damaged",
    "xlsx/no_sheet_part.xlsx": "damaged",
    "xlsx/password_is_123456.xlsx": "password",
    "xlsx/pdf_renamed_to.xlsx": "pdf",
    "xlsx/random_bytes.xlsx": "not_table",
    "xlsx/row_number_out_of_range.xlsx": "far_cells",
    "xlsx/shared_string_index_out_of_range.xlsx": "damaged",
    "xlsx/single_far_cell_XFD1048576.xlsx": "far_cells",
    "xlsx/truncated.xlsx": "damaged",
    "xlsx/xml_spreadsheet_2003_named.xls": "web_table",
    "xlsx/xxe_http_sheet.xlsx": "forbidden_xml",
    "xlsx/xxe_http_sst.xlsx": "forbidden_xml",
    "xlsx/xxe_local_file_sheet.xlsx": "forbidden_xml",
    "xlsx/xxe_local_file_sst.xlsx": "forbidden_xml",
    "xlsx/xxe_parameter_entity.xlsx": "forbidden_xml",
    "xlsx/zero_bytes.xlsx": "empty",
    "xlsx/zip_bad_crc.xlsx": "damaged",
    "xlsx/zip_duplicate_entries.xlsx": "damaged",
    "xlsx/zip_lying_size.xlsx": "damaged",
    "xlsx/zip_without_workbook.xlsx": "not_workbook",
    "csv/big5.csv": "encoding",
    "csv/empty.csv": "empty",
    "csv/million_columns.csv": "columns",
    "csv/one_10MB_field.csv": "quotes",
    "csv/only_bom.csv": "no_rows",
    "csv/unclosed_quote.csv": "quotes",
    "csv/utf16be_nobom.csv": "encoding",
    "csv/utf8_cut_in_char.csv": "broken_text",
}


def _seconds_of_work() -> float:
    """Of this process and of those that it waited for: what else the machine has to do does not count."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


@pytest.mark.parametrize("name", READABLE)
def test_a_readable_file_gives_its_rows_and_says_what_was_odd(name: str):
    rows, note = READ[name]
    start = _seconds_of_work()

    table = read_table(CORPUS / name)

    assert len(table.rows) == rows
    assert note in "".join(table.notes)
    assert _seconds_of_work() - start < (30 if name == SLOW else 10)  # with progress and cancel all the while


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_a_bad_file_is_refused_by_name_with_what_to_do_next(name: str):
    start = _seconds_of_work()

    with pytest.raises(FileRefused) as refused:
        read_table(CORPUS / name)

    assert refused.value.facts["reason"] == REFUSED[name]
    text = sentence(refused.value)
    assert Path(name).name in text
    assert "请" in text
    assert "—" not in text
    assert _seconds_of_work() - start < 10


def test_the_table_of_outcomes_covers_the_whole_corpus():
    files = {f"{folder}/{path.name}" for folder in ("xlsx", "csv") for path in (CORPUS / folder).iterdir()}

    assert files == READ.keys() | REFUSED.keys()


@pytest.mark.parametrize("name", READABLE)
def test_every_row_read_is_accounted_for(name: str):
    table = read_table(CORPUS / name)

    plan, _ = plan_import(table, (), name)

    assert plan.read == plan.added + plan.updated + plan.unchanged + len(plan.rejected)


def test_codes_kept_as_numbers_are_refused_with_the_address_of_their_cell():
    plan, command = plan_import(read_table(CORPUS / "xlsx/uscc_as_number.xlsx"), (), "a.xlsx")

    assert [number for number, _ in plan.rejected] == [2, 3, 4, 6, 7]
    assert plan.rejected[0][1].startswith("B2 ")
    assert [arrival.company.credit_code for arrival in command.arrivals] == [
        "911101085513850E82",
        "91110108551385082A",
        "91110108551385082Q",
    ]


def test_totals_and_remarks_under_a_table_are_no_companies():
    plan, _ = plan_import(read_table(CORPUS / "xlsx/merged_two_level_header.xlsx"), (), "a.xlsx")

    assert plan.added == 5
    assert [number for number, _ in plan.rejected] == [10, 11]
