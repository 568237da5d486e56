"""One company: its facts, where it stands, and its contacts when they are asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from chains import words
from chains.chain import SegmentRef
from chains.words import FIELD
from widgets.dialogs.frame import FramedDialog
from widgets.panels.labels import PlainLabel, WrappedLabel, clear_layout
from widgets.style.text import cut

if TYPE_CHECKING:
    from chains.company import Company, Contact, Qualification

_REF = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class CompanyView:
    """A company, its region in words, and the segments it is on as (ref, chain · segment · role)."""

    company: Company
    region_name: str = ""
    placements: tuple[tuple[SegmentRef, str], ...] = ()


class CompanyDialog(FramedDialog):
    """`contacts_asked` carries the company id; `picked` the SegmentRef of a placement."""

    contacts_asked = Signal(object)
    picked = Signal(object)

    def __init__(self, view: CompanyView, parent: QWidget | None = None) -> None:
        super().__init__("企业详情", view.company.name, parent)
        self._company_id = view.company.id
        self._form = QFormLayout()
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        self._form.setHorizontalSpacing(14)
        self._form.setVerticalSpacing(7)
        for name, text in facts_of(view.company, view.region_name):
            self._form.addRow(PlainLabel(name, "faint"), WrappedLabel(text[:3000]))
        page = QFrame()
        page.setProperty("surface", "panel")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 8, 0)
        column.addLayout(self._form)
        self.placements = _placement_list(view)
        column.addWidget(PlainLabel(f"已标注环节（{len(view.placements)}）", "heading"))
        column.addWidget(self.placements)
        self.placements.setVisible(bool(view.placements))
        self._contacts = QVBoxLayout()
        column.addLayout(self._contacts)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(page)
        self.body.addWidget(scroll, 1)
        self.reveal = self.add_button("显示联系方式", left=True)
        self.reveal.setToolTip("联系方式是个人信息，默认不显示")
        self.reveal.clicked.connect(self._ask)
        self.placements.itemActivated.connect(self._pick)
        self.add_closing()
        self.resize(620, 620)

    def show_contacts(self, contacts: tuple[Contact, ...]) -> None:
        """Show the contacts that were asked for."""
        clear_layout(self._contacts)
        self._contacts.addWidget(PlainLabel("联系方式", "heading"))
        for contact in contacts:
            self._contacts.addWidget(WrappedLabel(cut(f"{contact.kind}：{contact.value}")))
        if not contacts:
            self._contacts.addWidget(PlainLabel("没有登记联系方式", "faint"))
        self.reveal.setEnabled(False)

    @Slot()
    def _ask(self) -> None:
        self.contacts_asked.emit(self._company_id)

    @Slot(QListWidgetItem)
    def _pick(self, item: QListWidgetItem) -> None:
        self.picked.emit(SegmentRef(*item.data(_REF)))
        self.accept()


def facts_of(company: Company, region_name: str) -> tuple[tuple[str, str], ...]:
    """What is known of the company, in words; what is not known is left out."""
    capital = "" if company.capital_wan is None else f"{company.capital_wan:,} {_currency(company.currency)}"
    facts = (
        ("credit_code", company.credit_code),
        ("short_name", company.short_name),
        ("stock_code", company.stock_code),
        ("former_names", "、".join(company.former_names)),
        ("state", _state(company)),
        ("region", region_name),
        ("address", company.address),
        ("products", "；".join(company.products)),
        ("industry", company.industry),
        ("company_type", company.company_type),
        ("size", company.size),
        ("capital_wan", capital),
        ("founded_on", company.founded_on.isoformat() if company.founded_on else ""),
        ("insured_count", "" if company.insured_count is None else f"{company.insured_count:,}"),
        ("legal_person", company.legal_person),
        ("website", company.website),
        ("scope", company.scope),
        ("origin", company.origin),
    )
    known = [(FIELD[f"company.{name}"], text) for name, text in facts if text]
    if company.qualifications:
        known.insert(min(8, len(known)), ("企业资质", "\n".join(map(_honour, company.qualifications))))
    return tuple(known)


def _state(company: Company) -> str:
    word = words.STATE[company.state]
    return f"{word}（{company.state_text}）" if company.state_text not in {"", word} else word


def _honour(honour: Qualification) -> str:
    parts = [honour.name, honour.level, honour.batch]
    until = f"有效期至 {honour.valid_until:%Y-%m-%d}" if honour.valid_until else ""
    return " · ".join(part for part in (*parts, until) if part)


def _currency(code: str) -> str:
    return {"CNY": "万元", "USD": "万美元", "HKD": "万港元", "EUR": "万欧元", "JPY": "万日元"}.get(
        code, f"万 {code}"
    )


def _placement_list(view: CompanyView) -> QListWidget:
    rows = QListWidget()
    rows.setAccessibleName("已标注环节，回车定位")
    rows.setProperty("boxed", "true")
    for ref, text in view.placements:
        item = QListWidgetItem(cut(text))
        item.setData(_REF, list(ref))
        rows.addItem(item)
    rows.setFixedHeight(26 * min(6, max(1, len(view.placements))) + 8)
    return rows
