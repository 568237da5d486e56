"""Reads the program's own chain workbook after somebody edited it; what is wrong is named by its row."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from app.exchange.chain_document import plain_codes
from app.exchange.chain_sheets import ABOUT, BETWEEN, FORMAT, LINKS, NOTES, SEGMENTS, STAGES, VERSION_WORDS
from app.exchange.form_cells import COUNTRIES_REFUSED, CellRefused, read_cell
from app.exchange.table import cell_text
from app.exchange.workbook_rows import Problem, Row, rows_of, words_in
from chains.editing_checks import NAME_LETTERS
from chains.errors import FileRefused
from chains.forms import plain
from chains.kinds import Source
from chains.names import display_name, normalised_name
from chains.structure import fresh_code
from chains.structure_cells import ORDER, THERE
from chains.words import ALONE, NOTE, TIER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.exchange.sheets_in import Sheets
    from chains.chain import Product
    from chains.structure_cells import Cells, Key

_SAID = {
    "coverage": "本地供给",
    "source": "当前来源",
    "degree": "来源程度",
    "countries": "来源国（地区）",
    "chokepoint": "卡脖子",
    "evidence": "依据",
    "review_on": "下次复核",
}
_TIERS = {word: tier for tier, word in TIER.items()}
LONGEST_CODE = 40
_NOTE_KINDS = {word: kind for kind, word in NOTE.items()}


@dataclass(frozen=True, slots=True)
class WorkbookIdentity:
    """Which chain a workbook is of, and what it was made from. `facts` are the chain's own."""

    code: str
    name: str
    mark: str
    number: int
    at: str
    facts: Mapping[str, Any]


@dataclass(slots=True)
class WorkbookCells:
    """What the workbook says as cells, and what could not be taken from it."""

    cells: Cells = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def workbook_identity(sheets: Sheets, file: str) -> WorkbookIdentity | None:
    """Whose chain it is; None when it is no workbook of ours. Raises FileRefused when parts are missing."""
    facts: dict[str, str] = {}
    for row in sheets.get(ABOUT, ()):
        texts = [cell_text(cell) for cell in row.cells]
        if len(texts) > 0:
            facts.setdefault(texts[0].strip(), texts[1].strip() if len(texts) > 1 else "")
    if facts.get("格式") != FORMAT:
        return None
    for sheet in (STAGES, SEGMENTS, LINKS):
        if sheet not in sheets:
            raise FileRefused(file=file, reason="chain_sheet", sheet=sheet)
    mark, number, at = (facts.get(word, "") for word in VERSION_WORDS)
    return WorkbookIdentity(
        facts.get("产业链编号", ""),
        facts.get("产业链", ""),
        mark,
        int(number) if number.isdecimal() else 0,
        at,
        {
            "name": plain(facts.get("产业链", "")),
            "cluster": plain(facts.get("产业集群", "")),
            "chief": plain(facts.get("链长", "")),
            "document": plain(facts.get("来源文件", "")),
            "place": plain(facts.get("出处", "")),
            "aliases": words_in(facts.get("别名", "")),
        },
    )


def read_workbook_cells(
    sheets: Sheets,
    identity: WorkbookIdentity,
    base: Cells,
    ours: Cells,
    products: Mapping[str, Product],
    file: str,
) -> WorkbookCells:
    """The workbook as cells to compare with `base`; what cannot be read of a row stays as in `base`.

    A row without a code is what `ours` or `base` has by its name and no other row is, else new.

    Raises FileRefused when a column is missing.
    """
    reading = _Reading(identity, base, ours, products)
    reading.stages(rows_of(sheets, STAGES, ("阶段", "层级"), file))
    reading.segments(rows_of(sheets, SEGMENTS, ("环节", "阶段", "上级环节", "产品"), file))
    reading.links(rows_of(sheets, LINKS, ("供方环节", "需方环节", "投入组", "份额"), file))
    if NOTES in sheets:
        reading.notes(rows_of(sheets, NOTES, ("类别", "内容", "出处"), file))
    return reading.found


