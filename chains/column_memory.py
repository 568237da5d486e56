"""Which column of a form means what, as a person has said: a setting of the workspace, one for each form."""

from __future__ import annotations

import json
from dataclasses import dataclass

_KEY = "import_columns#"
MOST_COLUMNS = 512
NOT_READ = "不导入"
"""Stands for the meaning of a column that is left out."""


@dataclass(frozen=True, slots=True)
class RememberColumns:
    """Read forms of this kind so from now on.

    `signature` is what the form is known by (app.exchange.profiles.signature_of), `form` what the log calls
    it; `columns` are (heading, word of what it gives) in order, "" for one that is not read.
    """

    signature: str
    form: str
    columns: tuple[tuple[str, str], ...]


def memory_key(signature: str) -> str:
    """The key of the setting."""
    return f"{_KEY}{signature}"


MEMORY_PREFIX = _KEY
"""What the keys of all remembered forms begin with."""
MEMORY_FIELD = f"setting.{_KEY[:-1]}"
"""What the change log calls such a setting."""


def signature_in(key: str) -> str:
    """The form's signature in the key of the setting."""
    return key.removeprefix(_KEY)


def columns_as_text(columns: tuple[tuple[str, str], ...]) -> str:
    """As the workspace keeps it."""
    return json.dumps(columns, ensure_ascii=False)


def columns_from_text(text: str) -> tuple[tuple[str, str], ...]:
    """The columns; none of a text that is broken."""
    try:
        held = json.loads(text)
        return tuple((str(heading), str(word)) for heading, word in held)
    except (TypeError, ValueError, RecursionError):
        return ()


def columns_shown(text: str) -> str:
    """As the change log shows it: 单位→企业名称；备注→不导入."""
    return "；".join(f"{heading}→{word or NOT_READ}" for heading, word in columns_from_text(text)) or text
