"""The one way in: a command becomes a unit of work, a log entry and an outcome."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeGuard

from app.services.done import Done
from app.services.handlers import (
    companies,
    contacts,
    judging,
    list_records,
    personal,
    presets,
    registry,
    scenarios,
    settings,
    structure,
    target_templates,
)
from app.services.handlers.segments import assess_segment, place_company, place_named, remove_placement
from app.services.handlers.targets import add_follow_up, add_target, remove_target, update_target
from app.services.handlers.whole_structure import set_structure
from chains import commands
from chains.commands import RevertChange
from chains.editing_checks import checked_name
from chains.errors import WorkspaceRefused
from chains.events import Outcome, Ref
from chains.kinds import EntityKind
from chains.row_restoring import RestoreRow
from chains.steps import Step, tell_nobody
from chains.storable import refuse_unstorable
from chains.structure import SetStructure
from chains.words import action_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from chains.commands import (
        Command,
        Composite,
        ImportCompanies,
        NoteContactExport,
        NoteCopy,
        NoteRestored,
        RemoveSnapshot,
        TakeSnapshot,
    )
    from chains.ports import Database, UnitOfWork


def execute(command: Command, database: Database, author: str, step: Step = tell_nobody) -> Outcome:
    """Do what the command asks, whole or not at all. Long work tells `step` how far it is.

    Where the connection to a server broke and nothing was kept, it is done anew once the server is back.
    Raises DomainError when it is refused, Cancelled when `step` says so; then nothing was written.
    """
    refuse_unstorable(command)
    try:
        return _done(command, database, author, step)
    except WorkspaceRefused as error:
        if not database.is_back_after(error):
            raise
    return _done(command, database, author, step)


def _done(command: Command, database: Database, author: str, step: Step) -> Outcome:
    if _takes_steps(command, database):
        return _revert_in_steps(command, database, author, step)
    return _once(command, database, author, step)


def _once(command: Command, database: Database, author: str, step: Step) -> Outcome:
    with database.unit(author) as unit:
        unit.step = step
        done = _handle(command, unit)
        number = unit.commit(done.action, done.subject, done.undoes, even_empty=done.logged_always)
        refs = frozenset() if number is None else unit.touched()
        whole = Outcome(number, done.action, done.subject, refs, done.created, done.is_final)
        return replace(whole, kept_used=done.kept_used)


def _takes_steps(command: Command, database: Database) -> TypeGuard[RevertChange]:
    """Whether it is long work; what a person settled fact by fact is written at once."""
    if not isinstance(command, RevertChange) or command.settled is not None:
        return False
    return database.reverts_in_steps(command.number)


def _revert_in_steps(command: RevertChange, database: Database, author: str, step: Step) -> Outcome:
    with database.read() as reader:
        entries = reader.changes.entries([command.number])
    done = _reverted(command, entries[0].action, entries[0].subject)
    said = (done.action, done.subject)
    found = database.revert_in_steps(author, command.number, said, step, keeps_used=command.keeps_used)
    refs = frozenset({Ref(EntityKind.COMPANY, f"batch/{found.batch}")})
    whole = Outcome(found.number, done.action, done.subject, refs, kept_back=len(found.kept_back))
    return replace(whole, kept_used=found.kept_used)


def _handle(command: Command, unit: UnitOfWork) -> Done:
    return _HANDLERS[type(command)](command, unit)


def _import_companies(command: ImportCompanies, unit: UnitOfWork) -> Done:
    unit.companies.bring_in(command.arrivals, command.seen_versions)
    return Done("import_companies", command.file_name)


def _revert_change(command: RevertChange, unit: UnitOfWork) -> Done:
    *said, kept = unit.revert(command.number, command.settled, keeps_used=command.keeps_used)
    return replace(_reverted(command, *said), kept_used=kept)


def _reverted(command: RevertChange, action: str, subject: str) -> Done:
    label = subject if action in {"undo", "redo"} else action_text(action, subject)
    return Done("redo" if command.redo else "undo", label, undoes=command.number)


def _restore_row(command: RestoreRow, unit: UnitOfWork) -> Done:
    unit.restore_row(command)
    return Done("restore_value", "")


def _note_contact_export(command: NoteContactExport, unit: UnitOfWork) -> Done:
    unit.company_records.concern(command.companies)
    subject = f"{command.file_name}（{command.count} 家，用途：{command.purpose}）"
    return Done("export_contacts", subject, logged_always=True)


def _note_copy(command: NoteCopy, _unit: UnitOfWork) -> Done:
    return Done("copy_workspace", f"{command.file_name}（含联系人、电话、邮箱）", logged_always=True)


def _note_restored(command: NoteRestored, _unit: UnitOfWork) -> Done:
    return Done("restore_backup", command.file_name, logged_always=True)


def _take_snapshot(command: TakeSnapshot, unit: UnitOfWork) -> Done:
    name = checked_name(command.name)
    return Done("take_snapshot", name, unit.snapshots.take(name, unit.author))


def _remove_snapshot(command: RemoveSnapshot, unit: UnitOfWork) -> Done:
    return Done("remove_snapshot", unit.snapshots.remove(command.snapshot_id))


def _composite(command: Composite, unit: UnitOfWork) -> Done:
    for part in command.commands:
        _handle(part, unit)
    return Done(command.action, command.subject)


_HANDLERS: dict[type, Callable[[Any, UnitOfWork], Done]] = {
    commands.AssessSegment: assess_segment,
    commands.PlaceCompany: place_company,
    commands.PlaceNamed: place_named,
    commands.RemovePlacement: remove_placement,
    commands.AddTarget: add_target,
    commands.UpdateTarget: update_target,
    commands.RemoveTarget: remove_target,
    commands.AddFollowUp: add_follow_up,
    commands.ImportCompanies: _import_companies,
    commands.RevertChange: _revert_change,
    RestoreRow: _restore_row,
    commands.TakeSnapshot: _take_snapshot,
    commands.RemoveSnapshot: _remove_snapshot,
    commands.NoteContactExport: _note_contact_export,
    commands.NoteCopy: _note_copy,
    commands.NoteRestored: _note_restored,
    commands.Composite: _composite,
    **companies.HANDLERS,
    **judging.HANDLERS,
    **target_templates.HANDLERS,
    **contacts.HANDLERS,
    **structure.HANDLERS,
    SetStructure: set_structure,
    **registry.HANDLERS,
    **scenarios.HANDLERS,
    **list_records.HANDLERS,
    **presets.HANDLERS,
    **settings.HANDLERS,
    **personal.HANDLERS,
}
