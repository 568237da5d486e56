"""Two companies that are one: what can be asked, and which facts the one that stays has then."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from chains.errors import InvalidValue
from chains.kinds import RegistrationState
from chains.names import normalised_name
from chains.twins import may_be_one

if TYPE_CHECKING:
    from chains.company import Company

_TOGETHER = {"region": "region_basis", "capital_wan": "currency", "state_text": "state"}
_OWN = frozenset({"id", "version", "name", "former_names", "qualifications", *_TOGETHER.values()})


@dataclass(frozen=True, slots=True)
class MergeCompanies:
    """Make one company of two (合并企业): `kept_id` stays, and takes what hangs on `gone_id`, which goes."""

    kept_id: int
    gone_id: int
    expected_version: int | None = None
    gone_version: int | None = None


def merged(kept: Company, gone: Company) -> Company:
    """The company that stays, its blanks filled from the one that goes, whose names become former ones.

    Raises InvalidValue when both have a code, and not the same: those are two companies.
    """
    if kept.id == gone.id or not may_be_one(kept, gone):
        code = gone.credit_code or gone.stock_code
        raise InvalidValue(field="company.credit_code", value=code, allowed="same_code")
    new: dict[str, Any] = {}
    for part in fields(kept):
        if part.name not in _OWN and getattr(kept, part.name) in {None, "", ()}:
            new[part.name] = getattr(gone, part.name)
            if part.name in _TOGETHER:
                new[_TOGETHER[part.name]] = getattr(gone, _TOGETHER[part.name])
    if kept.state is not RegistrationState.UNKNOWN:
        new.pop("state", None)
    return replace(kept, **new, former_names=_names(kept, gone))


def _names(kept: Company, gone: Company) -> tuple[str, ...]:
    seen = {normalised_name(kept.name): ""}
    for name in (*kept.former_names, gone.name, *gone.former_names):
        seen.setdefault(normalised_name(name), name)
    return tuple(name for name in seen.values() if name)
