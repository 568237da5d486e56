"""What a company's page says, as words: pure lines from a record."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from chains import words
from chains.company_editing import company_warning
from chains.field_words import FIELD
from chains.industries import industry_code
from chains.kinds import GONE_STATES
from chains.regions import region_name
from chains.words import action_text
from widgets.tables.log import field_text

if TYPE_CHECKING:
    from datetime import date

    from chains.company import Company, Qualification
    from chains.company_record import CompanyRecord, FactOrigin

UNKNOWN = "（未登记）"
VALID, EXPIRED, OPEN = "有效", "已过期", "未登记有效期"
_ALWAYS = frozenset({"credit_code", "region", "products", "industry", "state"})
"""Shown also where nothing is known: a page that leaves them out would hide that they are missing."""

_CODE_WARNING = {
    "length": "不是 18 位，请核对",
    "signs": "含有标准之外的字符，请核对",
    "zeros": "全是 0，请核对",
    "check": "校验位不符，请核对",
}
_BY_HAND = frozenset({"edit_company", "add_company", "add_qualification", "edit_qualification"})
CURRENCIES = {"CNY": "万元", "USD": "万美元", "HKD": "万港元", "EUR": "万欧元", "JPY": "万日元"}


class Fact(NamedTuple):
    """One line: name, text, where it came from; `bad` when it needs a look."""

    name: str
    text: str
    origin: str = ""
    bad: bool = False


def facts_of(record: CompanyRecord, today: date) -> tuple[Fact, ...]:
    """What is known of the company, in words; what is not known is left out, but for a few."""
    company = record.company
    lines = [
        Fact(
            FIELD[f"company.{name}"],
            text or UNKNOWN,
            origin_text(record.origins.get(name)) if text else "",
            bad=name == "state" and company.state in GONE_STATES,
        )
        for name, text in _texts(company)
        if text or name in _ALWAYS
    ]
    warning = company_warning(company)
    if warning is not None:
        code = lines[0]
        lines[0] = code._replace(text=f"{company.credit_code}（{_CODE_WARNING[warning]}）", bad=True)
    if company.qualifications:
        honours = "；".join(_honour(one, today) for one in company.qualifications)
        lines.insert(min(8, len(lines)), Fact("企业资质", honours))
    return tuple(lines)


def origin_text(origin: FactOrigin | None) -> str:
    """`2026-11-27 · 王五 · 导入企业 企业.csv`; "" when the log does not tell.

    The day comes first, so that it is still read where a long file name is cut.
    """
    if origin is None:
        return ""
    what = "手工修改" if origin.action in _BY_HAND else action_text(origin.action, origin.subject)
    return f"{origin.at.astimezone():%Y-%m-%d} · {origin.author} · {what}"


def validity(honour: Qualification, today: date) -> str:
    """有效, 已过期, or that no date is known."""
    if honour.valid_until is None:
        return OPEN
    return VALID if honour.valid_until >= today else EXPIRED


def honour_rows(record: CompanyRecord, today: date) -> list[tuple[str, ...]]:
    """Lines of the honours, each with where it came from."""
    honours = record.company.qualifications
    origins = (*record.honour_origins, *(None for _ in honours[len(record.honour_origins) :]))
    return [
        (
            one.name, one.level, one.batch, one.valid_until.isoformat() if one.valid_until else "",
            validity(one, today), origin_text(origin),
        )
        for one, origin in zip(honours, origins, strict=True)
    ]  # fmt: skip


def placement_rows(record: CompanyRecord) -> list[tuple[str, ...]]:
    """Lines of the placements."""
    return [
        (
            one.chain_name, one.segment_name, words.ROLE[one.role], words.DECISION[one.decision], one.product,
            one.evidence, one.placed_by, one.placed_on.isoformat() if one.placed_on else "",
        )
        for one in record.placements
    ]  # fmt: skip


def target_rows(record: CompanyRecord) -> list[tuple[str, ...]]:
    """Lines of the gaps that the company is wanted for."""
    return [
        (
            one.chain_name, one.segment_name, words.PHASE[one.phase], one.responsible_unit,
            one.responsible_person, one.next_step, one.next_on.isoformat() if one.next_on else "",
        )
        for one in record.targets
    ]  # fmt: skip


def step_rows(record: CompanyRecord) -> list[tuple[str, ...]]:
    """Follow-ups of all targets, newest first."""
    steps = [(step, one.segment_name) for one in record.targets for step in one.follow_ups]
    steps.sort(key=lambda pair: (pair[0].on, pair[0].id), reverse=True)
    return [(step.on.isoformat(), segment, step.text, step.by) for step, segment in steps]


def history_rows(record: CompanyRecord) -> list[tuple[str, ...]]:
    """Lines of the history."""
    return [
        (
            f"{one.at.astimezone():%Y-%m-%d %H:%M}",
            one.author,
            action_text(one.action, one.subject),
            "；".join(map(field_text, one.fields)),
        )
        for one in record.history
    ]


def _texts(company: Company) -> tuple[tuple[str, str], ...]:
    unit = CURRENCIES.get(company.currency, f"万 {company.currency}")
    capital = "" if company.capital_wan is None else f"{company.capital_wan:,} {unit}"
    return (
        ("credit_code", company.credit_code),
        ("short_name", company.short_name),
        ("stock_code", company.stock_code),
        ("former_names", "、".join(company.former_names)),
        ("state", _state(company)),
        ("region", _region(company)),
        ("address", company.address),
        ("products", "；".join(company.products)),
        ("industry", _industry(company.industry)),
        ("company_type", company.company_type),
        ("size", company.size),
        ("capital_wan", capital),
        ("founded_on", company.founded_on.isoformat() if company.founded_on else ""),
        ("insured_count", "" if company.insured_count is None else f"{company.insured_count:,}"),
        ("legal_person", company.legal_person),
        ("website", company.website),
        ("scope", company.scope),
        ("origin", company.origin),
    )


def _state(company: Company) -> str:
    word = words.STATE[company.state]
    return f"{word}（{company.state_text}）" if company.state_text not in {"", word} else word


def _industry(text: str) -> str:
    """The wording, with the code that it is filtered by where it does not state one itself."""
    code = industry_code(text)
    return text if not code or code[1:] in text else f"{text}（{code}）"


def _region(company: Company) -> str:
    basis = {"address": "（按地址判断）", "name": "（按名称判断）"}.get(company.region_basis, "")
    name = region_name(company.region)
    return f"{name}{basis}" if name else ""


def _honour(honour: Qualification, today: date) -> str:
    expired = validity(honour, today) == EXPIRED
    return f"{honour.name}（已过期）" if expired else honour.name
