"""About the program: version, licence, what it is made with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from widgets.dialogs.frame import FramedDialog, facts_table
from widgets.panels.labels import PlainLabel, WrappedLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget


class AboutDialog(FramedDialog):
    """`facts` are (name, value): versions, paths."""

    def __init__(
        self, version: str, facts: Sequence[tuple[str, str]] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__("关于链谱", "链谱", parent)
        self.body.addWidget(PlainLabel(f"版本 {version}", "soft"))
        self.body.addWidget(WrappedLabel("城市产业链图谱、缺口清单与招商目标企业清单"))
        self.body.addWidget(WrappedLabel("许可：Apache License 2.0。全部数据保存在本机，不向外发送", "faint"))
        if facts:
            self.body.addWidget(facts_table(("项目", "内容"), facts), 1)
        self.add_closing()
        self.resize(660, 320 if facts else 200)
