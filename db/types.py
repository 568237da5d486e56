"""Column types that say the same on every database: UTC times, decimals, word lists, enumerations."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import String, Text, TypeDecorator

if TYPE_CHECKING:
    from collections.abc import Callable
    from enum import StrEnum

    from sqlalchemy import Dialect


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time, kept as ISO text in UTC so that it sorts and reads the same everywhere."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """Refuses naive times."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive time")
        return value.astimezone(UTC).isoformat(timespec="milliseconds")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """Back to an aware time."""
        return None if value is None else datetime.fromisoformat(value)


class IsoDate(TypeDecorator[date]):
    """A day, kept as ISO text."""

    impl = String(10)
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        """2026-11-24."""
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:
        """Back to a day."""
        return None if value is None else date.fromisoformat(value)


class ExactDecimal(TypeDecorator[Decimal]):
    """Money, kept as text: SQLite would make a float of it."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        """Plain notation, no exponent."""
        return None if value is None else f"{value:f}"

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        """Back to a Decimal."""
        return None if value is None else Decimal(value)


class Words(TypeDecorator[tuple[str, ...]]):
    """A list of words, kept as JSON text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:
        """JSON, Chinese readable."""
        return None if value is None else json.dumps(list(value), ensure_ascii=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...] | None:
        """Back to a tuple."""
        if value == "[]":  # most are empty, and there are thousands on a map
            return ()
        return None if value is None else tuple(json.loads(value))


class Kind(TypeDecorator[Any]):
    """An enumeration of chains.kinds, kept as its English word."""

    impl = String(20)
    cache_ok = True

    def __init__(self, kinds: type[StrEnum]) -> None:
        super().__init__(20)
        self.kinds = kinds

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:
        """The word; refuses words that the enumeration lacks."""
        return None if value is None else self.kinds(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        """Back to a member."""
        return None if value is None else self.kinds(value)


def plain(value: Any) -> Any:  # noqa: ANN401 - any column value
    """A column value as JSON knows it, for the change log."""
    if isinstance(value, datetime):
        # As the column keeps it: a finer time in the log would never equal the row again.
        return value.astimezone(UTC).isoformat(timespec="milliseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, tuple):
        return list(value)
    return value


def from_plain(column_type: Any, value: Any) -> Any:  # noqa: ANN401 - any column value
    """What `plain` made, back as the column's own value."""
    if value is None:
        return None
    for kind, restore in _RESTORE.items():
        if isinstance(column_type, kind):
            return restore(value)
    return column_type.kinds(value) if isinstance(column_type, Kind) else value


_RESTORE: dict[type, Callable[[Any], Any]] = {
    UtcDateTime: datetime.fromisoformat,
    IsoDate: date.fromisoformat,
    ExactDecimal: Decimal,
    Words: tuple,
}
