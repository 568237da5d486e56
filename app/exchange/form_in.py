"""Reads a form that came back: which form it is, and what its cells say; what cannot be read is named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.exchange.form_cells import COUNTRIES_REFUSED, CellRefused, read_cell
from app.exchange.form_layout import (
    CODE,
    COMPANIES,
    COMPANY_COLUMNS,
    FORMAT,
    IDENTITY,
    KEY,
    NAME,
    PLACE,
    SEGMENT_COLUMNS,
    SEGMENTS,
    FormIdentity,
    columns_of,
    key_of,
)
from app.exchange.headings import plain_heading
from app.exchange.table import cell_text
from chains.codes import credit_code_warning, is_lost_number, normalised_credit_code
from chains.errors import FileRefused
from chains.forms import IS_PLACED, RowKey
from chains.kinds import Source
from chains.names import display_name, normalised_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.exchange.form_layout import FormColumn
    from app.exchange.sheets_in import Sheets
    from app.exchange.table import TableRow, Value

_HEADER_SEARCHED = 5


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be taken from a form: sheet, row and cause."""

    sheet: str
    row: int
    cause: str


@dataclass(frozen=True, slots=True)
class NamedRow:
    """A company's row without a key: `place` is the text of 产业链/环节."""

    row: int
    place: str
    name: str
    credit_code: str
    cells: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ReturnedForm:
    """A form as it came back. `said` holds, by key, what the row says of place, name and code.

    `made_with` are the keys of all rows that it went out with.
    """

    file: str
    identity: FormIdentity
    rows: Mapping[RowKey, Mapping[str, object]]
    row_numbers: Mapping[RowKey, int]
    said: Mapping[RowKey, NamedRow]
    named: tuple[NamedRow, ...]
    problems: tuple[Problem, ...]
    made_with: tuple[RowKey, ...] = ()


def read_form(sheets: Sheets, file: str) -> ReturnedForm:
    """What the form says. Raises FileRefused when it is none of ours, or was mangled."""
    identity, keys = _identity(sheets, file)
    reading = _Reading(frozenset(keys))
    fields = frozenset(identity.fields)
    reading.take_segments(_table(sheets, SEGMENTS, columns_of(SEGMENT_COLUMNS, fields), file))
    reading.take_companies(_table(sheets, COMPANIES, columns_of(COMPANY_COLUMNS, fields), file))
    return ReturnedForm(
        file,
        identity,
        reading.rows,
        reading.numbers,
        reading.said,
        tuple(reading.named),
        tuple(reading.problems),
        tuple(key for key in map(key_of, keys) if key is not None),
    )


def _identity(sheets: Sheets, file: str) -> tuple[FormIdentity, list[str]]:
    lines = [[cell_text(cell) for cell in row.cells] for row in sheets.get(IDENTITY, ())]
    facts = {line[0]: (line[1] if len(line) > 1 else "") for line in lines if line and line[0] != "行"}
    keys = [line[1] for line in lines if len(line) > 1 and line[0] == "行"]
    if facts.get("格式") != FORMAT:
        raise FileRefused(file=file, reason="not_form")
    try:
        identity = FormIdentity(
            form=facts["表号"],
            workspace=facts["工作区"],
            number=int(facts["变更记录号"]),
            at=facts["记录时间"],
            unit=facts["填报单位"],
            district=facts["区划代码"],
            chains=tuple(part for part in facts["产业链"].split("、") if part),
            fields=tuple(part for part in facts["可选栏目"].split("、") if part),
        )
    except (KeyError, ValueError) as error:
        raise FileRefused(file=file, reason="form_mangled") from error
    if facts.get("校验") != identity.checksum(keys):
        raise FileRefused(file=file, reason="form_mangled")
    return identity, keys


@dataclass(frozen=True, slots=True)
class _Table:
    """Rows below the header, and the column of each heading."""

    places: Mapping[str, int]
    columns: tuple[FormColumn, ...]
    rows: tuple[TableRow, ...]

    def cell(self, row: TableRow, heading: str) -> Value:
        at = self.places.get(heading)
        return row.cells[at] if at is not None and at < len(row.cells) else ""

    def text(self, row: TableRow, heading: str) -> str:
        return " ".join(display_name(cell_text(self.cell(row, heading)).replace("\n", " ")).split())


