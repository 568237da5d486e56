"""The registry with every fact of its companies: a list that comes in again without a change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.exchange.csv_out import write_csv
from app.exchange.sheet_out import ListColumn, ListHead
from app.exchange.sheet_stream import write_long_list
from chains import words
from chains.errors import ExportRefused
from chains.regions import above, own_name

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from app.exchange.sheet_out import Cells
    from chains.company import Company

COLUMNS = (
    ListColumn("企业名称", 6, 34),
    ListColumn("统一社会信用代码", 6, 22),
    ListColumn("曾用名", 6, 24),
    ListColumn("证券简称", 6, 12),
    ListColumn("证券代码", 6, 12),
    ListColumn("登记状态", 6, 10),
    ListColumn("法定代表人", 6, 12),
    ListColumn("企业类型", 6, 24),
    ListColumn("企业规模", 6, 10),
    ListColumn("注册资本", 6, 16),
    ListColumn("成立日期", 6, 12, "yyyy-mm-dd"),
    ListColumn("参保人数", 6, 10, "#,##0.##"),
    ListColumn("所在省", 6, 12),
    ListColumn("所在市", 6, 12),
    ListColumn("所在区县", 6, 12),
    ListColumn("企业地址", 6, 36),
    ListColumn("所属行业", 6, 24),
    ListColumn("主营产品", 6, 40),
    ListColumn("经营范围", 6, 60),
    ListColumn("企业资质", 6, 28),
    ListColumn("官网", 6, 24),
    ListColumn("信息来源", 6, 20),
)
_CURRENCIES = {
    "CNY": "元", "USD": "美元", "EUR": "欧元", "HKD": "港元", "JPY": "日元", "GBP": "英镑", "KRW": "韩元",
    "TWD": "新台币", "AUD": "澳元", "CAD": "加元", "SGD": "新加坡元", "CHF": "瑞士法郎",
}  # fmt: skip


def write_registry(path: Path, companies: Iterable[Company], count: int, head: ListHead) -> int:
    """Write .xlsx or .csv, as the name says; returns the number of companies. Raises ExportRefused."""
    suffix = path.suffix.lower()
    lines = map(company_line, companies)
    if suffix == ".xlsx":
        return write_long_list(path, head, COLUMNS, lines, count)
    if suffix == ".csv":
        return write_csv(path, [column.heading for column in COLUMNS], lines)
    raise ExportRefused(file=path.name, reason="company_kind")


def company_line(company: Company) -> Cells:
    """The facts of a company in the order of COLUMNS."""
    province, city, district = _places(company.region)
    return (
        company.name,
        company.credit_code,
        "；".join(company.former_names),
        company.short_name,
        company.stock_code,
        company.state_text or _state(company),
        company.legal_person,
        company.company_type,
        company.size,
        _capital(company),
        company.founded_on,
        company.insured_count,
        province,
        city,
        district,
        company.address,
        company.industry,
        "；".join(company.products),
        company.scope,
        "；".join(dict.fromkeys(honour.name for honour in company.qualifications)),
        company.website,
        company.origin,
    )


def _state(company: Company) -> str:
    word = words.STATE[company.state]
    return "" if word == words.STATE[type(company.state).UNKNOWN] else word


def _capital(company: Company) -> str:
    if company.capital_wan is None:
        return ""
    return f"{company.capital_wan:,f}万{_CURRENCIES.get(company.currency, company.currency)}"


def _places(region: str) -> tuple[str, str, str]:
    """Province, city and district of a region, "" for those that are not known."""
    chain = [region] if region else []
    while chain and (over := above(chain[-1])):
        chain.append(over)
    names = [own_name(code) for code in reversed(chain)]
    if len(names) == 2 and region[2:4] == "90":  # a county that the province keeps itself
        names.insert(1, "")
    province, city, district = (*names, "", "", "")[:3]
    return province, city, district
