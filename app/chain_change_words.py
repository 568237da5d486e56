"""Changes of a chain's structure in the words of the screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.form_words import value_word
from chains.chain_import import WorkbookChange
from chains.field_words import FIELD
from chains.kinds import NoteKind, Tier
from chains.structure_cells import ORDER, THERE
from chains.words import NOTE, TIER

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from chains.chain import Product
    from chains.structure_cells import Cells, StructureItem

ACTION = {
    "add": "新增",
    "remove": "删除",
    "rename": "改名",
    "move": "移动",
    "change": "修改",
    "assess": "评估",
    "reorder": "调整顺序",
}
KIND = {
    "chain": "产业链",
    "stage": "阶段",
    "segment": "环节",
    "assessment": "环节",
    "link": "供应关系",
    "notes": "链级事项",
}
_SHOWN_OF_NEW = {
    "stage": ("tier",),
    "segment": ("stage", "parent", "product"),
    "link": ("share",),
    "assessment": ("coverage", "source", "degree", "countries", "chokepoint", "evidence", "review_on"),
}


@dataclass(frozen=True, slots=True)
class Names:
    """What stages, segments and products are called, gone and new ones included."""

    stages: Mapping[str, str]
    segments: Mapping[str, str]
    products: Mapping[str, str]

    @classmethod
    def of(cls, cells: Iterable[Cells], products: Mapping[str, Product]) -> Names:
        """From cells, the later ones last."""
        found: dict[str, dict[str, str]] = {"stage": {}, "segment": {}}
        for rows in cells:
            for key, row in rows.items():
                if key[0] in found and row.get("name"):
                    found[key[0]][key[1]] = str(row["name"])
        names = {code: one.name for code, one in products.items()}
        return cls(found["stage"], found["segment"], names)


def shown_change(item: StructureItem, names: Names, marks: Mapping[str, int]) -> WorkbookChange:
    """The item in words; `marks` counts companies by segment."""
    kind = item.kind
    before = after = ""
    field = ""
    if item.action == "add" or (item.action == "assess" and item.field == THERE):
        wanted = _SHOWN_OF_NEW.get(kind, ())
        said = {one.field: one.theirs for one in item.changes}
        after = "；".join(
            f"{_field(kind, name)} {text}"
            for name in wanted
            if (text := _value(kind, name, said.get(name), names))
        )
    elif item.action not in {"remove", "reorder"}:
        one = item.changes[0]
        field = _field(kind, one.field)
        before, after = (_value(kind, one.field, value, names) for value in (one.base, one.theirs))
    ours = None
    if item.collides:
        other = next(one for one in item.changes if one.collides)
        ours = "顺序已变" if item.action == "reorder" else _value(kind, other.field, other.ours, names)
    going = marks.get(item.key[1], 0) if item.action == "remove" and kind == "segment" else 0
    return WorkbookChange(
        ACTION[item.action], KIND[kind], _subject(item, names), field, before, after, ours, going
    )


def _subject(item: StructureItem, names: Names) -> str:
    key = item.key
    if key[0] == "link":
        return " → ".join(names.segments.get(code, code) for code in key[1:])
    if key[0] in {"chain", "notes", ORDER}:
        return ""
    known = names.stages if key[0] == "stage" else names.segments
    if item.action == "rename":
        return str(item.changes[0].base)
    return known.get(key[1], key[1])


def _field(kind: str, field: str) -> str:
    table = {"link": "supply_link"}.get(kind, kind)
    return FIELD.get(f"{table}.{field}", "链级事项" if kind == "notes" else field)


def _value(kind: str, field: str, value: Any, names: Names) -> str:  # noqa: ANN401 - any cell
    if field == "notes" and value is not None:
        return f"{len(value)} 条：" + "；".join(
            f"{NOTE[NoteKind(one)]} {text or ''}" for one, text, _ in value[:3]
        )
    if field == "tier" and value is not None:
        return TIER[Tier(value)]
    known = {"stage": names.stages, "parent": names.segments, "product": names.products}.get(field)
    if known is not None and kind == "segment" and value is not None:
        return known.get(value, str(value))
    if isinstance(value, float):
        return f"{value:.0%}" if field == "share" else f"{value:g}"
    return "；".join(map(str, value)) if isinstance(value, tuple) else value_word(field, value)
