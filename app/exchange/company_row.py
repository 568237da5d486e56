"""One row of a company list as a company: what could be read of it, and what could not."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.exchange.company_merge import with_names
from app.exchange.headings import FIELD_WORDS, field_of, is_name_heading, is_repeat, unit_of
from app.exchange.safe_write import plain_text
from app.exchange.table import Value, cell_text, column_letters
from app.exchange.values import (
    amount_wan,
    count,
    currency_of,
    day,
    folded,
    is_error,
    is_nothing,
    size_of,
    state_of,
    words_of,
)
from chains.codes import credit_code_warning, is_lost_number, normalised_credit_code
from chains.company import Company, Contact, Qualification
from chains.names import display_name
from chains.regions import find_region, region_from_address, region_from_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from app.exchange.table import TableRow

LISTED = "上市"
_STOCK = re.compile(r"\d{6}\.(?:SZ|SH|BJ)", re.ASCII)
_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)
RADICALS = re.compile("[\u2e80-\u2fdf]")
"""Signs of dictionaries that look like the characters they are parts of."""
LONGEST_NAME = 300
LONGEST_TEXT = 20_000
CONTACT_FIELDS = ("person", "phone", "email")
MISS = "未匹配到"
_SUM_WORDS = frozenset({"合计", "总计", "小计", "共计"})
_LONGEST_SUM = 6
SUMS = ("合计", "总计", "小计", "注:", "备注:", "说明:", "注：")


class RowRejected(Exception):
    """The row is no company that can be taken. Carries the reason in the user's words."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is read: where it stands and what it is called in the file."""

    index: int
    heading: str


@dataclass(slots=True)
class ReadRow:
    """What one row said."""

    number: int
    company: Company
    contacts: tuple[Contact, ...]
    notes: list[str] = field(default_factory=list)
    row_hash: int | None = None


def columns_of(header: Sequence[str], fields: Sequence[str] | None = None) -> dict[str, list[Column]]:
    """Our fields and the columns that give them, the best spelling first.

    `fields` say per column what it gives ("" nothing); without them the headings tell.
    """
    ranked: dict[str, list[tuple[int, Column]]] = {}
    for index, heading in enumerate(header):
        known, rank = field_of(heading)
        if fields is None:
            name = "" if is_repeat(heading) else known
        else:
            name, rank = fields[index], rank if fields[index] == known else 0
        if name:
            ranked.setdefault(name, []).append((rank, Column(index, heading)))
    return {
        name: [column for _, column in sorted(columns, key=lambda pair: (pair[0], pair[1].index))]
        for name, columns in ranked.items()
    }


def mapping_of(header: Sequence[str], fields: Sequence[str] | None = None) -> dict[str, str]:
    """Heading of the file → our word for the field, "" for a column that is not read."""
    read = {
        column.index: FIELD_WORDS[name]
        for name, columns in columns_of(header, fields).items()
        for column in columns
    }
    return {heading: read.get(index, "") for index, heading in enumerate(header)}


def read_row(row: TableRow, columns: Mapping[str, Sequence[Column]]) -> ReadRow:
    """Read one row. Raises RowRejected; values that cannot be read are left blank and noted."""
    return _RowReader(row, columns).read()


def in_stated_currency(amount: tuple[Decimal, str], stated: str) -> tuple[Decimal, str]:
    """An amount of which a column of its own says the currency: believed when the amount says none."""
    stated = stated.upper()
    if not stated or amount[1] != "CNY":
        return amount
    return amount[0], stated if _CURRENCY.fullmatch(stated) else currency_of(stated) or "CNY"


def region_of(address: str, name: str) -> tuple[str, str]:
    """The region that no column states, and how it is known: from the address, else from the name."""
    found = region_from_address(address)
    if found:
        return found, "address"
    found = region_from_name(name)
    return (found, "name") if found else ("", "")


def why_no_company(name: str, cells: Sequence[Value]) -> str:
    """What a row is that has something in the column of names and is no company; "" when it is one."""
    # The number of companies stands in the column of names when the row begins with 合计.
    begins = [cell for cell in cells[:2] if isinstance(cell, str) and len(cell) <= _LONGEST_SUM]
    if name.startswith(SUMS) or any("".join(text.split()) in _SUM_WORDS for text in begins):
        return "是合计或说明行，不是企业"
    return "是重复的表头，不是企业" if is_name_heading(name) else ""


