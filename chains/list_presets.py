"""清单方案 (presets): which lists go out, under which names, with which columns, in which order."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from chains.editing_checks import checked_name
from chains.errors import InvalidValue
from chains.list_shapes import LIST_SHAPES, ListKind

if TYPE_CHECKING:
    from chains.list_shapes import ShapeColumn

MOST_LISTS = 40


@dataclass(frozen=True, slots=True)
class PresetList:
    """One list of a preset. `columns` are keys in their order, () for all that the list can have."""

    kind: ListKind
    name: str = ""
    columns: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What the list is called: its own name, else the usual one."""
        return self.name or LIST_SHAPES[self.kind].word

    @property
    def shown(self) -> tuple[ShapeColumn, ...]:
        """The columns in order; those that the list does not have are passed over."""
        shape = LIST_SHAPES[self.kind]
        found = [shape.column(key) for key in self.columns]
        return tuple(one for one in found if one is not None) or shape.columns


@dataclass(frozen=True, slots=True)
class ListPreset:
    """A 清单方案. `id` 0 for one that ships with the program."""

    name: str
    lists: tuple[PresetList, ...]
    id: int = 0
    version: int = 1


@dataclass(frozen=True, slots=True)
class SavePreset:
    """Keep a preset under its name; one of that name is replaced."""

    name: str
    lists: tuple[PresetList, ...]
    expected_version: int | None = None


@dataclass(frozen=True, slots=True)
class RemovePreset:
    """Forget a preset."""

    preset_id: int
    expected_version: int | None = None


PresetCommand = SavePreset | RemovePreset

SHANDONG = ListPreset(
    "山东 1+N",
    (
        PresetList(ListKind.LEADS, "领航龙头企业"),
        PresetList(ListKind.SUPPLIERS, "重点配套企业"),
        PresetList(ListKind.STRENGTHS, "主要特色优势"),
        PresetList(ListKind.GAPS, "急需突破短板"),
        PresetList(ListKind.RESEARCH, "协同攻关技术"),
        PresetList(ListKind.DISTRICTS, "区域布局"),
        PresetList(ListKind.PROJECT, "重点建设项目"),
        PresetList(ListKind.TARGETS, "双招双引对象"),
        PresetList(ListKind.RESOURCE, "可对接外部资源"),
    ),
)
FOUR_AND_FIVE = ListPreset(
    "四图五清单",
    (
        PresetList(ListKind.CLUSTERS, "产业集群"),
        PresetList(ListKind.POLICY, "政策"),
        PresetList(ListKind.COMPANIES, "重点企业"),
        PresetList(ListKind.PROJECT, "重点项目"),
        PresetList(ListKind.ISSUES, "产业问题"),
    ),
)
FIVE_AND_FIVE = ListPreset(
    "五图五清单",
    (
        PresetList(ListKind.COMPANIES, "企业清单"),
        PresetList(ListKind.PROJECT, "项目清单"),
        PresetList(ListKind.CLUSTERS, "集群清单"),
        PresetList(ListKind.ISSUES, "问题清单"),
        PresetList(ListKind.POLICY, "政策清单"),
    ),
)
BUILT_IN = (SHANDONG, FOUR_AND_FIVE, FIVE_AND_FIVE)


def checked_preset(name: str, lists: tuple[PresetList, ...]) -> ListPreset:
    """The preset, names cleaned. Raises InvalidValue when it has no list, too many, or a built-in name."""
    name = checked_name(name)
    if name in {one.name for one in BUILT_IN}:
        raise InvalidValue(field="preset.name", value=name, allowed="内置方案以外的名称")
    if not 1 <= len(lists) <= MOST_LISTS:
        raise InvalidValue(field="preset.lists", value=len(lists), allowed=f"1–{MOST_LISTS} 张清单")
    return ListPreset(name, tuple(replace(one, name=checked_name(one.title)) for one in lists))


def lists_as_text(lists: tuple[PresetList, ...]) -> str:
    """The lists as the workspace keeps them."""
    return json.dumps([asdict(one) for one in lists], ensure_ascii=False)


def lists_from_text(text: str) -> tuple[PresetList, ...]:
    """The lists again; kinds that this program does not know are left out."""
    known = set(ListKind)
    return tuple(
        PresetList(ListKind(one["kind"]), str(one["name"]), tuple(map(str, one["columns"])))
        for one in json.loads(text)
        if one["kind"] in known
    )
