"""Makes values of an import quick to pickle: dataclasses with slots take ten times as long by themselves.

Importing this module is enough. What is pickled is the class and its values, in the order of its fields.
"""

from __future__ import annotations

import copyreg
from dataclasses import fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from chains.company import Company, Contact, Qualification
from chains.rows import FieldChange

if TYPE_CHECKING:
    from collections.abc import Callable


def pack(kind: type) -> None:
    """Let values of this dataclass be pickled as a call of it."""
    names = [one.name for one in fields(kind)]
    values: Callable[[Any], tuple[Any, ...]] = attrgetter(*names)

    def reduced(value: Any) -> tuple[type, tuple[Any, ...]]:  # noqa: ANN401 - a value of that class
        return kind, values(value)

    copyreg.pickle(kind, reduced)


for _kind in (Company, Contact, Qualification, FieldChange):
    pack(_kind)
