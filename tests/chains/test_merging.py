"""Three-way comparison: what nobody changed stays, what one side changed comes in, the rest is asked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from chains.merging import Side, compared, laid_on, taken

VALUES = st.sampled_from([None, "甲", "乙", "丙"])
KEYS = st.sampled_from(["a", "b", "c"])
FIELDS = st.sampled_from(["f", "g"])
CELLS = st.fixed_dictionaries({key: st.fixed_dictionaries({"f": VALUES, "g": VALUES}) for key in "abc"})


@given(base=CELLS, ours=CELLS)
def test_a_form_that_nobody_changed_changes_nothing(base: dict, ours: dict) -> None:  # type: ignore[type-arg]
    assert compared(base, base, ours) == ()


@given(base=CELLS, theirs=CELLS)
def test_where_we_changed_nothing_theirs_comes_in_whole(base: dict, theirs: dict) -> None:  # type: ignore[type-arg]
    changes = compared(base, theirs, base)

    assert not any(one.collides for one in changes)
    assert laid_on(base, taken(changes, {})) == theirs


@given(base=CELLS, theirs=CELLS, ours=CELLS)
def test_deciding_all_for_ours_leaves_every_cell_that_we_changed(
    base: dict, theirs: dict, ours: dict  # type: ignore[type-arg]
) -> None:  # fmt: skip
    after = laid_on(ours, taken(compared(base, theirs, ours), {}, Side.OURS))

    for key, row in ours.items():
        for field, value in row.items():
            if value != base[key][field]:
                assert after[key][field] == value
            else:
                assert after[key][field] == theirs[key][field]


@given(base=CELLS, theirs=CELLS, ours=CELLS)
def test_deciding_all_for_theirs_gives_every_cell_that_they_changed(
    base: dict, theirs: dict, ours: dict  # type: ignore[type-arg]
) -> None:  # fmt: skip
    after = laid_on(ours, taken(compared(base, theirs, ours), {}, Side.THEIRS))

    for key, row in theirs.items():
        for field, value in row.items():
            wanted = theirs if value != base[key][field] else ours
            assert after[key][field] == wanted[key][field]


@given(base=CELLS, one=CELLS, other=CELLS)
def test_forms_that_change_different_cells_commute(base: dict, one: dict, other: dict) -> None:  # type: ignore[type-arg]
    apart = {
        key: {f: (base[key][f] if one[key][f] != base[key][f] else other[key][f]) for f in other[key]}
        for key in other
    }
    first, second = compared(base, one, base), compared(base, apart, base)

    assert laid_on(laid_on(base, first), second) == laid_on(laid_on(base, second), first)
    assert compared(base, apart, laid_on(base, first)) == second


@given(base=CELLS, theirs=CELLS, ours=CELLS)
def test_taking_in_the_same_form_twice_changes_nothing_more(
    base: dict, theirs: dict, ours: dict  # type: ignore[type-arg]
) -> None:  # fmt: skip
    once = laid_on(ours, taken(compared(base, theirs, ours), {}, Side.THEIRS))

    assert compared(base, theirs, once) == ()


def test_a_field_or_row_that_the_form_does_not_have_is_not_theirs_to_say() -> None:
    base = {"a": {"f": "甲", "g": "乙"}, "b": {"f": "甲"}}

    assert compared(base, {"a": {"f": "甲"}}, base) == ()


def test_both_sides_agreeing_is_no_collision() -> None:
    assert compared({"a": {"f": "甲"}}, {"a": {"f": "乙"}}, {"a": {"f": "乙"}}) == ()
