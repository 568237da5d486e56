"""Which column of which form means what, as a person has said before: kept for the user."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from platformdirs import user_config_path

from app.exchange.headings import FIELD_WORDS

if TYPE_CHECKING:
    from pathlib import Path

    from app.exchange.company_source import SheetChoice

MOST_FORMS = 200


class MappingBook:
    """Fields by signature of a form, in a JSON file; a file that is missing or broken counts as empty."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file or user_config_path("lianpu", appauthor=False) / "import-columns.json"

    def forms(self) -> dict[str, tuple[str, ...]]:
        """Fields per column by signature of the form."""
        try:
            held = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        if not isinstance(held, dict):
            return {}
        return {str(form): tuple(fields) for form, fields in held.items() if _is_mapping(fields)}

    def remember(self, choice: SheetChoice) -> None:
        """Keep what a person chose; a folder that cannot be written to keeps nothing."""
        if not choice.signature:
            return
        forms = self.forms()
        forms.pop(choice.signature, None)
        forms[choice.signature] = choice.fields
        kept = dict(list(forms.items())[-MOST_FORMS:])
        beside = self._file.with_suffix(".new")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            beside.write_text(json.dumps(kept, ensure_ascii=False, indent=0), encoding="utf-8")
            os.replace(beside, self._file)  # noqa: PTH105 - replaces in one step on every system
        except OSError:
            return


def _is_mapping(fields: object) -> bool:
    return isinstance(fields, list) and all(field == "" or field in FIELD_WORDS for field in fields)
