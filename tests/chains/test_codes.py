import json
from pathlib import Path

import pytest

from chains.codes import credit_code_warning, is_lost_number, normalised_credit_code

CASES = Path(__file__).parents[2].parent / "shared" / "bad-inputs" / "text" / "uscc_cases.json"


@pytest.mark.skipif(not CASES.exists(), reason="the corpus of bad inputs is not beside the project")
def test_every_code_of_the_corpus_is_judged_right():
    for case in json.loads(CASES.read_text(encoding="utf-8")):
        assert (credit_code_warning(case["code"]) is None) == bool(case["valid"]), case


@pytest.mark.parametrize(
    ("code", "warning"),
    [
        ("91110108551385082Q", None),
        ("91110108551385082A", "check"),
        ("9111010855138508", "length"),
        ("91110108551385O82Q", "signs"),
        ("0" * 18, "zeros"),
        ("９１１１０１０８５５１３８５０８２ｑ", None),
    ],
)
def test_a_wrong_code_says_what_is_wrong(code: str, warning: str):
    assert credit_code_warning(code) == warning


def code_from(body: str):
    signs = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    return next(body + sign for sign in signs if credit_code_warning(body + sign) is None)


@pytest.mark.parametrize("first", "159NYA")
def test_every_first_sign_in_use_is_accepted(first: str):
    assert credit_code_warning(code_from(f"{first}1110108551385082")) is None


@pytest.mark.parametrize(
    "text", ["1.23E+17", "9.11101E+17", "9.11e+17 ", "911101085513850000.0", "１.２Ｅ+17"]
)
def test_a_number_that_lost_its_digits_is_known(text: str):
    assert is_lost_number(text)


@pytest.mark.parametrize("text", ["911101085513850E82", "91110108551385082Q", "13800000000", "", "E+17"])
def test_a_code_is_not_taken_for_a_lost_number(text: str):
    assert not is_lost_number(text)


def test_a_code_loses_spaces_quotes_and_width():
    assert normalised_credit_code("'９１１１０１０８ 55138508\u200b2q") == "91110108551385082Q"
