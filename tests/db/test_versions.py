"""A row is written only as it was when it was read."""

from __future__ import annotations

import pytest

from app.services.workspace import Workspace
from chains.errors import Conflict
from db import tables
from tests.builders import a_company, bring_in
from tests.stores import FILE, SERVER

STORES = (FILE, SERVER)


def test_what_somebody_wrote_between_reading_and_writing_is_not_overwritten(workspace: Workspace) -> None:
    (company,) = bring_in(workspace, a_company("甲公司"))

    with workspace.database.unit("李四") as unit, pytest.raises(Conflict) as refused:
        # Read at version 6, so they would write 7; the row is at 1.
        unit._recorder.update(tables.company, company, {"address": "旧址", "version": 7})

    assert (refused.value.facts["seen"], refused.value.facts["found"]) == (6, 1)
    with workspace.read() as reader:
        assert reader.company(company).address == ""
