"""Texts of many companies worked out at once are those worked out one by one."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from chains.pinyin import phrase_readings, sort_key
from chains.pinyin_arrays import sort_keys
from chains.typed import SearchTexts, folded_text, folded_texts, many_texts
from db.posting import Kind, mask_of, postings_of

BREAK = ord("\n")
SIGNS = st.one_of(
    st.sampled_from("威海重庆银行长行单（）()，；： \u3000\n\t\x00ＡBcßİ①Ⅱ㍿𠮷嗯\u200b-"),
    st.characters(exclude_categories=["Cs"]),
)
PHRASES = st.sampled_from(sorted(phrase_readings()))
READ = st.lists(st.one_of(PHRASES, SIGNS, PHRASES.map(lambda phrase: phrase[:-1])), max_size=6).map("".join)
TEXTS = st.text(SIGNS, max_size=12)


def _terms(texts: SearchTexts) -> set[int]:
    """Pairs of signs and threes of letters, cut from the texts of one company one after the other."""
    found: set[int] = set()
    for kind, text in ((Kind.NAME, texts.names), (Kind.OTHER, texts.others)):
        pairs = pairwise(map(ord, text))
        found |= {kind << 42 | one << 21 | other for one, other in pairs if one != BREAK}
    for kind, text in ((Kind.INITIALS, f"\n{texts.initials}"), (Kind.FULL, texts.full)):
        points = [min(ord(letter), 127) for letter in text]
        for three in zip(points, points[1:], points[2:], strict=False):
            one, middle, last = three
            if middle == BREAK or (kind is Kind.FULL and BREAK in three):
                continue
            found.add(kind << 42 | one << 14 | middle << 7 | last)
    return found


COMPANIES = st.lists(st.tuples(READ, TEXTS, TEXTS, st.sampled_from(["", "371002", "110000"])), max_size=6)


@given(st.lists(TEXTS, max_size=8))
def test_folding_many_texts_folds_each(texts: list[str]) -> None:
    """Whatever stands beside a text does not change it."""
    assert folded_texts(texts) == [folded_text(text) for text in texts]


@given(COMPANIES)
def test_the_index_of_many_companies_is_that_of_each(companies: list[tuple[str, str, str, str]]) -> None:
    """Names, other texts and pinyin give the same terms at once as one by one."""
    each = [SearchTexts((name, short), (other,), region, ()) for name, short, other, region in companies]
    many = many_texts(
        [(name, short) for name, short, _, _ in companies],
        [(other,) for _, _, other, _ in companies],
        [region for *_, region in companies],
    )
    assert many.names == [one.names for one in each]
    assert many.others == [one.others for one in each]
    held: dict[int, list[int]] = defaultdict(list)
    for number, one in enumerate(each):
        for term in _terms(one):
            held[term].append(number)
    found = list(postings_of(many))
    assert [one.term for one in found] == sorted(held)
    for one in found:
        assert one.rows == len(held[one.term])
        assert np.flatnonzero(mask_of(one, len(companies))).tolist() == held[one.term]


@given(st.lists(READ, max_size=6))
def test_texts_sort_at_once_as_one_by_one(texts: list[str]) -> None:
    """A phrase that begins among the signs that count is read whole, one behind them changes nothing."""
    folded = [folded_text(text) for text in texts]
    assert sort_keys(folded).tolist() == [sort_key(text).encode("ascii") for text in folded]
