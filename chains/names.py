"""Company names: as shown, as compared, as typed."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from chains.pinyin import is_read_so, readings

_UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
_PLAIN = re.compile(r"[\x21-\x40\x5b-\x7e\u4e00-\u9fff]*")
"""Signs that folding leaves as they are: looking each one up took most of the time of a large import."""
_NOT_TEXT = frozenset({"Cc", "Cs", "Zl", "Zp"})
_BRACKETS = str.maketrans("〔〕【】［］﹙﹚", "()()()()")


def _is_noncharacter(sign: str) -> bool:
    point = ord(sign)
    return point & 0xFFFE == 0xFFFE or 0xFDD0 <= point <= 0xFDEF


def _folded(name: str) -> str:
    text = unicodedata.normalize("NFKC", name).translate(_BRACKETS).casefold()
    return "".join(sign for sign in text if unicodedata.category(sign) not in _UNSEEN)


@lru_cache(maxsize=1 << 16)
def normalised_name(name: str) -> str:
    """The form in which names are compared: width, brackets, case, spaces and unseen signs do not count."""
    if _PLAIN.fullmatch(name):
        return name
    text = _folded(name)
    while (again := _folded(text)) != text:
        text = again
    return text


def display_name(name: str) -> str:
    """The name as typed, without control signs, without spaces and unseen signs at its ends."""
    if name.isprintable():  # only spaces can be in the way then: every other unseen sign is not printable
        return name.strip(" ")
    text = "".join(s for s in name if unicodedata.category(s) not in _NOT_TEXT and not _is_noncharacter(s))
    start, end = 0, len(text)
    while start < end and unicodedata.category(text[start]) in _UNSEEN:
        start += 1
    while end > start and unicodedata.category(text[end - 1]) in _UNSEEN:
        end -= 1
    return text[start:end]


def pinyin_initials(name: str) -> str:
    """First letters of the pinyin, other letters and digits as they are: 威海广泰 → whgt."""
    return readings(normalised_name(name)).initials


def pinyin_full(name: str) -> str:
    """The whole pinyin without tones or gaps: 威海 → weihai."""
    return readings(normalised_name(name)).full


def is_typed_so(typed: str, name: str) -> bool:
    """Whether letters that were typed are the name's initials, or its pinyin from some sign on."""
    return is_read_so(normalised_name(name), typed)


def matches_typed(text: str, name: str) -> bool:
    """Whether what was typed is part of the name, of its initials, or begins its pinyin."""
    typed = normalised_name(text)
    if not typed or typed in normalised_name(name):
        return True
    return typed.isascii() and (typed in pinyin_initials(name) or pinyin_full(name).startswith(typed))
