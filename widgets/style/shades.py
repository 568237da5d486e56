"""Colour roles of panels, tables and dialogs: what a colour is for. Which colour that is, the theme says."""

from __future__ import annotations

from enum import StrEnum

from chains.kinds import Coverage


class Shade(StrEnum):
    """What a colour is for; every theme gives each of them one colour."""

    GROUND = "ground"
    PANEL = "panel"
    RAISED = "raised"
    HOVER = "hover"
    LINE = "line"
    LINE_STRONG = "line_strong"
    TEXT = "text"
    TEXT_SOFT = "text_soft"
    TEXT_FAINT = "text_faint"
    ACCENT = "accent"
    ON_ACCENT = "on_accent"
    ACCENT_HOVER = "accent_hover"
    ACCENT_TINT = "accent_tint"
    ACCENT_TEXT = "accent_text"
    SLATE = "slate"
    ON_SLATE = "on_slate"
    TRACK = "track"
    STRONG = "strong"
    ON_STRONG = "on_strong"
    STRONG_TEXT = "strong_text"
    STRONG_TINT = "strong_tint"
    ADEQUATE = "adequate"
    ON_ADEQUATE = "on_adequate"
    ADEQUATE_TEXT = "adequate_text"
    ADEQUATE_TINT = "adequate_tint"
    WEAK = "weak"
    ON_WEAK = "on_weak"
    WEAK_TEXT = "weak_text"
    WEAK_TINT = "weak_tint"
    MISSING = "missing"
    ON_MISSING = "on_missing"
    MISSING_TEXT = "missing_text"
    MISSING_TINT = "missing_tint"
    UNASSESSED = "unassessed"
    ON_UNASSESSED = "on_unassessed"
    UNASSESSED_TEXT = "unassessed_text"
    UNASSESSED_TINT = "unassessed_tint"
    CHOKEPOINT = "chokepoint"
    ON_CHOKEPOINT = "on_chokepoint"
    CHOKEPOINT_TEXT = "chokepoint_text"
    CHOKEPOINT_TINT = "chokepoint_tint"
    MARK = "mark"


FILL = {coverage: Shade(coverage.value) for coverage in Coverage}
"""The full colour of a 本地供给."""

ON_FILL = {coverage: Shade(f"on_{coverage.value}") for coverage in Coverage}
"""Text that stands on the full colour."""

INK = {coverage: Shade(f"{coverage.value}_text") for coverage in Coverage}
"""Text in the colour of a 本地供给 on a panel or on its tint."""

TINT = {coverage: Shade(f"{coverage.value}_tint") for coverage in Coverage}
"""The pale ground of a 本地供给."""

_GROUNDS = (Shade.GROUND, Shade.PANEL, Shade.RAISED, Shade.HOVER, Shade.ACCENT_TINT)
_FAMILIES = ("strong", "adequate", "weak", "missing", "unassessed", "chokepoint")

TEXT_PAIRS: tuple[tuple[Shade, Shade], ...] = (
    *((text, ground) for text in (Shade.TEXT, Shade.TEXT_SOFT, Shade.TEXT_FAINT) for ground in _GROUNDS),
    *((Shade(f"on_{name}"), Shade(name)) for name in _FAMILIES),
    *((Shade(f"{name}_text"), Shade.PANEL) for name in _FAMILIES),
    *((Shade(f"{name}_text"), Shade(f"{name}_tint")) for name in _FAMILIES),
    *((Shade(f"{name}_text"), Shade.ACCENT_TINT) for name in _FAMILIES),
    *((Shade.TEXT, Shade(f"{name}_tint")) for name in _FAMILIES),
    (Shade.ON_ACCENT, Shade.ACCENT),
    (Shade.ON_ACCENT, Shade.ACCENT_HOVER),
    (Shade.ON_SLATE, Shade.SLATE),
    (Shade.ACCENT_TEXT, Shade.PANEL),
    (Shade.ACCENT_TEXT, Shade.ACCENT_TINT),
    (Shade.ACCENT_TEXT, Shade.GROUND),
)
"""Which text stands on which ground: all need a contrast of 4.5."""
