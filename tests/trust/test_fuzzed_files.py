"""Whatever is done to a file: it is read or refused in words, and the workspace stays as it is."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.chain_imports import plan_of_chains
from app.imports import best_sheet, choice_of, look_into, prepare
from app.messages import tell
from app.services.workspace import Workspace
from app.transfers import export_chain_file
from chains.errors import DomainError
from tests.builders import a_workspace
from tests.trust.fuzzing import broken_bytes, broken_workbooks, tries

TABLE = (
    "企业名称,统一社会信用代码,主营产品,成立日期,注册资本,联系电话\n"
    "甲模具股份有限公司,91371000766692834T,轮胎模具、硫化机,2003-05-01,500万元,0631-5200000\n"
    '"乙,橡机有限公司",,"硫化机\n配件",2010/1/2,１２０,13800000000\n'
)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return a_workspace(tmp_path_factory.mktemp("fuzz") / "工作区.lianpu")


def _table_book() -> bytes:
    book = openpyxl.Workbook()
    for line in TABLE.replace('"', "").replace("\n配件", "配件").splitlines():
        book.active.append(line.split(","))
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _chain_book(folder: Path) -> bytes:
    workspace = a_workspace(folder / "w.lianpu")
    with closing(workspace.database):
        export_chain_file(workspace, "tyre", folder / "轮胎.xlsx")
    return (folder / "轮胎.xlsx").read_bytes()


@pytest.fixture(scope="module")
def chain_book(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return _chain_book(tmp_path_factory.mktemp("book"))


def _try(workspace: Workspace, name: str, data: bytes, work: Callable[[Path], object]) -> None:
    path = workspace.database.path  # type: ignore[attr-defined]
    before = hashlib.sha256(path.read_bytes()).digest()
    file = path.with_name(name)
    file.write_bytes(data)
    try:
        work(file)
    except DomainError as error:
        said = tell(error)
        assert any("一" <= sign <= "鿿" for sign in said) and "Error" not in said and "Traceback" not in said
    assert hashlib.sha256(path.read_bytes()).digest() == before


def _plan(workspace: Workspace, file: Path) -> None:
    look = look_into(file)
    with closing(prepare(workspace, look, choice_of(best_sheet(look)))) as prepared:
        plan = prepared.plan()
        assert plan.read == plan.added + plan.updated + plan.unchanged + plan.rejected_count


@given(data=st.data())
@tries(60)
def test_a_broken_text_file_is_read_or_refused(workspace: Workspace, data: st.DataObject) -> None:
    whole = TABLE.encode(data.draw(st.sampled_from(("utf-8", "gb18030", "utf-16"))))
    broken = data.draw(broken_bytes(whole))

    _try(workspace, "名单.csv", broken, lambda file: _plan(workspace, file))


@given(broken=broken_workbooks(_table_book()))
@tries(12)
def test_a_broken_workbook_of_companies_is_read_or_refused(workspace: Workspace, broken: bytes) -> None:
    _try(workspace, "名单.xlsx", broken, lambda file: _plan(workspace, file))


@given(data=st.data())
@tries(10)
def test_a_broken_workbook_of_a_chain_is_read_or_refused(
    workspace: Workspace, chain_book: bytes, data: st.DataObject
) -> None:
    broken = data.draw(broken_workbooks(chain_book))

    _try(workspace, "轮胎.xlsx", broken, lambda file: plan_of_chains(workspace, file))
