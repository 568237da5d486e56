"""The colours of the map, by role, for the light and the dark theme."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from chains.kinds import Coverage, Tier
from chains.shade_classes import COVERAGE_CLASS
from widgets.style.looks import DARK_MODES, LIGHT_MODES, Look
from widgets.style.palette import DARK as DARK_SHADES
from widgets.style.palette import LIGHT as LIGHT_SHADES
from widgets.style.shades import FILL, ON_FILL, TINT, Shade

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chains.shade_classes import ShadeClass
    from widgets.style.looks import ModeLooks


class Roles(NamedTuple):
    """Every colour that the map draws with."""

    canvas: str
    column: str
    heading: str
    line: str
    ink: str
    muted: str
    accent: str
    warning: str
    chip_ink: str
    chokepoint: str
    link: str
    link_lit: str
    link_missing: str
    mark: str
    tier: Mapping[Tier, str]
    coverage: Mapping[Coverage, Look]
    shades: Mapping[ShadeClass, Look]


def map_roles(
    theme: Mapping[Shade, str],
    tiers: Mapping[Tier, str],
    shades: ModeLooks,
    link: str,
    heading: str,
) -> Roles:
    """The map's colours out of a theme."""
    coverage = {
        coverage: Look(theme[FILL[coverage]], theme[TINT[coverage]], theme[ON_FILL[coverage]])
        for coverage in Coverage
    }
    return Roles(
        canvas=theme[Shade.GROUND],
        column=theme[Shade.PANEL],
        heading=heading,
        line=theme[Shade.LINE],
        ink=theme[Shade.TEXT],
        muted=theme[Shade.TEXT_FAINT],
        accent=theme[Shade.ACCENT],
        warning=theme[Shade.MISSING_TEXT],
        chip_ink=theme[Shade.ON_ACCENT],
        chokepoint=theme[Shade.CHOKEPOINT],
        link=link,
        link_lit=theme[Shade.ACCENT],
        link_missing=theme[Shade.MISSING],
        mark=theme[Shade.MARK],
        tier=tiers,
        coverage=coverage,
        shades=shades.beside({COVERAGE_CLASS[one]: coverage[one] for one in Coverage}),
    )


LIGHT = map_roles(
    LIGHT_SHADES,
    {
        Tier.UPSTREAM: "#1f5fa8",
        Tier.MIDSTREAM: "#4656ad",
        Tier.DOWNSTREAM: "#6a4aa8",
        Tier.SUPPORT: "#566372",
    },
    LIGHT_MODES,
    link="#a9b5c4",
    heading="#e4ebf4",
)
DARK = map_roles(
    DARK_SHADES,
    {
        Tier.UPSTREAM: "#6aa8ee",
        Tier.MIDSTREAM: "#98a5f0",
        Tier.DOWNSTREAM: "#bb9df0",
        Tier.SUPPORT: "#9aa8b8",
    },
    DARK_MODES,
    link="#5a6979",
    heading="#263342",
)
