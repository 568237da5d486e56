"""Small files for the importers, written by the program's own writers, to begin fuzzing from."""

from __future__ import annotations

import io
from contextlib import closing
from typing import TYPE_CHECKING

import openpyxl

from app.form_exports import FormRequest, export_form
from app.imports import export_registry
from app.record_transfers import export_records
from app.services.workspace import Workspace
from app.transfers import export_chain_file
from chains.catalogue_reader import built_in_catalogue
from chains.chain import SegmentRef
from chains.commands import PlaceCompany
from chains.kinds import Decision
from chains.list_records import BringInRecords, ListRecord
from chains.record_shapes import RecordKind
from db.workspace_file import create_workspace
from tests.builders import a_company, bring_in

if TYPE_CHECKING:
    from pathlib import Path


TABLE = (
    "企业名称,统一社会信用代码,主营产品,成立日期,注册资本,联系人,联系电话,所属区县,网址\n"
    "甲模具股份有限公司,91371000766692834T,轮胎模具、硫化机,2003-05-01,500万元,张三,0631-5200000,环翠区,\n"
    '"乙,橡机有限公司",,"硫化机\n配件",2010/1/2,１２０,李四,13800000000,文登区,http://example.com\n'
)
CHAIN_TABLE = (
    "产业链,阶段,环节,上级环节,产品,企业\n"
    "轮胎,上游原料,天然橡胶,,天然橡胶,\n"
    "轮胎,中游制造,轮胎模具,橡胶机械,轮胎模具,甲模具股份有限公司；丙公司\n"
    "新链,上游,甲环节,,甲品,\n新链,下游,乙环节,甲环节,,乙橡机有限公司\n"
)
RECORD_TABLE = (
    "名称,适用产业链,类别,金额（万元）,起始日期,备注\n"
    "奖补政策,轮胎,资金,100,2026-01-01,见文件\n第二条,,税收,,,\n"
)
MOST_BYTES = {"text": 12_000, "book": 60_000}
"""Larger inputs tell no more and take longer; those of benchmarks and of tests/app are large."""


def a_filled_workspace(path: Path) -> Workspace:
    """What is imported into: a chain, two companies, one placed, one record."""
    # One chain of the catalogue: what all of them take longer says nothing of a file.
    catalogue = built_in_catalogue().only(["tyre"])
    workspace = Workspace(create_workspace(path, catalogue, "371000", "甲"), "甲")
    ids = bring_in(
        workspace,
        a_company("甲模具股份有限公司", "轮胎模具", region="371002", credit_code="91371000766692834T"),
        a_company("乙橡机有限公司", "硫化机", region="371003"),
    )
    workspace.execute(
        PlaceCompany(SegmentRef("tyre", "mould"), ids[0], decision=Decision.CONFIRMED, evidence="走访")
    )
    record = ListRecord(RecordKind.POLICY, "奖补政策")
    workspace.execute(BringInRecords(RecordKind.POLICY, "政策.csv", (record,)))
    return workspace


def seeds_for(kind: str, workspace: Workspace, folder: Path, shared: Path | None) -> list[bytes]:
    """The seeds of one kind of importer: our own files, and small hostile ones where there are some."""
    own = _OWN[kind](workspace, folder)
    return own + [data for data in _hostile(kind, shared) if len(data) <= most_bytes(kind)]


def most_bytes(kind: str) -> int:
    """How large an input of that kind may be."""
    return MOST_BYTES["text" if kind.endswith("-text") else "book"]


def book_of(table: str) -> bytes:
    """The table as a workbook."""
    book = openpyxl.Workbook()
    for line in table.replace('"', "").replace("\n配件", "配件").splitlines():
        book.active.append(line.split(","))
    written = io.BytesIO()
    with closing(book):
        book.save(written)
    return written.getvalue()


def _text(table: str) -> list[bytes]:
    tabbed = table.replace(",", "\t")
    return [table.encode(one) for one in ("utf-8", "utf-8-sig", "gb18030", "utf-16")] + [tabbed.encode()]


def _company_text(workspace: Workspace, folder: Path) -> list[bytes]:
    export_registry(workspace, folder / "库.csv")
    return [*_text(TABLE), (folder / "库.csv").read_bytes()]


def _company_book(workspace: Workspace, folder: Path) -> list[bytes]:
    export_registry(workspace, folder / "库.xlsx")
    return [book_of(TABLE), (folder / "库.xlsx").read_bytes()]


def _chain_text(_workspace: Workspace, _folder: Path) -> list[bytes]:
    return _text(CHAIN_TABLE)


def _chain_book(workspace: Workspace, folder: Path) -> list[bytes]:
    export_chain_file(workspace, "tyre", folder / "链.xlsx")
    return [(folder / "链.xlsx").read_bytes(), book_of(CHAIN_TABLE)]


def _form(workspace: Workspace, folder: Path) -> list[bytes]:
    export_form(workspace, FormRequest("371002", chains=("tyre",)), folder / "填报.xlsx")
    return [(folder / "填报.xlsx").read_bytes()]


def _record(workspace: Workspace, folder: Path) -> list[bytes]:
    export_records(workspace, RecordKind.POLICY, folder / "政策.xlsx")
    return [(folder / "政策.xlsx").read_bytes(), book_of(RECORD_TABLE), *_text(RECORD_TABLE)]


_OWN = {
    "company-text": _company_text,
    "company-book": _company_book,
    "old-workbook": _company_book,
    "chain-text": _chain_text,
    "chain-book": _chain_book,
    "form": _form,
    "record": _record,
}
KINDS = tuple(_OWN)


def _hostile(kind: str, shared: Path | None) -> list[bytes]:
    if shared is None or not shared.is_dir():
        return []
    wanted = {"company-text": "csv/*.csv", "company-book": "xlsx/*.xlsx", "old-workbook": "xlsx/*.xls"}
    return [one.read_bytes() for one in sorted(shared.glob(wanted.get(kind, "none/*")))]
