"""A workspace to try things in: made-up companies and marks, all named 示例, in a file of its own.

It never mixes with a bureau's own data, and goes by deleting the file.
"""

from __future__ import annotations

import csv
from contextlib import closing
from importlib.resources import as_file
from typing import TYPE_CHECKING

from app.imports import best_sheet, choice_of, look_into, prepare, write
from app.services.finding import find_chain, find_company, find_segment
from app.services.workspace import Workspace
from chains.catalogue_reader import built_in_catalogue
from chains.commands import AssessSegment, Composite, PlaceCompany
from chains.kinds import Decision, Role
from chains.words import COVERAGE, SOURCE
from db.workspace_file import create_workspace
from resources import path as resource

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from chains.commands import Command
    from chains.ports import Reader
    from db.workspace_file import SqlDatabase

SAMPLE_REGION = "371000"
SAMPLE_AUTHOR = "示例"
COMPANIES, MARKS = resource("sample/companies.csv"), resource("sample/marks.csv")


def make_sample(path: Path) -> SqlDatabase:
    """A new workspace at `path` with the built-in chains and the sample in it. Raises WorkspaceRefused.

    What could not be filled is taken away again.
    """
    database = create_workspace(path, built_in_catalogue(), SAMPLE_REGION, SAMPLE_AUTHOR)
    whole = False
    try:
        _fill(Workspace(database, SAMPLE_AUTHOR))
        whole = True
    finally:
        if not whole:
            database.close()
            path.unlink()
    return database


def _fill(workspace: Workspace) -> None:
    _import_companies(workspace)
    with workspace.read() as reader:
        commands = tuple(_commands(reader))
    workspace.execute(Composite("sample", "示例评估与标注", commands))


def _import_companies(workspace: Workspace) -> None:
    with as_file(COMPANIES) as file:
        look = look_into(file)
        with closing(prepare(workspace, look, choice_of(best_sheet(look)))) as prepared:
            write(workspace, prepared)


def _commands(reader: Reader) -> Iterator[Command]:
    """The marks and suppliers of the sample, row by row."""
    coverages = {word: kind for kind, word in COVERAGE.items()}
    sources = {word: kind for kind, word in SOURCE.items()}
    with as_file(MARKS) as file, file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            state = reader.chain_state(find_chain(reader, row["产业链"]))
            ref = find_segment(state, row["环节"]).ref
            yield AssessSegment(ref, coverages[row["本地供给"]], sources[row["来源"]], evidence=row["依据"])
            if row["本地企业"]:
                company = find_company(reader, row["本地企业"])
                yield PlaceCompany(ref, company.id, Role.SUPPLIER, Decision.CONFIRMED, evidence=row["依据"])
