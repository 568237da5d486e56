"""What the workspace keeps as a text of its own making (filters, templates, presets, suppositions), in words.

The change log shows it so. A text that cannot be read is shown as it is: the log hides nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from chains import registry, registry_words, target_words
from chains.errors import DomainError
from chains.list_presets import MAP_WORD, ListPreset, with_content
from chains.scenario import Fill, Gone, Settle
from chains.scenario_text import from_text
from chains.target_lists import template_from_text
from chains.words import SOURCE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from chains.scenario import Supposition


def kept_text(field: str, text: str) -> str:
    """The text in words, where `field` is one that the program writes so; else the text."""
    words = _WORDS.get(field)
    if words is None:
        return text
    try:
        return words(text) or text
    except (DomainError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return text


def _company_filter(text: str) -> str:
    wanted = registry.filter_from_text(text)
    return registry_words.filter_text(replace(wanted, chains=_counted(wanted.chains)))


def _company_sort(text: str) -> str:
    return registry_words.sort_text(registry.sort_from_text(text))


def _template(text: str) -> str:
    how = template_from_text(text)
    if how is None:
        return text
    wanted = replace(how.wanted, chains=_counted(how.wanted.chains))
    columns = "、".join(target_words.COLUMN[one] for one in how.columns)
    return f"{target_words.list_text(replace(how, wanted=wanted), {})}：{columns}"


def _preset(text: str) -> str:
    preset = with_content(ListPreset("", ()), text)
    lists = "、".join(
        f"{one.title}（{len(one.columns)} 列）" if one.columns else one.title for one in preset.lists
    )
    maps = "、".join(MAP_WORD[one] for one in preset.maps)
    return "；".join(part for part in (lists, f"图：{maps}" if maps else "") if part)


def _suppositions(text: str) -> str:
    return "；".join(_supposition(from_text(one)) for one in text.split("；"))


def _supposition(one: Supposition) -> str:
    """Without the segment: of a row of the log only its code is known, which says nothing to people."""
    if isinstance(one, Fill):
        return "补上一个缺口"
    if isinstance(one, Settle):
        return f"企业落户：{one.name}"
    if isinstance(one, Gone):
        return f"企业退出：{one.name}"
    where = "全部环节" if one.ref is None else "一个环节"
    if one.country:
        return f"断供：{one.country} → {where}"
    source = "市外来源" if one.source is None else f"{SOURCE[one.source]}来源"
    return f"停止供应：{source} → {where}"


def _counted(chains: tuple[str, ...]) -> tuple[str, ...]:
    return (f"{len(chains)} 条产业链",) if chains else ()


_WORDS: Mapping[str, Callable[[str], str]] = {
    "company_list.wanted": _company_filter,
    "company_list.sort": _company_sort,
    "setting.target_list": _template,
    "list_preset.lists": _preset,
    "scenario.suppositions": _suppositions,
}
