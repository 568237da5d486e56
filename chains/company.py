"""Companies, their qualifications and where they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chains.kinds import RegistrationState

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Qualification:
    """An honour of a company (资质); honours expire."""

    name: str
    level: str = ""
    batch: str = ""
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """Personal data (联系人, 电话, 邮箱): hidden until asked for and left out of exports.

    `person` tells whose phone or mail address it is, "" when not known; `role` is the 职务 of a person.
    """

    kind: str
    value: str
    person: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class CompanyName:
    """What a company is known by: to find many companies by name without reading them whole.

    `key` is its name in the form in which names are compared.
    """

    id: int
    name: str
    key: str
    credit_code: str
    short_name: str
    former_names: tuple[str, ...]
    region: str


@dataclass(frozen=True, slots=True)
class Company:
    """One company (企业), known by 统一社会信用代码 where there is one, else by its name.

    `region` is a GB/T 2260 code or the code of a 功能区 (chains.regions), "" when not known;
    `region_basis` says how it is known: "stated" in the file, from its "address", or from its "name".
    `products` keeps the order of the file: 主营产品 by share of sales. `capital_wan` is in 万 of `currency`.
    """

    id: int
    name: str
    credit_code: str = ""
    short_name: str = ""
    stock_code: str = ""
    former_names: tuple[str, ...] = ()
    region: str = ""
    region_basis: str = ""
    address: str = ""
    products: tuple[str, ...] = ()
    scope: str = ""
    industry: str = ""
    state: RegistrationState = RegistrationState.UNKNOWN
    state_text: str = ""
    legal_person: str = ""
    company_type: str = ""
    size: str = ""
    capital_wan: Decimal | None = None
    currency: str = "CNY"
    founded_on: date | None = None
    insured_count: int | None = None
    website: str = ""
    qualifications: tuple[Qualification, ...] = ()
    origin: str = ""
    version: int = 1

    @property
    def code(self) -> str:
        """What names the company in commands: its 统一社会信用代码, else 股票代码, else its number here."""
        return self.credit_code or self.stock_code or f"C{self.id}"
