"""What the columns of a table without a header hold, by their cells."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from app.exchange.table import cell_text
from app.exchange.values import amount_wan, day, folded, is_nothing, state_of
from chains.codes import credit_code_warning, normalised_credit_code
from chains.kinds import RegistrationState
from chains.regions import parts_of, region_label

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.exchange.table import Value

_NAME = re.compile(
    r".{2,}(?:公司|厂|集团|中心|研究院|研究所|合作社|工作室|商行|合伙\)|分公司|店|银行|学院|大学)"
)
_PHONE = re.compile(r"(?:\+?86)?-?(?:1\d{10}|0\d{2,3}-?\d{7,8})(?:[;；,，/ ].*)?")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[a-zA-Z]{2,}.*")
_SITE = re.compile(r"(?:https?://|www\.)\S+|[a-z0-9-]+\.(?:com|cn|net)(?:\.cn)?/?")
_ADDRESS = re.compile(r".*(?:省|市|区|县).*(?:路|街|道|号|镇|村|园|大厦).*")
_STOCK = re.compile(r"\d{6}\.(?:SZ|SH|BJ)")
_DISTRICT = re.compile(r".{1,8}(?:区|县|市|旗)")
_MOST = 0.6


@cache
def _provinces() -> frozenset[str]:
    names = [name for _, name in parts_of("")]
    return frozenset([*names, *(region_label(code) for code, _ in parts_of(""))])


@cache
def _cities() -> frozenset[str]:
    names = [name for province, _ in parts_of("") for code, name in parts_of(province) if code.endswith("00")]
    return frozenset([*names, *(name.removesuffix("市") for name in names)])


def _is_code(text: str) -> bool:
    return credit_code_warning(normalised_credit_code(text)) in {None, "check"}


def _is_amount(text: str) -> bool:
    return ("万" in text or "元" in text) and amount_wan(text, "") is not None


_TESTS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("credit_code", _is_code),
    ("stock_code", lambda text: _STOCK.fullmatch(text) is not None),
    ("email", lambda text: _MAIL.fullmatch(text) is not None),
    ("phone", lambda text: _PHONE.fullmatch(text) is not None),
    ("website", lambda text: _SITE.fullmatch(text.lower()) is not None),
    ("state", lambda text: len(text) <= 12 and state_of(text) is not RegistrationState.UNKNOWN),
    ("capital", _is_amount),
    ("founded_on", lambda text: len(text) > 5 and day(text) is not None),
    ("province", lambda text: text in _provinces()),
    ("city", lambda text: text in _cities()),
    ("district", lambda text: _DISTRICT.fullmatch(text) is not None),
    ("scope", lambda text: len(text) > 40 and any(sign in text for sign in "；;、")),
    ("name", lambda text: len(text) <= 60 and _NAME.fullmatch(text) is not None),
    ("address", lambda text: _ADDRESS.fullmatch(text) is not None),
)


def guessed_fields(rows: Sequence[Sequence[Value]]) -> tuple[str, ...]:
    """Our field for every column, each once, "" where the cells do not tell.

    A column is taken for what at least three fifths of its cells look like.
    """
    width = max(map(len, rows), default=0)
    taken: set[str] = set()
    fields = []
    for index in range(width):
        cells = [row[index] for row in rows if index < len(row) and not is_nothing(row[index])]
        found = _guess([folded(cell_text(cell)) for cell in cells], taken)
        taken.add(found)
        fields.append(found)
    return tuple(fields)


def _guess(texts: list[str], taken: set[str]) -> str:
    for name, test in _TESTS:
        if texts and name not in taken and sum(map(test, texts)) >= _MOST * len(texts):
            return name
    return ""
