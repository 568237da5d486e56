"""One question with one line for an answer: a name to give, or one of several to choose."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QWidget

from widgets.dialogs.frame import FramedDialog
from widgets.panels.labels import WrappedLabel
from widgets.style.text import cut

MOST_LETTERS, MOST_CHOICE_LETTERS = 80, 200


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: the field's word, what stands in it, and the word on the button that agrees.

    `taken` are answers that `taken_note` is said of; with `may_replace` they can be given all the same.
    """

    title: str
    word: str
    answer: str
    agree: str
    about: str = ""
    taken: tuple[str, ...] = ()
    taken_note: str = ""
    may_replace: bool = True


@dataclass(frozen=True, slots=True)
class Choices:
    """Answers to choose from. With `unknown_note` there are no others, and it says so of what is typed."""

    words: tuple[str, ...]
    unknown_note: str = ""
    none_note: str = ""


class AskDialog(FramedDialog):
    """`answered` carries the answer without spaces around it; nothing is asked of whoever cancels."""

    answered = Signal(object)

    def __init__(
        self, question: Question, parent: QWidget | None = None, choices: Choices | None = None
    ) -> None:
        super().__init__(question.title, question.title, parent)
        self._question, self._choices = question, choices
        self.field = QLineEdit(question.answer)
        self._fill(question, choices)
        self.note = WrappedLabel("", "bad")
        self.body.addWidget(self.note)
        self.agree = self.add_choice(question.agree)
        self.agree.clicked.connect(self._answer)
        self.field.setMaxLength(MOST_LETTERS if choices is None else MOST_CHOICE_LETTERS)
        self.field.textChanged.connect(self._check)
        self.field.selectAll()
        self.setMinimumWidth(420)
        self.field.setFocus()
        self._check()

    def answer(self) -> str:
        """What stands in the field."""
        return " ".join(self.field.text().split())

    def put(self, answer: str) -> None:
        """Write an answer into the field, as one who types it."""
        self.field.setText(answer)

    def _fill(self, question: Question, choices: Choices | None) -> None:
        shown: QWidget = self.field
        if choices is not None:
            box = QComboBox()
            box.setEditable(True)
            box.setMinimumHeight(30)
            box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
            box.addItems([cut(word, MOST_CHOICE_LETTERS) for word in choices.words])
            completer = QCompleter(box.model(), box)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            box.setLineEdit(self.field)
            box.setCompleter(completer)
            box.setEditText(question.answer)
            shown = box
        self.add_field(question.word, shown, question.about)

    def _fault(self) -> str:
        """Why the answer cannot be given; "" when it can, or nothing was answered yet."""
        answer, choices = self.answer(), self._choices
        if choices is not None and choices.unknown_note:
            if not choices.words:
                return choices.none_note
            if answer and answer not in choices.words:
                return choices.unknown_note
        return self._question.taken_note if answer in self._question.taken else ""

    @Slot()
    def _check(self) -> None:
        fault, answer = self._fault(), self.answer()
        self.note.setText(fault)
        self.note.setVisible(bool(fault))
        replaces = self._question.may_replace and answer in self._question.taken
        self.agree.setEnabled(bool(answer) and (not fault or replaces))

    @Slot()
    def _answer(self) -> None:
        self.answered.emit(self.answer())
        self.accept()
