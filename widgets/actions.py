"""What the menus and the tool bar offer, declared as a table."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class BarPlace(StrEnum):
    """Where on the tool bar an action stands: before the search box, behind it, or at the far end."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


class ActionSpec(NamedTuple):
    """One action: its id, its word, the menu it is in, its keys, whether it is on the tool bar, its tip.

    `menu` may carry a mnemonic (文件(&F)) and a submenu behind a slash (清单与导出/图谱); empty for an action
    in no menu. `shortcut` is in Qt's portable writing (Ctrl+Z). `separated` puts a line before it in
    the menu. `short` is its word on the tool bar, `primary` makes it stand out there. The keys of one with
    `at_centre` hold only while the keyboard is in the centre: letters elsewhere are letters.
    """

    id: str
    word: str
    menu: str
    shortcut: str = ""
    tool_bar: bool = False
    tip: str = ""
    checkable: bool = False
    separated: bool = False
    primary: bool = False
    place: BarPlace = BarPlace.MIDDLE
    short: str = ""
    at_centre: bool = False
