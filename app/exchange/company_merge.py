"""How what a file says joins what is known: a blank never erases."""

from __future__ import annotations

from dataclasses import fields, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from app.exchange.headings import FIELD_WORDS
from chains.company import Company
from chains.names import normalised_name
from chains.regions import is_within, region_name
from chains.rows import FieldChange
from chains.words import STATE

if TYPE_CHECKING:
    from chains.company import Qualification

_OWN = frozenset({"id", "version"})
_TOGETHER = {"region_basis": "region", "currency": "capital_wan", "state": "state_text"}
_PAIRS = (("region", "region_basis"), ("capital_wan", "currency"), ("state_text", "state"))
_KEPT_IF_THERE = frozenset({"origin"})
_BASIS_RANK = {"": 0, "name": 1, "address": 2, "stated": 3}
_WORDS = FIELD_WORDS | {"region": "所在地区", "capital_wan": "注册资本(万)", "state_text": "登记状态"}


def completed(first: Company, later: Company) -> Company:
    """The first company, its blanks filled from another row about it; a second name becomes a former one."""
    new = {name: getattr(later, name) for name in _plain_fields() if not getattr(first, name)}
    if not first.region:
        new |= {"region": later.region, "region_basis": later.region_basis}
    if first.capital_wan is None:
        new |= {"capital_wan": later.capital_wan, "currency": later.currency}
    if not first.state_text:
        new |= {"state_text": later.state_text, "state": later.state}
    is_renamed = normalised_name(first.name) in map(normalised_name, later.former_names)
    name, other = (later.name, first.name) if is_renamed else (first.name, later.name)
    new |= {"name": name, "former_names": with_names((*first.former_names, other), later.former_names, name)}
    new["qualifications"] = _with_honours(first.qualifications, later.qualifications)
    return replace(first, **new)


def updated(known: Company, told: Company) -> Company:
    """The known company with what the file tells; equal to it when the file tells nothing new."""
    new: dict[str, Any] = {
        name: getattr(told, name)
        for name in _plain_fields()
        if getattr(told, name) not in {None, "", ()} and not (name in _KEPT_IF_THERE and getattr(known, name))
    }
    if told.capital_wan is not None:
        new |= {"capital_wan": told.capital_wan, "currency": told.currency}
    if told.state_text and not _is_same_state(known, told):
        new |= {"state_text": told.state_text, "state": told.state}
    if _is_better_region(known, told):
        new |= {"region": told.region, "region_basis": told.region_basis}
    name, formers = _names(known, told)
    new |= {"name": name, "former_names": formers}
    new["qualifications"] = _with_honours(told.qualifications, known.qualifications)
    if set(new["qualifications"]) == set(known.qualifications):
        new["qualifications"] = known.qualifications
    return replace(known, **new)


def _is_same_state(known: Company, told: Company) -> bool:
    """Whether the file only says our own word for a state whose wording is known."""
    return told.state is known.state and told.state_text == STATE[told.state]


def sparing(known: Company, after: Company, typed: frozenset[str]) -> tuple[Company, tuple[FieldChange, ...]]:
    """What is left of an update when facts that staff typed stay, and those facts with what the file says."""
    stay = {name for name in typed if name in _SPARED and getattr(known, name) != getattr(after, name)}
    if not stay:
        return after, ()
    together = {other for name, other in _PAIRS if name in stay} | {
        name for name, other in _PAIRS if other in stay
    }
    kept = {name: getattr(known, name) for name in stay | together}
    if "name" in stay:
        kept["former_names"] = with_names(known.former_names, after.former_names, known.name)
    spared = replace(after, **kept)
    shown = {name: getattr(after, name) for name in stay | together}
    return spared, changes_between(known, replace(known, **shown))


def changes_between(before: Company, after: Company) -> tuple[FieldChange, ...]:
    """The fields that differ, in our words."""
    return tuple(
        FieldChange(_WORDS[name], _shown(name, getattr(before, name)), _shown(name, getattr(after, name)))
        for name in _WORDS
        if hasattr(before, name) and getattr(before, name) != getattr(after, name) and name != "state"
    )


_SPARED = frozenset(f.name for f in fields(Company)) - {"id", "version", "qualifications", "origin"}


@cache
def _plain_fields() -> tuple[str, ...]:
    special = {
        "name",
        "former_names",
        "qualifications",
        "region",
        "capital_wan",
        "state_text",
        *_TOGETHER,
        *_OWN,
    }
    return tuple(f.name for f in fields(Company) if f.name not in special)


def _names(known: Company, told: Company) -> tuple[str, tuple[str, ...]]:
    """A new name makes the old one a former one; a former name in the file changes nothing."""
    same = {normalised_name(name) for name in (known.name, *known.former_names)}
    if normalised_name(told.name) in same:
        return known.name, with_names(known.former_names, told.former_names, known.name)
    return told.name, with_names((*known.former_names, known.name), told.former_names, told.name)


def with_names(first: tuple[str, ...], more: tuple[str, ...], name: str) -> tuple[str, ...]:
    """Both lists of former names, each name once, without the present one."""
    seen = {normalised_name(name)}
    kept: list[str] = []
    for former in (*first, *more):
        key = normalised_name(former)
        if key and key not in seen:
            seen.add(key)
            kept.append(former)
    return tuple(kept)


def _with_honours(
    first: tuple[Qualification, ...], more: tuple[Qualification, ...]
) -> tuple[Qualification, ...]:
    """Both lists; of one name only those that tell more than the bare name, where there are such."""
    both = tuple(dict.fromkeys((*more, *first)))
    fuller = {q.name for q in both if q.level or q.batch or q.valid_until}
    return tuple(q for q in both if q.name not in fuller or q.level or q.batch or q.valid_until)


def _is_better_region(known: Company, told: Company) -> bool:
    if not told.region or told.region == known.region:
        return bool(told.region) and _BASIS_RANK[told.region_basis] > _BASIS_RANK.get(known.region_basis, 0)
    wider = is_within(known.region, told.region)
    return not wider and _BASIS_RANK[told.region_basis] >= _BASIS_RANK.get(known.region_basis, 0)


def _shown(name: str, value: Any) -> str:  # noqa: ANN401 - any field of a company
    if value is None:
        return ""
    if name == "region":
        return region_name(value)
    if name == "qualifications":
        return "；".join(q.name for q in value)
    return "；".join(value) if isinstance(value, tuple) else str(value)
