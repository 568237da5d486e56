"""The two themes, and the theme that holds now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QGuiApplication, QPalette

from widgets.style.shades import Shade

if TYPE_CHECKING:
    from collections.abc import Mapping

LIGHT: Mapping[Shade, str] = {
    Shade.GROUND: "#f4f6f8",
    Shade.PANEL: "#ffffff",
    Shade.RAISED: "#f8fafc",
    Shade.HOVER: "#eef3f8",
    Shade.LINE: "#e2e8f0",
    Shade.LINE_STRONG: "#c3cedb",
    Shade.TEXT: "#1a202c",
    Shade.TEXT_SOFT: "#3f4b5c",
    Shade.TEXT_FAINT: "#59667a",
    Shade.ACCENT: "#1f5fa8",
    Shade.ON_ACCENT: "#ffffff",
    Shade.ACCENT_HOVER: "#184d8a",
    Shade.ACCENT_TINT: "#e4eefa",
    Shade.ACCENT_TEXT: "#1f5fa8",
    Shade.SLATE: "#566372",
    Shade.ON_SLATE: "#ffffff",
    Shade.TRACK: "#e5eaf0",
    Shade.STRONG: "#1b7f57",
    Shade.ON_STRONG: "#ffffff",
    Shade.STRONG_TEXT: "#16704c",
    Shade.STRONG_TINT: "#eef8f3",
    Shade.ADEQUATE: "#2b6cb0",
    Shade.ON_ADEQUATE: "#ffffff",
    Shade.ADEQUATE_TEXT: "#235c99",
    Shade.ADEQUATE_TINT: "#eef5fc",
    Shade.WEAK: "#c58a14",
    Shade.ON_WEAK: "#1f1500",
    Shade.WEAK_TEXT: "#835a05",
    Shade.WEAK_TINT: "#fdf7e9",
    Shade.MISSING: "#c8403a",
    Shade.ON_MISSING: "#ffffff",
    Shade.MISSING_TEXT: "#b3302b",
    Shade.MISSING_TINT: "#fdf1f0",
    Shade.UNASSESSED: "#657285",
    Shade.ON_UNASSESSED: "#ffffff",
    Shade.UNASSESSED_TEXT: "#59667a",
    Shade.UNASSESSED_TINT: "#f3f5f8",
    Shade.CHOKEPOINT: "#7a1fa0",
    Shade.ON_CHOKEPOINT: "#ffffff",
    Shade.CHOKEPOINT_TEXT: "#7a1fa0",
    Shade.CHOKEPOINT_TINT: "#f8effc",
    Shade.MARK: "#d10a7a",
}

DARK: Mapping[Shade, str] = {
    Shade.GROUND: "#12171e",
    Shade.PANEL: "#1a212b",
    Shade.RAISED: "#212a36",
    Shade.HOVER: "#263140",
    Shade.LINE: "#2d3847",
    Shade.LINE_STRONG: "#485769",
    Shade.TEXT: "#e8edf4",
    Shade.TEXT_SOFT: "#c2ccd8",
    Shade.TEXT_FAINT: "#a1aebd",
    Shade.ACCENT: "#6aa8ee",
    Shade.ON_ACCENT: "#0b1624",
    Shade.ACCENT_HOVER: "#8abcf4",
    Shade.ACCENT_TINT: "#1d3450",
    Shade.ACCENT_TEXT: "#8abcf4",
    Shade.SLATE: "#9aa8b8",
    Shade.ON_SLATE: "#10161d",
    Shade.TRACK: "#323e4d",
    Shade.STRONG: "#45c598",
    Shade.ON_STRONG: "#06170f",
    Shade.STRONG_TEXT: "#63c9a3",
    Shade.STRONG_TINT: "#182e29",
    Shade.ADEQUATE: "#5d9fe0",
    Shade.ON_ADEQUATE: "#081522",
    Shade.ADEQUATE_TEXT: "#86b9ec",
    Shade.ADEQUATE_TINT: "#1a2b3e",
    Shade.WEAK: "#d9a53a",
    Shade.ON_WEAK: "#1c1300",
    Shade.WEAK_TEXT: "#e3b757",
    Shade.WEAK_TINT: "#312a1a",
    Shade.MISSING: "#ef7f77",
    Shade.ON_MISSING: "#260705",
    Shade.MISSING_TEXT: "#f59c95",
    Shade.MISSING_TINT: "#372124",
    Shade.UNASSESSED: "#94a2b3",
    Shade.ON_UNASSESSED: "#10161d",
    Shade.UNASSESSED_TEXT: "#a9b5c3",
    Shade.UNASSESSED_TINT: "#232c37",
    Shade.CHOKEPOINT: "#c88be6",
    Shade.ON_CHOKEPOINT: "#1f0a2a",
    Shade.CHOKEPOINT_TEXT: "#d6a5ee",
    Shade.CHOKEPOINT_TINT: "#302239",
    Shade.MARK: "#ff7ac0",
}


def is_dark() -> bool:
    """Whether the dark theme holds: told by the application's palette, so there is one truth."""
    return QGuiApplication.palette().color(QPalette.ColorRole.Window).lightness() < 128


def colours() -> Mapping[Shade, str]:
    """The colours of the theme that holds now."""
    return DARK if is_dark() else LIGHT


def colour(shade: Shade) -> QColor:
    """One colour of the theme that holds now."""
    return QColor(colours()[shade])


def qt_palette(theme: Mapping[Shade, str]) -> QPalette:
    """The theme as Qt's palette, for everything that the sheet does not reach."""
    role = QPalette.ColorRole
    pairs = {
        role.Window: Shade.GROUND,
        role.WindowText: Shade.TEXT,
        role.Base: Shade.PANEL,
        role.AlternateBase: Shade.RAISED,
        role.Text: Shade.TEXT,
        role.Button: Shade.PANEL,
        role.ButtonText: Shade.TEXT,
        role.BrightText: Shade.MISSING_TEXT,
        role.Highlight: Shade.ACCENT,
        role.HighlightedText: Shade.ON_ACCENT,
        role.ToolTipBase: Shade.RAISED,
        role.ToolTipText: Shade.TEXT,
        role.PlaceholderText: Shade.TEXT_FAINT,
        role.Link: Shade.ACCENT_TEXT,
        role.LinkVisited: Shade.ACCENT_TEXT,
        role.Mid: Shade.LINE_STRONG,
        role.Midlight: Shade.LINE,
        role.Light: Shade.PANEL,
        role.Dark: Shade.LINE_STRONG,
        role.Shadow: Shade.LINE_STRONG,
        role.Accent: Shade.ACCENT,
    }
    palette = QPalette()
    for of, shade in pairs.items():
        palette.setColor(of, QColor(theme[shade]))
    for of in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, of, QColor(theme[Shade.LINE_STRONG]))
    return palette
