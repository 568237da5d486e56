"""What was gone and came back is not what an old form knew."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.services.workspace import Workspace
from chains.company_editing import EditCompany
from chains.company_merging import MergeCompanies
from chains.errors import Conflict
from tests.builders import a_company, bring_in
from tests.stores import FILE, SERVER

STORES = (FILE, SERVER)


def test_a_form_from_before_a_company_was_gone_overwrites_nothing_when_it_is_back(
    workspace: Workspace,
) -> None:
    kept, gone = bring_in(workspace, a_company("甲公司"), a_company("乙公司"))
    with workspace.read() as reader:
        form = reader.company(gone)
    workspace.execute(MergeCompanies(kept, gone))
    workspace.undo_last()

    with pytest.raises(Conflict):
        workspace.execute(EditCompany(replace(form, address="旧表"), form.version))

    with workspace.read() as reader:
        now = reader.company(gone)
    assert now.address == form.address
    workspace.execute(EditCompany(replace(now, address="新表"), now.version))
