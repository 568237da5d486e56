"""What comes from files is text wherever it is shown: nothing lets Qt guess whether it is markup."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
GUESSES = {
    "QMessageBox", "QErrorMessage", "QTextBrowser", "QTextEdit", "QGraphicsTextItem", "QTextDocument",
    "QWhatsThis", "setHtml", "insertHtml", "appendHtml", "setWhatsThis", "setMarkdown",
}  # fmt: skip
"""Names that take a text for markup when it looks like it, or always."""

LABELS = {"widgets/panels/labels.py", "widgets/map/progress_card.py", "widgets/dialogs/export_map.py"}
"""They make a label of Qt's own: plain ones, and one that shows a picture alone."""

MADE_SAFE = {"tip", "box_tip", "link_tip"}


@cache
def _calls() -> tuple[tuple[str, str, ast.Call], ...]:
    """File, name and node of every call in what is seen."""
    return tuple(_found_calls())


def _found_calls() -> Iterator[tuple[str, str, ast.Call]]:
    for folder in ("app", "widgets"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    called = node.func
                    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
                    yield path.relative_to(ROOT).as_posix(), name, node


def _is_safe(told: ast.expr) -> bool:
    """A tooltip of our own words without any markup, or one that was escaped."""
    if isinstance(told, ast.Constant):
        return isinstance(told.value, str) and "<" not in told.value
    return isinstance(told, ast.Call) and getattr(told.func, "id", "") in MADE_SAFE


def test_nothing_is_used_that_takes_text_for_markup() -> None:
    assert [(file, name) for file, name, _ in _calls() if name in GUESSES] == []


def test_every_label_is_a_plain_one() -> None:
    made = {file for file, name, _ in _calls() if name == "QLabel"}

    assert made <= LABELS
    for file in made - {"widgets/dialogs/export_map.py"}:
        assert "setTextFormat(Qt.TextFormat.PlainText)" in (ROOT / file).read_text(encoding="utf-8")


def test_every_tooltip_is_escaped() -> None:
    told = [(file, node) for file, name, node in _calls() if name == "setToolTip"]

    assert len(told) > 30
    assert [f"{file}:{node.lineno}" for file, node in told if not _is_safe(node.args[-1])] == []
