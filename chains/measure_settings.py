"""The weights and the 口径 that measures are counted by (口径与权重): settings of the workspace."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from chains.errors import InvalidValue
from chains.kinds import Coverage, RateRule, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class ChainWeighing(StrEnum):
    """How much a chain counts where gains of several chains are added up (补链优先级)."""

    EQUAL = "equal"
    BY_SEGMENTS = "by_segments"


@dataclass(frozen=True, slots=True)
class MeasureSettings:
    """Every weight that domain.md leaves to the workspace; the defaults are its own.

    `credit_*` is c of 本地配套率 按环节, `depth_*` d and `risk_*` r of 严重度 (优势 has d 0), `index_*`
    are the three weights of 缺口指数, `match_*` those of 匹配度, `chains` weighs chains in 补链优先级.
    All numbers lie in 0–1.
    """

    rate_rule: RateRule = RateRule.BY_SEGMENT
    credit_adequate: float = 1.0
    credit_weak: float = 0.5
    depth_missing: float = 1.0
    depth_weak: float = 0.6
    depth_adequate: float = 0.2
    risk_local: float = 0.0
    risk_provincial: float = 0.2
    risk_domestic: float = 0.4
    risk_abroad: float = 0.8
    risk_unknown: float = 0.4
    risk_chokepoint: float = 0.2
    index_base: float = 0.4
    index_impact: float = 0.4
    index_cross: float = 0.2
    match_fit: float = 0.8
    match_qualification: float = 0.08
    match_scale: float = 0.04
    match_region: float = 0.04
    match_state: float = 0.04
    chains: ChainWeighing = ChainWeighing.EQUAL

    def credit(self, coverage: Coverage) -> float | None:
        """What a coverage counts in 本地配套率 (c); None for 未评估, which does not count."""
        name = _CREDIT.get(coverage)
        if name is None:
            return _FIXED_CREDIT.get(coverage)
        return float(getattr(self, name))

    def depth(self, coverage: Coverage) -> float | None:
        """How deep a gap of that coverage is (d); None for 未评估."""
        name = _DEPTH.get(coverage)
        if name is None:
            return 0.0 if coverage is Coverage.STRONG else None
        return float(getattr(self, name))

    def risk(self, source: Source, *, chokepoint: bool) -> float:
        """How risky a source is (r), with what 卡脖子 adds; at most 1."""
        risk = float(getattr(self, _RISK[source]))
        return min(1.0, risk + (self.risk_chokepoint if chokepoint else 0.0))


# Looked up once a segment in every measure of every chain: no mapping is built anew there.
_FIXED_CREDIT = {Coverage.STRONG: 1.0, Coverage.MISSING: 0.0}
_CREDIT = {Coverage.ADEQUATE: "credit_adequate", Coverage.WEAK: "credit_weak"}
_DEPTH = {
    Coverage.MISSING: "depth_missing",
    Coverage.WEAK: "depth_weak",
    Coverage.ADEQUATE: "depth_adequate",
}
_RISK = {source: f"risk_{source.value}" for source in Source}


@dataclass(frozen=True, slots=True)
class SetMeasureSettings:
    """Count measures by these weights and this 口径 from now on; `seen` are those the person looked at."""

    settings: MeasureSettings
    seen: MeasureSettings | None = None


DEFAULTS = MeasureSettings()
"""What holds until somebody says otherwise: the figures of domain.md."""

_KEYS = {"rate_rule": "local_supply_rate.rule"}
"""Keys of the workspace's settings that are not `measures.` and the field's name."""


def setting_key(field: str) -> str:
    """The key under which the workspace keeps a field."""
    return _KEYS.get(field, f"measures.{field}")


FIELDS = tuple(one.name for one in fields(MeasureSettings))
"""The names of all fields, in the order in which they are shown."""


def as_texts(settings: MeasureSettings) -> dict[str, str]:
    """Every field as the workspace keeps it, by key."""
    return {setting_key(name): _text(getattr(settings, name)) for name in FIELDS}


def from_texts(read: Callable[[str, str], str]) -> MeasureSettings:
    """The settings from what `read(key, default)` gives; what is no valid value counts as not set."""
    found: dict[str, Any] = {}
    for name in FIELDS:
        default = getattr(DEFAULTS, name)
        try:
            found[name] = type(default)(read(setting_key(name), _text(default)))
        except ValueError:
            continue
        if isinstance(default, float) and not _is_weight(found[name]):
            del found[name]
    settings = MeasureSettings(**found)
    return settings if faults_of(settings) == () else replace(DEFAULTS, rate_rule=settings.rate_rule)


def faults_of(settings: MeasureSettings) -> tuple[str, ...]:
    """The fields that cannot be so: outside 0–1, a worse coverage that counts better, weights over 1."""
    numbers = {name: getattr(settings, name) for name in FIELDS}
    faults = [name for name, value in numbers.items() if isinstance(value, float) and not _is_weight(value)]
    if settings.credit_weak > settings.credit_adequate:
        faults.append("credit_weak")
    if not settings.depth_adequate <= settings.depth_weak <= settings.depth_missing:
        faults.append("depth_weak")
    if not math.isclose(settings.index_base + settings.index_impact + settings.index_cross, 1.0):
        faults.append("index_base")
    matched = [getattr(settings, name) for name in FIELDS if name.startswith("match_")]
    if not math.isclose(sum(matched), 1.0) or settings.match_fit <= 0.0:
        faults.append("match_fit")
    return tuple(dict.fromkeys(faults))


def checked_settings(settings: MeasureSettings) -> MeasureSettings:
    """The settings as they are. Raises InvalidValue, naming the first field that cannot be so."""
    faults = faults_of(settings)
    if faults:
        name = faults[0]
        raise InvalidValue(
            field=f"setting.{setting_key(name)}",
            value=_text(getattr(settings, name)),
            allowed=_ALLOWED.get(name, "0 至 1"),
        )
    return settings


def changed_fields(one: MeasureSettings, other: MeasureSettings) -> Mapping[str, tuple[str, str]]:
    """What differs: field → both values as texts."""
    pairs = {name: (_text(getattr(one, name)), _text(getattr(other, name))) for name in FIELDS}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


_ALLOWED = {
    "credit_weak": "0 至 1，且薄弱不高于具备",
    "depth_weak": "0 至 1，且缺失 ≥ 薄弱 ≥ 具备",
    "index_base": "三项之和为 1",
    "match_fit": "大于 0，五项之和为 1",
}


def _is_weight(value: float) -> bool:
    return math.isfinite(value) and 0.0 <= value <= 1.0


def _text(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
