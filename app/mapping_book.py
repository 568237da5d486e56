"""Which column of which form means what, as a person has said before: kept with the workspace."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from platformdirs import user_config_path

from app.exchange.headings import FIELD_WORDS
from chains.column_memory import (
    MEMORY_PREFIX,
    RememberColumns,
    columns_from_text,
    memory_key,
    signature_in,
)

if TYPE_CHECKING:
    from pathlib import Path

    from app.exchange.company_source import SheetChoice
    from app.services.workspace import Workspace

    Forms = dict[str, tuple[str, ...]]

_FIELD_OF = {word: field for field, word in FIELD_WORDS.items()} | {"": ""}


class MappingBook:
    """What earlier versions kept for the user alone, in a JSON file; it is only read.

    A file that is missing or broken counts as empty.
    """

    def __init__(self, file: Path | None = None) -> None:
        self._file = file or user_config_path("lianpu", appauthor=False) / "import-columns.json"

    def forms(self) -> Forms:
        """Fields per column by signature of the form."""
        try:
            held = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        if not isinstance(held, dict):
            return {}
        return {str(form): tuple(fields) for form, fields in held.items() if _is_mapping(fields)}


def remembered_forms(workspace: Workspace, older: MappingBook | None = None) -> Forms:
    """Fields per column by signature: those of the workspace, and the user's own where it has none."""
    with workspace.read() as reader:
        held = reader.settings_under(MEMORY_PREFIX)
    forms = (older or MappingBook()).forms()
    for key, text in held.items():
        words = [word for _, word in columns_from_text(text)]
        if words and all(word in _FIELD_OF for word in words):
            forms[signature_in(key)] = tuple(_FIELD_OF[word] for word in words)
    return forms


def remember(workspace: Workspace, choice: SheetChoice, file_name: str) -> bool:
    """Keep what a person chose with the workspace, unless it is kept so already; whether it was written.

    A form without a header is not known again, and is not kept.
    """
    if not choice.signature:
        return False
    with workspace.read() as reader:
        held = columns_from_text(reader.setting(memory_key(choice.signature), ""))
    columns = tuple(
        (heading, FIELD_WORDS.get(field, ""))
        for heading, field in zip(choice.header, choice.fields, strict=True)
    )
    if columns == held:
        return False
    form = choice.profile or file_name
    return workspace.execute(RememberColumns(choice.signature, form, columns)).number is not None


def _is_mapping(fields: object) -> bool:
    return isinstance(fields, list) and all(field == "" or field in FIELD_WORDS for field in fields)
