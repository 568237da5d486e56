"""清单方案 (presets): which lists go out, under which names, with which columns, in which order."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
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


class MapView(StrEnum):
    """What a map of a preset (N图) shows."""

    WHOLE = "whole"
    APPLICATIONS = "applications"
    SOURCES = "sources"
    GAPS = "gaps"
    DISTRICTS = "districts"


MAP_WORD = {
    MapView.WHOLE: "图谱",
    MapView.APPLICATIONS: "应用领域图",
    MapView.SOURCES: "技术路线图",
    MapView.GAPS: "招商路线图",
    MapView.DISTRICTS: "区域分布图",
}
MAP_BASIS = {
    MapView.WHOLE: "全部环节，按本地供给着色",
    MapView.APPLICATIONS: "下游环节及直接向其供货的环节，按本地供给着色",
    MapView.SOURCES: "全部环节，按当前来源着色，标出卡脖子",
    MapView.GAPS: "全部环节，按缺口指数着色",
    MapView.DISTRICTS: "已确认的供应商按所在区市计数",
}
"""What is to be seen on each, in the users' words."""


@dataclass(frozen=True, slots=True)
class ListPreset:
    """A 清单方案: the lists and the maps that go out. `id` 0 for one that ships with the program."""

    name: str
    lists: tuple[PresetList, ...]
    maps: tuple[MapView, ...] = (MapView.WHOLE,)
    id: int = 0
    version: int = 1


@dataclass(frozen=True, slots=True)
class SavePreset:
    """Keep a preset under its name; one of that name is replaced."""

    name: str
    lists: tuple[PresetList, ...]
    maps: tuple[MapView, ...] = (MapView.WHOLE,)
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
    (MapView.WHOLE, MapView.APPLICATIONS, MapView.SOURCES, MapView.DISTRICTS),
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
    (MapView.WHOLE, MapView.SOURCES, MapView.APPLICATIONS, MapView.DISTRICTS, MapView.GAPS),
)
BUILT_IN = (SHANDONG, FOUR_AND_FIVE, FIVE_AND_FIVE)


def checked_preset(
    name: str, lists: tuple[PresetList, ...], maps: tuple[MapView, ...] = (MapView.WHOLE,)
) -> ListPreset:
    """The preset, names cleaned. Raises InvalidValue when it has no list, too many, or a built-in name."""
    name = checked_name(name)
    if name in {one.name for one in BUILT_IN}:
        raise InvalidValue(field="preset.name", value=name, allowed="内置方案以外的名称")
    if not 1 <= len(lists) <= MOST_LISTS:
        raise InvalidValue(field="preset.lists", value=len(lists), allowed=f"1–{MOST_LISTS} 张清单")
    titled = tuple(replace(one, name=checked_name(one.title)) for one in lists)
    return ListPreset(name, titled, tuple(dict.fromkeys(maps)))


def content_as_text(preset: ListPreset) -> str:
    """Lists and maps as the workspace keeps them."""
    content = {"lists": [asdict(one) for one in preset.lists], "maps": list(preset.maps)}
    return json.dumps(content, ensure_ascii=False)


def with_content(preset: ListPreset, text: str) -> ListPreset:
    """The preset with what was kept; kinds that this program does not know are left out."""
    content = json.loads(text)
    lists = tuple(
        PresetList(ListKind(one["kind"]), str(one["name"]), tuple(map(str, one["columns"])))
        for one in content["lists"]
        if one["kind"] in set(ListKind)
    )
    maps = tuple(MapView(one) for one in content["maps"] if one in set(MapView))
    return replace(preset, lists=lists, maps=maps)
