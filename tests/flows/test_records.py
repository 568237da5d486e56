"""清单资料 in the whole window: typed, brought in, edited, taken away, taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel

from chains.record_shapes import RecordKind

if TYPE_CHECKING:
    from pathlib import Path

    from tests.flows.conftest import DesktopProbe


def test_a_record_is_typed_found_edited_removed_and_brought_back(desktop: DesktopProbe) -> None:
    controller = desktop.session.paperwork.records
    desktop.session.paperwork.act("records")
    desktop.settle()
    dialog = controller.dialog()
    assert dialog is not None
    table = dialog.tables[RecordKind.PROJECT]

    dialog.add.click()
    form = controller.form()
    assert form is not None
    form.name.setText("轮胎模具二期")
    form.fields["investment_yi"].setText("许多")
    form.save.click()
    assert form.problem.text().startswith("总投资(亿元)")
    form.fields["investment_yi"].setText("2.5")
    form.fields["state"].setCurrentText("在建")
    form.save.click()
    desktop.settle()

    assert controller.form() is None
    assert table.model.rowCount() == 1
    assert [cell.text for cell in table.model.row(0).cells[:2]] == ["轮胎模具二期", "轮胎"]
    dialog.filter.setText("没有这样的字")
    assert table.model.rowCount() == 0
    dialog.filter.setText("在建")
    assert not dialog.remove.isEnabled()
    assert not dialog.edit.isEnabled()
    table.view.selectionModel().select(
        table.model.index(0, 0),
        QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows,
    )
    dialog.remove.click()
    desktop.settle()
    assert table.model.rowCount() == 0
    desktop.session.desk.undo()
    desktop.settle()
    assert table.model.rowCount() == 1
    dialog.close()


def test_a_table_is_previewed_before_anything_is_written(desktop: DesktopProbe, tmp_path: Path) -> None:
    file = tmp_path / "园区.csv"
    file.write_text("园区名称,产业链,入驻企业数\n甲园,轮胎,12\n乙园,没有的链,1\n", encoding="utf-8")
    controller = desktop.session.paperwork.records
    controller.ask()
    desktop.settle()
    dialog = controller.dialog()
    assert dialog is not None
    dialog.show_kind(RecordKind.PARK)

    controller.read_file(RecordKind.PARK, file)
    desktop.settle()
    preview = controller.preview()
    assert preview is not None
    assert preview.take.text() == "导入 1 条"
    assert dialog.tables[RecordKind.PARK].model.rowCount() == 0
    preview.take.click()
    desktop.settle()

    assert dialog.tables[RecordKind.PARK].model.rowCount() == 1
    dialog.close()
