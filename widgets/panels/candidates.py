"""Who could fill the gap: companies from outside as targets, those here as suppliers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from chains import words
from chains.commands import AddTarget, PlaceCompany
from chains.hit_words import WEAK, WEAK_MEANS, hit_text
from chains.judging import JudgeMatch
from chains.kinds import Decision, Role
from widgets.dialogs.strike import StrikeDialog
from widgets.panels.judged import JudgedSection
from widgets.panels.labels import PlainLabel, WrappedLabel, card
from widgets.panels.row_list import ListRow, RowList
from widgets.style.drawing import Chip
from widgets.style.shades import Shade

if TYPE_CHECKING:
    from chains.rows import Candidate, TargetRow
    from widgets.panels.segment_view import SegmentView

MATCH_ORIGIN = "企业库匹配"
MOST_HITS = 5
_HONOURS = (
    ("单项冠军", "单项冠军"),
    ("小巨人", "小巨人"),
    ("专精特新", "专精特新"),
    ("高新技术", "高新"),
    ("上市", "上市"),
    ("瞪羚", "瞪羚"),
    ("独角兽", "独角兽"),
)


def reason_of(candidate: Candidate) -> str:
    """推荐理由 of a match: the words that hit, and honours."""
    parts = [f"主营产品或经营范围含“{'、'.join(candidate.hits[:5])}”"] if candidate.hits else []
    if candidate.qualifications:
        parts.append("、".join(candidate.qualifications[:3]))
    return "；".join(parts)


class CandidatesSection(QWidget):
    """`asked` carries a command, `details_asked` and `picked` a company id."""

    asked = Signal(object)
    details_asked = Signal(object)
    picked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: SegmentView | None = None
        self._heading = PlainLabel("目标企业", "heading")
        self._state_card = card("empty")
        self._state = WrappedLabel("", "faint")
        inside = QVBoxLayout(self._state_card)
        inside.setContentsMargins(10, 7, 10, 7)
        inside.addWidget(self._state)
        self.targets = RowList("目标企业，按匹配度", 8)
        self.add = QPushButton("加入目标清单")
        self.add.setProperty("primary", "true")
        self.details = QPushButton("查看匹配依据")
        self.place = QPushButton("标为供应商")
        self.confirm = QPushButton("确认匹配")
        self.strike = QPushButton("剔除…")
        self._here_heading = PlainLabel("", "heading")
        self.here = RowList("可作本地供应商的企业", 5)
        self.place_here = QPushButton("标为本地供应商")
        self._wanted_heading = PlainLabel("", "heading")
        self.wanted = RowList("已在目标清单", 5)
        self.judged = JudgedSection()
        self._lay_out()
        for button in (self.add, self.details, self.place, self.confirm, self.strike, self.place_here):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.add.clicked.connect(self._add_target)
        self.details.clicked.connect(self._ask_details)
        self.place.clicked.connect(self._place_target)
        self.place_here.clicked.connect(self._place_here)
        self.confirm.clicked.connect(self._confirm)
        self.strike.clicked.connect(self._ask_reason)
        self.judged.asked.connect(self.asked)
        self.judged.picked.connect(self.picked)
        self.targets.moved.connect(self._show_buttons)
        self.here.moved.connect(self._show_buttons)
        for rows in (self.targets, self.here, self.wanted):
            rows.chosen.connect(self.picked)

    def show_view(self, view: SegmentView) -> None:
        """Show the match, or that it is under way."""
        changed = self._view is None or self._view.ref != view.ref
        self._view = view
        match = view.match
        offered = match.targets if match is not None else ()
        here = match.local if match is not None else ()
        self._heading.setText(_heading(offered))
        self._state.setText(
            "正在匹配…" if match is None else "企业库中没有匹配的市外企业。可先导入企业名单，再来查看"
        )
        self._state_card.setVisible(not offered)
        self.targets.setVisible(bool(offered))
        self.targets.show_rows(tuple(_candidate_row(one) for one in offered))
        self._here_heading.setText(f"可作本地供应商（{len(here)}）")
        self._here_heading.setVisible(bool(here))
        self.here.setVisible(bool(here))
        self.here.show_rows(tuple(_candidate_row(one) for one in here))
        self._show_wanted(view.targets)
        self.judged.show_view(view)
        if changed and offered:
            self.targets.set_current(offered[0].company_id)
        self._show_buttons()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.add, self.details):
            buttons.addWidget(button)
        buttons.addStretch(1)
        judging = QHBoxLayout()
        judging.setSpacing(8)
        for button in (self.place, self.confirm, self.strike):
            judging.addWidget(button)
        judging.addStretch(1)
        here = QHBoxLayout()
        here.addWidget(self.place_here)
        here.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._heading)
        column.addWidget(self._state_card)
        column.addWidget(self.targets)
        column.addLayout(buttons)
        column.addLayout(judging)
        column.addWidget(self.judged)
        column.addWidget(self._wanted_heading)
        column.addWidget(self.wanted)
        column.addWidget(self._here_heading)
        column.addWidget(self.here)
        column.addLayout(here)

    def _show_wanted(self, targets: tuple[TargetRow, ...]) -> None:
        self._wanted_heading.setText(f"已在目标清单（{len(targets)}）")
        self._wanted_heading.setVisible(bool(targets))
        self.wanted.setVisible(bool(targets))
        self.wanted.show_rows(tuple(_wanted_row(one) for one in targets))

    @Slot()
    def _show_buttons(self) -> None:
        current = self._candidate(self.targets)
        any_offered = bool(self.targets.rows()) and self._view is not None
        for button in (self.add, self.details, self.place, self.confirm, self.strike):
            button.setVisible(any_offered)
            button.setEnabled(current is not None)
        self.add.setEnabled(current is not None and not current.is_target)
        self.add.setText("已在目标清单" if current is not None and current.is_target else "加入目标清单")
        confirmed = current is not None and current.is_confirmed
        self.confirm.setText("取消确认" if confirmed else "确认匹配")
        self.place_here.setVisible(bool(self.here.rows()))
        self.place_here.setEnabled(self._candidate(self.here) is not None)

    def _candidate(self, rows: RowList) -> Candidate | None:
        if self._view is None or self._view.match is None:
            return None
        key = rows.current_key()
        both = (*self._view.match.targets, *self._view.match.local)
        return next((one for one in both if one.company_id == key), None)

    @Slot()
    def _add_target(self) -> None:
        candidate = self._candidate(self.targets)
        if candidate is not None and self._view is not None:
            reason = reason_of(candidate)
            self.asked.emit(
                AddTarget(self._view.ref, candidate.company_id, candidate.score, reason, MATCH_ORIGIN)
            )

    @Slot()
    def _ask_details(self) -> None:
        candidate = self._candidate(self.targets)
        if candidate is not None:
            self.details_asked.emit(candidate.company_id)

    @Slot()
    def _confirm(self) -> None:
        candidate = self._candidate(self.targets)
        if candidate is not None and self._view is not None:
            verdict = None if candidate.is_confirmed else Decision.CONFIRMED
            self.asked.emit(
                JudgeMatch(self._view.ref, candidate.company_id, verdict, expected_version=self._view.version)
            )

    @Slot()
    def _ask_reason(self) -> None:
        candidate = self._candidate(self.targets)
        if candidate is not None and self._view is not None:
            dialog = StrikeDialog(self._view.segment, candidate, self)
            dialog.asked.connect(self.asked)
            dialog.open()

    @Slot()
    def _place_target(self) -> None:
        self._place(self._candidate(self.targets))

    @Slot()
    def _place_here(self) -> None:
        self._place(self._candidate(self.here))

    def _place(self, candidate: Candidate | None) -> None:
        if candidate is None or self._view is None:
            return
        self.asked.emit(
            PlaceCompany(
                self._view.ref,
                candidate.company_id,
                role=Role.SUPPLIER,
                decision=Decision.CONFIRMED,
                expected_version=self._view.version,
            )
        )


def _heading(offered: tuple[Candidate, ...]) -> str:
    if not offered:
        return "目标企业"
    weak = sum(one.is_weak for one in offered)
    return f"目标企业（{len(offered) - weak}）  按匹配度" + (f"，另有{WEAK} {weak}" if weak else "")


def honour_chips(qualifications: tuple[str, ...]) -> tuple[Chip, ...]:
    """The best two honours in short words."""
    known = [short for word, short in _HONOURS if any(word in name for name in qualifications)]
    if "小巨人" in known and "专精特新" in known:
        known.remove("专精特新")
    return tuple(Chip(word, Shade.ADEQUATE) for word in (known or list(qualifications))[:2])


def _candidate_row(candidate: Candidate) -> ListRow:
    facts = [candidate.company_name, candidate.company_code]
    facts += [hit_text(hit) for hit in candidate.why[:MOST_HITS]]
    facts += [f"命中：{'、'.join(candidate.hits)}"] if candidate.hits and not candidate.why else []
    facts += [f"主营产品：{candidate.products}"] if candidate.products else []
    facts += [f"企业资质：{'、'.join(candidate.qualifications)}"] if candidate.qualifications else []
    facts += [f"{WEAK}：{WEAK_MEANS}"] if candidate.is_weak else []
    chips = [Chip("已列入", Shade.ACCENT, filled=True)] if candidate.is_target else []
    chips += [Chip("已确认", Shade.STRONG)] if candidate.is_confirmed else []
    chips += [Chip(WEAK, Shade.WEAK)] if candidate.is_weak else []
    return ListRow(
        candidate.company_id,
        candidate.company_name,
        (*chips, *honour_chips(candidate.qualifications)),
        note=candidate.region_name,
        bar=candidate.score,
        score=words.index_text(candidate.score),
        tip="\n".join(facts),
    )


def _wanted_row(target: TargetRow) -> ListRow:
    unit, step = target.responsible_unit or "未定", target.next_step or "未定"
    facts = f"{target.company_name}\n责任单位：{unit}\n下一步：{step}"
    return ListRow(
        target.company_id,
        target.company_name,
        (Chip(words.PHASE[target.phase], Shade.ACCENT),),
        note=target.responsible_unit,
        tip=facts,
    )
