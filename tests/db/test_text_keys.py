"""What texts are sorted by is the same for one text and for many at once."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from db.facets import text_key, text_keys

_TEXTS = st.lists(st.text(max_size=12) | st.text("张章伟重庆行长()（）ab 1\u3000𠮷", max_size=12), max_size=8)


@given(_TEXTS)
def test_many_texts_have_the_keys_of_each(texts: list[str]) -> None:
    assert text_keys(texts).tolist() == np.asarray([text_key(text) for text in texts], "S16").tolist()
