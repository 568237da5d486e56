import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chains.names import display_name, matches_typed, normalised_name, pinyin_full, pinyin_initials


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("威海（集团）有限公司", "威海(集团)有限公司"),
        ("甲公司 ", "甲公司"),
        ("\u3000甲\xa0公\u200b司\ufeff", "甲公司"),
        ("ＡＢＣ公司", "abc公司"),
        ("甲\n公司", "甲公司"),
        ("〔甲〕公司", "(甲)公司"),
    ],
)
def test_names_that_only_look_different_compare_equal(one: str, other: str):
    assert normalised_name(one) == normalised_name(other)


def test_names_that_differ_in_a_word_stay_different():
    assert normalised_name("威海甲有限公司") != normalised_name("威海甲股份有限公司")


@given(st.text())
def test_normalising_twice_changes_nothing(text: str):
    once = normalised_name(text)

    assert normalised_name(once) == once


@given(st.text(st.characters()))
def test_a_shown_name_holds_no_control_sign_and_no_lone_surrogate(text: str):
    shown = display_name(text)

    assert not {unicodedata.category(sign) for sign in shown} & {"Cc", "Cs"}
    assert shown == shown.strip()
    shown.encode()


def test_a_shown_name_keeps_its_width_and_case():
    assert display_name(" 威海（ABC）公司\u200b\n") == "威海（ABC）公司"


def test_pinyin_knows_words_of_several_readings():
    assert pinyin_initials("重庆长安") == "cqca"
    assert pinyin_full("威海") == "weihai"


@pytest.mark.parametrize("typed", ["广泰", "WHGT", "whgt", "weihai", "ＷＨ", ""])
def test_a_name_is_found_by_part_by_initials_and_by_pinyin(typed: str):
    assert matches_typed(typed, "威海广泰")


def test_a_name_is_not_found_by_what_it_does_not_hold():
    assert not matches_typed("光威", "威海广泰")
