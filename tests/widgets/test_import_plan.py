"""The import wizard's last page: what the import will do."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from chains.rows import ImportPlan, TwinPair
from tests.builders import a_company
from widgets.dialogs.import_wizard import ImportWizard


def test_the_wizard_keeps_its_size_whichever_list_is_seen(qtbot: QtBot) -> None:
    """Qt reckons with the list alone that is in front: the next one made the whole dialog jump."""
    wizard = ImportWizard({"name": "企业名称"}, {"utf-8": "UTF-8"})
    qtbot.addWidget(wizard)
    wizard.show()
    twins = (TwinPair(0, 2, a_company("甲"), a_company("乙")),)
    lists = {"new": (("2", "丙", ""),), "same": ("丁",), "rejected": ((5, "名称为空"),)}
    plan = ImportPlan("甲.csv", 9, 3, 1, 1, columns={}, preview=(), notes=("提示",), twins=twins, **lists)
    wizard.show_plan(plan)
    least = set()
    for tab in range(wizard.plan.tabs.count()):
        wizard.plan.tabs.setCurrentIndex(tab)
        QApplication.processEvents()
        least.add(wizard.minimumHeight())

    assert wizard.plan.tabs.count() > 1
    assert len(least) == 1
