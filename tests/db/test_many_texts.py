"""Texts of many companies worked out at once are those worked out one by one."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from chains.pinyin import phrase_readings, sort_key
from chains.pinyin_arrays import sort_keys
from chains.typed import folded_text, folded_texts, many_texts, search_texts
from db.posting import postings_of, postings_of_many

SIGNS = st.one_of(
    st.sampled_from("威海重庆银行长行单（）()，；： \u3000\n\t\x00ＡBcßİ①Ⅱ㍿𠮷嗯\u200b-"),
    st.characters(exclude_categories=["Cs"]),
)
PHRASES = st.sampled_from(sorted(phrase_readings()))
READ = st.lists(st.one_of(PHRASES, SIGNS, PHRASES.map(lambda phrase: phrase[:-1])), max_size=6).map("".join)
TEXTS = st.text(SIGNS, max_size=12)
COMPANIES = st.lists(st.tuples(READ, TEXTS, TEXTS, st.sampled_from(["", "371002", "110000"])), max_size=6)


@given(st.lists(TEXTS, max_size=8))
def test_folding_many_texts_folds_each(texts: list[str]) -> None:
    """Whatever stands beside a text does not change it."""
    assert folded_texts(texts) == [folded_text(text) for text in texts]


@settings(deadline=None)  # the tables of readings are loaded once
@given(COMPANIES)
def test_the_index_of_many_companies_is_that_of_each(companies: list[tuple[str, str, str, str]]) -> None:
    """Names, other texts and pinyin give the same terms at once as one by one."""
    each = [search_texts((name, short), (other,), region, ()) for name, short, other, region in companies]
    many = many_texts(
        [(name, short) for name, short, _, _ in companies],
        [(other,) for _, _, other, _ in companies],
        [region for *_, region in companies],
    )
    assert many.names == [one.names for one in each]
    assert many.others == [one.others for one in each]
    assert list(postings_of_many(many)) == list(postings_of(each))


@settings(deadline=None)
@given(st.lists(READ, max_size=6))
def test_texts_sort_at_once_as_one_by_one(texts: list[str]) -> None:
    """A phrase that begins among the signs that count is read whole, one behind them changes nothing."""
    folded = [folded_text(text) for text in texts]
    assert sort_keys(folded).tolist() == [sort_key(text).encode("ascii") for text in folded]
