"""An import of many companies that is carried out in small steps."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.services import bulk_import
from app.services.workspace import Workspace
from chains.commands import CompanyArrival
from chains.company import Contact, Qualification
from db import staging
from tests.builders import a_company, bring_in


def in_small_steps(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """Two companies are there; four that arrive are many, and are written seven at a time."""
    monkeypatch.setattr(bulk_import, "CHUNK", 7)
    monkeypatch.setattr(bulk_import, "FEW", 3)
    monkeypatch.setattr(staging, "SEGMENT_ROWS", 16)
    bring_in(workspace, a_company("荣成老厂", "模具"), a_company("文登老厂", "轮胎"))
    return workspace


def many_arrivals(count: int, word: str = "威海") -> Iterator[CompanyArrival]:
    """So many new companies, each with an honour and a phone."""
    for number in range(count):
        company = a_company(
            f"{word}{number}号轮胎有限公司", "轮胎", qualifications=(Qualification("瞪羚企业"),)
        )
        yield CompanyArrival(company, (Contact("phone", f"1380000{number:04}"),), row_hash=number + 1)
