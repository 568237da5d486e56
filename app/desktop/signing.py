"""Whose name stands below every change (署名): asked for, kept, and used from now on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from widgets.dialogs.ask import AskDialog, Question

if TYPE_CHECKING:
    from app.desktop.session import Session
    from app.desktop.settings import UserSettings

_ABOUT = "以后的每次更改都以此署名，同事在变更记录里看得到；以前的不变。"


def ask_author(session: Session, settings: UserSettings) -> AskDialog:
    """Ask for the name over the session's window; returns the dialog that is open."""
    dialog = AskDialog(Question("署名", "姓名", settings.author, "保存", _ABOUT), session.window)

    def sign(name: str) -> None:
        settings.author = name
        session.workspace.author = settings.author

    dialog.answered.connect(sign)
    dialog.open()
    return dialog
