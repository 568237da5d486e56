"""What the cells of company lists mean: amounts, dates, counts, states, lists of words."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import TYPE_CHECKING

from app.exchange.table import ERROR_WORDS, cell_text
from chains.kinds import RegistrationState

if TYPE_CHECKING:
    from app.exchange.table import Value

_NOTHING = frozenset(
    {
        "",
        "-",
        "--",
        "---",
        "—",
        "——",
        "–",
        "无",
        "暂无",
        "/",
        "\\",
        "暂无数据",
        "未公开",
        "不详",
        "未知",
        "null",
        "none",
        "不公示",
        "企业选择不公示",
        "未公示",
    }
)
_NOTHING_BEGINS = frozenset(mark[0] for mark in _NOTHING if mark)
LONGEST_NOTHING = 40
"""Signs; what is longer is not a mark of nothing, even with unseen signs around it."""
_PLAIN = re.compile(r"[\x21-\x7e\u4e00-\u9fff、。《》“”‘’·—]*")
"""Signs that NFKC leaves as they are and that are seen."""
IS_PLAIN = _PLAIN.fullmatch
_MANY = re.compile(r"[；;、\n]|(?<!\d),|,(?!\d)|，")
_AMOUNT = re.compile(r"([\d,]*\.?\d+|[\d,]+\.)(万亿|亿|万|千万|百万)?([^\d]*)", re.ASCII)
_BEFORE_AMOUNT = re.compile(r"\(?(?:人民币|rmb|cny|usd|美元|¥|\$|约)[):]?")
_BESIDE_AMOUNT = re.compile(r"\((?:约?折合?|约合|相当于)[^()]*\)$")
_OLD_SIGNS = str.maketrans("萬億圓w", "万亿元万")
_MOST_BARE = Decimal(10) ** 6
"""A larger number without any unit is yuan as likely as 万元: 10,000,000,000 元 of capital are rare."""
_DATE = re.compile(
    r"(\d{4})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})[日号]?"
    r"(?:[ T]\d.*|\s*(?:至|到|~|—).*|\s*\(.*\)|\s*(?:星期|周).)?",
    re.ASCII,
)
_GAPS = re.compile(r"(?<=[\d年月/.-]) +(?=[年月日号/.-])|(?<=[年月/.-]) +(?=\d)")
"""Spaces around the signs of a date, not the one before a time."""
_SERIAL_WITH_TIME = re.compile(r"\d{5}\.\d+", re.ASCII)
_SERIALS = range(10_000, 73_051)  # 1927-05-18 to 2099-12-31
_DAY_0 = date(1899, 12, 30)
_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_UNITS_WAN = {
    "万亿": Decimal(10) ** 8,
    "亿": Decimal(10) ** 4,
    "千万": Decimal(1000),
    "百万": Decimal(100),
    "万": Decimal(1),
}
_CURRENCIES = (
    ("美元", "USD"), ("美金", "USD"), ("usd", "USD"), ("$", "USD"), ("欧元", "EUR"), ("eur", "EUR"),
    ("港", "HKD"), ("hkd", "HKD"), ("日元", "JPY"), ("日圆", "JPY"), ("jpy", "JPY"), ("英镑", "GBP"),
    ("gbp", "GBP"), ("韩元", "KRW"), ("韩圆", "KRW"), ("台币", "TWD"), ("新台", "TWD"), ("澳元", "AUD"),
    ("加元", "CAD"), ("加拿大元", "CAD"), ("新加坡元", "SGD"), ("瑞士法郎", "CHF"),
)  # fmt: skip
_CNY_WORDS = re.compile(r"(?:人民币|rmb|cny|元|圆|整|¥|\(|\))*")
_STATES = (
    ("吊销", RegistrationState.REVOKED),
    ("责令关闭", RegistrationState.REVOKED),
    ("除名", RegistrationState.REVOKED),
    ("撤销", RegistrationState.WITHDRAWN),
    ("撤消", RegistrationState.WITHDRAWN),
    ("未注销", RegistrationState.UNKNOWN),
    # On its way out, and still there.
    *((w, RegistrationState.LIQUIDATING) for w in ("注销中", "拟注销", "申请注销", "简易注销", "注销备案")),
    ("注销", RegistrationState.CANCELLED),
    ("迁出", RegistrationState.MOVED_OUT),
    ("清算", RegistrationState.LIQUIDATING),
    ("解散", RegistrationState.LIQUIDATING),
    ("停业", RegistrationState.SUSPENDED),
    ("歇业", RegistrationState.SUSPENDED),
    *(
        (w, RegistrationState.ACTIVE)
        for w in (
            "存续",
            "在业",
            "开业",
            "在营",
            "正常",
            "登记成立",
            "仍注册",
            "迁入",
            "设立",
            "在册",
            "确立",
        )
    ),
)


def folded(text: str) -> str:
    """NFKC text on one line, without unseen signs."""
    if _PLAIN.fullmatch(text):
        return text
    text = "".join(
        s for s in unicodedata.normalize("NFKC", text) if unicodedata.category(s) not in {"Cf", "Cs"}
    )
    return " ".join(text.split())


def is_nothing(value: Value) -> bool:
    """Whether the cell says that there is nothing: a dash, 无, 暂无, / or a blank."""
    if not isinstance(value, str) or len(value) > LONGEST_NOTHING:
        return False
    if value in _NOTHING:
        return True
    if "\u4e00" <= value[0] <= "\u9fff" and value[0] not in _NOTHING_BEGINS:
        return False
    return not (len(value) > 4 and _PLAIN.fullmatch(value)) and folded(value).casefold() in _NOTHING


def is_error(value: Value) -> bool:
    """Whether the cell holds an error of the spreadsheet (#N/A)."""
    return isinstance(value, str) and "#" in value and value.strip().upper() in ERROR_WORDS


@lru_cache(maxsize=1 << 14)
def amount_wan(value: Value, heading_unit: str) -> tuple[Decimal, str] | None:
    """An amount in 万 and its currency; None when unreadable.

    A bare number counts in the unit of its heading, and in 万元 where the heading names none.
    """
    text = folded(cell_text(value)).casefold().replace(" ", "")
    currency = currency_of(text) or currency_of(heading_unit) or "CNY"
    text = _BESIDE_AMOUNT.sub("", text).translate(_OLD_SIGNS)
    while before := _BEFORE_AMOUNT.match(text):
        text = text[before.end() :]
    found = _AMOUNT.fullmatch(text)
    if found is None or not (currency_of(found[3]) or _CNY_WORDS.fullmatch(found[3])):
        return None
    try:
        number = Decimal(found[1].replace(",", ""))
    except InvalidOperation:
        return None
    if number >= _MOST_BARE and not found[2] and not re.search("[元圆万亿]", found[3] + heading_unit):
        return None
    if found[2]:
        number *= _UNITS_WAN[found[2]]
    else:
        number *= _bare_unit(found[3], heading_unit)
    if number >= Decimal(10) ** 12:
        return None
    return _tidy(number), currency


def _bare_unit(tail: str, heading_unit: str) -> Decimal:
    unit = tail.strip("()") or heading_unit
    for word, factor in _UNITS_WAN.items():
        if word in heading_unit and not tail:
            return factor
    return Decimal(1) / 10_000 if unit and ("元" in unit or "圆" in unit) else Decimal(1)


def _tidy(number: Decimal) -> Decimal:
    """At most six decimals, no zeros behind them, no exponent."""
    number = round(number, 6).normalize()
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number


def currency_of(text: str) -> str:
    """The currency that the text names, "" when it names none but yuan."""
    return next((code for word, code in _CURRENCIES if word in text.casefold()), "")


@lru_cache(maxsize=1 << 15)
def day(value: Value) -> date | None:
    """A date in any form that leaves no doubt; None otherwise (2020-02-30, 2020年3月, 05/03/2020, 长期)."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = folded(cell_text(value))
    if text.isascii() and text.isdigit():
        return _day_of_digits(text)
    if _SERIAL_WITH_TIME.fullmatch(text):
        return _day_of_digits(text[:5])
    text = _GAPS.sub("", _arabic(text))
    found = _DATE.fullmatch(text)
    return _real_day(found[1], found[2], found[3]) if found else None


def _day_of_digits(text: str) -> date | None:
    if len(text) == 8:
        return _real_day(text[:4], text[4:6], text[6:])
    serial = int(text) if len(text) == 5 else 0
    return _DAY_0 + timedelta(days=serial) if serial in _SERIALS else None


def _real_day(year: str, month: str, number: str) -> date | None:
    try:
        found = date(int(year), int(month), int(number))
    except ValueError:
        return None
    return found if found.year >= 1800 else None


def _arabic(text: str) -> str:
    """Chinese digits as ours: 二〇二〇年三月十五日 → 2020年3月15日."""
    if "年" not in text:
        return text
    text = re.sub(r"([一二三])十([一二三四五六七八九])", r"\1\2", text)
    text = re.sub(r"([一二三])十", r"\g<1>0", text)
    text = re.sub(r"十([一二三四五六七八九])", r"1\1", text).replace("十", "10")
    return text.translate(_DIGITS)


def count(value: Value) -> int | None:
    """A number of people: 12, 12人, 1,234, 12人(2023年报); None when unreadable."""
    text = re.sub(r"\(.*\)$|\.0$", "", folded(cell_text(value)).replace(",", "")).removesuffix("人")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None


@lru_cache(maxsize=1024)
def state_of(text: str) -> RegistrationState:
    """登记状态 in our vocabulary; UNKNOWN for words that are new to us."""
    return next((state for word, state in _STATES if word in text), RegistrationState.UNKNOWN)


@lru_cache(maxsize=1024)
def size_of(text: str) -> str:
    """企业规模 without its letter: M(中型) → 中型."""
    found = re.fullmatch(r"[A-Z]{1,3}\s*\((.+)\)", text)
    return found[1] if found else text


def words_of(text: str) -> tuple[str, ...]:
    """The parts of a list behind ；;、, or line breaks, each once, in order."""
    if not text:
        return ()
    parts = (folded(part) for part in _MANY.split(text))
    return tuple(dict.fromkeys(part for part in parts if part.casefold() not in _NOTHING))
