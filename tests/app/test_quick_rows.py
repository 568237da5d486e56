"""Rows read by columns say what they say when read one by one."""

from __future__ import annotations

from datetime import date, datetime

from hypothesis import given
from hypothesis import strategies as st

from app.exchange.company_row import RowRejected, columns_of, read_row
from app.exchange.packed_row import packed_row, packed_values
from app.exchange.quick_rows import QuickRows
from app.exchange.table import TableRow

HEADER = (
    "序号", "企业名称", "统一社会信用代码", "登记状态", "注册资本(万元)", "币种", "成立日期", "参保人数",
    "所属省份",
    "所属城市", "所属区县", "企业地址", "通信地址", "经营范围", "主营产品", "曾用名", "企业资质", "企业规模",
    "电话", "更多电话", "邮箱", "证券代码", "信息来源", "国标行业大类",
)  # fmt: skip
CODE = "91110108551385082Q"
PLAIN = (
    "1", "威海广泰空港设备股份有限公司", CODE, "存续", "53,456", "人民币", "1995-08-02", "1200",
    "山东省", "威海市", "环翠区", "威海市古寨南路160号", "-", "机场地面设备制造；消防车。", "",
    "威海广泰商店",
    "高新技术企业；专精特新", "M(中型)", "13812345678", "-", "a@example.com", "", "", "制造业",
)  # fmt: skip
ODD = (
    "",
    "-",
    "无",
    " 无 ",
    "暂无数据",
    "#N/A",
    "3#楼",
    "null",
    "　",
    " 前后空格 ",
    "a\tb",
    "a\x00b",
    "\x01",
    "𠮷",
    "\ufffe",
    "=1+1",
    "1.23E+17",
    "913710002642003640",
    "000001.SZ",
    "002111",
    "未匹配到该企业",
    "合计",
    "合 计",
    "企业名称",
    "⼭东",
    "注：仅供参考",
    "Ｎｕｌｌ",
    "500万美元",
    "13,400万元人民币",
    "长期",
    "2020年3月",
    "20200315",
    "43905",
    "12人",
    "吊销，未注销",
    "USD",
    "0631-5201234；0631-5201235",
    "13812345678,13912345678",
    "a@b.com；-",
    "测" * 301,
    "测" * 20_001,
    "山东省威海市",
    "上海市",
    "威海宏大（集团）有限公司",
    "\u202eabc",
    "1" * 16 + ".0",
)
CELLS = st.one_of(
    st.sampled_from(ODD), st.text(max_size=6), st.integers(-5, 10**6), st.floats(-10, 1e9),
    st.just(date(2020, 1, 2)), st.just(datetime(2020, 1, 2, 3)),  # noqa: DTZ001 - cells know no zone
)  # fmt: skip


@st.composite
def rows(draw: st.DrawFn) -> tuple[object, ...]:
    """A plain row with a few cells of any kind."""
    cells: list[object] = list(PLAIN)
    for at in draw(st.sets(st.integers(0, len(HEADER) - 1), max_size=4)):
        cells[at] = draw(CELLS)
    return tuple(cells)


def test_a_plain_row_is_read_by_columns() -> None:
    """Otherwise nothing would be gained."""
    told = QuickRows(columns_of(HEADER)).read([PLAIN])
    assert told[0] is not None


@given(st.lists(rows(), min_size=1, max_size=5))
def test_rows_read_by_columns_say_the_same(some: list[tuple[object, ...]]) -> None:
    """What is not left to the careful reader is read as it would read it, without notes or refusal."""
    columns = columns_of(HEADER)
    for number, (cells, told) in enumerate(zip(some, QuickRows(columns).read(some), strict=True)):  # type: ignore[arg-type]
        if told is None:
            continue
        careful = read_row(TableRow(number, cells), columns)  # type: ignore[arg-type]
        careful.row_hash = 7
        assert packed_values(number, *told, 7).row() == careful


@given(rows())
def test_folding_up_a_row_loses_nothing(cells: tuple[object, ...]) -> None:
    """Unfolded it is the same row."""
    try:
        row = read_row(TableRow(3, cells), columns_of(HEADER))  # type: ignore[arg-type]
    except RowRejected:
        return
    folded = packed_row(row)
    assert folded.row() == row
    assert (folded.name, folded.credit_code) == (row.company.name, row.company.credit_code)
