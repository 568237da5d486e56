"""What lists hold beside companies (清单资料): projects, platforms, research, policies, parks, resources."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from chains.errors import InvalidValue
from chains.names import display_name
from chains.record_shapes import FIELDS, FieldKind, RecordField, RecordKind, Value, field_of

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class ListRecord:
    """One record. `chain` is a chain's code, "" for all chains; `values` holds every field of its kind."""

    kind: RecordKind
    name: str
    chain: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)
    id: int = 0
    version: int = 1

    def value(self, key: str) -> Any:  # noqa: ANN401 - as the field's kind says
        """The value of a field, the empty one where nothing is said."""
        return self.values.get(key, field_of(self.kind, key).empty)


@dataclass(frozen=True, slots=True)
class SaveRecord:
    """Keep a record: a new one (id 0), or in place of the one of that id."""

    record: ListRecord
    expected_version: int | None = None


@dataclass(frozen=True, slots=True)
class RemoveRecord:
    """Take a record away."""

    kind: RecordKind
    record_id: int
    expected_version: int | None = None


@dataclass(frozen=True, slots=True)
class BringInRecords:
    """Keep the records of one file as one change; each guarded by its own version where it has an id."""

    kind: RecordKind
    file_name: str
    records: tuple[ListRecord, ...]


RecordCommand = SaveRecord | RemoveRecord | BringInRecords


def checked_record(record: ListRecord) -> ListRecord:
    """The record with texts cleaned and every field there. Raises InvalidValue for what none can have."""
    name = _line(record.name)
    if not 1 <= len(name) <= 200:
        raise InvalidValue(field=f"{record.kind.value}.name", value=name[:40], allowed="1–200 字")
    return replace(
        record,
        name=name,
        values={one.key: _checked(record.kind, one, record.value(one.key)) for one in FIELDS[record.kind]},
    )


def _checked(kind: RecordKind, one: RecordField, value: Value) -> Value:
    where = f"{kind.value}.{one.key}"
    if one.kind is FieldKind.TEXT:
        value = "\n".join(_line(part) for part in str(value).splitlines()).strip()
    elif one.kind is FieldKind.LINE:
        value = _line(str(value))
    if isinstance(value, str):
        if len(value) > one.longest:
            raise InvalidValue(field=where, value=value[:40], allowed=f"不超过 {one.longest} 字")
    elif isinstance(value, Decimal):
        if not (value.is_finite() and Decimal(0) <= value < Decimal(10) ** 12):
            raise InvalidValue(field=where, value=value, allowed="不小于 0 的数")
    elif isinstance(value, int) and not 0 <= value < 10**9:
        raise InvalidValue(field=where, value=value, allowed="不小于 0 的整数")
    return value


def _line(text: str) -> str:
    return " ".join(display_name(text.replace("\t", " ").replace("\n", " ")).split())
