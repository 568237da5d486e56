from datetime import date, datetime
from decimal import Decimal

import pytest

from app.exchange.table import Value
from app.exchange.values import amount_wan, count, day, size_of, state_of, words_of
from chains.kinds import RegistrationState


@pytest.mark.parametrize(
    ("text", "unit", "amount", "currency"),
    [
        ("13,400万元", "", "13400", "CNY"),
        ("500万美元", "万元", "500", "USD"),
        ("1.2亿", "", "12000", "CNY"),
        ("1.2亿元人民币", "", "12000", "CNY"),
        (100.5, "万元", "100.5", "CNY"),
        (3, "亿元", "30000", "CNY"),
        ("13400", "", "13400", "CNY"),
        ("1000000元", "", "100", "CNY"),
        ("5000000", "元", "500", "CNY"),
        ("人民币500万元整", "", "500", "CNY"),
        ("１，２３４．５０", "万元", "1234.5", "CNY"),
        ("300万港元", "", "300", "HKD"),
        ("500 万(元)", "", "500", "CNY"),
        ("（人民币）500万元", "", "500", "CNY"),
        ("500万美元(折合3500万人民币)", "", "500", "USD"),
        ("500萬元", "", "500", "CNY"),
        ("500W", "", "500", "CNY"),
        ("￥ 1,000万", "", "1000", "CNY"),
        ("50,000,000.00", "元", "5000", "CNY"),
    ],
)
def test_amounts_of_every_wording_become_wan(text: Value, unit: str, amount: str, currency: str):
    assert amount_wan(text, unit) == (Decimal(amount), currency)


@pytest.mark.parametrize("text", ["一百万", "面议", "1万2千", "-5", "约十亿", "9" * 30])
def test_amounts_that_leave_doubt_are_not_guessed(text: str):
    assert amount_wan(text, "万元") is None


def test_a_large_number_without_any_unit_is_not_taken_for_wan():
    assert amount_wan("50,000,000.00", "") is None
    assert amount_wan("50,000,000.00", "人民币") is None


@pytest.mark.parametrize(
    "value",
    [
        "2020-01-02",
        "2020/1/2",
        "2020.1.2",
        "2020年1月2日",
        "２０２０年１月２日",
        "20200102",
        20200102,
        43832,
        "43832",
        date(2020, 1, 2),
        datetime(2020, 1, 2, 23, 59),  # noqa: DTZ001 - workbooks know no time zone
        "2020-01-02 00:00:00",
        "2020-01-02 至 无固定期限",
        "二〇二〇年一月二日",
        "2020 年 1 月 2 日",
        "2020 - 01 - 02",
        "2020年1月2号",
        "2020年1月2日 星期四",
        "2020-01-02（核准）",
        43832.75,
        "43832.0",
    ],
)
def test_dates_of_every_form_are_read(value: Value):
    assert day(value) == date(2020, 1, 2)


@pytest.mark.parametrize(
    "value", ["2020-02-30", "2020年3月", "2020", 2020, "05/03/2020", "长期", "民国109年", "123456"]
)
def test_dates_that_leave_doubt_are_not_guessed(value: Value):
    assert day(value) is None


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("存续（在营、开业、在册）", RegistrationState.ACTIVE),
        ("在业", RegistrationState.ACTIVE),
        ("吊销，未注销", RegistrationState.REVOKED),
        ("注销", RegistrationState.CANCELLED),
        ("迁出", RegistrationState.MOVED_OUT),
        ("责令关闭", RegistrationState.REVOKED),
        ("撤消登记", RegistrationState.WITHDRAWN),
        ("简易注销公告", RegistrationState.LIQUIDATING),
        ("注销中", RegistrationState.LIQUIDATING),
        ("在册", RegistrationState.ACTIVE),
        ("", RegistrationState.UNKNOWN),
    ],
)
def test_states_of_every_wording_have_their_kind(text: str, state: RegistrationState):
    assert state_of(text) is state


def test_sizes_lose_their_letter_and_products_are_taken_apart():
    assert size_of("M(中型)") == "中型"
    assert words_of("轮胎；钢丝帘线;炭黑、轮胎") == ("轮胎", "钢丝帘线", "炭黑")


@pytest.mark.parametrize("value", [120, 120.0, "120", "120人", "１２０", "120.0", "120人（2023年报）"])
def test_numbers_of_people_are_read(value: Value):
    assert count(value) == 120


@pytest.mark.parametrize("value", ["约120", "100余人", "小于50人", "50-99人", "12.5"])
def test_numbers_of_people_that_leave_doubt_are_not_guessed(value: Value):
    assert count(value) is None
