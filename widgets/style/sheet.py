"""The style sheet, written in roles; and how a theme is put on the application."""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING

from PySide6.QtGui import QFont

import resources
from widgets.style.palette import DARK, LIGHT, qt_palette

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QApplication

    from widgets.style.shades import Shade

FONT_FAMILIES = (
    "Microsoft YaHei",
    "Microsoft YaHei UI",
    "PingFang SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "SimSun",
    "sans-serif",
)
"""In this order; later ones also lend the rare signs that earlier ones lack."""

TEXT_PIXELS = 13

_SHEET = Template("""
QMainWindow, QDialog { background: ${panel}; }
QMainWindow::separator { background: ${line}; width: 1px; height: 1px; }
QMainWindow::separator:hover { background: ${accent}; }
QToolTip { background: ${raised}; color: ${text}; border: 1px solid ${line_strong}; padding: 4px 6px; }

QMenuBar { background: ${panel}; border-bottom: 1px solid ${line}; padding: 1px 4px; }
QMenuBar::item { padding: 5px 10px; border-radius: 4px; background: transparent; color: ${text}; }
QMenuBar::item:selected, QMenuBar::item:pressed { background: ${hover}; }
QMenu { background: ${panel}; border: 1px solid ${line_strong}; padding: 5px; }
QMenu::item { padding: 6px 26px 6px 22px; border-radius: 4px; color: ${text}; }
QMenu::item:selected { background: ${accent_tint}; }
QMenu::item:disabled { color: ${text_faint}; }
QMenu::separator { height: 1px; background: ${line}; margin: 5px 8px; }

QToolBar { background: ${panel}; border: 0; border-bottom: 1px solid ${line}; padding: 5px 8px;
  spacing: 6px; }
QStatusBar { background: ${ground}; border-top: 1px solid ${line}; color: ${text_soft}; min-height: 25px; }
QStatusBar::item { border: 0; }

QLabel { background: transparent; color: ${text}; }
QLabel[kind="faint"] { color: ${text_faint}; font-size: 12px; }
QLabel[kind="soft"] { color: ${text_soft}; }
QLabel[kind="title"] { font-size: 18px; font-weight: 600; }
QLabel[kind="heading"] { color: ${text_faint}; font-size: 12px; padding-top: 6px; }
QLabel[kind="strong"] { font-weight: 600; }
QLabel[kind="bad"] { color: ${missing_text}; }
QLabel[kind="bad_title"] { color: ${missing_text}; font-size: 18px; font-weight: 600; }
QLabel[kind="figure"] { font-size: 26px; font-weight: 600; color: ${accent_text}; }

QPushButton, QToolBar QToolButton, QToolButton[framed="true"] {
  background: ${panel}; color: ${text}; border: 1px solid ${line_strong}; border-radius: 4px;
  padding: 4px 12px; min-height: 18px; }
QPushButton:hover, QToolBar QToolButton:hover, QToolButton[framed="true"]:hover { background: ${hover}; }
QPushButton:pressed, QToolBar QToolButton:pressed { background: ${accent_tint}; }
QPushButton:focus, QToolBar QToolButton:focus, QToolButton[framed="true"]:focus {
  border: 2px solid ${accent}; padding: 3px 11px; }
QPushButton:disabled, QToolBar QToolButton:disabled { color: ${text_faint}; background: ${ground};
  border-color: ${line}; }
QPushButton[primary="true"], QToolBar QToolButton[primary="true"] {
  background: ${accent}; color: ${on_accent}; border-color: ${accent}; }
QPushButton[primary="true"]:hover, QToolBar QToolButton[primary="true"]:hover { background: ${accent_hover}; }
QPushButton[primary="true"]:focus, QToolBar QToolButton[primary="true"]:focus {
  border: 2px solid ${text}; padding: 3px 11px; }
QPushButton[primary="true"]:disabled, QToolBar QToolButton[primary="true"]:disabled {
  background: ${ground}; color: ${text_faint}; border-color: ${line}; }
QPushButton[flat="true"], QToolButton[plain="true"] { background: transparent;
  border: 1px solid transparent; padding: 2px 5px; border-radius: 4px; color: ${text_soft}; }
QPushButton[flat="true"]:hover, QToolButton[plain="true"]:hover { background: ${hover};
  color: ${accent_text}; }
QPushButton[flat="true"]:focus, QToolButton[plain="true"]:focus { border: 1px solid ${accent}; }
QPushButton[chip="true"] { background: ${accent_tint}; color: ${accent_text}; border: 1px solid ${accent};
  border-radius: 9px; padding: 1px 9px; min-height: 16px; font-size: 12px; }
QPushButton[chip="true"]:hover { background: ${hover}; }
QPushButton[chip="true"]:focus { border: 2px solid ${accent}; padding: 0 8px; }
QPushButton[small="true"] { padding: 2px 8px; min-height: 16px; font-size: 12px; }
QPushButton[small="true"]:focus { padding: 1px 7px; }

QPushButton[small="true"]:checked, QPushButton[on="true"] { background: ${accent_tint};
  border-color: ${accent}; color: ${accent_text}; }

QPushButton[piece] { border-radius: 0; border-left-width: 0; padding: 4px 2px; }
QPushButton[piece]:focus { border: 2px solid ${accent}; padding: 3px 1px; }
QPushButton[piece="first"], QPushButton[piece="only"] { border-left: 1px solid ${line_strong};
  border-top-left-radius: 4px; border-bottom-left-radius: 4px; }
QPushButton[piece="last"], QPushButton[piece="only"] { border-top-right-radius: 4px;
  border-bottom-right-radius: 4px; }
QPushButton[piece]:checked { background: ${slate}; color: ${on_slate}; border-color: ${slate};
  font-weight: 600; }
QPushButton[tone="strong"]:checked { background: ${strong}; color: ${on_strong}; border-color: ${strong}; }
QPushButton[tone="adequate"]:checked { background: ${adequate}; color: ${on_adequate};
  border-color: ${adequate}; }
QPushButton[tone="weak"]:checked { background: ${weak}; color: ${on_weak}; border-color: ${weak}; }
QPushButton[tone="missing"]:checked { background: ${missing}; color: ${on_missing};
  border-color: ${missing}; }
QPushButton[tone="unassessed"]:checked { background: ${unassessed}; color: ${on_unassessed};
  border-color: ${unassessed}; }
QPushButton[tone="chokepoint"]:checked { background: ${chokepoint}; color: ${on_chokepoint};
  border-color: ${chokepoint}; font-weight: 600; }
QPushButton[piece]:checked:focus, QPushButton[tone="chokepoint"]:checked:focus { border: 2px solid ${text}; }

QCheckBox, QRadioButton { color: ${text}; spacing: 6px; }
QCheckBox::indicator, QAbstractItemView::indicator { width: 13px; height: 13px; background: ${panel};
  border: 1px solid ${text_faint}; border-radius: 2px; }
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked { background: ${accent};
  border-color: ${accent}; image: url("${tick}"); }
QCheckBox::indicator:indeterminate, QAbstractItemView::indicator:indeterminate { background: ${accent};
  border-color: ${accent}; image: url("${dash}"); }
QCheckBox::indicator:unchecked:disabled, QAbstractItemView::indicator:unchecked:disabled {
  background: ${ground}; border-color: ${line_strong}; }
QCheckBox::indicator:checked:disabled, QAbstractItemView::indicator:checked:disabled {
  background: ${slate}; border-color: ${slate}; }
QCheckBox:disabled, QRadioButton:disabled { color: ${text_faint}; }
QRadioButton::indicator { width: 13px; height: 13px; border: 1px solid ${text_faint}; border-radius: 7px;
  background: ${panel}; }
QRadioButton::indicator:checked { border: 1px solid ${accent}; background: qradialgradient(cx:0.5, cy:0.5,
  radius:0.5, fx:0.5, fy:0.5, stop:0 ${accent}, stop:0.5 ${accent}, stop:0.6 ${panel}, stop:1 ${panel}); }
QCheckBox:focus, QRadioButton:focus { color: ${accent_text}; text-decoration: underline; }

QLineEdit, QPlainTextEdit, QTextEdit { background: ${panel}; color: ${text};
  border: 1px solid ${line_strong}; border-radius: 4px; padding: 4px 7px;
  selection-background-color: ${accent}; selection-color: ${on_accent}; }
QLineEdit, QPlainTextEdit, QTextEdit, QComboBox { placeholder-text-color: ${text_faint}; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus { border: 2px solid ${accent}; padding: 3px 6px; }
QLineEdit:disabled, QLineEdit:read-only, QPlainTextEdit:read-only { background: ${raised}; }
QLineEdit[wrong="true"] { border-color: ${missing}; }
QComboBox { background: ${panel}; color: ${text}; border: 1px solid ${line_strong}; border-radius: 4px;
  padding: 3px 7px; }
QAbstractSpinBox { background: ${panel}; color: ${text}; border: 1px solid ${line_strong};
  border-radius: 4px; padding: 2px 4px; min-height: 20px;
  selection-background-color: ${accent}; selection-color: ${on_accent}; }
QAbstractSpinBox:focus { border: 2px solid ${accent}; padding: 1px 3px; }
QAbstractSpinBox:disabled { background: ${ground}; color: ${text_faint}; border-color: ${line}; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { width: 16px; border: 0;
  background: transparent; subcontrol-origin: border; }
QAbstractSpinBox::up-button { subcontrol-position: top right; margin: 1px 1px 0 0; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; margin: 0 1px 1px 0; }
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover { background: ${hover}; }
QAbstractSpinBox::up-arrow { image: url("${arrow_up}"); width: 8px; height: 8px; }
QAbstractSpinBox::down-arrow { image: url("${arrow_down}"); width: 8px; height: 8px; }
QComboBox:focus { border: 2px solid ${accent}; padding: 2px 6px; }
QComboBox QLineEdit { border: 0; padding: 0; }
QComboBox::drop-down { subcontrol-origin: padding; subcontrol-position: center right; width: 20px;
  border: 0; }
QComboBox::down-arrow { image: url("${arrow_down}"); width: 10px; height: 10px; }
QComboBox QAbstractItemView { border: 1px solid ${line_strong}; selection-background-color: ${accent_tint};
  selection-color: ${text}; }
QTableView QComboBox { border-radius: 0; padding: 0 5px; }
QTableView QLineEdit { border-radius: 0; padding: 0 5px; }

QAbstractItemView { background: ${panel}; color: ${text}; border: 0; outline: 0; }
QListView[boxed="true"] { border: 1px solid ${line_strong}; border-radius: 4px; }
QListView[boxed="true"]::item { min-height: 22px; padding: 0 4px; }
QListView[boxed="true"]::item:hover { background: ${hover}; }
QListView[boxed="true"]::item:selected { background: ${accent_tint}; color: ${text}; }
QListView[nav="true"]::item { min-height: 28px; padding-left: 6px; border-radius: 4px; }
QListView[nav="true"]::item:selected { background: ${accent_tint}; color: ${accent_text}; }
QListView[nav="true"]::item:hover { background: ${hover}; }
QTreeView[boxed="true"] { border: 1px solid ${line_strong}; border-radius: 4px; padding: 2px; }
QTreeView::item { min-height: 24px; }
QTreeView::item:hover { background: ${hover}; }
QTreeView::item:selected { background: ${accent_tint}; color: ${text}; }
QTableView { gridline-color: ${line}; }
QTableView[boxed="true"] { border: 1px solid ${line}; border-radius: 4px; }
QTableView[boxed="true"]::item { padding: 0 5px; }
QTableView[boxed="true"]::item:selected { background: ${accent_tint}; color: ${text}; }
QHeaderView { background: ${panel}; border: 0; }
QHeaderView::section { background: ${panel}; color: ${text_faint}; border: 0;
  border-bottom: 1px solid ${line_strong}; padding: 5px 8px; font-size: 12px; }
QHeaderView::section:hover { background: ${hover}; color: ${text}; }
QAbstractScrollArea::corner { background: ${panel}; border: 0; }
QTableCornerButton::section { background: ${panel}; border: 0; }

QTabBar { background: transparent; }
QTabBar::tab { background: transparent; color: ${text_soft}; border: 1px solid transparent;
  border-bottom: 2px solid transparent; padding: 6px 13px; }
QMainWindow > QTabBar::tab { padding: 6px 5px; }
QTabBar::tab:hover { color: ${accent_text}; }
QTabBar::tab:selected { color: ${accent_text}; border-bottom: 2px solid ${accent}; font-weight: 600; }
QTabBar::tab:focus { border: 1px solid ${accent}; border-bottom: 2px solid ${accent}; }
QTabWidget::pane { border: 0; border-top: 1px solid ${line}; }

QScrollArea { background: ${panel}; border: 0; }
QScrollBar:vertical { background: transparent; width: 11px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 11px; margin: 0; }
QScrollBar::handle { background: ${line_strong}; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 30px; }
QScrollBar::handle:horizontal { min-width: 30px; }
QScrollBar::handle:hover { background: ${text_faint}; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QCalendarWidget QWidget#qt_calendar_navigationbar { background: ${raised}; }
QCalendarWidget QToolButton { background: transparent; color: ${text}; border: 1px solid transparent;
  border-radius: 4px; padding: 3px 8px; font-weight: 600; }
QCalendarWidget QToolButton:hover { background: ${hover}; }
QCalendarWidget QToolButton:focus { border-color: ${accent}; }
QCalendarWidget QToolButton::menu-indicator { image: none; width: 0; }
QCalendarWidget QAbstractItemView { selection-background-color: ${accent};
  selection-color: ${on_accent}; }
QProgressBar { background: ${track}; border: 0; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: ${accent}; border-radius: 3px; }

QWidget[surface="panel"] { background: ${panel}; }
QWidget[surface="ground"] { background: ${ground}; }
QFrame[card="true"] { background: ${raised}; border: 1px solid ${line}; border-radius: 5px; }
QFrame[card="warning"] { background: ${weak_tint}; border: 1px solid ${weak}; border-radius: 5px; }
QFrame[card="error"] { background: ${missing_tint}; border: 1px solid ${missing}; border-radius: 5px; }
QFrame[card="empty"] { background: ${panel}; border: 1px dashed ${line_strong}; border-radius: 5px; }
QFrame[card="drop"] { background: ${accent_tint}; border: 2px dashed ${accent}; border-radius: 5px; }
QFrame[popup="true"] { background: ${panel}; border: 1px solid ${line_strong}; border-radius: 4px; }
QFrame[rule="true"] { background: ${line}; border: 0; max-height: 1px; min-height: 1px; }
QFrame[bar="info"] { background: ${accent_tint}; border: 0; border-bottom: 1px solid ${line_strong}; }
QFrame[bar="success"] { background: ${strong_tint}; border: 0; border-bottom: 1px solid ${strong}; }
QFrame[bar="warning"] { background: ${weak_tint}; border: 0; border-bottom: 1px solid ${weak}; }
QFrame[bar="error"] { background: ${missing_tint}; border: 0; border-bottom: 1px solid ${missing}; }
""")


def sheet(theme: Mapping[Shade, str]) -> str:
    """The style sheet in the theme's colours."""
    # Styled in part, arrows and ticks would be drawn as another style's, and unseen in the dark theme.
    ink = "-dark" if theme is DARK else ""
    icons = {
        "arrow_down": "arrow-down",
        "arrow_up": "arrow-up",
        "tick": f"tick{ink}",
        "dash": f"dash{ink}",
    }
    return _SHEET.substitute(
        {shade.value: value for shade, value in theme.items()},
        **{name: _icon(file) for name, file in icons.items()},
    )


def _icon(name: str) -> str:
    return str(resources.path(f"icons/{name}.png")).replace("\\", "/")


def program_font() -> QFont:
    """The font of everything: the first Chinese sans that the machine has."""
    font = QFont()
    font.setFamilies(list(FONT_FAMILIES))
    font.setPixelSize(TEXT_PIXELS)
    return font


def apply_theme(app: QApplication, dark: bool) -> None:
    """Put a theme on the whole application; may be called again while windows are open."""
    theme = DARK if dark else LIGHT
    app.setFont(program_font())
    app.setPalette(qt_palette(theme))
    app.setStyleSheet(sheet(theme))
