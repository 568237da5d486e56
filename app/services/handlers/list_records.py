"""What commands about list records (清单资料) do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.services.done import Done
from chains.errors import NotFound
from chains.list_records import (
    BringInRecords,
    ListRecord,
    RemoveRecord,
    SaveRecord,
    checked_record,
)
from chains.record_shapes import RECORD_WORD

if TYPE_CHECKING:
    from collections.abc import Callable

    from chains.ports import UnitOfWork


def save_record(command: SaveRecord, unit: UnitOfWork) -> Done:
    """Keep it. Raises InvalidValue, NotFound when its chain is not there, Conflict."""
    record = checked_record(command.record)
    _refuse_unknown_chain(record, unit)
    subject = f"{RECORD_WORD[record.kind]} {record.name}"
    kept = unit.records.save(record, command.expected_version)
    return Done("edit_record", subject) if record.id else Done("add_record", subject, kept)


def remove_record(command: RemoveRecord, unit: UnitOfWork) -> Done:
    """Take it away."""
    name = unit.records.remove(command.kind, command.record_id, command.expected_version)
    return Done("remove_record", f"{RECORD_WORD[command.kind]} {name}")


def bring_in_records(command: BringInRecords, unit: UnitOfWork) -> Done:
    """Keep all of them, or none when one is refused."""
    for record in map(checked_record, command.records):
        _refuse_unknown_chain(record, unit)
        unit.records.save(record, record.version if record.id else None)
    return Done("import_records", f"{RECORD_WORD[command.kind]} {command.file_name}")


def _refuse_unknown_chain(record: ListRecord, unit: UnitOfWork) -> None:
    if not record.chain or record.chain in unit.structure.names():
        return
    if record.id and unit.records.get(record.kind, record.id).chain == record.chain:
        return  # The chain was taken away since: its records may still be edited.
    raise NotFound(kind="chain", name=record.chain, near=())


HANDLERS: dict[type, Callable[[Any, UnitOfWork], Done]] = {
    SaveRecord: save_record,
    RemoveRecord: remove_record,
    BringInRecords: bring_in_records,
}
"""What each command of this kind is done by."""
