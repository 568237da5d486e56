"""Companies that may be one under two names: found to be shown to a person, never to be merged unseen."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Protocol

from chains.names import normalised_name


class Named(Protocol):
    """What a company is known by: a Company, or a row of a file that is not read whole yet."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def credit_code(self) -> str:
        """Its 统一社会信用代码, "" when not known."""

    @property
    def stock_code(self) -> str:
        """Its 证券代码, "" when not known."""

    @property
    def former_names(self) -> tuple[str, ...]:
        """Its 曾用名."""


_FORMS = re.compile(
    r"(?:有限责任公司|股份有限公司|股份公司|有限公司|集团公司|总公司|公司|有限合伙|普通合伙|集团|股份)+$"
)
_PLACE = re.compile(r"^(?:中国)?(?:[一-鿿]{2,3}(?:省|自治区))?(?:([一-鿿]{2,4})市)?")
_AROUND = re.compile(r"[()·,.\-—_&\s]|集团(?=.)")
_SHORTEST = 3


@lru_cache(maxsize=1 << 13)
def twin_key(name: str) -> str:
    """What is left of a name without its legal form, brackets, 省 and 市; "" when that is too little to tell.

    威海广泰(集团)有限责任公司, 山东省威海市广泰有限公司 and 威海广泰股份有限公司 have one key.
    """
    text = _FORMS.sub("", _AROUND.sub("", normalised_name(name)))
    text = _PLACE.sub(lambda place: place[1] or "", text, count=1)
    return text if len(text) >= _SHORTEST else ""


def twin_keys(company: Named) -> set[str]:
    """The keys of its name and its former names: a company that changed its name is found by the old one."""
    if not company.former_names:
        key = twin_key(company.name)
        return {key} if key else set()
    return {twin_key(name) for name in (company.name, *company.former_names)} - {""}


def are_twins(one: Named, other: Named) -> bool:
    """Whether a person should look at the two: names alike, and nothing that speaks against it."""
    return may_be_one(one, other) and not twin_keys(one).isdisjoint(twin_keys(other))


def may_be_one(one: Named, other: Named) -> bool:
    """Whether nothing that both state speaks against it: two different codes do."""
    codes = ((one.credit_code, other.credit_code), (one.stock_code, other.stock_code))
    return not any(a and b and a != b for a, b in codes)