class _RowReader:
    """Reads one row; collects notes on what it could not read."""

    def __init__(self, row: TableRow, columns: Mapping[str, Sequence[Column]]) -> None:
        self._row = row
        self._columns = columns
        self._notes: list[str] = []

    def read(self) -> ReadRow:
        name = self._name()
        code = self._credit_code()
        capital, currency = self._capital()
        stock_code = self._stock_code()
        state = self._text("state")
        region, basis = self._region(name)
        company = Company(
            id=0,
            name=name,
            credit_code=code,
            stock_code=stock_code,
            former_names=with_names((), tuple(map(display_name, words_of(self._text("former_names")))), name),
            region=region,
            region_basis=basis,
            address=self._text("address"),
            products=words_of(self._text("products")),
            state=state_of(state),
            state_text=state,
            size=size_of(folded(self._text("size"))),
            capital_wan=capital,
            currency=currency,
            founded_on=self._day("founded_on"),
            insured_count=self._count(),
            qualifications=self._qualifications(stock_code),
            origin=self._text("origin"),
            short_name=self._text("short_name"),
            scope=self._text("scope"),
            industry=self._text("industry"),
            legal_person=self._text("legal_person"),
            company_type=self._text("company_type"),
            website=self._text("website"),
        )
        return ReadRow(self._row.number, company, self._contacts(), self._notes)

    def _value(self, name: str) -> tuple[Value, Column] | None:
        """The first value that is there; error cells are noted and passed over."""
        for column in self._columns.get(name, ()):
            value = self._row.cells[column.index]
            if value == "":
                continue
            if is_error(value):
                self._leave(column, value)
            elif not is_nothing(value):
                return value, column
        return None

    def _leave(self, column: Column, value: Value, why: str = "无法识别") -> None:
        shown = plain_text(cell_text(value))[:40]
        note = f"第 {self._row.number} 行 {column.heading}“{shown}”{why}，已留空。"
        if note not in self._notes:  # one cell may be looked at for two fields
            self._notes.append(note)

    def _address_of(self, column: Column) -> str:
        return f"{column_letters(column.index)}{self._row.number}"

    def _text(self, name: str) -> str:
        found = self._value(name)
        return plain_text(cell_text(found[0])).strip()[:LONGEST_TEXT] if found else ""

    def _name(self) -> str:
        for column in self._columns.get("name", ()):
            value = self._row.cells[column.index]
            if isinstance(value, str) and MISS in value:
                raise RowRejected(f"“{value.strip()[:40]}”：原平台没有查到这家企业")
        found = self._value("name")
        if found is None:
            raise RowRejected(self._why_nameless())
        text = cell_text(found[0])
        if "\x00" in text:
            raise RowRejected(f"{self._address_of(found[1])} 企业名称含有 NUL 字符，请在原文件中改正")
        name = display_name(text)
        if not name:
            raise RowRejected("没有企业名称")
        if len(name) > LONGEST_NAME:
            raise RowRejected(f"{self._address_of(found[1])} 企业名称超过 {LONGEST_NAME} 字")
        reason = why_no_company(name, self._row.cells)
        if reason:
            raise RowRejected(reason)
        radicals = "".join(RADICALS.findall(name))
        if radicals:
            self._notes.append(
                f"第 {self._row.number} 行 企业名称含有部首字符“{radicals[:20]}”（样子像普通汉字），"
                "已照录，请核对。"
            )
        return name

    def _why_nameless(self) -> str:
        first = next((folded(cell_text(v)) for v in self._row.cells if not is_nothing(v)), "")
        if first.startswith(SUMS):
            return "是合计或说明行，不是企业"
        return "企业名称是错误值，请在原文件中改正" if self._notes else "没有企业名称"

    def _credit_code(self) -> str:
        found = self._value("credit_code")
        if found is None:
            return ""
        value, column = found
        if isinstance(value, str) and _STOCK.fullmatch(value.strip()):
            return ""  # our own lists have both kinds of code in one column
        word = "请把该列设为文本格式后重新填写"
        if not isinstance(value, str):
            raise RowRejected(f"{self._address_of(column)} 统一社会信用代码存成了数字，末几位已失真，{word}")
        if is_lost_number(value):
            raise RowRejected(
                f"{self._address_of(column)} 统一社会信用代码“{value.strip()[:30]}”已变成科学计数，{word}"
            )
        code = plain_text(normalised_credit_code(value))
        if credit_code_warning(code):
            self._notes.append(
                f"第 {self._row.number} 行 统一社会信用代码“{code[:40]}”校验不符，已照录，请核对。"
            )
        return code[:40]

    def _stock_code(self) -> str:
        found = self._value("stock_code") or self._listed_code()
        if found is None:
            return ""
        value, column = found
        text = folded(cell_text(value)).upper().replace(" ", "")
        if isinstance(value, str) or (isinstance(value, int) and 100_000 <= value <= 999_999):
            return plain_text(text)[:20]
        self._leave(column, value)
        return ""

    def _listed_code(self) -> tuple[Value, Column] | None:
        found = self._value("credit_code")
        is_stock = found is not None and _STOCK.fullmatch(cell_text(found[0]).strip())
        return found if is_stock else None

    def _capital(self) -> tuple[Decimal | None, str]:
        found = self._value("capital")
        if found is None:
            return None, "CNY"
        amount = amount_wan(found[0], unit_of(found[1].heading))
        if amount is None:
            has_no_unit = amount_wan(found[0], "元") is not None
            self._leave(found[1], found[0], "没有写单位（元或万元）" if has_no_unit else "无法识别")
            return None, "CNY"
        return in_stated_currency(amount, self._text("currency"))

    def _day(self, name: str) -> date | None:
        found = self._value(name)
        if found is None:
            return None
        read = day(found[0])
        if read is None:
            self._leave(found[1], found[0])
        return read

    def _count(self) -> int | None:
        found = self._value("insured_count")
        if found is None:
            return None
        read = count(found[0])
        if read is None:
            self._leave(found[1], found[0])
        return read

    def _qualifications(self, stock_code: str) -> tuple[Qualification, ...]:
        words = words_of(self._text("qualifications"))
        if stock_code and LISTED not in words:
            words = (*words, LISTED)
        return tuple(Qualification(word) for word in words)

    def _region(self, name: str) -> tuple[str, str]:
        """The region and how it is known: stated in columns, else from the address, else from the name."""
        stated = find_region(*(self._text(part) for part in ("province", "city", "district")))
        if stated:
            return stated, "stated"
        return region_of(self._text("address"), name)

    def _contacts(self) -> tuple[Contact, ...]:
        found: dict[Contact, None] = {}
        for kind in CONTACT_FIELDS:
            for column in self._columns.get(kind, ()):
                value = self._row.cells[column.index]
                if is_nothing(value):
                    continue
                for word in words_of(plain_text(cell_text(value).replace(",", ";"))):
                    if is_error(word) or is_lost_number(word):
                        self._leave(column, word)
                    else:
                        found[Contact(kind, word[:200])] = None
        return tuple(found)