class _Reading:
    def __init__(
        self, identity: WorkbookIdentity, base: Cells, ours: Cells, products: Mapping[str, Product]
    ) -> None:
        self.found = WorkbookCells({("chain",): dict(identity.facts)})
        self._base, self._ours, self._products = base, ours, products
        self._product_names = {
            normalised_name(one.name): code for code, one in reversed(list(products.items()))
        }
        self._names: dict[str, dict[str, str]] = {"stage": {}, "segment": {}}
        self._codes = {kind: self._known(kind) for kind in ("stage", "segment")}
        if ("notes",) in base:
            self.found.cells[("notes",)] = dict(base[("notes",)])

    def stages(self, rows: list[Row]) -> None:
        """The stages in the order of their rows."""
        order: list[str] = []
        for row, code in self._identified("stage", "阶段", rows):
            tier = _TIERS.get(row.text("层级"))
            old = self._base.get(("stage", code), {})
            if tier is None:
                self._refuse(row, f"层级“{row.text('层级')[:20]}”应为{'、'.join(_TIERS)}，未采用")
                tier = old.get("tier")
            if tier is None:
                continue
            self.found.cells[("stage", code)] = {
                THERE: True,
                "name": _unless_same(row.text("阶段"), old.get("name")),
                "tier": tier,
            }
            order.append(code)
        self.found.cells[(ORDER, "stage")] = {ORDER: tuple(order)}

    def segments(self, rows: list[Row]) -> None:
        """The segments in the order of their rows, with what is said of them."""
        identified = self._identified("segment", "环节", rows)
        order: list[str] = []
        for row, code in identified:
            key: Key = ("segment", code)
            old = self._base.get(key, {})
            stage = self._reference("stage", row, "阶段编号", "阶段") or old.get("stage")
            if not stage:
                continue
            self.found.cells[key] = {
                THERE: True,
                "name": _unless_same(row.text("环节"), old.get("name")),
                "stage": stage,
                "parent": self._parent(row, code, old),
                "product": self._product(row, old),
                **self._facts(row, old),
            }
            self.found.cells[("assessment", code)] = self._said(row, code)
            order.append(code)
        self.found.cells[(ORDER, "segment")] = {ORDER: tuple(order)}
        self._refuse_circles(identified)

    def links(self, rows: list[Row]) -> None:
        """The supply links."""
        for row in rows:
            ends = [
                self._reference("segment", row, f"{side}编号", f"{side}环节") for side in ("供方", "需方")
            ]
            if not ends[0] or not ends[1]:
                continue
            key: Key = ("link", ends[0], ends[1])
            old = self._base.get(key, {})
            if ends[0] == ends[1]:
                self._refuse(row, "环节不能供应自己，未导入")
            elif key in self.found.cells:
                self._refuse(row, "与上面一行重复，未导入")
            else:
                self.found.cells[key] = {
                    THERE: True,
                    "group": _group(row.text("投入组"), ends[0], old),
                    "share": self._number(row, "份额", old.get("share", 1.0), most=1.0),
                }
        self._even_shares()

    def notes(self, rows: list[Row]) -> None:
        """What is said of the whole chain; one wrong row leaves them all as they were."""
        notes = []
        for row in rows:
            kind = _NOTE_KINDS.get(row.text("类别"))
            if kind is None:
                self._refuse(row, f"类别应为{'、'.join(_NOTE_KINDS)}；本表未导入")
                return
            notes.append((kind, plain(row.raw("内容")), plain(row.raw("出处"))))
        self.found.cells[("notes",)] = {"notes": tuple(notes)}

    def _known(self, kind: str) -> dict[str, str]:
        """Code by its text in the file."""
        plain_of = plain_codes(key[1] for key in self._base if key[0] == kind)
        return {text: code for code, text in plain_of.items()}

    def _identified(self, kind: str, heading: str, rows: list[Row]) -> list[tuple[Row, str]]:
        """Rows with their codes: by code, then by name of one that no row has, else a new one."""
        self._adopt(kind, rows)
        told = {self._codes[kind].get(row.text("编号")) for row in rows}
        free = {
            row["name"]: key[1]
            for cells in (self._ours, self._base)
            for key, row in cells.items()
            if key[0] == kind and key[1] not in told
        }
        found: list[tuple[Row, str]] = []
        used: dict[str, int] = {}
        own = self._own_names(kind, heading, rows)
        for row in rows:
            name = row.text(heading)
            code = self._codes[kind].get(row.text("编号")) or free.get(name) or fresh_code(kind)
            if not 1 <= len(name) <= NAME_LETTERS:
                self._refuse(row, f"{heading}名称应为 1 到 {NAME_LETTERS} 个字，未导入")
            elif name in self._names[kind] or own.get(name, row.number) != row.number:
                self._refuse(row, f"{heading}“{name[:30]}”重名，未导入")
            elif code in used:
                self._refuse(row, f"编号与第 {used[code]} 行相同，未导入（新增的行请把编号留空）")
            else:
                used[code] = row.number
                self._names[kind][name] = code
                found.append((row, code))
                continue
            self._keep_as_it_was(kind, code)
        return found

    def _adopt(self, kind: str, rows: list[Row]) -> None:
        """Codes that nothing has here yet stay as the file has them."""
        taken = set(self._codes[kind].values())
        for row in rows:
            text = row.text("编号")
            if text and text not in self._codes[kind] and text not in taken and len(text) <= LONGEST_CODE:
                self._codes[kind][text] = text

    def _own_names(self, kind: str, heading: str, rows: list[Row]) -> dict[str, int]:
        """Of names that several rows have, the row that had it before: the others are refused."""
        found = {}
        for row in rows:
            code = self._codes[kind].get(row.text("编号"), "")
            old = self._base.get((kind, code), {}).get("name")
            if old is not None and old == row.text(heading):
                found[old] = row.number
        return found

    def _keep_as_it_was(self, kind: str, code: str) -> None:
        """A row that cannot be read removes nothing."""
        for key in ((kind, code), ("assessment", code)):
            if key in self._base:
                self.found.cells.setdefault(key, dict(self._base[key]))

    def _reference(self, kind: str, row: Row, code_heading: str, heading: str) -> str | None:
        """The stage or segment that a row names: its code where name and code agree, else by name."""
        code = self._codes[kind].get(row.text(code_heading))
        name = row.text(heading)
        if code is not None:
            now = next((own for own, known in self._names[kind].items() if known == code), None)
            if not name or name in {now, self._base.get((kind, code), {}).get("name")}:
                return code
        if name in self._names[kind]:
            return self._names[kind][name]
        self._refuse(row, f"{heading}“{name[:30]}”不存在，未采用")
        return None

    def _parent(self, row: Row, code: str, old: Mapping[str, Any]) -> str | None:
        if not row.text("上级环节"):
            return None
        parent = self._reference("segment", row, "上级编号", "上级环节") or old.get("parent")
        if parent == code:
            self._refuse(row, "上级环节不能是自己，未采用")
            return None if old.get("parent") is None else str(old["parent"])
        return parent

    def _product(self, row: Row, old: Mapping[str, Any]) -> str | None:
        """A known product's code, the name of a new one, None for that of the segment's own name."""
        name, code = row.text("产品"), row.text("产品编号")
        known = self._products.get(code)
        if not name:
            return old.get("product")
        if known is not None and normalised_name(known.name) == normalised_name(name):
            return code
        return self._product_names.get(normalised_name(name), name)

    def _facts(self, row: Row, old: Mapping[str, Any]) -> dict[str, Any]:
        facts: dict[str, Any] = {
            "weight": self._number(row, "权重", old.get("weight", 1.0), most=100.0),
            "general": old.get("general", False),
            "place": old.get("place"),
            "aliases": old.get("aliases"),
            "exclude": old.get("exclude"),
        }
        if row.has("一般知识") and row.text("一般知识") in {"是", "否"}:
            facts["general"] = row.text("一般知识") == "是"
        if row.has("出处"):
            facts["place"] = plain(row.raw("出处"))
        for name, heading in (("aliases", "近义词"), ("exclude", "排除词")):
            if row.has(heading):
                same = plain(row.raw(heading)) == plain(BETWEEN.join(old.get(name) or ()))
                facts[name] = old.get(name) if same else words_in(row.raw(heading))
        return facts

    def _said(self, row: Row, code: str) -> dict[str, object]:
        """What is said of the segment; a column that is missing or a cell that is wrong says nothing new."""
        said: dict[str, object] = {}
        for name, heading in _SAID.items():
            if not row.has(heading):
                continue
            try:
                says, value = read_cell(name, row.cell(heading))
            except CellRefused as refused:
                self._refuse(row, f"“{heading}”的值“{str(refused)[:40]}”不合要求，未采用")
                continue
            if says:
                said[name] = value
        if said.get("source") == "unknown":
            said["degree"] = None
        if said.get("countries") and said.get("source", Source.ABROAD) is not Source.ABROAD:
            self._refuse(row, COUNTRIES_REFUSED)
            del said["countries"]
        return said

    def _number(self, row: Row, heading: str, old: float, *, most: float) -> float:
        text = row.text(heading).rstrip("%")
        if not row.has(heading) or not text:
            return old
        try:
            value = float(text) / (100 if row.text(heading).endswith("%") else 1)
        except ValueError:
            value = -1.0
        if not 0.0 < value <= most and not (most > 1.0 and value == 0.0):
            self._refuse(row, f"“{heading}”的值“{row.text(heading)[:20]}”应在 0 到 {most:g} 之间，未采用")
            return old
        return float(format(value, ".12g"))

    def _refuse_circles(self, rows: list[tuple[Row, str]]) -> None:
        """Take no parent that leads back to its own part."""
        cells = self.found.cells
        for row, code in rows:
            seen, at = {code}, cells.get(("segment", code), {}).get("parent")
            while at is not None and at not in seen:
                seen.add(at)
                at = cells.get(("segment", at), {}).get("parent")
            if at == code:
                self._refuse(row, "上级环节绕成了圈，未采用")
                cells[("segment", code)]["parent"] = self._base.get(("segment", code), {}).get("parent")

    def _even_shares(self) -> None:
        """Tell of groups that cover more than the need, and leave them as they were."""
        groups: dict[tuple[str, str], list[Key]] = {}
        for key, row in self.found.cells.items():
            if key[0] == "link":
                groups.setdefault((key[2], row["group"]), []).append(key)
        for (target, group), keys in groups.items():
            total = sum(self.found.cells[key]["share"] for key in keys)
            if total > 1.0 + 1e-6:
                names = {code: name for name, code in self._names["segment"].items()}
                cause = (
                    f"“{names.get(target, target)}”的投入组“{group}”份额合计 {total:.0%}，超过 100%，未采用"
                )
                self.found.problems.append(Problem(LINKS, 0, cause))
                for key in keys:
                    if key in self._base:
                        self.found.cells[key] = dict(self._base[key])
                    else:
                        del self.found.cells[key]

    def _refuse(self, row: Row, cause: str) -> None:
        self.found.problems.append(Problem(row.sheet, row.number, cause))


def _group(text: str, source: str, old: dict[str, Any]) -> str | None:
    """The group that is meant: one of its own where that is said, as it was where nothing is."""
    if plain(text) == ALONE != old.get("group"):
        return source
    same: str | None = old.get("group", source)
    return _unless_same(text, old.get("group")) or same


def _unless_same(text: str, old: str | None) -> str | None:
    """The text as compared, or the old one when they differ in spaces alone."""
    text = plain(text) or ""
    same = (
        old is not None and " ".join(display_name(old.replace("\n", " ").replace("\t", " ")).split()) == text
    )
    return old if same else text or None
