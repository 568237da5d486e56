"""Which class a box falls in, and the words for it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chains.kinds import Coverage, Decision, Degree, Role, Source
from chains.marking import Assessment
from chains.shade_classes import CLASS_WORD, MODE_WORD, Mode, ShadeClass, classes_of
from chains.shading import (
    BoxShade,
    by_change,
    by_coverage,
    by_gap,
    by_source,
    by_suppliers,
    gap_class,
    suppliers_class,
)
from chains.state import ChainState
from tests.builders import a_chain, a_state, a_supplier

ASSESSMENTS = st.builds(
    Assessment,
    coverage=st.sampled_from(Coverage),
    source=st.sampled_from(Source),
    degree=st.sampled_from([None, *Degree]),
    chokepoint=st.booleans(),
)


def _box(old: Assessment, new: Assessment) -> BoxShade:
    chain = a_chain("a>b")
    return by_change(ChainState(chain, {"a": new}), ChainState(chain, {"a": old})).boxes["a"]


def test_every_class_and_mode_has_a_word_and_a_place() -> None:
    assert set(CLASS_WORD) == set(ShadeClass)
    assert set(MODE_WORD) == set(Mode)
    assert sorted(one for mode in Mode for one in classes_of(mode)) == sorted(ShadeClass)


@given(marks=st.lists(ASSESSMENTS, min_size=4, max_size=4))
def test_every_box_has_a_class_of_the_mode(marks: list[Assessment]) -> None:
    chain = a_chain("a>b", "b>c", "c>d")
    state = ChainState(chain, dict(zip("abcd", marks, strict=True)))

    for shading in (
        by_coverage(state),
        by_source(state),
        by_suppliers(state),
        by_gap(state, {}),
        by_change(state, None),
    ):
        assert shading.boxes.keys() == {"a", "b", "c", "d"}
        assert all(box.shade.mode is shading.mode and box.chip for box in shading.boxes.values())
        assert sum(shading.counts().values()) == 4


def test_by_coverage_the_source_stands_beside() -> None:
    state = ChainState(a_chain("a>b"), {"a": Assessment(Coverage.WEAK, Source.ABROAD, Degree.MAINLY)})

    assert by_coverage(state).boxes["a"] == BoxShade(ShadeClass.COVERAGE_WEAK, "薄弱", "主要国外")
    assert by_coverage(state).boxes["b"].note == ""


def test_by_source_the_coverage_stands_beside() -> None:
    state = ChainState(a_chain("a>b"), {"a": Assessment(Coverage.WEAK, Source.ABROAD, Degree.MAINLY)})

    assert by_source(state).boxes["a"] == BoxShade(ShadeClass.SOURCE_ABROAD, "主要国外", "薄弱")


def test_rejected_companies_and_candidates_are_no_suppliers() -> None:
    suppliers = (
        a_supplier("甲"),
        a_supplier("乙", local=False),
        a_supplier("丙", decision=Decision.REJECTED),
        a_supplier("丁", role=Role.CANDIDATE),
    )

    box = by_suppliers(a_state(a_chain("a>b"), {"a": suppliers})).boxes["a"]

    assert (box.shade, box.chip) == (ShadeClass.SUPPLIERS_FEW, "2 家")


@given(one=st.integers(0, 500), two=st.integers(0, 500))
def test_more_suppliers_are_never_a_lower_class(one: int, two: int) -> None:
    order = classes_of(Mode.SUPPLIERS)
    few, many = sorted((one, two))

    assert order.index(suppliers_class(few)) <= order.index(suppliers_class(many))


@pytest.mark.parametrize(
    ("index", "shade"),
    [
        (0.0, ShadeClass.GAP_LOW),
        (0.1949, ShadeClass.GAP_LOW),
        (0.1951, ShadeClass.GAP_MEDIUM),
        (0.4, ShadeClass.GAP_HIGH),
        (0.6, ShadeClass.GAP_TOP),
        (1.0, ShadeClass.GAP_TOP),
    ],
)
def test_the_class_of_an_index_is_that_of_what_is_shown(index: float, shade: ShadeClass) -> None:
    assert gap_class(index) is shade


def test_a_box_without_an_index_is_no_gap_or_not_assessed() -> None:
    boxes = by_gap(a_state(a_chain("a>b", "b>c"), a=Coverage.STRONG, b=Coverage.MISSING), {"b": 0.47}).boxes

    assert boxes["a"] == BoxShade(ShadeClass.GAP_NONE, "非缺口", "优势")
    assert boxes["b"] == BoxShade(ShadeClass.GAP_HIGH, "0.47", "缺失")
    assert boxes["c"] == BoxShade(ShadeClass.GAP_UNASSESSED, "未评估")


def test_a_gap_that_got_smaller_is_better_and_says_from_what_to_what() -> None:
    box = _box(Assessment(Coverage.MISSING), Assessment(Coverage.ADEQUATE))

    assert box == BoxShade(ShadeClass.CHANGE_BETTER, "变好", "缺失 → 具备")


def test_a_source_that_came_nearer_is_better_where_the_coverage_is_the_same() -> None:
    box = _box(Assessment(Coverage.WEAK, Source.ABROAD), Assessment(Coverage.WEAK, Source.DOMESTIC))

    assert box == BoxShade(ShadeClass.CHANGE_BETTER, "变好", "国外 → 国内")


def test_a_first_assessment_is_a_change_that_is_neither_better_nor_worse() -> None:
    box = _box(Assessment(), Assessment(Coverage.MISSING, Source.ABROAD))

    assert box == BoxShade(ShadeClass.CHANGE_OTHER, "有变化", "未评估 → 缺失")


def test_a_chokepoint_that_is_gone_is_a_change() -> None:
    box = _box(Assessment(Coverage.WEAK, chokepoint=True), Assessment(Coverage.WEAK))

    assert box == BoxShade(ShadeClass.CHANGE_OTHER, "有变化", "卡脖子 已解除")


def test_new_evidence_alone_is_no_change() -> None:
    mark = Assessment(Coverage.WEAK)

    assert _box(mark, replace(mark, evidence="走访")).shade is ShadeClass.CHANGE_SAME


@given(old=ASSESSMENTS, new=ASSESSMENTS)
def test_what_is_better_is_worse_the_other_way_round(old: Assessment, new: Assessment) -> None:
    turned = {
        ShadeClass.CHANGE_BETTER: ShadeClass.CHANGE_WORSE,
        ShadeClass.CHANGE_WORSE: ShadeClass.CHANGE_BETTER,
    }
    there, back = _box(old, new).shade, _box(new, old).shade

    assert back is turned.get(there, there)


def test_a_segment_that_was_not_there_is_new_and_one_that_went_is_told() -> None:
    before = ChainState(a_chain("a>b", "b>旧环节"))
    now = a_state(a_chain("a>b", "b>d"), d=Coverage.WEAK)

    shading = by_change(now, before, "年初")

    assert shading.boxes["d"] == BoxShade(ShadeClass.CHANGE_NEW, "新增", "薄弱")
    assert shading.remark == "较快照“年初”；已删除 1 个环节：旧环节"


def test_in_a_chain_that_was_not_there_everything_is_new() -> None:
    shades = {box.shade for box in by_change(a_state(a_chain("a>b")), None).boxes.values()}

    assert shades == {ShadeClass.CHANGE_NEW}
