"""The backup before much is changed at once, through the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.desktop.backing_up import GO_ON
from app.services import keeping
from chains.trust import BackupKind
from db.backups import backup_folder, backups_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.flows.conftest import DesktopProbe
    from widgets.dialogs.import_wizard import ImportWizard


@pytest.fixture(autouse=True)
def two_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "MUCH", 1)


def _file(desktop: DesktopProbe) -> Path:
    return desktop.session.workspace.database.path


def _count(desktop: DesktopProbe) -> int:
    with desktop.session.workspace.read() as reader:
        return reader.company_count("")


def _companies_waiting(desktop: DesktopProbe, folder: Path) -> ImportWizard:
    path = folder / "a.csv"
    path.write_text("企业名称\n子公司甲\n丑公司乙\n", encoding="utf-8")
    desktop.session.imports.read_file(path)
    desktop.settle()
    wizard = desktop.session.imports.dialog()
    assert wizard is not None
    wizard.forward.click()
    wizard.forward.click()
    desktop.settle()
    return wizard


def _chains_waiting(desktop: DesktopProbe, folder: Path) -> None:
    path = folder / "链.csv"
    path.write_text("产业链,环节\n示例链,甲环节\n示例链,乙环节\n", encoding="utf-8")
    desktop.session.chain_imports.read_file(path)
    desktop.settle()


def test_the_wizard_backs_up_before_it_writes(desktop: DesktopProbe, tmp_path: Path) -> None:
    wizard = _companies_waiting(desktop, tmp_path)

    wizard.forward.click()
    desktop.settle()

    assert [one.kind for one in backups_of(_file(desktop))] == [BackupKind.BULK]
    assert _count(desktop) == 5


def test_the_wizard_asks_where_no_backup_can_be_made(desktop: DesktopProbe, tmp_path: Path) -> None:
    backup_folder(_file(desktop)).write_text("", encoding="utf-8")
    wizard = _companies_waiting(desktop, tmp_path)
    wizard.forward.click()
    desktop.settle()
    question = desktop.session.imports.backing_up.question
    assert question is not None
    assert question.act.text() == GO_ON
    assert _count(desktop) == 3

    question.reject()
    desktop.settle()
    assert _count(desktop) == 3
    assert wizard.forward.isEnabled()
    wizard.forward.click()
    desktop.settle()
    again = desktop.session.imports.backing_up.question
    assert again is not None
    again.act.click()
    desktop.settle()

    assert _count(desktop) == 5
    assert desktop.session.imports.dialog() is None


def test_chains_wait_for_their_backup(desktop: DesktopProbe, tmp_path: Path) -> None:
    _chains_waiting(desktop, tmp_path)
    dialog = desktop.session.chain_imports.dialog()
    assert dialog is not None
    dialog.import_asked.emit(None)
    desktop.settle()

    assert [one.kind for one in backups_of(_file(desktop))] == [BackupKind.BULK]
    with desktop.session.workspace.read() as reader:
        assert ("示例链",) in {names[:1] for names in reader.chain_names().values()}


def test_chains_are_not_brought_in_without_a_backup_unless_a_person_says_so(
    desktop: DesktopProbe, tmp_path: Path
) -> None:
    backup_folder(_file(desktop)).write_text("", encoding="utf-8")
    before = desktop.session.desk.newest
    _chains_waiting(desktop, tmp_path)
    dialog = desktop.session.chain_imports.dialog()
    assert dialog is not None
    dialog.import_asked.emit(None)
    desktop.settle()
    question = desktop.session.chain_imports.backing_up.question
    assert question is not None
    assert desktop.session.desk.newest == before

    question.act.click()
    desktop.settle()

    assert desktop.session.desk.newest == before + 1


def test_a_window_that_is_closed_meanwhile_asks_first(desktop: DesktopProbe, tmp_path: Path) -> None:
    _chains_waiting(desktop, tmp_path)
    session, dialog = desktop.session, desktop.session.chain_imports.dialog()
    assert dialog is not None
    before = session.desk.newest
    dialog.import_asked.emit(None)

    session.window.close()

    question = session.leaving.question
    assert session.window.isVisible() and question is not None
    question.reject()
    desktop.settle()
    assert session.desk.newest == before + 1
    assert not session.leaving.holds()
