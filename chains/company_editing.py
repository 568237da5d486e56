"""Companies edited by hand: what can be asked, and what a company's facts must keep to."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from chains.codes import credit_code_warning, normalised_credit_code
from chains.company_merging import MergeCompanies
from chains.contacts import ContactCommand
from chains.errors import InvalidValue
from chains.names import display_name

if TYPE_CHECKING:
    from chains.company import Company, Contact, Qualification

MOST_NAME_LETTERS = 300
MOST_TEXT_LETTERS = 20_000
OLDEST = date(1800, 1, 1)
BY_HAND = "手工录入"
"""The 信息来源 of a company that staff typed in."""

_SHORT = {"short_name": 200, "stock_code": 40, "legal_person": 200, "company_type": 200, "size": 80}


@dataclass(frozen=True, slots=True)
class AddCompany:
    """Keep a new company (新建企业); `company.id` and `company.version` do not count."""

    company: Company
    contacts: tuple[Contact, ...] = ()


@dataclass(frozen=True, slots=True)
class EditCompany:
    """Make the facts of a company those of `company` (修改企业), its 资质 left as they are."""

    company: Company
    expected_version: int | None = None


@dataclass(frozen=True, slots=True)
class AddQualification:
    """Give a company an honour (新增资质)."""

    company_id: int
    qualification: Qualification
    expected_version: int | None = None


@dataclass(frozen=True, slots=True)
class RemoveQualification:
    """Take an honour off a company (删除资质); it is named by all that it says."""

    company_id: int
    qualification: Qualification
    expected_version: int | None = None


@dataclass(frozen=True, slots=True)
class EditQualification:
    """Make of one honour of a company another (修改资质); it is named by all that it says."""

    company_id: int
    old: Qualification
    qualification: Qualification
    expected_version: int | None = None


CompanyCommand = (
    AddCompany
    | EditCompany
    | AddQualification
    | EditQualification
    | RemoveQualification
    | MergeCompanies
    | ContactCommand
)


def checked_company(company: Company, today: date) -> Company:
    """The company with its texts cleaned. Raises InvalidValue for what no company can have."""
    name = _line(company.name)
    if not 1 <= len(name) <= MOST_NAME_LETTERS:
        raise InvalidValue(field="company.name", value=name[:40], allowed=f"1–{MOST_NAME_LETTERS} 字")
    code = normalised_credit_code(company.credit_code)
    if len(code) > 40:
        raise InvalidValue(field="company.credit_code", value=code[:40], allowed="18 位")
    _refuse_impossible(company, today)
    cleaned: dict[str, Any] = {
        part.name: _line(getattr(company, part.name))
        for part in fields(company)
        if isinstance(getattr(company, part.name), str) and part.name not in {"state", "scope"}
    }
    for field, most in _SHORT.items():
        if len(cleaned[field]) > most:
            raise InvalidValue(
                field=f"company.{field}", value=cleaned[field][:40], allowed=f"不超过 {most} 字"
            )
    cleaned |= {
        "credit_code": code,
        "currency": cleaned["currency"].upper() or "CNY",
        "scope": company.scope.strip()[:MOST_TEXT_LETTERS],
        "products": _words(company.products),
        "former_names": tuple(one for one in _words(company.former_names) if one != name),
    }
    return replace(company, **cleaned)


def company_warning(company: Company) -> str | None:
    """Why the 统一社会信用代码 looks wrong (see chains.codes); None when it looks right or is not known."""
    return credit_code_warning(company.credit_code) if company.credit_code.strip() else None


def checked_qualification(honour: Qualification) -> Qualification:
    """The honour with its texts cleaned. Raises InvalidValue when it has no name or one too long."""
    name = _line(honour.name)
    if not 1 <= len(name) <= 200:
        raise InvalidValue(field="qualification.name", value=name[:40], allowed="1–200 字")
    return replace(honour, name=name, level=_line(honour.level)[:80], batch=_line(honour.batch)[:80])


def _refuse_impossible(company: Company, today: date) -> None:
    capital, insured, founded = company.capital_wan, company.insured_count, company.founded_on
    if capital is not None and not (capital.is_finite() and Decimal(0) <= capital < Decimal(10) ** 11):
        raise InvalidValue(field="company.capital_wan", value=capital, allowed="不小于 0 的数")
    if insured is not None and not 0 <= insured < 10**8:
        raise InvalidValue(field="company.insured_count", value=insured, allowed="不小于 0 的整数")
    if founded is not None and not OLDEST <= founded <= today:
        raise InvalidValue(field="company.founded_on", value=founded, allowed="1800 年至今天")


def _line(text: str) -> str:
    return " ".join(display_name(text.replace("\n", " ").replace("\t", " ")).split())[:MOST_TEXT_LETTERS]


def _words(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in map(_line, words) if word))
