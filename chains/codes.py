"""统一社会信用代码 (GB 32100-2015): check and clean-up. A failed check warns, it never blocks."""

from __future__ import annotations

import re
import unicodedata
from operator import mul

_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUE = {sign: value for value, sign in enumerate(_SIGNS)}
_WEIGHTS = tuple(3**place % 31 for place in range(17))
_LOST = re.compile(r"[+-]?\d(?:\.\d+)?E\+\d{1,3}|\d{15,}\.\d+", re.ASCII)
_CLEAN = re.compile(r"[0-9A-Z]+", re.ASCII)
_AROUND = "'‘’\"“”`="


def normalised_credit_code(text: str) -> str:
    """The code in half-width capitals, without spaces, unseen signs and the apostrophe of spreadsheets."""
    if _CLEAN.fullmatch(text):
        return text
    folded = unicodedata.normalize("NFKC", text).upper()
    kept = "".join(sign for sign in folded if unicodedata.category(sign)[0] not in "CZ")
    return kept.strip(_AROUND)


def is_lost_number(text: str) -> bool:
    """Whether a spreadsheet made 1.23E+17 (or 911101085513850000.0) of it: the digits are lost."""
    return _LOST.fullmatch(normalised_credit_code(text)) is not None


def credit_code_warning(code: str) -> str | None:
    """Why the code looks wrong: "length", "signs", "zeros" or "check"; None when it looks right.

    "signs" is a sign outside of the standard's alphabet (I, O, S, V, Z are not in it).
    """
    code = normalised_credit_code(code)
    if len(code) != 18:
        return "length"
    try:
        total = sum(map(mul, map(_VALUE.__getitem__, code), (*_WEIGHTS, 0)))
    except KeyError:
        return "signs"
    if not code.strip("0"):
        return "zeros"
    return None if _VALUE[code[17]] == -total % 31 else "check"