def _table(sheets: Sheets, sheet: str, columns: tuple[FormColumn, ...], file: str) -> _Table:
    rows = sheets.get(sheet)
    if rows is None:
        raise FileRefused(file=file, reason="form_sheet", sheet=sheet)
    wanted = {plain_heading(one.heading): one.heading for one in columns}
    for index, row in enumerate(rows[:_HEADER_SEARCHED]):
        found = {plain_heading(cell_text(cell)): at for at, cell in enumerate(row.cells)}
        places = {name: found[plain] for plain, name in wanted.items() if plain in found}
        if len(places) * 2 > len(wanted):
            missing = [name for name in wanted.values() if name not in places]
            if missing:
                raise FileRefused(file=file, reason="form_column", sheet=sheet, column=missing[0])
            return _Table(places, columns, rows[index + 1 :])
    raise FileRefused(file=file, reason="form_column", sheet=sheet, column=columns[-1].heading)


class _Reading:
    """The rows taken so far."""

    def __init__(self, keys: frozenset[str]) -> None:
        self._keys = keys
        self.rows: dict[RowKey, dict[str, object]] = {}
        self.numbers: dict[RowKey, int] = {}
        self.said: dict[RowKey, NamedRow] = {}
        self.named: list[NamedRow] = []
        self.problems: list[Problem] = []

    def take_segments(self, table: _Table) -> None:
        for row in table.rows:
            key = self._key(table, row)
            if key is None or key.is_company:
                if any(str(cell).strip() for cell in row.cells):
                    self._refuse(SEGMENTS, row, "行标识缺失或不是本表的，未导入（请勿粘贴其他表的行）")
            elif key in self.rows:
                self._refuse(SEGMENTS, row, f"与第 {self.numbers[key]} 行是同一环节，未导入")
            else:
                self._keep(key, row, self._cells(SEGMENTS, table, row))

    def take_companies(self, table: _Table) -> None:
        for row in table.rows:
            cells = self._cells(COMPANIES, table, row)
            place, name = table.text(row, PLACE.heading), table.text(row, NAME.heading)
            code = normalised_credit_code(cell_text(table.cell(row, CODE.heading)))
            if not place and not name and not code and not any(cells.values()):
                continue
            key = self._key(table, row)
            if key is not None and key.is_company and key not in self.rows:
                self.said[key] = NamedRow(row.number, place, name, code, cells)
                self._keep(key, row, {IS_PLACED: True, **cells})
            else:
                self._take_named(NamedRow(row.number, place, name, code, cells), row)

    def _take_named(self, one: NamedRow, row: TableRow) -> None:
        if not one.name:
            self._refuse(COMPANIES, row, "没有写企业名称，未导入")
        elif not one.place:
            self._refuse(COMPANIES, row, "没有选环节，未导入")
        elif one.credit_code and is_lost_number(one.credit_code):
            self._refuse(
                COMPANIES, row, f"信用代码“{one.credit_code}”已被表格软件变成数字，末几位丢失，未导入"
            )
        else:
            if one.credit_code and credit_code_warning(one.credit_code):
                self._refuse(COMPANIES, row, f"信用代码“{one.credit_code}”校验不符，已照录，请核对")
            self.named.append(one)

    def _key(self, table: _Table, row: TableRow) -> RowKey | None:
        text = table.text(row, KEY.heading)
        return key_of(text) if text in self._keys else None

    def _keep(self, key: RowKey, row: TableRow, cells: dict[str, object]) -> None:
        self.rows[key] = cells
        self.numbers[key] = row.number

    def _cells(self, sheet: str, table: _Table, row: TableRow) -> dict[str, object]:
        """The cells that can be read; a drop-down cell that is blank says nothing."""
        found: dict[str, object] = {}
        for column in table.columns:
            if not column.field:
                continue
            try:
                says, value = read_cell(column.field, table.cell(row, column.heading))
            except CellRefused as refused:
                self._refuse(sheet, row, f"“{column.heading}”的值“{str(refused)[:40]}”不合要求，该格未导入")
                continue
            if says:
                found[column.field] = value
        if found.get("countries") and found.get("source", Source.ABROAD) is not Source.ABROAD:
            self._refuse(sheet, row, COUNTRIES_REFUSED)
            del found["countries"]
        return found

    def _refuse(self, sheet: str, row: TableRow, cause: str) -> None:
        self.problems.append(Problem(sheet, row.number, cause))


def newcomer_key(name: str, credit_code: str) -> str:
    """What names a company that the registry does not have, the same in every form."""
    return credit_code or normalised_name(name)
