"""Personal data leave in no file unless asked for, and then the change log says so."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest

from app.cli import main
from app.cli_verbs import EXPORTS
from chains.chain import SegmentRef
from chains.commands import AddTarget, PlaceCompany
from chains.contacts import AddContact, Person
from db.backups import backup_folder
from tests.builders import a_company, a_workspace, bring_in

if TYPE_CHECKING:
    from pathlib import Path

MOULD = SegmentRef("tyre", "mould")
NAME = "环翠模具有限公司"
SECRETS = ("张三丰", "13912345678", "zhang.sanfeng@example.com")
WORDS = {
    "chain": ["轮胎", "{}.xlsx"],
    "companies": ["{}.xlsx"],
    "form": ["{}.xlsx", "--district", "371002"],
    "gaps": ["{}.xlsx"],
    "lists": ["{}.xlsx"],
    "map": ["{}.svg", "--chain", "轮胎"],
    "matches": ["{}.xlsx"],
    "package": ["{}", "--chain", "轮胎"],
    "priorities": ["{}.xlsx"],
    "records": ["园区", "{}.xlsx"],
    "report": ["{}.docx"],
    "targets": ["{}.xlsx"],
    "visit": ["轮胎", "轮胎模具", NAME, "{}.docx"],
}
"""Every verb of `lianpu export` with what it needs; {} is the place for the file."""
WITH_CONTACTS = ("form", "targets", "visit")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A workspace in whose lists, forms and sheets a company with people stands."""
    path = tmp_path / "威海.lianpu"
    workspace = a_workspace(path)
    (company,) = bring_in(workspace, a_company(NAME, "轮胎模具", region="371002"))
    workspace.execute(AddContact(company, Person(SECRETS[0], "", (SECRETS[1],), (SECRETS[2],))))
    workspace.execute(PlaceCompany(MOULD, company))
    workspace.execute(AddTarget(MOULD, company))
    workspace.database.close()
    return path


def _told(made: Path) -> str:
    """All text in the files that were written, those of packed formats unpacked."""
    texts = []
    for file in [made] if made.is_file() else sorted(made.rglob("*")):
        if file.is_file():
            texts.append(file.read_bytes())
            if zipfile.is_zipfile(file):
                with zipfile.ZipFile(file) as packed:
                    texts += [packed.read(name) for name in packed.namelist()]
    return b"\n".join(texts).decode("utf-8", "replace")


def _exported(path: Path, verb: str, *more: str) -> str:
    words = [word.format(path.with_name("出")) for word in WORDS[verb]]
    before = set(path.parent.iterdir())
    assert main(["export", verb, "-w", str(path), *words, *more]) == 0
    (made,) = set(path.parent.iterdir()) - before - {backup_folder(path)}
    return _told(made)


def _export_entries(path: Path, capsys: pytest.CaptureFixture[str]) -> int:
    capsys.readouterr()
    assert main(["log", "-w", str(path)]) == 0
    return capsys.readouterr().out.count("导出联系方式")


@pytest.mark.parametrize("verb", sorted(EXPORTS))
def test_no_export_holds_people_unless_asked_for(
    verb: str, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = _exported(path, verb)

    assert not [one for one in SECRETS if one in told]
    assert _export_entries(path, capsys) == 0


@pytest.mark.parametrize("verb", WITH_CONTACTS)
def test_an_export_with_people_is_in_the_change_log(
    verb: str, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = _exported(path, verb, "--contacts", "上门走访")

    assert SECRETS[1] in told
    assert _export_entries(path, capsys) == 1
